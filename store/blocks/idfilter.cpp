// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/idfilter.h"

#include <xxhash.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::size_t blockBytes = 64;
constexpr std::size_t bitsPerId = 10;
constexpr unsigned probes = 6;
constexpr unsigned bitsPerProbe = 9; ///< 512 bits a block

/// Calls `visit(byte, mask)` for each bit of a hash.
template<typename Visit>
void forEachBit(std::size_t size, std::uint64_t hash, Visit visit)
{
    const std::size_t block = static_cast<std::size_t>(hash % (size / blockBytes)) * blockBytes;
    // Multiplied, for the lowest bits have chosen the block.
    std::uint64_t bits = hash * 0x9E3779B97F4A7C15U;
    for (unsigned i = 0; i < probes; ++i, bits >>= bitsPerProbe) {
        const auto bit = static_cast<std::size_t>(bits & 511U);
        visit(block + bit / 8, static_cast<unsigned char>(1U << (bit % 8)));
    }
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

} // namespace

std::optional<WholeId> wholeIdOf(std::string_view needle)
{
    std::vector<Variable> variables;
    TextTemplate().split(needle, variables);
    if (variables.size() != 1)
        return std::nullopt;
    const Variable& variable = variables.front();
    const bool isUuid = variable.kind == VariableKind::Uuid && variable.bytes.size() == needle.size();
    const bool isHex = variable.kind == VariableKind::Hex && needle.size() >= WholeId::leastDigits
        && std::all_of(needle.begin(), needle.end(), isHexDigit);
    if (!isUuid && !isHex)
        return std::nullopt;
    std::string packed;
    packHex(packed, variable.bytes);
    return WholeId{variable.kind, variable.detail, XXH3_64bits(packed.data(), packed.size())};
}

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Takes the number that begins there, when it is one of an address.
std::optional<std::int64_t> takeOctet(std::string_view text, std::size_t& at)
{
    const std::size_t begin = at;
    std::int64_t value = 0;
    for (; at < text.size() && isDigit(text[at]) && value <= DottedQuad::highest; ++at)
        value = value * 10 + (text[at] - '0');
    if (at == begin || value > DottedQuad::highest || (text[begin] == '0' && at > begin + 1))
        return std::nullopt;
    return value;
}

std::optional<DottedQuad> quadAt(std::string_view needle, std::size_t at)
{
    DottedQuad quad;
    quad.at = at;
    for (std::size_t i = 0; i < quad.numbers.size(); ++i) {
        if (i > 0 && (at >= needle.size() || needle[at++] != '.'))
            return std::nullopt;
        const auto number = takeOctet(needle, at);
        if (!number)
            return std::nullopt;
        quad.numbers[i] = *number;
    }
    quad.isFirstWhole = quad.at > 0;
    quad.isLastWhole = at < needle.size();
    return quad;
}

bool beginsWith(std::int64_t number, std::int64_t digits)
{
    while (number != digits && number >= 10)
        number /= 10;
    return number == digits;
}

bool endsIn(std::int64_t number, std::int64_t digits)
{
    const std::int64_t scale = digits < 10 ? 10 : digits < 100 ? 100 : 1000;
    return number % scale == digits;
}

/// What a number can be of which only these digits are seen.
std::vector<std::int64_t> completions(std::int64_t seen, bool isWhole,
                                      bool (*fits)(std::int64_t, std::int64_t))
{
    if (isWhole)
        return {seen};
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; number <= DottedQuad::highest; ++number) {
        if (fits(number, seen))
            numbers.push_back(number);
    }
    return numbers;
}

} // namespace

std::vector<std::uint64_t> DottedQuad::hashes() const
{
    std::vector<std::uint64_t> all{otherQuads};
    std::array<std::int64_t, 4> whole = numbers;
    for (const std::int64_t first : completions(numbers[0], isFirstWhole, endsIn)) {
        for (const std::int64_t last : completions(numbers[3], isLastWhole, beginsWith)) {
            whole[0] = first;
            whole[3] = last;
            all.push_back(hashOfQuad(whole));
        }
    }
    return all;
}

std::optional<DottedQuad> dottedQuadOf(std::string_view needle)
{
    for (std::size_t at = 0; at < needle.size(); ++at) {
        if (!isDigit(needle[at]) || (at > 0 && isDigit(needle[at - 1])))
            continue;
        if (const auto quad = quadAt(needle, at))
            return quad;
    }
    return std::nullopt;
}

std::uint64_t hashOfQuad(const std::array<std::int64_t, 4>& numbers)
{
    std::array<char, 4> bytes{};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] < 0 || numbers[i] > DottedQuad::highest)
            return DottedQuad::otherQuads;
        bytes[i] = static_cast<char>(numbers[i]);
    }
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::string makeIdFilter(const std::vector<std::uint64_t>& hashes)
{
    if (hashes.empty())
        return {};
    const std::size_t blocks = (hashes.size() * bitsPerId + blockBytes * 8 - 1) / (blockBytes * 8);
    std::string filter(blocks * blockBytes, '\0');
    for (const std::uint64_t hash : hashes)
        forEachBit(filter.size(), hash, [&filter](std::size_t byte, unsigned char mask) {
            filter[byte] = static_cast<char>(static_cast<unsigned char>(filter[byte]) | mask);
        });
    return filter;
}

bool mayHold(std::string_view filter, std::uint64_t hash)
{
    if (filter.size() < blockBytes)
        return !filter.empty();
    bool isEverySet = true;
    forEachBit(filter.size(), hash, [&](std::size_t byte, unsigned char mask) {
        isEverySet = isEverySet && (static_cast<unsigned char>(filter[byte]) & mask) != 0;
    });
    return isEverySet;
}

} // namespace weir
