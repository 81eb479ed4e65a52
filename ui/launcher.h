// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace weir {

/// Opens further windows: programs of their own, which this one does not wait for. Declared by ui,
/// implemented in app. Thread: GUI.
class Launcher
{
public:
    Launcher() = default;
    Launcher(const Launcher&) = delete;
    Launcher& operator=(const Launcher&) = delete;
    virtual ~Launcher() = default;

    /// The demonstration streams, in an index of their own. False: it could not be started.
    virtual bool openDemo() = 0;
    /// A file that was exported (`.weir`).
    virtual bool openFile(const QString& path) = 0;
    /// Another window on what this one shows.
    virtual bool openWindow() = 0;
    /// A folder with an index.
    virtual bool openIndex(const QString& path) = 0;
};

} // namespace weir
