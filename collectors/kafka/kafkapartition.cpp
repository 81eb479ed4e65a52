// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkapartition.h"

#include <algorithm>

namespace weir {

bool KafkaPartition::isKnown(std::int64_t offset) const
{
    return std::ranges::any_of(known, [offset](const OffsetRange& range) {
        return range.from <= offset && offset < range.to;
    });
}

std::int64_t KafkaPartition::firstUnknown(std::int64_t offset) const
{
    for (bool isMoved = true; isMoved;) {
        isMoved = false;
        for (const OffsetRange& range : known) {
            if (range.from <= offset && offset < range.to) {
                offset = range.to;
                isMoved = true;
            }
        }
    }
    return offset;
}

void KafkaPartition::giveBack()
{
    if (next && *next > assignedAt)
        known.push_back({assignedAt, *next});
    next.reset();
    end.reset();
    target.reset();
    isAssigned = false;
    isTouched = false;
    isEndSaid = false;
    timesBeyondEnd = 0;
}

PartitionPlan planFrom(std::int64_t next, PartitionBounds bounds)
{
    if (next > bounds.end)
        return {bounds.start, std::nullopt, true};
    if (next < bounds.start)
        return {bounds.start, OffsetRange{next, bounds.start}, false};
    return {next, std::nullopt, false};
}

} // namespace weir
