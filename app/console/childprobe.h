// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/sourceprobe.h"

#include <filesystem>

namespace weir {

/// Runs `weir-collector --config DIR source …` as a child, under the same limits as a collector
/// (processrun.h says how it ends).
class ChildProbe final : public SourceProbe
{
    Q_OBJECT

public:
    ChildProbe(QString program, std::filesystem::path config, QObject* parent = nullptr);

    ChildRun* start(const QStringList& arguments, const QByteArray& input,
                    QObject* owner) override;

private:
    const QString m_program;
    const std::filesystem::path m_config;
};

} // namespace weir
