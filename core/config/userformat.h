// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace weir {

/// A format of the user's own, from formats/*.toml: a pattern for lines, or a map for JSON.
struct UserFormat
{
    std::string name;
    /// RE2 with named groups; empty: a map. Known to be sound.
    std::string pattern;
    /// As in core/timeformat.h, known to be sound; empty: as times are read anywhere.
    std::string timeFormat;
    /// What a member of the object is: `time`, `severity`, … and its dotted name.
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<std::string> marks; ///< members of the object by which it is known

    friend bool operator==(const UserFormat&, const UserFormat&) = default;
};

/// One part that a sample's event must have.
struct ExpectedPart
{
    std::string name; ///< `time`, `severity`, `body`, `trace_id`, `span_id`, or a field's
    std::variant<std::string, std::int64_t, double, bool> value;
    int line = 0;
    int column = 0;
};

/// A message and what it must become. `weir check` tries it.
struct FormatSample
{
    std::string message;
    bool matches = true; ///< false: it must be refused
    std::vector<ExpectedPart> parts;
    int line = 0; ///< of the message
    int column = 0;
};

/// One formats/*.toml
struct UserFormatFile
{
    std::filesystem::path file;
    UserFormat format;
    std::vector<FormatSample> samples;
};

} // namespace weir
