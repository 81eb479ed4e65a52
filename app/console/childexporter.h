// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/exporter.h"

#include <filesystem>

namespace weir {

/// Runs `weir export … --json` as a child.
class ChildExporter final : public Exporter
{
public:
    ChildExporter(QString program, std::filesystem::path index);

    ChildRun* start(const QStringList& arguments, QObject* owner) override;

private:
    const QString m_program;
    const std::filesystem::path m_index;
};

} // namespace weir
