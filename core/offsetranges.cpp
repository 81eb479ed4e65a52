// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/offsetranges.h"

#include <algorithm>

namespace weir {

void addRange(OffsetRanges& ranges, OffsetRange added)
{
    if (added.to < added.from)
        return;
    const auto first = std::lower_bound(
        ranges.begin(), ranges.end(), added.from,
        [](const OffsetRange& range, std::int64_t from) { return range.to < from; });
    auto last = first;
    for (; last != ranges.end() && last->from <= added.to; ++last) {
        added.from = std::min(added.from, last->from);
        added.to = std::max(added.to, last->to);
    }
    ranges.insert(ranges.erase(first, last), added);
}

void removeRange(OffsetRanges& ranges, OffsetRange removed)
{
    if (removed.to <= removed.from)
        return;
    OffsetRanges left;
    for (const OffsetRange& range : ranges) {
        const bool isPoint = range.from == range.to;
        if (isPoint && (range.from < removed.from || range.from >= removed.to))
            left.push_back(range);
        const OffsetRange before{range.from, std::min(range.to, removed.from)};
        const OffsetRange after{std::max(range.from, removed.to), range.to};
        for (const OffsetRange& part : {before, after}) {
            if (part.from < part.to)
                left.push_back(part);
        }
    }
    ranges = std::move(left);
}

void reopenRange(OffsetRanges& ranges, OffsetRange range)
{
    if (range.to <= range.from)
        return;
    removeRange(ranges, range);
    addRange(ranges, {range.from, range.from});
}

OffsetRanges rangesWithin(const OffsetRanges& ranges, OffsetRange within)
{
    OffsetRanges found;
    for (const OffsetRange& range : ranges) {
        const OffsetRange part{std::max(range.from, within.from), std::min(range.to, within.to)};
        if (part.from < part.to)
            found.push_back(part);
    }
    return found;
}

OffsetRanges missingIn(const OffsetRanges& ranges, OffsetRange within)
{
    OffsetRanges missing;
    std::int64_t at = within.from;
    for (const OffsetRange& range : ranges) {
        if (range.to <= at || range.from == range.to)
            continue;
        if (range.from >= within.to)
            break;
        if (range.from > at)
            missing.push_back({at, range.from});
        at = range.to;
    }
    if (at < within.to)
        missing.push_back({at, within.to});
    return missing;
}

std::optional<OffsetRange> rangeAt(const OffsetRanges& ranges, std::int64_t offset)
{
    const auto after = std::upper_bound(
        ranges.begin(), ranges.end(), offset,
        [](std::int64_t at, const OffsetRange& range) { return at < range.from; });
    if (after == ranges.begin() || std::prev(after)->to <= offset)
        return std::nullopt;
    return *std::prev(after);
}

std::optional<OffsetRange> rangeFrom(const OffsetRanges& ranges, std::int64_t offset)
{
    const auto found = std::find_if(ranges.begin(), ranges.end(), [&](const OffsetRange& range) {
        return range.from >= offset && range.from < range.to;
    });
    return found == ranges.end() ? std::nullopt : std::optional(*found);
}

} // namespace weir
