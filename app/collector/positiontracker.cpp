// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/positiontracker.h"

#include <algorithm>

namespace weir {

void addRange(std::vector<OffsetRange>& ranges, OffsetRange added)
{
    if (added.to <= added.from)
        return;
    const auto first = std::lower_bound(
        ranges.begin(), ranges.end(), added.from,
        [](const OffsetRange& range, std::int64_t from) { return range.to < from; });
    auto last = first;
    for (; last != ranges.end() && last->from <= added.to; ++last) {
        added.from = std::min(added.from, last->from);
        added.to = std::max(added.to, last->to);
    }
    ranges.insert(ranges.erase(first, last), added);
}

PositionTracker::PositionTracker(BatchSink& sink, std::vector<StartPosition> indexed)
    : m_sink(sink)
{
    for (StartPosition& position : indexed) {
        std::string key = position.stream.key();
        m_positions.emplace(std::move(key), std::move(position));
    }
}

bool PositionTracker::push(const EventBatchPtr& batch)
{
    if (!m_sink.push(batch))
        return false;
    add(*batch);
    return true;
}

std::vector<StartPosition> PositionTracker::positions() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<StartPosition> positions;
    for (const auto& [key, position] : m_positions)
        positions.push_back(position);
    return positions;
}

void PositionTracker::add(const EventBatch& batch)
{
    const EventColumns& columns = batch.columns();
    if (columns.positions.empty())
        return;
    const std::lock_guard lock(m_mutex);
    for (const PositionSpan& span : columns.positions) {
        const Stream& stream = columns.streams[span.stream];
        StartPosition& position = m_positions[stream.key()];
        position.stream = stream;
        addRange(position.indexed, span.offsets);
    }
}

} // namespace weir
