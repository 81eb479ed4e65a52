// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/texttemplate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstring>

namespace weir {

namespace {

enum CharClass : std::uint8_t { other = 0, digit = 1, hexLetter = 2, marker = 4 };

constexpr std::array<std::uint8_t, 256> makeClasses()
{
    std::array<std::uint8_t, 256> classes{};
    for (unsigned c = '0'; c <= '9'; ++c)
        classes[c] = digit;
    for (unsigned c = 'a'; c <= 'f'; ++c)
        classes[c] = hexLetter;
    for (unsigned c = 1; c <= 8; ++c)
        classes[c] = marker;
    return classes;
}

constexpr std::array<std::uint8_t, 256> classes = makeClasses();

constexpr std::size_t mostDigits = 18; ///< any such number fits into 63 bits
constexpr std::size_t leastHex = 8; ///< shorter ones are rather a word beside a number
constexpr std::size_t mostHex = 255;
constexpr std::size_t uuidLength = 36;

/// Beyond these a text is unlikely to share its pattern with another, and is kept as it is.
constexpr std::size_t mostBytes = 4096;
constexpr std::size_t mostVariables = 48;

std::uint8_t classOf(char c)
{
    return classes[static_cast<unsigned char>(c)];
}

bool isDigit(std::string_view text, std::size_t at)
{
    return at < text.size() && classOf(text[at]) == digit;
}

bool isHex(std::string_view text, std::size_t at)
{
    return at < text.size() && (classOf(text[at]) & (digit | hexLetter)) != 0;
}

std::size_t digitsEnd(std::string_view text, std::size_t at)
{
    while (isDigit(text, at))
        ++at;
    return at;
}

/// The next byte that is a digit or below 9 (markers are), eight bytes at a time.
std::size_t skipPlain(std::string_view text, std::size_t at)
{
    constexpr std::uint64_t ones = ~std::uint64_t{0} / 255;
    constexpr std::uint64_t tops = ones * 128;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data() + at, sizeof(bytes));
        // Sets the top bit of each byte below n, and perhaps of some after the first such one.
        const auto below = [](std::uint64_t x, std::uint64_t n) {
            return (x - ones * n) & ~x & tops;
        };
        const std::uint64_t found = below(bytes ^ ones * '0', 10) | below(bytes, 9);
        if (found == 0)
            continue;
        if constexpr (std::endian::native == std::endian::little)
            return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
        break;
    }
    while (at < text.size() && (classOf(text[at]) & (digit | marker)) == 0)
        ++at;
    return at;
}

std::int64_t valueOf(std::string_view digits)
{
    std::int64_t value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

/// Whether an UUID in lower case stands there.
bool isUuid(std::string_view text)
{
    if (text.size() < uuidLength || isHex(text, uuidLength))
        return false;
    for (std::size_t i = 0; i < uuidLength; ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? text[i] != '-' : !isHex(text, i))
            return false;
    }
    return true;
}

struct Field
{
    std::size_t at;
    std::size_t size;
    std::int64_t lowest;
    std::int64_t highest;
};

constexpr std::array<Field, 6> timeFields{Field{0, 4, 1678, 2261}, Field{5, 2, 1, 12},
                                          Field{8, 2, 1, 31},      Field{11, 2, 0, 23},
                                          Field{14, 2, 0, 59},     Field{17, 2, 0, 59}};
