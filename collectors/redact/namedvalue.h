// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/redact/shapes.h"

namespace weir {

/// The value of a name that says that it is a secret: `password=x`, `"db_password": "x"`,
/// `apiKey: x`, `Authorization: Bearer x`, also in JSON within a JSON string. `at` is the `:` or `=`.
///
/// After a colon in plain text a value is one word up to the end of the line, a comma or a semicolon:
/// `password: must not be empty` is prose. `null`, `true`, `false`, and what is masked already, is
/// none. A token or a key has at least eight characters and is no plain number.
std::optional<ShapeMatch> matchNamedValue(std::string_view text, std::size_t at, std::size_t floor,
                                          ShapeSet shapes);

/// The same where name and value stand apart, as in a decoded message: the part of `value` that is to go.
std::optional<ShapeMatch> matchValueOf(std::string_view name, std::string_view value,
                                       ShapeSet shapes);

} // namespace weir
