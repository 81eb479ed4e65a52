// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

namespace weir {

/// The range with another length, `factor` times as long, so that `time` stays where it is in it;
/// between 10 ms and 20 years, at most to the ends of time. Precondition: not empty.
TimeRange zoomedAbout(TimeRange range, TimePoint time, double factor);

/// As long as it is, moved by that share of its length, at most to an end of time.
TimeRange movedBy(TimeRange range, double share);

/// What so many notches of the wheel make of a range: a fifth shorter each about the time under the
/// mouse; moved by a tenth each, away from the person towards the past, where `moves` is set.
TimeRange turnedByWheel(TimeRange range, TimePoint underMouse, double notches, bool moves);

} // namespace weir
