// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkacaution.h"

#include <algorithm>

namespace weir {

bool isDeadlyAhead(const CollectorSetup& setup, const Stream& stream, std::int64_t next)
{
    const auto& ranges = setup.quarantine->ranges();
    return std::ranges::any_of(ranges, [&](const QuarantinedRange& range) {
        return range.isDeadlyToFetch && next < range.offsets.to
            && range.stream.key() == stream.key();
    });
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
