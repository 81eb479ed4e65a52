// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/compactionplan.h"

#include <algorithm>

namespace weir {

namespace {

/// Grows by one block after the other, as far as they fit together.
class Growing final
{
public:
    Growing(const BlockInfo& first, const CompactionOptions& options)
        : m_options(options)
        , m_events(first.count)
        , m_from(first.firstTime)
        , m_to(first.lastTime)
    {
    }

    bool take(const BlockInfo& block)
    {
        const TimePoint from = std::min(m_from, block.firstTime);
        const TimePoint to = std::max(m_to, block.lastTime);
        // Event times may be anything; their distance fits an unsigned number only.
        const std::uint64_t span = static_cast<std::uint64_t>(nanosecondsOf(to))
            - static_cast<std::uint64_t>(nanosecondsOf(from));
        const bool isTooLong = m_events >= m_options.leastEvents
            && span > static_cast<std::uint64_t>(m_options.longestSpan.count());
        if (m_events + block.count > m_options.mostEvents || isTooLong)
            return false;
        m_events += block.count;
        m_from = from;
        m_to = to;
        return true;
    }

private:
    const CompactionOptions& m_options;
    std::uint64_t m_events;
    TimePoint m_from;
    TimePoint m_to;
};

} // namespace

std::optional<BlockRun> nextRun(const std::vector<BlockInfo>& blocks,
                                const CompactionOptions& options,
                                const std::set<std::int64_t>& settled)
{
    const auto isTaken = [&](const BlockInfo& block) {
        return (!block.isCold || block.count < options.enoughEvents)
            && settled.count(block.block) == 0;
    };
    for (std::size_t first = 0; first < blocks.size();) {
        if (!isTaken(blocks[first])) {
            ++first;
            continue;
        }
        Growing growing(blocks[first], options);
        bool isWorthIt = !blocks[first].isCold;
        std::size_t end = first + 1;
        for (; end < blocks.size() && isTaken(blocks[end]) && growing.take(blocks[end]); ++end)
            isWorthIt = true;
        if (isWorthIt)
            return BlockRun{first, end - first};
        first = end;
    }
    return std::nullopt;
}

} // namespace weir
