// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/headeranswers.h"

#include "store/blocks/secondcounts.h"

#include <algorithm>

namespace weir {

namespace {

bool isWholeSecond(TimePoint time)
{
    return time == TimePoint::min() || time == TimePoint::max()
        || time.time_since_epoch() % std::chrono::seconds(1) == Nanoseconds{0};
}

/// Whether `edge` cuts one of the block's seconds in two, so that its counts cannot be divided.
bool isCutBy(TimePoint edge, const BlockInfo& block)
{
    return !isWholeSecond(edge)
        && std::any_of(block.seconds.begin(), block.seconds.end(),
                       [second = secondOf(edge)](const SecondCounts& counts) {
                           return counts.second == second;
                       });
}

} // namespace

bool canAnswerFromHeader(const View& view, const BlockInfo& block, EventSeq after)
{
    return block.firstSeq > after && block.lastSeq() <= view.ceiling
        && (view.filter->matchesEverything() || view.filter->severitiesOnly())
        && !isCutBy(view.range.from, block) && !isCutBy(view.range.to, block);
}

void forEachHeaderSecond(const View& view, const BlockInfo& block,
                         const std::function<void(std::int64_t, const SeverityCounts&)>& count)
{
    const auto severities = view.filter->severitiesOnly();
    for (const SecondCounts& second : block.seconds) {
        if (!view.range.contains(startOfSecond(second.second)))
            continue;
        SeverityCounts counts = second.counts;
        for (std::size_t i = 0; severities && i < counts.size(); ++i)
            counts[i] = (*severities)[i] ? counts[i] : 0;
        count(second.second, counts);
    }
}

} // namespace weir
