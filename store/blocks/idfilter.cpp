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
    TextTemplate split;
    split.split(needle);
    if (split.variables().size() != 1)
        return std::nullopt;
    const Variable& variable = split.variables().front();
    const bool isUuid = variable.kind == VariableKind::Uuid && variable.bytes.size() == needle.size();
    const bool isHex = variable.kind == VariableKind::Hex && needle.size() >= WholeId::leastDigits
        && std::all_of(needle.begin(), needle.end(), isHexDigit);
    if (!isUuid && !isHex)
        return std::nullopt;
    std::string packed;
    packHex(packed, variable.bytes);
    return WholeId{variable.kind, variable.detail, XXH3_64bits(packed.data(), packed.size())};
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
