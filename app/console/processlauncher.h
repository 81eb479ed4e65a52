// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/launcher.h"

namespace weir {

/// Starts `weir` for each further window.
class ProcessLauncher final : public Launcher
{
public:
    /// `program`: path of weir.
    explicit ProcessLauncher(QString program);

    bool openDemo() override;
    bool openFile(const QString& path) override;
    bool openIndex(const QString& path) override;

private:
    const QString m_program;
};

} // namespace weir
