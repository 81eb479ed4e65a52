// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/texttemplate.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A needle that is a whole id, such as a trace id or a UUID. A text holds it only as a variable of
/// the same form: a longer run of the same digits would be another variable.
struct WholeId
{
    static constexpr std::size_t leastDigits = 16;

    VariableKind kind = VariableKind::Hex;
    std::uint8_t detail = 0;
    std::uint64_t hash = 0; ///< of its packed bytes
};

/// `needle` in lower case. Nothing where it is something else.
std::optional<WholeId> wholeIdOf(std::string_view needle);

/// A Bloom filter in blocks of 64 bytes, so that a question touches one line of the cache: ten bits
/// for each of the hashes, six of them set. (Putze, Sanders, Singler: Cache-, Hash- and
/// Space-Efficient Bloom Filters, 2007.) Empty without hashes.
std::string makeIdFilter(const std::vector<std::uint64_t>& hashes);

/// False: no id of this hash was put in. Any bytes are a filter.
bool mayHold(std::string_view filter, std::uint64_t hash);

} // namespace weir
