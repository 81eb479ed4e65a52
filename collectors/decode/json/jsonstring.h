// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace weir {

/// Appends what stands between the quotes of a JSON string, unescaped; never more bytes than it has
/// itself. A half of a surrogate pair, which some producers cut off, becomes U+FFFD. False, with `out`
/// unchanged, for an escape that JSON does not have.
bool unescapeJson(std::string_view escaped, std::string& out);

} // namespace weir
