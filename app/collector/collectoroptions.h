// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace weir {

/// What the collector was started with.
struct CollectorOptions
{
    std::filesystem::path config;
    std::filesystem::path index;
    bool untilEnd = false;
    Nanoseconds timeout = std::chrono::seconds(30); ///< untilEnd: how long unreachable is a failure
    std::vector<std::string> urls; ///< sources in place of those of the configuration
    std::filesystem::path formats; ///< of the user's formats for `urls`; empty: none
    bool supervised = false; ///< started by a window
    bool isRestarted = true; ///< when it crashes
};

/// Reads the command line. An exit code when there is nothing to run: help was printed (0), or what
/// is wrong was said on stderr (2).
std::variant<CollectorOptions, int> parseCollectorOptions(int argc, char** argv);

} // namespace weir
