// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/problems.h"
#include "core/config/tomlvalue.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// `[window]` and `[keys]` of weir.toml: what the window is like for this person. The collector reads
/// neither.
struct WindowConfig
{
    // In the order of their words: system dark light, time datetime relative delta, compact normal roomy.
    enum class Theme { System, Dark, Light };
    enum class Time { Time, DateTime, Relative, Delta };
    enum class Density { Compact, Normal, Roomy };

    Theme theme = Theme::System;
    int zoom = 100; ///< per cent, 100 to 200
    int fontSize = 13; ///< pixels at 100 %, 9 to 24
    int eventFontSize = 12; ///< the same, of events and code
    std::string zone = "UTC"; ///< `UTC`, `local` or a name of the tz database
    Time time = Time::Time;
    Density density = Density::Normal;
    bool wraps = false;

    /// By id (`logs.copyRaw`): keys as they are written (`Ctrl+Shift+C`); an empty list: none at all.
    /// Which ids there are only the window knows.
    std::map<std::string, std::vector<std::string>> keys;

    friend bool operator==(const WindowConfig&, const WindowConfig&) = default;
};

/// Reads both tables of a file; what is wrong keeps its default.
WindowConfig readWindowConfig(const TomlValue& file, Problems& problems);

/// The same of the text of a weir.toml; nothing of a text that is no TOML.
std::optional<WindowConfig> parseWindowConfig(std::string_view weirToml);

/// Empty when `keys` is a shortcut as Qt writes it (`Ctrl+Shift+C`, `F3`, `Ctrl+K, C`), else what is wrong.
std::string faultOfKeys(std::string_view keys);

} // namespace weir
