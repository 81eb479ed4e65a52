// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/rowplaces.h"

#include "store/read/matching.h"
#include "store/read/rowcopy.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace weir {

namespace {

/// Of a block of which fewer rows than one in so many are wanted those are copied out, so that a page
/// of rare matches does not hold megabytes for each.
constexpr std::size_t copiedShare = 8;

/// Puts the events of one block to their places, which are named by `indexes`.
void putEvents(const StoredBatch& batch, const std::vector<Place>& places,
               const std::vector<std::size_t>& indexes, std::vector<EventRef>& events)
{
    // By their names: since they were seen, the block may have been written anew without some rows.
    std::vector<std::pair<std::uint32_t, std::size_t>> found;
    for (const std::size_t index : indexes) {
        if (const auto row = batch.rowOf(places[index].key.seq))
            found.emplace_back(*row, index);
    }
    if (found.size() * copiedShare > batch.batch->size()) {
        for (const auto& [row, index] : found)
            events[index] = {batch, row};
        return;
    }
    std::sort(found.begin(), found.end());
    std::vector<std::uint32_t> rows;
    for (const auto& [row, index] : found)
        rows.push_back(row);
    const auto copy = rows.empty() ? batch : copyOf(batch, rows);
    for (std::size_t i = 0; i < found.size(); ++i)
        events[found[i].second] = {copy, static_cast<std::uint32_t>(i)};
}

} // namespace

Result<std::vector<EventRef>> eventsAt(IndexReader& reader, const std::vector<BlockInfo>& blocks,
                                       const std::vector<Place>& places,
                                       const std::stop_token& stop)
{
    std::vector<EventRef> events(places.size());
    std::map<std::uint32_t, std::vector<std::size_t>> byBlock;
    for (std::size_t i = 0; i < places.size(); ++i)
        byBlock[places[i].block].push_back(i);
    for (const auto& [block, indexes] : byBlock) {
        if (stop.stop_requested())
            break;
        const auto stored = loadIfReadable(reader, blocks[block]);
        if (!stored)
            return stored.error();
        if (*stored)
            putEvents(**stored, places, indexes, events);
    }
    std::erase_if(events, [](const EventRef& event) { return event.stored.batch == nullptr; });
    return events;
}

void NewestPlaces::add(const BlockInfo& block, const StoredBatch& stored,
                       const std::vector<std::uint32_t>& rows)
{
    const auto index = static_cast<std::uint32_t>(m_blocks.size());
    const std::size_t before = m_places.size();
    std::optional<EventKey> floor = m_floor;
    if (before == m_most && before > 0)
        floor = std::max(floor.value_or(m_places.front().key), m_places.front().key);
    for (const std::uint32_t row : rows) {
        const EventKey key = stored.key(row);
        if (!floor || key > *floor)
            m_places.push_back({key, index});
    }
    if (m_places.size() == before)
        return;
    m_blocks.push_back(block);
    std::sort(m_places.begin(), m_places.end());
    if (m_places.size() > m_most)
        m_places.erase(m_places.begin(), m_places.end() - static_cast<std::ptrdiff_t>(m_most));
}

std::size_t NewestPlaces::count(TimePoint after) const
{
    return static_cast<std::size_t>(
        std::count_if(m_places.begin(), m_places.end(),
                      [after](const Place& place) { return place.key.time > after; }));
}

void NewestPlaces::ignoreUpTo(EventKey key)
{
    m_floor = key;
    std::erase_if(m_places, [key](const Place& place) { return !(key < place.key); });
}

std::vector<Place> NewestPlaces::placesOf(std::uint32_t block, Places::const_iterator from) const
{
    std::vector<Place> places;
    std::copy_if(from, m_places.end(), std::back_inserter(places),
                 [block](const Place& place) { return place.block == block; });
    return places;
}

Result<std::vector<EventRef>> NewestPlaces::take(IndexReader& reader, TimePoint after,
                                                 const std::function<bool(EventKey)>& goesOn)
{
    const auto oldest = m_places.cend() - static_cast<std::ptrdiff_t>(count(after));
    auto begin = m_places.cend();
    std::set<std::uint32_t> decoded;
    std::map<EventKey, EventRef> events;
    for (; begin != oldest; --begin) {
        const Place& place = *std::prev(begin);
        if (decoded.contains(place.block))
            continue;
        if (!decoded.empty() && !goesOn(place.key))
            break;
        const auto own = eventsAt(reader, m_blocks, placesOf(place.block, oldest));
        if (!own)
            return own.error();
        for (const EventRef& event : *own)
            events.emplace(event.key(), event);
        decoded.insert(place.block);
    }
    std::vector<EventRef> taken;
    for (auto place = begin; place != m_places.cend(); ++place) {
        if (const auto event = events.find(place->key); event != events.end())
            taken.push_back(event->second);
    }
    m_places.erase(begin, m_places.cend());
    if (m_places.empty())
        m_blocks.clear();
    return taken;
}

} // namespace weir
