// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/resultmap.h"

#include <QCoreApplication>
#include <QString>
#include <QTimeZone>

#include <optional>
#include <vector>

namespace weir {

/// What the bars of a timeline stand for: a whole step of time each, so that a bar keeps its events
/// while the range moves on. Thread: a value.
class TimelineBars final
{
    Q_DECLARE_TR_FUNCTIONS(weir::TimelineBars)

public:
    TimelineBars() = default;
    /// At most `most` bars over the range. No bars where the range is empty or too long.
    /// Cost: as of ResultMap::histogram(), twice.
    TimelineBars(const ResultMap& matches, const ResultMap& all, TimeRange range, int most,
                 bool isFiltered);

    std::size_t count() const { return m_all.size(); }
    const TimeRange& range() const { return m_range; } ///< of all bars: whole steps
    Nanoseconds step() const { return m_step; }
    TimePoint startOf(std::size_t bar) const;
    std::optional<std::size_t> barAt(TimePoint time) const;

    const SeverityCounts& matchesOf(std::size_t bar) const { return m_matches[bar]; }
    std::uint64_t matchCount(std::size_t bar) const;
    std::uint64_t allCount(std::size_t bar) const;

    /// The most in a bar, of what the colours are and of what the grey is. With a filter each has a
    /// scale of its own: a burst of few matches is one among many events, too.
    std::uint64_t mostMatches() const { return m_mostMatches; }
    std::uint64_t mostEvents() const { return m_mostEvents; }

    /// What the highest bars stand for: `max. 1,204 / 30 s`. Empty: there are none.
    QString scaleText() const;
    /// A bar in words, some lines: its time in the zone, matches and all, and how many of each severity.
    QString tipOf(std::size_t bar, const QTimeZone& zone) const;

private:
    TimeRange m_range{};
    Nanoseconds m_step{};
    bool m_isFiltered = false;
    std::vector<SeverityCounts> m_matches;
    std::vector<SeverityCounts> m_all;
    std::uint64_t m_mostMatches = 0;
    std::uint64_t m_mostEvents = 0;
};

} // namespace weir
