// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace weir {

/// The length of the field name a text begins with, as docs/query-language.md has it
/// (`[A-Za-z_@][A-Za-z0-9_.@-]*`); 0 where it begins with none.
std::size_t nameLength(std::string_view text);

/// The one spelling under which a name is known everywhere: `level` is `severity`, `service` is
/// `service.name`, `host` is `host.name`. Any other name, `fields.NAME` too, is itself.
std::string canonicalName(std::string_view name);

/// How a field after `by` is called among an alert's labels: `service` for `service.name`.
std::string_view labelName(std::string_view field);

/// Whether a canonical name always means text, so that `<` and `>` cannot be meant.
bool isTextName(std::string_view canonicalName);

} // namespace weir
