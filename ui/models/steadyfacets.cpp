// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/steadyfacets.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace weir {

namespace {

/// The field as it is counted now, its values those of `shown` in their order.
Facets::Field heldTo(const Facets::Field& shown, Facets::Field newest)
{
    std::unordered_map<std::string_view, std::uint64_t> counts;
    for (const Facets::Value& value : newest.values)
        counts.emplace(value.text, value.count);
    auto values = shown.values;
    for (Facets::Value& value : values) {
        const auto count = counts.find(value.text);
        value.count = count == counts.end() ? 0 : count->second;
    }
    newest.values = std::move(values);
    return newest;
}

Facets::Field withoutEvents(Facets::Field field)
{
    field.events = 0;
    field.distinct = 0;
    for (Facets::Value& value : field.values)
        value.count = 0;
    return field;
}

} // namespace

Facets heldTo(const Facets& shown, Facets newest)
{
    std::vector<Facets::Field> fields;
    std::set<std::string_view> names;
    for (const Facets::Field& field : shown.fields) {
        names.insert(field.name);
        const auto now = std::ranges::find(newest.fields, field.name, &Facets::Field::name);
        fields.push_back(now == newest.fields.end() ? withoutEvents(field) : heldTo(field, *now));
    }
    for (Facets::Field& field : newest.fields) {
        if (!names.contains(field.name))
            fields.push_back(std::move(field));
    }
    newest.fields = std::move(fields);
    return newest;
}

void keepNarrowed(const Facets& shown, Facets& newest)
{
    for (Facets::Field& field : newest.fields) {
        const auto before = std::ranges::find(shown.fields, field.name, &Facets::Field::name);
        if (!field.isNarrowed || before == shown.fields.end())
            continue;
        field.values = before->values;
        std::erase_if(field.values, [](const Facets::Value& value) { return value.count == 0; });
        field.distinct = before->distinct;
        field.of = before->of > 0 ? before->of : shown.eventsOf(*before);
    }
}

} // namespace weir
