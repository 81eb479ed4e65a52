// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

/// Classes of ASCII bytes, without a locale.
namespace weir::chars {

inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
inline bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
inline bool isLetter(char c)
{
    return isLower(static_cast<char>(c | 0x20));
}
inline bool isAlnum(char c)
{
    return isDigit(c) || isLetter(c);
}
inline bool isHex(char c)
{
    const char lower = static_cast<char>(c | 0x20);
    return isDigit(c) || (lower >= 'a' && lower <= 'f');
}
inline bool isBase64Url(char c)
{
    return isAlnum(c) || c == '-' || c == '_';
}

/// The end of the row of bytes that begins at `from`.
template<typename Test>
std::size_t endOf(std::string_view text, std::size_t from, Test isPart)
{
    while (from < text.size() && isPart(text[from]))
        ++from;
    return from;
}

} // namespace weir::chars
