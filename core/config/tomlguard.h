// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/tomlvalue.h"

#include <optional>
#include <string_view>

namespace weir {

/// Finds what toml++ 3.3 must never be given, because it answers with undefined behaviour and not
/// with an error: a character that is not ASCII outside of quotes and comments, a table header that
/// begins with what begins no key, and a `}` in an array. Nothing found does not mean that the text is valid TOML.
std::optional<TomlFault> findUnreadable(std::string_view text);

} // namespace weir
