// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/blockcache.h"

#include <iterator>
#include <limits>

namespace weir {

std::optional<StoredBatch> BlockCache::find(Id id)
{
    const auto found = m_places.find(id);
    if (found == m_places.end())
        return std::nullopt;
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return found->second->second;
}

void BlockCache::add(Id id, StoredBatch stored)
{
    if (find(id))
        return;
    m_bytes += stored.batch->bytes();
    m_entries.emplace_front(id, std::move(stored));
    m_places[id] = m_entries.begin();
    while (m_bytes > m_capacity && m_entries.size() > 1)
        drop(std::prev(m_entries.end()));
}

void BlockCache::dropSlice(std::int64_t slice)
{
    auto place = m_places.lower_bound({slice, std::numeric_limits<std::int64_t>::min()});
    while (place != m_places.end() && place->first.first == slice)
        drop((place++)->second);
}

void BlockCache::drop(Entries::iterator entry)
{
    m_bytes -= entry->second.batch->bytes();
    m_places.erase(entry->first);
    m_entries.erase(entry);
}

} // namespace weir
