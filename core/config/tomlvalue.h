// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weir {

/// A place in a file: line and column from 1, the column in characters. Line 0: the whole file.
struct TomlPlace
{
    int line = 0;
    int column = 0;
};

struct TomlMember;

/// One value of a TOML file with its place. Which of the parts means something is told by `kind`.
/// Our own tree, so that the parser's headers are compiled once and not for each kind of file.
struct TomlValue
{
    enum class Kind { String, Integer, Float, Boolean, Time, Array, Table };

    Kind kind = Kind::Table;
    TomlPlace place;
    std::string text; ///< String; Time: RFC 3339
    std::int64_t integer = 0;
    double number = 0; ///< Float and Integer
    bool truth = false;
    /// String: it stands in the file, behind one quote, as it is here; then a place inside the text is
    /// a place in the file.
    bool isVerbatim = false;
    std::vector<TomlValue> items; ///< Array
    std::vector<TomlMember> members; ///< Table

    /// Null when there is no such key.
    const TomlMember* member(std::string_view key) const;
    /// The place of a byte of the text: exact where it can be told, else where the value begins.
    TomlPlace placeInside(std::size_t offset) const;
};

struct TomlMember
{
    std::string key;
    TomlPlace place; ///< of the key
    TomlValue value;
};

/// Why a text is not TOML.
struct TomlFault
{
    TomlPlace place;
    std::string message;
};

/// Never throws. The value is a table.
std::variant<TomlValue, TomlFault> parseToml(std::string_view text);

/// `a string`, `a whole number`, ...: for messages.
std::string_view describe(TomlValue::Kind kind);

} // namespace weir
