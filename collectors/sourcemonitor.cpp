// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/sourcemonitor.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

constexpr auto rateWindow = std::chrono::seconds(1);
/// A source that loses without end must not grow the status without end.
constexpr std::size_t keptGaps = 100;

bool continues(const GapStatus& last, const GapStatus& next)
{
    return last.topic == next.topic && last.partition == next.partition
        && last.reason == next.reason && !last.from && !next.from;
}

} // namespace

SourceMonitor::SourceMonitor(std::string name, std::string kind)
    : m_rateSince(std::chrono::steady_clock::now())
{
    m_status.name = std::move(name);
    m_status.kind = std::move(kind);
}

void SourceMonitor::addEvents(std::uint64_t events, std::uint64_t bytes, std::uint64_t undecodable)
{
    m_events.fetch_add(events, std::memory_order_relaxed);
    m_bytes.fetch_add(bytes, std::memory_order_relaxed);
    m_undecodable.fetch_add(undecodable, std::memory_order_relaxed);
}

void SourceMonitor::addDropped(std::uint64_t count)
{
    m_dropped.fetch_add(count, std::memory_order_relaxed);
}

void SourceMonitor::addRedacted(std::uint64_t count)
{
    m_redacted.fetch_add(count, std::memory_order_relaxed);
}

void SourceMonitor::addGap(const Gap& gap)
{
    GapStatus status;
    status.topic = gap.stream.name;
    if (gap.stream.kind == SourceKind::Kafka)
        status.partition = gap.stream.partition;
    if (gap.offsets.from < gap.offsets.to) {
        status.from = gap.offsets.from;
        status.to = gap.offsets.to - 1;
    }
    status.count = gap.count;
    status.reason = nameOf(gap.reason);

    const std::lock_guard lock(m_mutex);
    auto& gaps = m_status.gaps;
    if (!gaps.empty() && continues(gaps.back(), status)) {
        gaps.back().count += status.count;
        return;
    }
    if (gaps.size() >= keptGaps)
        gaps.erase(gaps.begin());
    gaps.push_back(std::move(status));
}

void SourceMonitor::setState(SourceState state)
{
    const std::lock_guard lock(m_mutex);
    m_status.state = state;
}

void SourceMonitor::setError(std::string sentence)
{
    const std::lock_guard lock(m_mutex);
    m_status.lastError = std::move(sentence);
}

void SourceMonitor::setNote(std::string sentence)
{
    const std::lock_guard lock(m_mutex);
    m_status.note = std::move(sentence);
}

void SourceMonitor::setPositions(std::vector<PositionStatus> positions)
{
    const std::lock_guard lock(m_mutex);
    m_status.positions = std::move(positions);
    m_status.lag.reset();
    for (const PositionStatus& position : m_status.positions) {
        if (!position.end || position.partition < 0) // of a file bytes are left, not events
            continue;
        const auto left = std::max<std::int64_t>(*position.end - position.next, 0);
        m_status.lag = m_status.lag.value_or(0) + static_cast<std::uint64_t>(left);
    }
}

void SourceMonitor::setLag(std::uint64_t lag)
{
    const std::lock_guard lock(m_mutex);
    m_status.lag = lag;
}

void SourceMonitor::tick()
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    if (now - m_rateSince < rateWindow)
        return;
    const std::uint64_t events = m_events.load(std::memory_order_relaxed);
    const std::chrono::duration<double> elapsed = now - m_rateSince;
    m_status.eventsPerSecond = static_cast<double>(events - m_rateFrom) / elapsed.count();
    m_rateSince = now;
    m_rateFrom = events;
}

SourceStatus SourceMonitor::status() const
{
    const std::lock_guard lock(m_mutex);
    SourceStatus status = m_status;
    status.events = m_events.load(std::memory_order_relaxed);
    status.bytes = m_bytes.load(std::memory_order_relaxed);
    status.undecodable = m_undecodable.load(std::memory_order_relaxed);
    status.redacted = m_redacted.load(std::memory_order_relaxed);
    status.dropped = m_dropped.load(std::memory_order_relaxed);
    return status;
}

} // namespace weir
