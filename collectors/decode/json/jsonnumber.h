// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

/// What a JSON number is as a field: Int where it fits into 64 bits, else Double; one that is too
/// large even for that is kept as a String.
struct JsonNumber
{
    ValueType type = ValueType::Int;
    std::int64_t bits = 0; ///< as in ValueView
};

/// Nothing when `token` is not exactly one JSON number.
std::optional<JsonNumber> parseJsonNumber(std::string_view token);

} // namespace weir
