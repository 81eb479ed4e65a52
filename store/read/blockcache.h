// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <utility>

namespace weir {

/// The blocks decoded last, within a number of bytes; the newest stays whatever its size.
/// Thread: a value.
class BlockCache final
{
public:
    using Id = std::pair<std::int64_t, std::int64_t>; ///< slice, block

    explicit BlockCache(std::size_t capacity)
        : m_capacity(capacity)
    {
    }

    std::optional<StoredBatch> find(Id id);
    void add(Id id, StoredBatch stored);
    void dropSlice(std::int64_t slice);

private:
    using Entries = std::list<std::pair<Id, StoredBatch>>;

    void drop(Entries::iterator entry);

    const std::size_t m_capacity;
    std::size_t m_bytes = 0;
    Entries m_entries; ///< used last first
    std::map<Id, Entries::iterator> m_places;
};

} // namespace weir
