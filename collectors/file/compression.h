// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace weir {

/// So many of the first bytes say how a file is packed.
constexpr std::size_t magicLength = 16;

/// Whether these are the first bytes of something that ByteSource unpacks.
bool isCompressed(std::string_view firstBytes);

/// What else it is that holds no lines, as a sentence that says what to do; empty for all else.
std::string_view foreignFormat(std::string_view firstBytes);

} // namespace weir
