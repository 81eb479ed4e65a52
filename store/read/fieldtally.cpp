// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/fieldtally.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

void forgetValues(FieldTally::Field& field)
{
    field.hasManyValues = true;
    field.values = {};
}

} // namespace

FieldTally::Field* FieldTally::field(std::string_view name)
{
    const auto found = m_fields.find(name);
    if (found != m_fields.end())
        return &found->second;
    return m_fields.size() < m_mostFields ? &m_fields[std::string(name)] : nullptr;
}

void FieldTally::add(Field& field, std::string_view value, std::uint64_t count)
{
    field.events += count;
    if (field.hasManyValues)
        return;
    const auto found = field.values.find(value);
    if (found != field.values.end())
        found->second += count;
    else if (field.values.size() >= maxValues || value.size() > longestValue)
        forgetValues(field);
    else
        field.values.emplace(value, count);
}

void FieldTally::addMany(Field& field, std::uint64_t events)
{
    field.events += events;
    forgetValues(field);
}

void FieldTally::takeFrom(FieldTally& other)
{
    m_events += std::exchange(other.m_events, 0);
    for (auto at = other.m_fields.begin(); at != other.m_fields.end();) {
        Field& from = at->second;
        Field* const to = field(at->first);
        if (to == nullptr) {
            at = other.m_fields.erase(at);
            continue;
        }
        to->hasNumbers = to->hasNumbers || from.hasNumbers;
        if (from.hasManyValues)
            addMany(*to, from.events);
        for (const auto& [value, count] : from.values)
            add(*to, value, count);
        from = {.events = 0, .hasManyValues = to->hasManyValues, .hasNumbers = false, .values = {}};
        ++at;
    }
}

void FieldTally::subtract(const FieldTally& gone)
{
    m_events -= std::min(m_events, gone.m_events);
    for (const auto& [name, from] : gone.m_fields) {
        const auto found = m_fields.find(name);
        if (found == m_fields.end())
            continue;
        Field& field = found->second;
        field.events -= std::min(field.events, from.events);
        for (const auto& [value, count] : from.values) {
            const auto own = field.values.find(value);
            if (own != field.values.end() && own->second <= count)
                field.values.erase(own);
            else if (own != field.values.end())
                own->second -= count;
        }
        if (field.events == 0)
            m_fields.erase(found);
    }
}

} // namespace weir
