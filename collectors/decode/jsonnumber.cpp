// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/jsonnumber.h"

#include "core/textcursor.h"

#include <bit>
#include <charconv>

namespace weir {

namespace {

/// More digits than this may not fit into 64 bits.
constexpr std::size_t safeDigits = 18;

bool skipDigits(TextCursor& cursor)
{
    const std::size_t before = cursor.length();
    while (isDigit(cursor.peek()))
        cursor.skip();
    return cursor.length() > before;
}

/// A fraction and an exponent, if they are there; false when one is begun and not ended.
bool skipRest(TextCursor& cursor)
{
    if (cursor.take('.') && !skipDigits(cursor))
        return false;
    if (cursor.take('e') || cursor.take('E')) {
        if (!cursor.take('+'))
            cursor.take('-');
        return skipDigits(cursor);
    }
    return true;
}

JsonNumber doubleOf(std::string_view token)
{
    double number = 0;
    if (std::from_chars(token.data(), token.data() + token.size(), number).ec != std::errc{})
        return {ValueType::String, 0};
    return {ValueType::Double, std::bit_cast<std::int64_t>(number)};
}

} // namespace

std::optional<JsonNumber> parseJsonNumber(std::string_view token)
{
    TextCursor cursor(token);
    const bool isNegative = cursor.take('-');
    const std::size_t first = cursor.length();
    std::int64_t number = 0;
    if (!cursor.take('0')) {
        for (; isDigit(cursor.peek()); cursor.skip()) {
            if (cursor.length() - first < safeDigits)
                number = number * 10 + (cursor.peek() - '0');
        }
    }
    const std::size_t digits = cursor.length() - first;
    if (digits == 0)
        return std::nullopt;
    if (cursor.isAtEnd() && digits <= safeDigits)
        return JsonNumber{ValueType::Int, isNegative ? -number : number};
    if (!skipRest(cursor) || !cursor.isAtEnd())
        return std::nullopt;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
    if (error == std::errc{} && end == token.data() + token.size())
        return JsonNumber{ValueType::Int, number};
    return doubleOf(token);
}

} // namespace weir
