// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/textcursor.h"
#include "core/timepoint.h"

#include <optional>

namespace weir {

// Times as they stand in lines. Each function takes one and moves the cursor behind it, or takes
// nothing. A time without a zone is UTC; one without a year or a date is the last that was not
// after `now`, a day or an hour of skew allowed.

/// ISO 8601 and its relatives, `2026/11/23 12:04:51`, `Nov 23 12:04:51`, `Mon Nov 23 12:04:51
/// 2026`, seconds or finer since 1970.
std::optional<TimePoint> takeLineTime(TextCursor& cursor, TimePoint now);

/// ISO 8601 and its relatives alone, with a zone's name behind it: `2026-11-23 12:04:51.120 CET`.
std::optional<TimePoint> takeDatedTime(TextCursor& cursor);

/// `Nov 23 12:04:51`, `Mon Nov 23 12:04:51 2026`, `Nov 23 2026 12:04:51.120 UTC`, `Nov 23, 2026
/// 12:04:51 PM`; a day below ten may have a space before it.
std::optional<TimePoint> takeNamedMonth(TextCursor& cursor, TimePoint now);

/// `2026/11/23 12:04:51`, with any fraction.
std::optional<TimePoint> takeSlashedTime(TextCursor& cursor);

/// `23/Nov/2026:12:04:51 +0100`
std::optional<TimePoint> takeAccessTime(TextCursor& cursor);

/// `1123 12:04:51.120000` or `20261123 12:04:51.120000`
std::optional<TimePoint> takePackedTime(TextCursor& cursor, TimePoint now);

/// `12:04:51.120` of today or yesterday.
std::optional<TimePoint> takeClock(TextCursor& cursor, TimePoint now);

} // namespace weir
