// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <optional>

namespace weir {

/// Which window a time belongs to: half-open, aligned to multiples of their length since the epoch;
/// without a length there is one that begins at TimePoint::min().
///
/// Remembers the last one: events mostly come in the order of their times.
class WindowGrid final
{
public:
    explicit WindowGrid(std::optional<Nanoseconds> length)
        : m_length(length)
    {
    }

    std::optional<Nanoseconds> length() const { return m_length; }

    /// Where the window with this time begins.
    TimePoint startOf(TimePoint time)
    {
        if (!m_length || (time >= m_start && time <= m_last))
            return m_start;
        const std::int64_t every = m_length->count();
        const std::int64_t at = nanosecondsOf(time);
        const std::int64_t into = ((at % every) + every) % every;
        const std::int64_t left = every - into - 1;
        // The windows that hold the first and the last times there are begin and end beyond them.
        const bool isBeforeTime = at < nanosecondsOf(TimePoint::min()) + into;
        const bool isAfterTime = at > nanosecondsOf(TimePoint::max()) - left;
        m_start = isBeforeTime ? TimePoint::min() : timePointOf(at - into);
        m_last = isAfterTime ? TimePoint::max() : timePointOf(at + left);
        return m_start;
    }

private:
    std::optional<Nanoseconds> m_length;
    TimePoint m_start = TimePoint::min();
    TimePoint m_last = TimePoint::min(); ///< in the same window
};

} // namespace weir
