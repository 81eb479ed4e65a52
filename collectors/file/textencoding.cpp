// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/file/textencoding.h"

namespace weir {

namespace {

using namespace std::string_view_literals;

constexpr char32_t replacement = 0xFFFD;

void append(std::string& text, char32_t character)
{
    const auto add = [&text](char32_t byte) { text += static_cast<char>(byte); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0 | (character >> 6));
        add(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        add(0xE0 | (character >> 12));
        add(0x80 | ((character >> 6) & 0x3F));
        add(0x80 | (character & 0x3F));
    } else {
        add(0xF0 | (character >> 18));
        add(0x80 | ((character >> 12) & 0x3F));
        add(0x80 | ((character >> 6) & 0x3F));
        add(0x80 | (character & 0x3F));
    }
}

char32_t unitAt(std::string_view bytes, std::size_t at, bool isLittle)
{
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return isLittle ? static_cast<char32_t>(first | (second << 8))
                    : static_cast<char32_t>((first << 8) | second);
}

bool isHighSurrogate(char32_t unit)
{
    return unit >= 0xD800 && unit < 0xDC00;
}

bool isLowSurrogate(char32_t unit)
{
    return unit >= 0xDC00 && unit < 0xE000;
}

void fromUtf16(std::string_view bytes, bool isLittle, std::string& text)
{
    std::size_t at = 0;
    for (; at + 1 < bytes.size(); at += 2) {
        char32_t unit = unitAt(bytes, at, isLittle);
        if (isHighSurrogate(unit) && at + 3 < bytes.size()
            && isLowSurrogate(unitAt(bytes, at + 2, isLittle))) {
            at += 2;
            unit = 0x10000 + ((unit - 0xD800) << 10) + (unitAt(bytes, at, isLittle) - 0xDC00);
        } else if (isHighSurrogate(unit) || isLowSurrogate(unit)) {
            unit = replacement;
        }
        append(text, unit);
    }
    if (at < bytes.size())
        append(text, replacement); // half a character at the end
}

} // namespace

EncodingOfFile encodingOf(std::string_view firstBytes, FileEncoding configured)
{
    const bool isLittle = firstBytes.starts_with("\xff\xfe"sv);
    const bool isBig = firstBytes.starts_with("\xfe\xff"sv);
    const bool isUtf8 = firstBytes.starts_with("\xef\xbb\xbf"sv);
    switch (configured) {
    case FileEncoding::Auto:
        if (isLittle || isBig)
            return {isLittle ? TextEncoding::Utf16Le : TextEncoding::Utf16Be, 2};
        break;
    case FileEncoding::Utf16:
        return {isBig ? TextEncoding::Utf16Be : TextEncoding::Utf16Le,
                isLittle || isBig ? std::size_t{2} : 0};
    case FileEncoding::Latin1:
        return {TextEncoding::Latin1, 0};
    case FileEncoding::Utf8:
        break;
    }
    return {TextEncoding::Utf8, isUtf8 ? longestMark : 0};
}

std::size_t unitOf(TextEncoding encoding)
{
    return encoding == TextEncoding::Utf16Le || encoding == TextEncoding::Utf16Be ? 2 : 1;
}

void toUtf8(std::string_view bytes, TextEncoding encoding, std::string& text)
{
    text.clear();
    if (encoding != TextEncoding::Latin1)
        return fromUtf16(bytes, encoding == TextEncoding::Utf16Le, text);
    for (const char byte : bytes)
        append(text, static_cast<unsigned char>(byte));
}

} // namespace weir