constexpr std::size_t timeLength = 19;
constexpr std::array<std::int64_t, 10> powers{
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

void appendPadded(std::string& out, std::uint64_t number, std::size_t width)
{
    const std::size_t begin = out.size();
    out.resize(begin + width);
    for (std::size_t i = width; i > 0; --i, number /= 10)
        out[begin + i - 1] = static_cast<char>('0' + number % 10);
}

void appendTime(std::string& out, std::uint8_t style, std::int64_t number)
{
    using namespace std::chrono;
    const sys_time<nanoseconds> time{nanoseconds{number}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const auto sinceMidnight = static_cast<std::uint64_t>((time - day).count());
    const std::uint64_t seconds = sinceMidnight / 1'000'000'000;
    appendPadded(out, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
    out.push_back('-');
    appendPadded(out, static_cast<unsigned>(date.month()), 2);
    out.push_back('-');
    appendPadded(out, static_cast<unsigned>(date.day()), 2);
    out.push_back((style & TimeStyle::blankBit) != 0 ? ' ' : 'T');
    appendPadded(out, seconds / 3600, 2);
    out.push_back(':');
    appendPadded(out, seconds / 60 % 60, 2);
    out.push_back(':');
    appendPadded(out, seconds % 60, 2);
    const std::size_t fraction = style & TimeStyle::digitsMask;
    if (fraction == 0)
        return;
    out.push_back((style & TimeStyle::commaBit) != 0 ? ',' : '.');
    appendPadded(out,
                 sinceMidnight % 1'000'000'000 / static_cast<std::uint64_t>(powers[9 - fraction]),
                 fraction);
}

} // namespace

void TextTemplate::add(VariableKind kind, unsigned detail, std::int64_t number,
                       std::string_view bytes)
{
    m_pattern.push_back(static_cast<char>(kind));
    if (hasDetail(kind))
        m_pattern.push_back(static_cast<char>(detail));
    m_variables->push_back({kind, static_cast<std::uint8_t>(detail), number, bytes});
}

void TextTemplate::split(std::string_view text, std::vector<Variable>& variables)
{
    m_pattern.clear();
    m_variables = &variables;
    m_first = variables.size();
    m_copied = 0;
    m_refusedEnd = 0;
    if (text.size() > mostBytes)
        return keepWhole(text);
    std::size_t at = 0;
    while ((at = skipPlain(text, at)) < text.size()) {
        const std::uint8_t found = classOf(text[at]);
        if (found == digit)
            at = digits(text, at);
        else
            ++at;
        // Bytes that are markers themselves are rare enough to be kept as they are.
        if (found == marker || variables.size() - m_first > mostVariables)
            return keepWhole(text);
    }
    m_pattern.append(text.substr(m_copied));
}

void TextTemplate::keepWhole(std::string_view text)
{
    m_pattern.clear();
    m_variables->resize(m_first);
    add(VariableKind::Text, 0, 0, text);
}

/// Takes the variable that the digit at this place belongs to; the place behind it.
std::size_t TextTemplate::digits(std::string_view text, std::size_t at)
{
    const auto copyTo = [&](std::size_t end) {
        m_pattern.append(text.substr(m_copied, end - m_copied));
    };
    const std::size_t end = digitsEnd(text, at);
    const bool hasHexBeside = isHex(text, end) || (at > m_copied && isHex(text, at - 1))
        || (end - at == leastHex && text.substr(end).starts_with('-'));
    std::size_t hexEnd = at;
    if (hasHexBeside && at >= m_refusedEnd && hex(text, hexEnd))
        return m_copied = hexEnd;
    copyTo(at);
    if (end - at == 4 && time(text, at)) {
        const std::size_t fraction = m_variables->back().detail & TimeStyle::digitsMask;
        return m_copied = at + timeLength + (fraction != 0 ? 1 + fraction : 0);
    }
    const std::string_view whole = text.substr(at, end - at);
    const std::size_t fractionEnd =
        end < text.size() && text[end] == '.' ? digitsEnd(text, end + 1) : end;
    // Two points or more are an address or a version, whose numbers stand for themselves.
    const bool isPart = (at >= 2 && text[at - 1] == '.' && isDigit(text, at - 2))
        || (fractionEnd < text.size() && text[fractionEnd] == '.'
            && isDigit(text, fractionEnd + 1));
    const bool isPlain = whole.size() == 1 || whole.front() != '0';
    if (fractionEnd > end + 1 && !isPart && isPlain
        && fractionEnd - at - 1 <= mostDigits) {
        const std::size_t width = fractionEnd - end - 1;
        const std::string_view fraction = text.substr(end + 1, width);
        std::int64_t value = valueOf(whole);
        for (const char c : fraction)
            value = value * 10 + (c - '0');
        add(VariableKind::Decimal, static_cast<unsigned>(width), value, {});
        return m_copied = fractionEnd;
    }
    number(whole);
    return m_copied = end;
}

void TextTemplate::number(std::string_view digits)
{
    while (digits.size() > mostDigits) {
        add(VariableKind::Padded, mostDigits, valueOf(digits.substr(0, mostDigits)), {});
        digits.remove_prefix(mostDigits);
    }
    if (digits.front() != '0' || digits.size() == 1)
        add(VariableKind::Whole, 0, valueOf(digits), {});
    else
        add(VariableKind::Padded, static_cast<unsigned>(digits.size()), valueOf(digits), {});
}

/// A run of hexadecimal digits with letters and numbers in it, around the digit at `at`; then `at`
/// is behind it. What of it was passed over already is not in the pattern yet.
bool TextTemplate::hex(std::string_view text, std::size_t& at)
{
    std::size_t begin = at;
    while (begin > m_copied && isHex(text, begin - 1))
        --begin;
    std::size_t end = at;
    while (isHex(text, end))
        ++end;
    const std::string_view run = text.substr(begin, end - begin);
    const bool isId = run.size() == leastHex && isUuid(text.substr(begin));
    const bool hasLetter = std::any_of(run.begin(), run.end(),
                                       [](char c) { return classOf(c) == hexLetter; });
    if (!isId && (run.size() < leastHex || run.size() > mostHex || !hasLetter)) {
        m_refusedEnd = end; // so that no run is walked more than once
        return false;
    }
    m_pattern.append(text.substr(m_copied, begin - m_copied));
    if (isId)
        add(VariableKind::Uuid, 0, 0, text.substr(begin, uuidLength));
    else
        add(VariableKind::Hex, static_cast<unsigned>(run.size()), 0, run);
    at = begin + (isId ? uuidLength : run.size());
    return true;
}

/// A date with a time of day, from its year on.
bool TextTemplate::time(std::string_view text, std::size_t at)
{
    text.remove_prefix(at);
    if (text.size() < timeLength || text[4] != '-' || text[7] != '-' || text[13] != ':'
        || text[16] != ':' || (text[10] != 'T' && text[10] != ' '))
        return false;
    std::array<std::int64_t, timeFields.size()> values{};
    for (std::size_t i = 0; i < timeFields.size(); ++i) {
        const Field& field = timeFields[i];
        if (digitsEnd(text.substr(0, field.at + field.size), field.at) != field.at + field.size)
            return false;
        values[i] = valueOf(text.substr(field.at, field.size));
        if (values[i] < field.lowest || values[i] > field.highest)
            return false;
    }
    using namespace std::chrono;
    const year_month_day date{year{static_cast<int>(values[0])},
                              month{static_cast<unsigned>(values[1])},
                              day{static_cast<unsigned>(values[2])}};
    if (!date.ok())
        return false;
    std::size_t end = timeLength;
    if (isDigit(text, end))
        return false;
    std::int64_t fraction = 0;
    unsigned style = text[10] == ' ' ? TimeStyle::blankBit : 0;
    if (end < text.size() && (text[end] == '.' || text[end] == ',') && isDigit(text, end + 1)) {
        end = digitsEnd(text, end + 1);
        const std::size_t width = end - timeLength - 1;
        if (width > 9)
            return false;
        style |= static_cast<unsigned>(width) | (text[timeLength] == ',' ? TimeStyle::commaBit : 0);
        fraction = valueOf(text.substr(timeLength + 1, width)) * powers[9 - width];
    }
    const auto days = sys_days{date}.time_since_epoch();
    const auto since = hours{days} + hours{values[3]} + minutes{values[4]} + seconds{values[5]};
    add(VariableKind::Time, style, nanoseconds{since}.count() + fraction, {});
    return true;
}

std::vector<std::size_t> quadsOf(std::string_view pattern)
{
    constexpr std::string_view quad{"\1.\1.\1.\1"};
    static_assert(static_cast<char>(VariableKind::Whole) == quad[0]);
    std::vector<std::size_t> found;
    std::size_t variable = 0;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (!isMarker(pattern[at]))
            continue;
        if (pattern.substr(at).starts_with(quad))
            found.push_back(variable);
        ++variable;
        at += hasDetail(static_cast<VariableKind>(pattern[at])) ? 1U : 0U;
    }
    return found;
}

void appendNumber(std::string& out, VariableKind kind, std::uint8_t detail, std::int64_t number)
{
    if (kind == VariableKind::Time)
        return appendTime(out, detail, number);
    const auto value = static_cast<std::uint64_t>(number);
    if (kind == VariableKind::Padded)
        return appendPadded(out, value, detail);
    if (kind == VariableKind::Whole) {
        const fmt::format_int text(value);
        out.append(text.data(), text.size());
        return;
    }
    std::uint64_t scale = 1;
    for (unsigned i = 0; i < detail; ++i)
        scale *= 10;
    const fmt::format_int whole(value / scale);
    out.append(whole.data(), whole.size());
    out.push_back('.');
    appendPadded(out, value % scale, detail);
}

namespace {

/// Without a branch: letters have bit 6 set and end in 1 to 6.
unsigned nibbleOf(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte & 15U) + (byte >> 6U) * 9U;
}

/// Without dashes, which is most of them.
void packPlainHex(std::string& out, std::string_view digits)
{
    std::size_t byte = out.size();
    out.resize(byte + (digits.size() + 1) / 2);
    for (std::size_t at = 0; at < digits.size(); at += 2) {
        const unsigned low = at + 1 < digits.size() ? nibbleOf(digits[at + 1]) : 0U;
        out[byte++] = static_cast<char>(nibbleOf(digits[at]) << 4U | low);
    }
}

} // namespace

