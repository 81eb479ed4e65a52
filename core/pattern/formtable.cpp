// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/formtable.h"

#include <algorithm>

namespace weir {

namespace {

/// What an entry costs beside its form, roughly.
constexpr std::size_t entryBytes = 120;

} // namespace

void FormTable::clear()
{
    m_lookup.reset();
    m_counts = {};
    m_bytes = 0;
}

void FormTable::add(std::string_view form, const Sightings& seen)
{
    if (const auto known = m_counts.forms.find(form); known != m_counts.forms.end()) {
        known->second.add(seen);
        return;
    }
    const std::size_t bytes = form.size() + entryBytes;
    const bool hasRoom =
        m_counts.forms.size() < m_limits.forms && m_bytes + bytes <= m_limits.bytes;
    if (hasRoom && !m_lookup) {
        m_bytes += bytes;
        m_counts.forms.emplace(form, seen);
        return;
    }
    if (!m_lookup)
        m_lookup = std::make_unique<PatternLookup>(m_counts.forms);
    Sightings* const others = m_lookup->find(form);
    (others != nullptr ? *others : m_counts.other).add(seen);
}

bool FormTable::tryAdd(std::span<const FormCount> counts, const Sightings& bounds)
{
    const auto isCovered = [&](const FormCount& entry) {
        const auto known = m_counts.forms.find(entry.form);
        return known != m_counts.forms.end() && known->second.covers(bounds);
    };
    if (!std::all_of(counts.begin(), counts.end(), isCovered))
        return false;
    for (const FormCount& entry : counts)
        m_counts.forms.find(entry.form)->second.count += entry.count;
    return true;
}

} // namespace weir
