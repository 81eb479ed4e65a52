// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity.h"
#include "core/timepoint.h"

#include <optional>
#include <string_view>

namespace weir {

/// What the beginning of a line of plain text says about it.
struct LineHead
{
    std::optional<TimePoint> time;
    Severity severity = Severity::Unset;
};

/// Reads the time at the very start (ISO 8601 and its relatives, `2026/11/23 12:04:51`, syslog's
/// `Nov 23 12:04:51`, `Mon Nov 23 12:04:51 2026`, seconds or finer since 1970; also in brackets and
/// after syslog's `<PRI>`) and a severity word near it: `[error]`, `ERROR`, `Error:`.
///
/// A time without a year is the one nearest before `now` (a day of clock skew allowed); a time
/// without a zone is UTC.
LineHead readLineHead(std::string_view line, TimePoint now);

} // namespace weir
