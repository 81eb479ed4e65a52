// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/watermarks.h"

#include "alerts/windowcounts.h"
#include "core/stream.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace weir {

using std::chrono::seconds;

void Watermarks::observe(const EventBatch& batch, std::size_t from, std::size_t to)
{
    const EventColumns& columns = batch.columns();
    const bool byPartition = columns.sourceKind == SourceKind::Kafka;
    std::vector<std::optional<TimePoint>> newest(byPartition ? columns.streams.size() : 1);
    for (std::size_t row = from; row < to; ++row) {
        auto& lane = newest[byPartition ? columns.streamOf[row] : 0];
        lane = lane ? std::max(*lane, batch.time(row)) : batch.time(row);
    }
    for (std::size_t i = 0; i < newest.size(); ++i) {
        if (newest[i]) {
            heard(columns.source, byPartition ? columns.streams[i].key() : std::string(),
                  columns.sourceKind, *newest[i]);
        }
    }
}

void Watermarks::heard(const std::string& source, const std::string& stream, SourceKind kind,
                       TimePoint newest)
{
    const auto [at, isNew] = m_lanes.try_emplace({source, stream});
    Lane& lane = at->second;
    lane.heard = true;
    lane.isLossy = kind == SourceKind::ZeroMq;
    const TimePoint sensible = std::max(newest, WindowShape::oldest);
    if (isNew || sensible > lane.newest) {
        lane.newest = sensible;
        lane.advanced = true;
    }
}

void Watermarks::tick(TimePoint second)
{
    const Nanoseconds away = m_interrupted && m_tick ? second - *m_tick : Nanoseconds(0);
    for (auto& [name, lane] : m_lanes) {
        lane.stalled = lane.advanced ? 0 : lane.stalled + 1;
        lane.silent = lane.heard ? 0 : lane.silent + 1;
        // What was published meanwhile is not coming: the lane is where it would be, not where it was.
        if (lane.isLossy && !lane.advanced)
            lane.newest += away;
        lane.advanced = false;
        lane.heard = false;
    }
    if (m_grace > 0)
        --m_grace;
    if (std::exchange(m_interrupted, false))
        m_grace = graceTicks;
    m_tick = second;
}

void Watermarks::interrupted()
{
    m_interrupted = m_tick.has_value();
}

TimePoint Watermarks::placeOf(const Lane& lane) const
{
    return lane.newest > *m_tick ? *m_tick - slack : lane.newest;
}

std::optional<TimePoint> Watermarks::of(const std::set<std::string>& sources,
                                        std::optional<TimePoint> judged) const
{
    if (!m_tick)
        return std::nullopt;
    std::optional<TimePoint> slowest; // of the active lanes
    for (const auto& [name, lane] : m_lanes) {
        if (!sources.contains(name.first) || (lane.stalled >= idleAfter && m_grace == 0))
            continue;
        const TimePoint place = placeOf(lane);
        if (judged && place < *judged - tooFarBehind)
            continue;
        slowest = slowest ? std::min(*slowest, place) : place;
    }
    return slowest ? slowest : farthest(sources);
}

std::optional<TimePoint> Watermarks::farthest(const std::set<std::string>& sources) const
{
    if (!m_tick)
        return std::nullopt;
    std::optional<TimePoint> farthest;
    for (const auto& [name, lane] : m_lanes) {
        if (!sources.contains(name.first))
            continue;
        // Idle lanes go on at the pace of the ticks.
        const TimePoint paced = std::min(*m_tick - slack, placeOf(lane) + seconds(lane.stalled));
        farthest = farthest ? std::max(*farthest, paced) : paced;
    }
    return farthest;
}

std::uint32_t Watermarks::silentTicks(const std::set<std::string>& sources) const
{
    auto silent = std::numeric_limits<std::uint32_t>::max();
    for (const auto& [name, lane] : m_lanes) {
        if (sources.contains(name.first))
            silent = std::min(silent, lane.silent);
    }
    return silent;
}

bool Watermarks::anyLossy(const std::set<std::string>& sources) const
{
    return std::ranges::any_of(m_lanes, [&](const auto& entry) {
        return entry.second.isLossy && sources.contains(entry.first.first);
    });
}

void Watermarks::restore(Lanes lanes, std::optional<TimePoint> tick, std::uint32_t grace,
                         bool interrupted)
{
    m_lanes = std::move(lanes);
    m_tick = tick;
    m_grace = grace;
    m_interrupted = interrupted;
}

} // namespace weir
