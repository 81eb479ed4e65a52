// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"
#include "store/read/indexreader.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace weir {

/// When hot blocks become cold ones, and how large those are.
struct CompactionOptions
{
    /// So many events of a source are worth it,
    std::uint64_t enoughEvents = 8192;
    /// or any that have waited so long.
    Nanoseconds longestWait = std::chrono::minutes(5);
    /// How long after it found nothing to do the compactor looks again.
    std::chrono::milliseconds interval{2000};
    /// The same after it failed: a full disk does not empty itself at once.
    std::chrono::milliseconds pauseAfterFailure{30'000};

    // Bounds of a cold block.
    std::uint64_t mostEvents = 32'768;
    std::uint64_t mostBytes = std::uint64_t{16} << 20; ///< of payloads and the like
    /// Between its first and last event: longer ones would be read for many a range they hardly
    /// touch. Does not cut below `leastEvents`, as many tiny blocks cost more.
    Nanoseconds longestSpan = std::chrono::minutes(30);
    std::uint64_t leastEvents = 2048;
};

/// Blocks [first, first + count) of a list.
struct BlockRun
{
    std::size_t first = 0;
    std::size_t count = 0;
};

/// The next blocks of one source that are to become one. `blocks` ascend by seq and none of that
/// source is missing between them. Cold blocks are taken where they are small; those in `settled` not
/// at all, and no run reaches across one that is not taken.
std::optional<BlockRun> nextRun(const std::vector<BlockInfo>& blocks,
                                const CompactionOptions& options,
                                const std::set<std::int64_t>& settled);

} // namespace weir
