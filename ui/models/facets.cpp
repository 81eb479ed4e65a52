// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/facets.h"

#include "ui/models/format.h"
#include "ui/models/logrow.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace weir {

namespace {

constexpr std::size_t maxFields = 7;
constexpr std::size_t maxValues = 5;
constexpr std::size_t maxDistinct = 64;
constexpr std::size_t maxColumns = 64;

using Counts = std::unordered_map<std::string, std::size_t>;

/// The same order every time, so that the panel does not reshuffle under the eye.
int rankOf(const std::string& name)
{
    if (name == "severity")
        return 0;
    if (name == "service.name")
        return 1;
    if (name == "source")
        return 2;
    return name == "host" || name == "host.name" ? 3 : 4;
}

Facets::Field fieldOf(const std::string& name, const Counts& counts)
{
    Facets::Field field;
    field.name = name;
    field.distinct = counts.size();
    for (const auto& [text, count] : counts) {
        field.events += count;
        field.values.push_back({plainText(text, 80), text, count});
    }
    std::sort(field.values.begin(), field.values.end(), [](const auto& a, const auto& b) {
        return a.count != b.count ? a.count > b.count : a.text < b.text;
    });
    if (field.values.size() > maxValues)
        field.values.resize(maxValues);
    return field;
}

void countRow(const EventRef& event, std::map<std::string, Counts>& all)
{
    const EventBatch& batch = event.batch();
    ++all["source"][batch.source()];
    if (const auto severity = nameOf(classOf(batch.severity(event.row))); !severity.empty())
        ++all["severity"][std::string(severity)];
    const auto& columns = batch.columns().fields;
    for (std::size_t i = 0; i < std::min(columns.size(), maxColumns); ++i) {
        const std::string& name = columns[i].name;
        if (name != "service.name" && isShownByColumn(name))
            continue;
        const auto value = batch.field(i, event.row);
        if (!value || value->text.empty() || value->text.size() > 80
            || value->type == ValueType::Double)
            continue;
        Counts& counts = all[name];
        if (counts.size() <= maxDistinct)
            ++counts[std::string(value->text)];
    }
}

} // namespace

Facets countFacets(const std::vector<EventRef>& events)
{
    std::map<std::string, Counts> all;
    for (const EventRef& event : events)
        countRow(event, all);

    Facets facets;
    facets.events = events.size();
    for (const auto& [name, counts] : all) {
        const bool isWellKnown = rankOf(name) < 4;
        if (counts.size() > maxDistinct || (!isWellKnown && counts.size() < 2))
            continue;
        Facets::Field field = fieldOf(name, counts);
        if (isWellKnown || (field.events * 50 > events.size() && field.distinct * 4 < field.events))
            facets.fields.push_back(std::move(field));
    }
    std::stable_sort(facets.fields.begin(), facets.fields.end(), [](const auto& a, const auto& b) {
        return rankOf(a.name) != rankOf(b.name) ? rankOf(a.name) < rankOf(b.name)
                                                : a.events > b.events;
    });
    if (facets.fields.size() > maxFields)
        facets.fields.resize(maxFields);
    std::stable_sort(facets.fields.begin(), facets.fields.end(), [](const auto& a, const auto& b) {
        return rankOf(a.name) != rankOf(b.name) ? rankOf(a.name) < rankOf(b.name) : a.name < b.name;
    });
    return facets;
}

} // namespace weir
