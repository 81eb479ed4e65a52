// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/matching.h"
#include "store/read/rowcopy.h"
#include "store/read/viewscan.h"

#include <algorithm>
#include <map>

namespace weir {

namespace {

/// Where an event is, without holding its batch.
struct Place
{
    EventKey key;
    std::uint32_t block = 0; ///< index into the list of blocks at hand
    std::uint32_t row = 0;

    friend bool operator<(const Place& a, const Place& b) { return a.key < b.key; }
};

/// Fewer rows than this of a block are copied out, so that a page of rare matches does not hold
/// megabytes for each.
constexpr std::size_t copiedRows = 64;

Result<Done> collect(IndexReader& reader, const View& view, const std::vector<BlockInfo>& blocks,
                     std::uint32_t index, std::vector<Place>& places)
{
    const auto stored = loadIfReadable(reader, blocks[index]);
    if (!stored)
        return stored.error();
    if (!*stored)
        return Done{};
    std::vector<std::uint32_t> rows;
    selectRows(view, **stored, EventSeq{}, rows);
    for (const std::uint32_t row : rows)
        places.push_back({(*stored)->key(row), index, row});
    return Done{};
}

/// The events at these places, in their order.
Result<std::vector<EventRef>> eventsAt(IndexReader& reader, const std::vector<BlockInfo>& blocks,
                                       const std::vector<Place>& places)
{
    std::vector<EventRef> events(places.size());
    std::vector<bool> found(places.size());
    std::map<std::uint32_t, std::vector<std::size_t>> byBlock;
    for (std::size_t i = 0; i < places.size(); ++i)
        byBlock[places[i].block].push_back(i);
    for (const auto& [block, indexes] : byBlock) {
        const auto stored = loadIfReadable(reader, blocks[block]);
        if (!stored)
            return stored.error();
        if (!*stored)
            continue;
        const StoredBatch& batch = **stored;
        const bool copies = indexes.size() < copiedRows && batch.batch->size() >= 8 * copiedRows;
        for (const std::size_t i : indexes) {
            events[i] = copies ? copyOf(batch, places[i].row) : EventRef{batch, places[i].row};
            found[i] = true;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (found[i])
            events[kept++] = std::move(events[i]);
    }
    events.resize(kept);
    return events;
}

} // namespace

Result<std::vector<EventRef>> loadRows(IndexReader& reader, const View& view,
                                       const ResultMap& matches, std::uint64_t first,
                                       std::size_t count)
{
    if (first >= matches.total() || count == 0)
        return std::vector<EventRef>();
    const std::uint64_t last = first + std::min<std::uint64_t>(count, matches.total() - first) - 1;
    const auto begin = matches.bucketOfRow(first);
    const auto end = matches.bucketOfRow(last);
    View part = view;
    part.range.from = std::max(view.range.from, begin.start);
    if (end.start < TimePoint::max() - matches.bucketLength())
        part.range.to = std::min(view.range.to, end.start + matches.bucketLength());
    const auto blocks = reader.blocks(part.range, EventSeq{0}, view.ceiling);
    if (!blocks)
        return blocks.error();

    std::vector<Place> places;
    for (std::uint32_t i = 0; i < blocks->size(); ++i) {
        if (const auto collected = collect(reader, part, *blocks, i, places); !collected)
            return collected.error();
    }
    const auto skipped =
        static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(first - begin.firstRow, places.size()));
    const auto wanted =
        std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(last - first + 1),
                                 static_cast<std::ptrdiff_t>(places.size()) - skipped);
    std::nth_element(places.begin(), places.begin() + skipped, places.end());
    std::partial_sort(places.begin() + skipped, places.begin() + skipped + wanted, places.end());
    places.assign(places.begin() + skipped, places.begin() + skipped + wanted);
    return eventsAt(reader, *blocks, places);
}

Result<std::vector<EventRef>> loadNewest(IndexReader& reader, const View& view, std::size_t count,
                                         const std::stop_token& stop)
{
    auto blocks = reader.blocks(view.range, EventSeq{0}, view.ceiling);
    if (!blocks)
        return blocks.error();
    std::sort(blocks->begin(), blocks->end(),
              [](const BlockInfo& a, const BlockInfo& b) { return a.lastTime > b.lastTime; });
    std::vector<Place> newest; // ascending, at most `count`
    for (std::uint32_t i = 0; i < blocks->size() && count > 0 && !stop.stop_requested(); ++i) {
        if (newest.size() == count && newest.front().key.time > (*blocks)[i].lastTime)
            break;
        if (const auto collected = collect(reader, view, *blocks, i, newest); !collected)
            return collected.error();
        std::sort(newest.begin(), newest.end());
        if (newest.size() > count)
            newest.erase(newest.begin(), newest.end() - static_cast<std::ptrdiff_t>(count));
    }
    return eventsAt(reader, *blocks, newest);
}

} // namespace weir
