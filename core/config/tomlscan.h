// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A piece of a text: bytes from `begin` up to, not including, `end`.
struct TomlSpan
{
    std::size_t begin = 0;
    std::size_t end = 0;

    std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// Keys from the outside in: `kafka.security.ca` is three. Without quotes, escapes resolved.
using TomlPath = std::vector<std::string>;

/// One header or one `key = value` of a TOML text with the bytes it takes.
struct TomlStatement
{
    enum class Kind { Table, TableArray, Member };

    Kind kind = Kind::Member;
    TomlPath path; ///< as written: of a member relative to its header
    TomlSpan key; ///< from the first character to the last one of the key; of a header with brackets
    TomlSpan value; ///< of a member
};

/// The statements of a text in their order. parseToml() tells what a text means; this tells where each
/// part of it stands to the byte, which is what an edit needs, and knows comments and line ends as what
/// is in between. Precondition: parseToml() accepts the text. Of any other text the answer is
/// unspecified, but it ends and reads nothing outside.
std::vector<TomlStatement> scanToml(std::string_view text);

/// The members of an inline table, `value` being its span with the braces. Same precondition.
std::vector<TomlStatement> scanInlineTable(std::string_view text, TomlSpan value);

} // namespace weir
