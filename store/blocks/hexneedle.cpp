// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/hexneedle.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t fewestDigits = 3;

int digitOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int byteAt(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

} // namespace

std::optional<HexNeedle> HexNeedle::of(std::string_view folded)
{
    const bool isHex = folded.size() >= fewestDigits
        && std::all_of(folded.begin(), folded.end(), [](char c) { return digitOf(c) >= 0; });
    return isHex ? std::optional(HexNeedle(folded)) : std::nullopt;
}

HexNeedle::HexNeedle(std::string_view digits)
    : m_size(digits.size())
    , m_packed{packed(digits, false), packed(digits, true)}
{
}

HexNeedle::Packed HexNeedle::packed(std::string_view digits, bool beginsWithinByte)
{
    Packed packed;
    if (beginsWithinByte) {
        packed.before = digitOf(digits.front());
        digits.remove_prefix(1);
    }
    for (; digits.size() >= 2; digits.remove_prefix(2))
        packed.bytes.push_back(static_cast<char>(digitOf(digits[0]) << 4 | digitOf(digits[1])));
    if (!digits.empty())
        packed.after = digitOf(digits.front());
    return packed;
}

bool HexNeedle::markIn(std::string_view values, std::size_t digits, std::vector<bool>& isHit) const
{
    bool isAny = false;
    for (const Packed& packed : m_packed)
        isAny = markIn(packed, values, digits, isHit) || isAny;
    return isAny;
}

bool HexNeedle::markIn(const Packed& packed, std::string_view values, std::size_t digits,
                       std::vector<bool>& isHit) const
{
    const std::size_t valueSize = (digits + 1) / 2;
    const std::size_t ahead = packed.before >= 0 ? 1 : 0;
    bool isAny = false;
    for (std::size_t at = values.find(packed.bytes); at != std::string_view::npos;
         at = values.find(packed.bytes, at + 1)) {
        const std::size_t value = at / valueSize;
        const std::size_t within = 2 * (at - value * valueSize);
        if (within < ahead || within - ahead + m_size > digits)
            continue;
        const bool fits =
            (packed.before < 0 || (byteAt(values, at - 1) & 15) == packed.before)
            && (packed.after < 0
                || byteAt(values, at + packed.bytes.size()) >> 4 == packed.after);
        if (fits)
            isHit[value] = true;
        isAny = isAny || fits;
    }
    return isAny;
}

} // namespace weir
