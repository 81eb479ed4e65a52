// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/fieldnumbers.h"

#include "store/blocks/texttemplate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>

namespace weir {

namespace {

constexpr std::array<double, 10> powers{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
constexpr std::uint8_t asBits = 255;
constexpr double mostExact = 9007199254740992.0; // 2^53

template<typename Number>
std::optional<Number> parse(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// What most reals in events look like: few digits around a point. Both parts are exact, so their
/// quotient is the nearest real, as from_chars() gives it. Nothing for any other text.
std::optional<double> parseShort(std::string_view text)
{
    constexpr std::size_t mostDigits = 15;
    const bool isNegative = text.starts_with('-');
    text.remove_prefix(isNegative ? 1 : 0);
    if (text.size() > mostDigits + 1)
        return std::nullopt;
    std::int64_t digits = 0;
    std::size_t fraction = 0;
    bool hasPoint = false;
    for (const char c : text) {
        if (c == '.' && !hasPoint) {
            hasPoint = true;
            continue;
        }
        if (c < '0' || c > '9')
            return std::nullopt;
        digits = digits * 10 + (c - '0');
        fraction += hasPoint ? 1U : 0U;
    }
    if (!hasPoint || fraction == 0 || fraction >= powers.size() || text.front() == '.')
        return std::nullopt;
    const double value = static_cast<double>(digits) / powers[fraction];
    return isNegative ? -value : value;
}

bool isWhole(double value, double scale)
{
    const double scaled = std::round(value * scale);
    return std::fabs(scaled) < mostExact
        && std::bit_cast<std::int64_t>(scaled / scale) == std::bit_cast<std::int64_t>(value);
}

/// The lowest power of ten that makes whole numbers of all values; asBits where there is none.
std::uint8_t scaleOf(const std::vector<double>& values)
{
    std::size_t power = 0;
    for (const double value : values) {
        while (power < powers.size() && !isWhole(value, powers[power]))
            ++power;
    }
    const bool isEnough = power < powers.size()
        && std::all_of(values.begin(), values.end(),
                       [&](double value) { return isWhole(value, powers[power]); });
    return isEnough ? static_cast<std::uint8_t>(power) : asBits;
}

} // namespace

std::optional<std::int64_t> numberOfText(ValueType type, std::string_view text)
{
    switch (type) {
    case ValueType::Int:
        return parse<std::int64_t>(text);
    case ValueType::Double:
        if (const auto number = parseShort(text))
            return std::bit_cast<std::int64_t>(*number);
        if (const auto number = parse<double>(text))
            return std::bit_cast<std::int64_t>(*number);
        return std::nullopt;
    case ValueType::Bool:
        return text == "true" ? 1 : 0;
    default:
        return 0;
    }
}

std::int64_t bitsOfDecimal(std::int64_t digits, std::size_t fraction)
{
    const bool isExact = fraction < powers.size() && digits < static_cast<std::int64_t>(mostExact);
    if (isExact)
        return std::bit_cast<std::int64_t>(static_cast<double>(digits) / powers[fraction]);
    std::string text;
    appendNumber(text, VariableKind::Decimal, static_cast<std::uint8_t>(fraction), digits);
    return numberOfText(ValueType::Double, text).value_or(0);
}

bool numbersFollowTexts(const FieldColumn& field, std::string_view arena)
{
    for (std::size_t i = 0; i < field.rows.size(); ++i) {
        const ArenaRef ref = field.texts[i];
        if (numberOfText(field.types[i], arena.substr(ref.offset, ref.length)) != field.numbers[i])
            return false;
    }
    return true;
}

void DoubleStream::pack(const std::vector<double>& values, ByteWriter& catalog,
                        std::string& segment)
{
    const std::uint8_t scale = scaleOf(values);
    std::vector<std::int64_t> numbers(values.size());
    std::transform(values.begin(), values.end(), numbers.begin(), [scale](double value) {
        return scale == asBits ? std::bit_cast<std::int64_t>(value)
                               : static_cast<std::int64_t>(std::round(value * powers[scale]));
    });
    catalog.put(scale);
    IntStream::pack(segment, numbers).put(catalog);
}

DoubleStream DoubleStream::take(ByteReader& catalog, std::size_t count)
{
    DoubleStream stream;
    stream.m_scale = catalog.get<std::uint8_t>();
    stream.m_numbers = IntStream::take(catalog, count);
    if (stream.m_scale != asBits && stream.m_scale >= powers.size())
        catalog.fail();
    return stream;
}

bool DoubleStream::unpack(std::string_view words, std::vector<double>& values) const
{
    std::vector<std::int64_t> numbers(m_numbers.count());
    if (!m_numbers.unpack(words, numbers))
        return false;
    values.resize(numbers.size());
    std::transform(numbers.begin(), numbers.end(), values.begin(), [this](std::int64_t number) {
        return m_scale == asBits ? std::bit_cast<double>(number)
                                 : static_cast<double>(number) / powers[m_scale];
    });
    return true;
}

} // namespace weir
