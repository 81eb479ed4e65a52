// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/childexporter.h"

#include "app/console/processrun.h"

namespace weir {

ChildExporter::ChildExporter(QString program, std::filesystem::path index)
    : m_program(std::move(program))
    , m_index(std::move(index))
{
}

ChildRun* ChildExporter::start(const QStringList& arguments, QObject* owner)
{
    QStringList all{QStringLiteral("--json"), QStringLiteral("--index"),
                    QString::fromStdString(m_index.string()), QStringLiteral("export")};
    all << arguments;
    return startProcess({m_program, all, {}, true}, owner);
}

} // namespace weir
