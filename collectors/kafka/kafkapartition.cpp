// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkapartition.h"

#include <algorithm>

namespace weir {

void KafkaPartition::giveBack()
{
    next.reset();
    ahead.reset();
    end.reset();
    target.reset();
    stall.clear();
    isAssigned = false;
    isEndSaid = false;
    isStepping = false;
    timesBeyondEnd = 0;
}

std::int64_t KafkaPartition::frontier() const
{
    return std::max(next.value_or(0), done.empty() ? 0 : done.back().to);
}

std::int64_t KafkaPartition::left() const
{
    std::int64_t left = 0;
    for (const OffsetRange& range : missingIn(done, {next.value_or(0), end.value_or(0)}))
        left += range.to - range.from;
    return left;
}

void KafkaPartition::moveTo(std::int64_t offset)
{
    const auto around = rangeAt(done, offset);
    const std::int64_t to = around ? around->to : offset;
    if (next != to)
        stall.clear();
    next = spanFrom = to;
    ahead = rangeFrom(done, to);
}

PartitionPlan planFor(const KafkaPartition& partition, PartitionBounds bounds)
{
    if (partition.frontier() > bounds.end)
        return {bounds.start, {}, true};
    const std::int64_t next = *partition.next;
    if (next >= bounds.start)
        return {next, {}, false};
    return {bounds.start, missingIn(partition.done, {next, bounds.start}), false};
}

} // namespace weir
