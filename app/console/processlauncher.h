// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/launcher.h"

#include <QStringList>

namespace weir {

/// Starts `weir` for each further window.
class ProcessLauncher final : public Launcher
{
public:
    /// `program`: path of weir. `window`, `arguments`: the program and what it takes to open another
    /// window on the same index.
    ProcessLauncher(QString program, QString window, QStringList arguments);

    bool openDemo() override;
    bool openFile(const QString& path) override;
    bool openWindow() override;
    bool openIndex(const QString& path) override;

private:
    const QString m_program;
    const QString m_window;
    const QStringList m_arguments;
};

} // namespace weir
