// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace weir {

/// What the window was started with.
struct ConsoleOptions
{
    std::filesystem::path config;
    std::filesystem::path index;
    std::vector<std::string> urls; ///< sources in place of those in weir.toml
    bool temporary = false; ///< the index is removed at the end, and its collector ends
    bool readOnly = false; ///< never start a collector
    bool stopsCollector = false; ///< the collector ends with this window
    std::string name; ///< what these streams are, for the title
    std::string theme = "system"; ///< system, dark, light
    std::string page; ///< where to begin: `sources`, `sources/add`; empty: the log page
    /// What was open comes back and is kept: without a page or a screenshot, unless it is asked for.
    bool session = false;
    std::string link; ///< `weir://…`: what to show at once
    std::optional<std::filesystem::path> screenshot;
    Nanoseconds seconds = std::chrono::seconds(20); ///< before the screenshot
    std::optional<std::filesystem::path> probeLog;
    bool everything = false; ///< begins with all there is, not with the last minutes
    bool frameStats = false;
    std::string language = "en"; ///< `pseudo`: see ui/theme/pseudolocale.h
};

/// Reads the command line. An exit code when there is nothing to show: help was printed (0), or what
/// is wrong was said on stderr (2).
std::variant<ConsoleOptions, int> parseConsoleOptions(int argc, char** argv);

} // namespace weir
