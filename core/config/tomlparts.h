// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlscan.h"
#include "core/config/tomlsplice.h"
#include "core/config/tomlvalue.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

// What the edits of tomlsplice.h are made of: the statements of one table of a file, and the exchange
// of the bytes of one value among them. Text in, text out.

/// A statement of a table; its path is relative to the table.
struct TomlPart
{
    TomlStatement::Kind kind;
    TomlPath path;
    TomlPath table; ///< the header it stands below
    TomlSpan key;
    TomlSpan value;
};

/// The statements of one source in their order; empty when it has no `[[source]]` of its own.
std::vector<TomlPart> sourceParts(std::string_view text, std::size_t number);
/// The statements of a table of the file, however it is written; empty when there is none.
std::vector<TomlPart> tableParts(std::string_view text, const std::string& table);

/// One edit among `parts` of `text`; nothing: it is written in a way that is not known here.
/// `name` of the table, for a header of its own below it.
std::optional<std::string> spliceToml(std::string_view text, std::vector<TomlPart> parts,
                                      const TomlEdit& edit, std::string_view name);

std::optional<TomlValue> parsedToml(std::string_view text);
/// Whether both mean the same; empty tables are taken for none.
bool isSameToml(const TomlValue& left, const TomlValue& right);
/// Sets a value below a table, or takes it out with null.
void changeToml(TomlValue& table, std::span<const std::string> path, const TomlValue* value);

std::size_t lineBeginOf(std::string_view text, std::size_t at);
/// Behind the newline, or the end of the text.
std::size_t lineEndOf(std::string_view text, std::size_t at);
std::string_view trimmedLine(std::string_view line);
std::string_view newlineOf(std::string_view text);

} // namespace weir
