// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/positiontracker.h"

#include "core/offsetranges.h"

namespace weir {

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
    if (columns.positions.empty() && columns.gaps.empty())
        return;
    const std::lock_guard lock(m_mutex);
    const auto add = [this](const Stream& stream, OffsetRange offsets) {
        StartPosition& position = m_positions[stream.key()];
        position.stream = stream;
        addRange(position.indexed, offsets);
    };
    for (const PositionSpan& span : columns.positions)
        add(columns.streams[span.stream], span.offsets);
    for (const Gap& gap : columns.gaps) {
        if (gap.offsets.from < gap.offsets.to)
            add(gap.stream, gap.offsets);
    }
}

} // namespace weir
