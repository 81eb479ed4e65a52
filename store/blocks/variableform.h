// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/textcursor.h"
#include "store/blocks/textcolumn.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace weir {

// What is known of the text of a template's variable before its values are unpacked.

/// Lower case only, as needles are.
constexpr bool isLowerHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f');
}

/// The fewest and the most bytes of a variable's text; equal where its form is known: Hex, Uuid and Time.
std::pair<std::size_t, std::size_t> lengthsOf(const TextColumn::VariableColumn& variable);

/// How many bytes of a variable of known form, from its byte `from` on, can be the first ones of `text`,
/// which is in lower case; nothing where they differ before either ends.
std::optional<std::size_t> bytesOfForm(const TextColumn::VariableColumn& variable, std::size_t from,
                                       std::string_view text);

} // namespace weir
