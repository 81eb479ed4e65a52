// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/indexreader.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace weir {

/// Where an event is, without holding its batch.
struct Place
{
    EventKey key;
    std::uint32_t block = 0; ///< index into the list of blocks at hand

    friend bool operator<(const Place& a, const Place& b) { return a.key < b.key; }
};

/// The events at these places, in their order; without those that cannot be read. A batch of which
/// only few are wanted is not kept by them. Stopped, it ends within a block, and some are missing.
Result<std::vector<EventRef>> eventsAt(IndexReader& reader, const std::vector<BlockInfo>& blocks,
                                       const std::vector<Place>& places,
                                       const std::stop_token& stop = {});

/// The newest matches of a view, of the blocks that have been searched so far in whatever order.
/// Thread: that of the reader.
class NewestPlaces final
{
public:
    explicit NewestPlaces(std::size_t count)
        : m_most(count)
    {
    }

    /// The rows of a block that match; `stored` has their times.
    void add(const BlockInfo& block, const StoredBatch& stored,
             const std::vector<std::uint32_t>& rows);

    /// Takes the newest of those after this time, ascending by key, and forgets them; without those
    /// that cannot be read. Blocks are decoded one by one, newest first; after the first `goesOn` is
    /// asked before each, with the newest event in question, whether it shall be.
    Result<std::vector<EventRef>> take(IndexReader& reader, TimePoint after,
                                       const std::function<bool(EventKey)>& goesOn);
    /// How many there are after this time.
    std::size_t count(TimePoint after) const;
    /// From now on only what is newer than this is of interest.
    void ignoreUpTo(EventKey key);

private:
    using Places = std::vector<Place>;

    std::vector<Place> placesOf(std::uint32_t block, Places::const_iterator from) const;

    std::size_t m_most;
    std::vector<BlockInfo> m_blocks; ///< that had some
    Places m_places; ///< ascending
    std::optional<EventKey> m_floor;
};

} // namespace weir
