// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"

#include <optional>
#include <string_view>

namespace weir {

/// What an untyped value is by its spelling.
struct TextValue
{
    ValueType type = ValueType::String;
    std::int64_t bits = 0; ///< as in FieldColumn::numbers
};

/// `42` and `-1` are whole numbers, `0.5` and `1.5e-3` doubles, `true` and `false` truths.
/// Everything else is a string, so that identifiers survive: `007`, `+1`, `1e5`, and whole numbers
/// beyond 64 bits.
TextValue typeOfText(std::string_view text);

/// The number a whole text is; no space, no `+`.
std::optional<std::int64_t> wholeNumber(std::string_view text);
/// The same for doubles, whole numbers, `+1`, `1e5`, `NaN` and `+Inf`.
std::optional<double> anyNumber(std::string_view text);

} // namespace weir
