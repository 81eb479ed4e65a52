// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/messagetokens.h"

#include <cstddef>
#include <string_view>

namespace weir {

/// How many tokens more than asked for there can be: the full stop of the last word, the value at
/// the end.
constexpr std::size_t tokensBeyond = 2;

/// Cuts a skeleton into tokens: at spaces, at marks, and around what is a value although there are
/// marks in it. `isCut`: the skeleton is only the beginning of one. What is cut off, or is beyond
/// `most` tokens, is one value at the end.
void tokenize(std::string_view skeleton, bool isCut, std::size_t most, MessageTokens& tokens);

} // namespace weir
