// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/texttemplate.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A needle that is a whole id, such as a trace id or a UUID. As a variable of the same form the filter
/// knows it.
struct WholeId
{
    static constexpr std::size_t leastDigits = 16;

    VariableKind kind = VariableKind::Hex;
    std::uint8_t detail = 0;
    std::uint64_t hash = 0; ///< of its packed bytes
};

/// `needle` in lower case. Nothing where it is something else.
std::optional<WholeId> wholeIdOf(std::string_view needle);

/// Four numbers with points between them, such as an address. Where a text has them as four whole
/// numbers, the filter knows them together.
struct DottedQuad
{
    static constexpr std::int64_t highest = 255; ///< more than that is no address
    /// In the filter of a block that has quads with higher numbers.
    static constexpr std::uint64_t otherQuads = 0x7AB5C98A2D0F6E13;

    std::size_t at = 0; ///< of the first digit in the needle
    std::array<std::int64_t, 4> numbers{};
    bool isFirstWhole = false; ///< else the first number of the text may begin earlier
    bool isLastWhole = false; ///< and its last may go on

    /// The hashes that texts which hold it can have; a few, or some hundred where digits may be missing.
    std::vector<std::uint64_t> hashes() const;
};

/// The first one in a needle, which may be a part of it.
std::optional<DottedQuad> dottedQuadOf(std::string_view needle);
/// What the filter has of four such numbers.
std::uint64_t hashOfQuad(const std::array<std::int64_t, 4>& numbers);

/// A Bloom filter in blocks of 64 bytes, so that a question touches one line of the cache: ten bits
/// for each of the hashes, six of them set. (Putze, Sanders, Singler: Cache-, Hash- and
/// Space-Efficient Bloom Filters, 2007.) Empty without hashes.
std::string makeIdFilter(const std::vector<std::uint64_t>& hashes);

/// False: no id of this hash was put in. Any bytes are a filter.
bool mayHold(std::string_view filter, std::uint64_t hash);

} // namespace weir
