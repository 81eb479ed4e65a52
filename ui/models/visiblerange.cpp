// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/visiblerange.h"

namespace weir {

VisibleRange::VisibleRange(const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
}

TimeRange VisibleRange::queried() const
{
    if (m_fixed)
        return *m_fixed;
    if (!m_length)
        return {};
    return {end() - *m_length, TimePoint::max()};
}

TimeRange VisibleRange::drawn() const
{
    if (m_fixed)
        return *m_fixed;
    return {m_length ? end() - *m_length : TimePoint::min(), end()};
}

TimeRange VisibleRange::drawnFrom(TimePoint oldest) const
{
    constexpr Nanoseconds shortest = std::chrono::minutes(1);
    TimeRange range = drawn();
    if (!isFixed())
        range.from = std::max(range.from, std::min(oldest, range.to - shortest));
    return range;
}

TimePoint VisibleRange::end() const
{
    return m_pausedAt ? *m_pausedAt : m_clock.now();
}

void VisibleRange::setLive(std::optional<Nanoseconds> length)
{
    setPaused(false);
    if (!m_fixed && m_length == length)
        return;
    m_fixed.reset();
    m_length = length;
    m_before.clear();
    emit changed();
}

void VisibleRange::setFixed(TimeRange range)
{
    if (m_fixed == range || range.isEmpty())
        return;
    m_before.push_back({m_length, m_fixed});
    m_fixed = range;
    emit changed();
}

void VisibleRange::setPaused(bool paused)
{
    if (paused == isPaused())
        return;
    if (paused)
        m_pausedAt = m_clock.now();
    else
        m_pausedAt.reset();
    emit pausedChanged(paused);
}

void VisibleRange::goBack()
{
    if (m_before.empty())
        return;
    m_length = m_before.back().length;
    m_fixed = m_before.back().fixed;
    m_before.pop_back();
    emit changed();
}

void VisibleRange::show(const ViewRange& range)
{
    if (range.fixed)
        setFixed(*range.fixed);
    else
        setLive(range.last);
}

void VisibleRange::setSame(const VisibleRange& other)
{
    const bool isOther = shown() != other.shown();
    const bool wasPaused = isPaused();
    m_length = other.m_length;
    m_fixed = other.m_fixed;
    m_before = other.m_before;
    m_pausedAt = other.m_pausedAt;
    if (wasPaused != isPaused())
        emit pausedChanged(isPaused());
    if (isOther)
        emit changed();
}

void VisibleRange::setZone(const QTimeZone& zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    emit zoneChanged();
}

void VisibleRange::setCursor(std::optional<TimePoint> time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    emit cursorChanged();
}

} // namespace weir
