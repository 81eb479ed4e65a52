// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stream.h"

#include <cstdint>
#include <optional>
#include <vector>

// Sets of offsets as ranges that are ascending and neither overlap nor touch. The functions that change
// such a set keep it so. A range that is empty holds no offset: it is a point, from which reading is to
// go on, and is there until a range touches it.
namespace weir {

using OffsetRanges = std::vector<OffsetRange>;

void addRange(OffsetRanges& ranges, OffsetRange added);
/// Points inside of what is removed go too.
void removeRange(OffsetRanges& ranges, OffsetRange removed);
/// Removes a range, so that reading comes by there again: where nothing ends at its begin any more, a
/// point is left.
void reopenRange(OffsetRanges& ranges, OffsetRange range);

/// What of the ranges is within; no points.
OffsetRanges rangesWithin(const OffsetRanges& ranges, OffsetRange within);
/// What of `within` is in none of the ranges.
OffsetRanges missingIn(const OffsetRanges& ranges, OffsetRange within);

/// The range that holds the offset.
std::optional<OffsetRange> rangeAt(const OffsetRanges& ranges, std::int64_t offset);
/// The first range that begins at the offset or after it; no point.
std::optional<OffsetRange> rangeFrom(const OffsetRanges& ranges, std::int64_t offset);

} // namespace weir
