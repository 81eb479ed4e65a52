// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/childprobe.h"

#include "app/console/processrun.h"

namespace weir {

ChildProbe::ChildProbe(QString program, std::filesystem::path config, QObject* parent)
    : SourceProbe(parent)
    , m_program(std::move(program))
    , m_config(std::move(config))
{
}

ChildRun* ChildProbe::start(const QStringList& arguments, const QByteArray& input, QObject* owner)
{
    QStringList all{QStringLiteral("source")};
    all << arguments << QStringLiteral("--json") << QStringLiteral("--config")
        << QString::fromStdString(m_config.string());
    return startProcess({m_program, all, input}, owner);
}

} // namespace weir
