// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QString>
#include <QTimeZone>

#include <vector>

namespace weir {

/// Time <-> pixel, for everything that shares one time axis. No widget, no painter.
struct TimeScale
{
    TimeRange range;
    double width = 0;

    /// Not clamped: a time outside the range gives an x outside the chart.
    double xOf(TimePoint time) const;
    /// The inverse; clamped to the range's ends.
    TimePoint timeAt(double x) const;
};

/// How long a range is; zero where it is empty, or longer than 64 bits of nanoseconds hold.
Nanoseconds lengthOf(TimeRange range);

/// Moved by a length that is not negative, at most to the end of time.
TimePoint earlierBy(TimePoint time, Nanoseconds length);
TimePoint laterBy(TimePoint time, Nanoseconds length);

/// A step a person would choose (1 2 5 10 15 30 s, min, …), so that the range has at most `most` steps.
Nanoseconds niceStep(Nanoseconds length, int most);

/// The range with its ends moved out to multiples of `step` since the epoch; at most to the ends of
/// time.
TimeRange alignedTo(TimeRange range, Nanoseconds step);

struct TimeTick
{
    TimePoint time;
    QString label; ///< as much of date and time as the step needs
};

/// Ticks at multiples of a nice step by the clocks of the zone, and with what they show; at least about
/// `minPixels` apart. None where lengthOf() is zero.
std::vector<TimeTick> timeTicks(const TimeScale& scale, double minPixels,
                                const QTimeZone& zone = QTimeZone::utc());

} // namespace weir
