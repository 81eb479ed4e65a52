// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/facets.h"

#include "core/query/names.h"
#include "ui/models/format.h"

#include <algorithm>
#include <tuple>

namespace weir {

namespace {

constexpr qsizetype longestShown = 120;

int rankOf(const std::string& name)
{
    if (name == "severity")
        return 0;
    if (name == "service.name")
        return 1;
    if (name == "source")
        return 2;
    return name == "host.name" ? 3 : 4;
}

/// What divides the events into a handful of groups is the most useful to click at.
int classOfValues(const Facets::Field& field)
{
    if (field.hasManyValues)
        return 4;
    if (field.distinct < 2)
        return 3;
    if (field.distinct <= 24)
        return 0;
    return field.distinct <= 200 ? 1 : 2;
}

int classOfCoverage(const Facets::Field& field, std::uint64_t ofResult)
{
    const std::uint64_t events = field.of > 0 ? field.of : ofResult;
    if (field.events * 2 >= events)
        return 0;
    return field.events * 20 >= events ? 1 : 2;
}

Facets::Field fieldOf(const std::string& name, const FieldTally::Field& from)
{
    Facets::Field field;
    field.name = name;
    field.events = from.events;
    field.distinct = from.values.size();
    field.hasManyValues = from.hasManyValues;
    field.hasNumbers = from.hasNumbers;
    std::vector<std::pair<std::string_view, std::uint64_t>> all(from.values.begin(),
                                                                from.values.end());
    const auto most = all.begin()
        + static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), Facets::mostValues));
    std::partial_sort(all.begin(), most, all.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    for (auto value = all.begin(); value != most; ++value)
        field.values.push_back(
            {plainText(value->first, longestShown), std::string(value->first), value->second});
    return field;
}

void sortFields(Facets& facets)
{
    const auto key = [&facets](const Facets::Field& field) {
        const int rank = rankOf(field.name);
        return rank < 4 ? std::tuple(rank, 0, 0, std::string_view(field.name))
                        : std::tuple(rank, classOfValues(field),
                                     classOfCoverage(field, facets.events),
                                     std::string_view(field.name));
    };
    std::sort(facets.fields.begin(), facets.fields.end(),
              [&key](const auto& a, const auto& b) { return key(a) < key(b); });
}

} // namespace

Facets makeFacets(const FieldTally& tally)
{
    Facets facets;
    facets.events = tally.events();
    facets.counted = tally.events();
    for (const auto& [name, field] : tally.fields()) {
        if (field.events > 0)
            facets.fields.push_back(fieldOf(name, field));
    }
    sortFields(facets);
    return facets;
}

void loosen(Facets& facets, const std::string& name, const FieldTally* tally)
{
    Facets::Field loose;
    loose.name = name;
    if (tally != nullptr) {
        const auto all = tally->fields().find(name);
        if (all == tally->fields().end())
            return;
        loose = fieldOf(name, all->second);
        loose.of = tally->events();
    }
    const auto known = std::find_if(facets.fields.begin(), facets.fields.end(),
                                    [&name](const auto& field) { return field.name == name; });
    if (tally == nullptr && known != facets.fields.end())
        loose = *known;
    loose.isNarrowed = tally == nullptr;
    if (known != facets.fields.end())
        *known = std::move(loose);
    else
        facets.fields.push_back(std::move(loose));
    sortFields(facets);
}

QString shownFieldName(const std::string& field)
{
    return plainText(labelName(field), 60);
}

} // namespace weir
