// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlscan.h"
#include "core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// How the window edits weir.toml: by exchanging the bytes of a value, never by writing a file anew, so
// that comments, order and whatever it knows nothing of stay. Text in, text out, no I/O.
//
// Every answer was checked before it is given: read again, the new text means what the old one meant
// but for what was asked. Where this cannot be reached, because a source is written in a way that these
// functions do not know, the answer is an error with code InvalidInput and nothing is changed.

/// One change to a source or a table.
struct TomlEdit
{
    TomlPath path; ///< below the source or table: `kafka`, `security`, `ca`
    /// The value as TOML text, on one line: `"x"`, `["a", "b"]`, `{ a = "b" }`. Nothing: the key goes,
    /// and with a table all that stands below it.
    std::optional<std::string> value;

    friend bool operator==(const TomlEdit&, const TomlEdit&) = default;
};

/// A text as TOML writes it, in quotes: verbatim where that is possible.
std::string tomlString(std::string_view text);
/// `["a", "b"]`
std::string tomlStrings(const std::vector<std::string>& texts);
/// A key as it can stand before an equals sign: in quotes where it must.
std::string tomlKey(std::string_view key);

/// The part of a weir.toml that describes one source, from its `[[source]]` on, comments inside
/// included; empty when there is no such source or when it stands in an array `source = [{…}]`.
std::string sourceBlock(std::string_view toml, std::string_view name);

/// Does all edits, in their order. NotFound when there is no such source.
Result<std::string> editSource(std::string_view toml, std::string_view name,
                               const std::vector<TomlEdit>& edits);

/// The same in a table of the file, such as `window`; `path` of an edit is below it. A table that is
/// not there comes to the end, with an empty line before it.
Result<std::string> editTable(std::string_view toml, const std::string& table,
                              const std::vector<TomlEdit>& edits);

/// Puts a `[[source]]` block at the end, an empty line before it. InvalidInput as well when the name is
/// taken, and when the text does not define exactly one source more.
Result<std::string> appendSource(std::string_view toml, std::string_view block);

/// Takes a source out, with the comment lines that stand directly above it. NotFound when there is none.
Result<std::string> removeSource(std::string_view toml, std::string_view name);

} // namespace weir
