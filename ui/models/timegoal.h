// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QString>
#include <QTimeZone>

#include <optional>

namespace weir {

/// What a person types to go to a time: a day (`2026-11-23`, `yesterday`, `today`), a time of day
/// (`14:05`, `14:05:10.5`) or a day and a time; RFC 3339 with a zone; `-15m`; `now`. What has no zone of
/// its own is of `zone`, what has no day is on the day of `reference` there. Blanks around it and upper
/// and lower case are no matter.
std::optional<TimePoint> parseTimeGoal(const QString& text, TimePoint now, TimePoint reference,
                                       const QTimeZone& zone = QTimeZone::utc());

/// As parseTimeGoal() reads it, to the millisecond: `2026-11-23 14:05:10.500` by the clock of the zone.
QString timeGoalText(TimePoint time, const QTimeZone& zone);

} // namespace weir
