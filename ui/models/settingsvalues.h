// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/windowconfig.h"
#include "ui/models/windowsettings.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// What the settings page shows and changes of weir.toml. A value.
struct SettingsValues
{
    WindowConfig window;
    // As they are written; empty: not written, the default counts.
    std::string age; ///< `[index] retention.age`
    std::string size; ///< `[index] retention.size`
    std::string memory; ///< `[collector] memory_limit`
    bool background = false; ///< `[collector] background`

    friend bool operator==(const SettingsValues&, const SettingsValues&) = default;
};

/// Of a text that is no TOML the defaults.
SettingsValues readSettings(std::string_view weirToml);

/// What turns a file that says `before` into one that says `after`: only what differs, and what is
/// the default is taken out.
std::vector<TableEdits> editsBetween(const SettingsValues& before, const SettingsValues& after);

/// What a file says that somebody else has made from `shown` into `now`, with what was made here of
/// `shown` in `wanted`: value by value, and where both changed one, it is as wanted here. Keys are not
/// changed here.
SettingsValues mergedSettings(const SettingsValues& shown, const SettingsValues& wanted,
                              SettingsValues now);

/// The lines that a person would write for these edits, by table.
std::string linesOf(const std::vector<TableEdits>& edits);

// Empty, or what is wrong with a text in its field.
std::string faultOfAge(const std::string& text);
std::string faultOfSize(const std::string& text);
std::string faultOfMemory(const std::string& text);
std::string faultOfZone(const std::string& text);

} // namespace weir
