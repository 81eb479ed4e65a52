// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace weir {

/// A stretch of a text, in bytes.
struct TextSpan
{
    std::size_t offset = 0;
    std::size_t length = 0;

    friend bool operator==(TextSpan, TextSpan) = default;
};

} // namespace weir
