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

bool mustBeCareful(const CollectorSetup& setup)
{
    if (!setup.quarantine)
        return false;
    const auto isPassed = [&setup](const QuarantinedRange& range) {
        return std::ranges::any_of(setup.positions, [&range](const StartPosition& position) {
            return position.stream.key() == range.stream.key() && !position.indexed.empty()
                && position.indexed.back().to >= range.offsets.to;
        });
    };
    const auto& ranges = setup.quarantine->ranges();
    return std::ranges::any_of(ranges, [&isPassed](const QuarantinedRange& range) {
        return range.isDeadlyToFetch && !isPassed(range);
    });
}

} // namespace weir
