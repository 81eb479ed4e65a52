// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkapartition.h"

namespace weir {

PartitionPlan planFrom(std::int64_t next, PartitionBounds bounds)
{
    if (next > bounds.end)
        return {bounds.start, std::nullopt, true};
    if (next < bounds.start)
        return {bounds.start, OffsetRange{next, bounds.start}, false};
    return {next, std::nullopt, false};
}

} // namespace weir
