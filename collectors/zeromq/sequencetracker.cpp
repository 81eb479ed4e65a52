// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/sequencetracker.h"

#include <utility>

namespace weir {

namespace {

constexpr int certain = 3; ///< so many in a row are no accident
constexpr std::uint64_t firstNumbers = 1; ///< publishers begin with 0 or 1
constexpr std::int64_t furthest32 = std::int64_t{1} << 31;
constexpr std::int64_t furthest64 = std::int64_t{1} << 40;
constexpr std::uint64_t furthestOverWrap = std::uint64_t{1} << 20;

} // namespace

void SequenceLoss::add(OffsetRange range)
{
    if (jumps++ == 0)
        sequences = range;
    count += static_cast<std::uint64_t>(range.to - range.from);
}

SequenceLoss SequenceTracker::takeLoss()
{
    return std::exchange(m_loss, {});
}

void SequenceTracker::reset()
{
    m_place.reset();
    m_old.reset();
    m_run = 0;
    m_repeats = 0;
    m_loss = {};
}

std::uint64_t SequenceTracker::nextOf(std::uint64_t value) const
{
    return m_is32 ? static_cast<std::uint32_t>(value + 1) : value + 1;
}

/// How far the value is ahead of the last one; where that makes no sense, 0 or less.
std::int64_t SequenceTracker::distance(std::uint64_t value) const
{
    if (value >= m_place->last) {
        const auto ahead = static_cast<std::int64_t>(value - m_place->last);
        return ahead <= (m_is32 ? furthest32 : furthest64) ? ahead : -1;
    }
    const std::uint64_t overWrap = static_cast<std::uint32_t>(value - m_place->last);
    return m_is32 && overWrap <= furthestOverWrap ? static_cast<std::int64_t>(overWrap) : -1;
}

bool SequenceTracker::isRecent(std::uint64_t value) const
{
    const std::uint64_t back = m_place->last - value;
    return back < 64 && (m_place->seen >> back & 1) != 0;
}

bool SequenceTracker::continuesOld(std::uint64_t value) const
{
    return m_old && value == nextOf(m_old->last) && value != nextOf(m_place->last);
}

SequenceTracker::Step SequenceTracker::take(std::uint64_t value, bool is32)
{
    m_is32 = is32;
    if (!m_place) {
        m_place = Place{value, 1};
        return Step::First;
    }
    if (continuesOld(value)) {
        m_place = std::exchange(m_old, {});
        --m_epoch;
    }
    if (m_old && ++m_sinceRestart >= certain)
        m_old.reset();
    const std::int64_t ahead = distance(value);
    if (ahead > 0)
        return advance(value, static_cast<std::uint64_t>(ahead));
    m_run = 0;
    const bool isRepeated =
        value == m_place->last || (value > firstNumbers && isRecent(value));
    return isRepeated ? repeat(value) : restart(value);
}

SequenceTracker::Step SequenceTracker::advance(std::uint64_t value, std::uint64_t by)
{
    m_repeats = 0;
    m_place->seen = by < 64 ? m_place->seen << by | 1 : 1;
    const std::uint64_t last = std::exchange(m_place->last, value);
    if (by == 1) {
        ++m_run;
        return Step::Next;
    }
    m_run = 0;
    // Over the wrap the numbers go on beyond 2³² in the range, so that it keeps its length.
    const auto from = static_cast<std::int64_t>(last) + 1;
    m_loss.add({from, from + static_cast<std::int64_t>(by) - 1});
    return Step::Lost;
}

SequenceTracker::Step SequenceTracker::repeat(std::uint64_t value)
{
    m_repeats = m_repeats > 0 && value == nextOf(m_lastRepeat) ? m_repeats + 1 : 1;
    m_lastRepeat = value;
    if (m_repeats >= certain)
        return restart(value);
    ++m_duplicates;
    return Step::Duplicate;
}

SequenceTracker::Step SequenceTracker::restart(std::uint64_t value)
{
    m_old = m_place;
    m_sinceRestart = 0;
    m_repeats = 0;
    m_place = Place{value, 1};
    ++m_epoch;
    return Step::Restart;
}

} // namespace weir
