// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/windowconfig.h"
#include "core/timepoint.h"
#include "ui/theme/theme.h"

#include <QString>

#include <filesystem>
#include <optional>

namespace weir {

class Clock;
class CollectorClient;
class Exporter;
class Launcher;
class SessionFile;
class SourceProbe;

/// A picture of the window for a machine without a screen: after `after` the window is saved to
/// `file`, one line of JSON goes to standard output and the event loop ends with 0, or with 1 when
/// the picture cannot be written:
/// `{"received":N,"indexed":N,"drawn":N,"notified":N}`.
struct ScreenshotWish
{
    std::filesystem::path file;
    Nanoseconds after{};
};

/// Everything the window needs to know to begin. What is referred to outlives the window.
struct WindowSetup
{
    std::filesystem::path index;
    std::filesystem::path config;
    CollectorClient& client;
    const Clock& clock;
    Theme& theme;
    /// What these streams are, for the title: `demo`, a file's name; empty for the user's own index.
    QString name;
    /// The index is a file that was exported: it spans this time, and nothing arrives.
    std::optional<TimeRange> exported;
    /// Begins with all there is, not with the last minutes.
    bool everything = false;
    /// Writes one line `CEILING NANOSECONDS` for every painted frame of the log list.
    std::optional<std::filesystem::path> probeLog;
    /// At the end one line of JSON with frames, paint times and the GUI thread's longest turn goes to
    /// standard output: `{"frames":N,…,"gui_longest_turn_cpu_ms":X,…}`.
    bool frameStats = false;
    std::optional<ScreenshotWish> screenshot;
    SourceProbe* probe = nullptr; ///< null: nothing that touches a wire is offered
    Launcher* launcher = nullptr; ///< null: no further windows are offered
    Exporter* exporter = nullptr; ///< null: no export is offered
    SessionFile* session = nullptr; ///< null: nothing comes back, nothing is kept
    /// What weir.toml said of the window when the program began, so that the first picture is right.
    WindowConfig window = {};
};

} // namespace weir
