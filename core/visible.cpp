// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/visible.h"

namespace weir {

namespace {

constexpr char32_t replacement = 0xFFFD;

bool changesDirection(char32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
}

bool hasNoWidth(char32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x180E
        || (c >= 0x200B && c <= 0x200D) || (c >= 0x2028 && c <= 0x2029)
        || (c >= 0x2060 && c <= 0x2065) || (c >= 0x206A && c <= 0x206F) || c == 0x3164
        || c == 0xFEFF || c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFFB)
        || (c >= 0xE0000 && c <= 0xE0FFF);
}

void appendUtf8(std::string& out, char32_t c)
{
    const auto byte = [&out](char32_t bits) {
        out += static_cast<char>(bits);
    };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

/// Takes one character from the front; U+FFFD and one byte where there is none.
char32_t takeCharacter(std::string_view& bytes)
{
    const auto at = [&bytes](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    const unsigned first = at(0);
    const std::size_t length = first < 0x80 ? 1
        : first >= 0xC2 && first < 0xE0     ? 2
        : first >= 0xE0 && first < 0xF0     ? 3
        : first >= 0xF0 && first < 0xF5     ? 4
                                            : 0;
    char32_t character = length <= 1 ? first : first & (0x7FU >> length);
    bool isValid = length > 0;
    for (std::size_t i = 1; i < length; ++i) {
        isValid = isValid && (at(i) & 0xC0U) == 0x80U;
        character = (character << 6) | (at(i) & 0x3FU);
    }
    constexpr char32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    isValid = isValid && character >= lowest[length] && character <= 0x10FFFF
        && (character < 0xD800 || character > 0xDFFF);
    bytes.remove_prefix(isValid ? length : 1);
    return isValid ? character : replacement;
}

} // namespace

char32_t visible(char32_t c)
{
    if (c == '\t' || c == '\n')
        return c;
    if (c < 0x20)
        return 0x2400 + c;
    if (c == 0x7F)
        return 0x2421;
    if (c >= 0x80 && c < 0xA0)
        return replacement;
    if (changesDirection(c))
        return 0x27F2;
    return hasNoWidth(c) ? char32_t{0x00B7} : c;
}

std::string visibleText(std::string_view bytes)
{
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const char32_t character = takeCharacter(bytes);
        appendUtf8(out, character < 0x20 ? 0x2400 + character : visible(character));
    }
    return out;
}

} // namespace weir
