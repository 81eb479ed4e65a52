// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/content.h"

#include <algorithm>

namespace weir {

namespace {

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::string_view Content::header(std::string_view lowerName) const
{
    for (const MessageHeader& header : message.headers) {
        if (std::ranges::equal(header.name, lowerName, {}, lowered))
            return header.value;
    }
    return {};
}

} // namespace weir
