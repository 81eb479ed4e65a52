// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/childrun.h"

#include <QStringList>

namespace weir {

struct ChildProgram
{
    QString program;
    QStringList arguments;
    QByteArray input; ///< for its standard input, which is then closed
    bool hearsErrors = false; ///< lines of its standard error are received too
};

/// Starts a program once the caller has connected to the run. No longer wanted, it gets SIGTERM, and
/// SIGKILL a second later; it dies with the window. Its output is capped: a line at 32 MiB, all of it
/// at 256 MiB. Thread: GUI.
ChildRun* startProcess(const ChildProgram& child, QObject* owner);

} // namespace weir
