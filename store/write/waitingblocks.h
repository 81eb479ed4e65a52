// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/connection.h"
#include "store/read/indexreader.h"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// What waits for compaction in a slice.
struct WaitingSource
{
    std::string source;
    std::uint64_t events = 0; ///< in hot blocks
    TimePoint oldest; ///< when the first of them was received
};

/// The sources that have hot blocks. Thread: that of the connection, as below.
Result<std::vector<WaitingSource>> waitingSources(Connection& slice);

/// The hot blocks of a source, ascending by seq; `most` of them at most.
Result<std::vector<BlockInfo>> hotBlocksOf(Connection& slice, const std::string& source,
                                           std::size_t most, std::set<std::int64_t>& damaged);

/// Every block of a source, ascending by seq. One whose row is damaged is listed with nothing but its
/// id and added to `damaged`.
Result<std::vector<BlockInfo>> allBlocksOf(Connection& slice, const std::string& source,
                                           std::set<std::int64_t>& damaged);

/// The names of all sources that have blocks.
Result<std::vector<std::string>> sourcesWithBlocks(Connection& slice);

} // namespace weir
