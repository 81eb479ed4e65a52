// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <optional>
#include <string_view>

namespace weir {

/// What a person types to go to a time: RFC 3339, `2026-11-23`, `12:04`, `12:04:51.120` (on the day of
/// `reference`), `-15m`, `now`. UTC. Blanks around it are no matter.
std::optional<TimePoint> parseTimeGoal(std::string_view text, TimePoint now, TimePoint reference);

} // namespace weir