void packHex(std::string& out, std::string_view digits)
{
    if (digits.find('-') == std::string_view::npos)
        return packPlainHex(out, digits);
    std::size_t at = 0;
    const auto next = [&] {
        at += at < digits.size() && digits[at] == '-' ? 1U : 0U;
        return at < digits.size() ? nibbleOf(digits[at++]) : 0U;
    };
    while (at < digits.size()) {
        const unsigned high = next();
        out.push_back(static_cast<char>(high << 4U | next()));
    }
}

namespace {

/// The two digits of each byte.
constexpr auto digitPairs = [] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<std::array<char, 2>, 256> pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte)
        pairs[byte] = {digits[byte >> 4U], digits[byte & 15U]};
    return pairs;
}();

} // namespace

void appendHex(std::string& out, VariableKind kind, std::uint8_t detail, const char* packed)
{
    constexpr std::size_t uuidDigits = 32;
    constexpr std::size_t uuidLength = 36;
    const bool isUuid = kind == VariableKind::Uuid;
    const std::size_t count = isUuid ? uuidDigits : detail;
    const std::size_t begin = out.size();
    out.resize(begin + (isUuid ? uuidLength : count));
    char* to = out.data() + begin;
    for (std::size_t i = 0; i < count; i += 2) {
        if (isUuid && (i == 8 || i == 12 || i == 16 || i == 20))
            *to++ = '-';
        const auto& pair = digitPairs[static_cast<unsigned char>(packed[i / 2])];
        *to++ = pair[0];
        if (i + 1 < count)
            *to++ = pair[1];
    }
}

} // namespace weir
