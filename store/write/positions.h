// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stream.h"

#include <cstdint>
#include <vector>

namespace weir {

/// What adding a range to a stream's positions changed.
struct MergedRange
{
    OffsetRange merged; ///< now there
    std::vector<std::int64_t> absorbed; ///< `from` of ranges that are gone, but for merged.from
    bool changed = false;
};

/// Adds a range to ascending ranges that do not touch, and keeps them so. An empty one is a point: it
/// is there until a range touches it.
MergedRange mergeInto(std::vector<OffsetRange>& ranges, OffsetRange added);

} // namespace weir
