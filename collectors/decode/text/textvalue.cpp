// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/textvalue.h"

#include "core/textcursor.h"

#include <bit>
#include <charconv>

namespace weir {

namespace {

template<typename Number>
std::optional<Number> parsed(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool isAllDigits(std::string_view text)
{
    for (const char c : text) {
        if (!isDigit(c))
            return false;
    }
    return !text.empty();
}

} // namespace

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    return parsed<std::int64_t>(text);
}

std::optional<double> anyNumber(std::string_view text)
{
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-'))
            return std::nullopt;
    }
    return parsed<double>(text);
}

TextValue typeOfText(std::string_view text)
{
    if (text == "true" || text == "false")
        return {ValueType::Bool, text.size() == 4 ? 1 : 0};
    std::string_view digits = text;
    if (digits.starts_with('-'))
        digits.remove_prefix(1);
    if (digits.empty() || !isDigit(digits.front()))
        return {};
    if (digits.size() > 1 && digits.front() == '0' && isDigit(digits[1]))
        return {};
    const std::size_t point = digits.find('.');
    if (point == std::string_view::npos) {
        const auto number = isAllDigits(digits) ? wholeNumber(text) : std::nullopt;
        return number ? TextValue{ValueType::Int, *number} : TextValue{};
    }
    if (point + 1 == digits.size() || !isDigit(digits[point + 1]))
        return {};
    const auto number = parsed<double>(text);
    return number ? TextValue{ValueType::Double, std::bit_cast<std::int64_t>(*number)}
                  : TextValue{};
}

} // namespace weir
