// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/positions.h"

#include <algorithm>

namespace weir {

MergedRange mergeInto(std::vector<OffsetRange>& ranges, OffsetRange added)
{
    MergedRange result{added, {}, false};
    if (added.from > added.to)
        return result;
    // Those that overlap or touch are neighbours: from the first that ends at or after the begin,
    // up to the first that begins after the end.
    const auto first =
        std::lower_bound(ranges.begin(), ranges.end(), added.from,
                         [](const OffsetRange& range, std::int64_t at) { return range.to < at; });
    auto last = first;
    OffsetRange& merged = result.merged;
    for (; last != ranges.end() && last->from <= added.to; ++last) {
        merged.from = std::min(merged.from, last->from);
        merged.to = std::max(merged.to, last->to);
    }
    if (last - first == 1 && *first == merged)
        return result;
    result.changed = true;
    for (auto range = first; range != last; ++range) {
        if (range->from != merged.from)
            result.absorbed.push_back(range->from);
    }
    ranges.insert(ranges.erase(first, last), merged);
    return result;
}

} // namespace weir
