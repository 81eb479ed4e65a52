// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkacaution.h"

#include <algorithm>

namespace weir {

std::optional<std::int64_t> deadlyAhead(const CollectorSetup& setup, const Stream& stream,
                                        std::int64_t next)
{
    std::optional<std::int64_t> first;
    if (!setup.quarantine)
        return first;
    for (const QuarantinedRange& range : setup.quarantine->ranges()) {
        if (!range.isDeadlyToFetch || next >= range.offsets.to || range.stream.key() != stream.key())
            continue;
        const std::int64_t from = std::max(range.offsets.from, next);
        first = std::min(first.value_or(from), from);
    }
    return first;
}

} // namespace weir
