// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/indexreader.h"

#include <cstdint>
#include <optional>
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
/// only few are wanted is not kept by them.
Result<std::vector<EventRef>> eventsAt(IndexReader& reader, const std::vector<BlockInfo>& blocks,
                                       const std::vector<Place>& places);

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

    /// Those after this time, ascending by key; without those that cannot be read.
    Result<std::vector<EventRef>> load(IndexReader& reader, TimePoint after) const;
    /// How many there are after this time.
    std::size_t count(TimePoint after) const;
    /// From now on only what is newer than this is of interest.
    void ignoreUpTo(EventKey key) { m_floor = key; }
    /// Forgets them: they have been taken.
    void dropAfter(TimePoint time);

private:
    std::size_t m_most;
    std::vector<BlockInfo> m_blocks; ///< that had some
    std::vector<Place> m_places; ///< ascending
    std::optional<EventKey> m_floor;
};

} // namespace weir
