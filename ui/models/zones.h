// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QString>
#include <QTimeZone>

#include <string>
#include <vector>

namespace weir {

/// The zone of ListSettings::zone: `UTC`, `local` or a name of the tz database; an unknown one is UTC.
QTimeZone zoneNamed(const std::string& name);

/// The time moved by what clocks of the zone are ahead of UTC then: written as if it were UTC, it is what
/// they show.
TimePoint clockTime(TimePoint time, const QTimeZone& zone);

/// When clocks of the zone show this. Of what they show twice, one of the two; of what they leave out,
/// as much later as they are put forward.
TimePoint timeOfClock(TimePoint clock, const QTimeZone& zone);

/// When in the range clocks of the zone show this, ascending; never what they leave out. Of what they
/// show twice both, where the range begins before clocks are put back and ends after it; in a range of
/// many years one of the two.
std::vector<TimePoint> timesOfClock(TimePoint clock, TimeRange range, const QTimeZone& zone);

/// What clocks of the zone show: `14:02:51`, with `digits` of the fraction.
QString clockText(TimePoint time, const QTimeZone& zone, int digits = 0);

/// `2026-11-23 14:02:51 UTC+1`, always with the offset.
QString dateAndClockText(TimePoint time, const QTimeZone& zone);

/// How far the zone is ahead at this time: `UTC+1`, `UTC-3:30`. Empty for UTC, which goes without saying.
QString offsetText(TimePoint time, const QTimeZone& zone);

/// The same to stand behind a time: after a blank, or empty.
QString offsetSuffix(TimePoint time, const QTimeZone& zone);

} // namespace weir
