// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/statusboard.h"

#include "app/collector/processlimits.h"

#include <unistd.h>

#include <algorithm>

namespace weir {

namespace {

GapStatus statusOf(const Gap& gap)
{
    GapStatus status;
    status.topic = gap.stream.name;
    if (gap.stream.kind == SourceKind::Kafka)
        status.partition = gap.stream.partition;
    if (gap.offsets.to > gap.offsets.from) {
        status.from = gap.offsets.from;
        status.to = gap.offsets.to - 1;
    }
    status.count = gap.count;
    status.reason = nameOf(gap.reason);
    return status;
}

void addIndexed(SourceStatus& source, const IndexTotals& totals)
{
    const auto found =
        std::ranges::find_if(totals.sources, [&source](const SourceTotals& candidate) {
            return candidate.source == source.name;
        });
    if (found == totals.sources.end()) {
        source.events = 0;
        return;
    }
    source.events = found->events;
    source.undecodable = found->undecodable;
    source.gaps.clear();
    std::ranges::transform(found->gaps, std::back_inserter(source.gaps), statusOf);
    source.quarantined = 0;
    for (const Gap& gap : found->gaps)
        source.quarantined += gap.reason == Gap::Reason::Quarantined ? gap.count : 0;
}

} // namespace

Status StatusBoard::make(std::vector<SourceStatus> sources, const IndexTotals& totals,
                         const std::vector<AlertInstance>& alerts) const
{
    Status status;
    status.pid = getpid();
    status.state = isStopping ? "stopping" : "running";
    status.uptimeSeconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_started).count();
    status.rssBytes = residentBytes();
    status.sources = std::move(sources);
    for (SourceStatus& source : status.sources)
        addIndexed(source, totals);
    status.indexEvents = totals.events;
    status.indexBytes = totals.bytes;
    status.oldest = totals.oldest;
    status.newest = totals.newest;
    status.slices = totals.slices;
    for (const AlertInstance& alert : alerts) {
        const auto condition = alert.condition;
        status.alertsFiring +=
            condition == AlertCondition::Firing || condition == AlertCondition::Recovering;
        status.alertsPending += condition == AlertCondition::Pending;
    }
    status.notifier = notifier;
    status.writerError = writerError;
    status.compactionError = compactionError;
    return status;
}

} // namespace weir
