// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity.h"
#include "core/timepoint.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace weir {

// What CEF and LEEF have in common.

/// 0–3, 4–6, 7–8 and 9–10 are low, medium, high and very high.
Severity severityOfTen(std::int64_t number);

/// Milliseconds or seconds since 1970, or a written time.
std::optional<TimePoint> timeOfAttribute(std::string_view value, TimePoint now);

} // namespace weir
