// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonnumber.h"

#include "core/textcursor.h"

#include <array>
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

/// A fraction of few digits: they and the power of ten are both exact as doubles, so dividing one by the
/// other rounds once, to what the text means. By far the most fractions are such.
std::optional<double> shortFraction(TextCursor cursor, std::int64_t number, std::size_t digits)
{
    constexpr std::size_t exactDigits = 15;
    constexpr std::array<double, exactDigits + 1> powers{
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    if (!cursor.take('.'))
        return std::nullopt;
    std::size_t fraction = 0;
    for (; isDigit(cursor.peek()); cursor.skip(), ++fraction) {
        if (digits + fraction >= exactDigits)
            return std::nullopt;
        number = number * 10 + (cursor.peek() - '0');
    }
    if (fraction == 0 || !cursor.isAtEnd())
        return std::nullopt;
    return static_cast<double>(number) / powers[fraction];
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
    if (const auto value = shortFraction(cursor, number, digits))
        return JsonNumber{ValueType::Double,
                          std::bit_cast<std::int64_t>(isNegative ? -*value : *value)};
    if (!skipRest(cursor) || !cursor.isAtEnd())
        return std::nullopt;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), number);
    if (error == std::errc{} && end == token.data() + token.size())
        return JsonNumber{ValueType::Int, number};
    return doubleOf(token);
}

} // namespace weir
