// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rangevocabulary.h"

#include "core/query/names.h"

#include <algorithm>

namespace weir {

RangeVocabulary::RangeVocabulary(Facets facets, std::shared_ptr<const SeenVocabulary> seen)
    : m_facets(std::move(facets))
    , m_seen(std::move(seen))
{
}

std::vector<QueryVocabulary::Word> RangeVocabulary::fields() const
{
    std::vector<Word> words = m_seen->fields();
    for (Word& word : words)
        word.events = 0;
    for (const Facets::Field& field : m_facets.fields) {
        if (field.name == "severity" || field.name == "source")
            continue; // every event has them
        const auto known = std::ranges::find_if(words, [&field](const Word& word) {
            return canonicalName(word.text) == field.name;
        });
        if (known != words.end())
            known->events = field.events;
        else
            words.push_back({field.name, field.events});
    }
    std::ranges::stable_sort(words, std::greater<>(), &Word::events);
    return words;
}

std::vector<QueryVocabulary::Word> RangeVocabulary::values(std::string_view canonicalName) const
{
    std::vector<Word> words;
    const auto field = std::ranges::find(m_facets.fields, canonicalName, &Facets::Field::name);
    if (field != m_facets.fields.end()) {
        for (const Facets::Value& value : field->values)
            words.push_back({value.text, value.count});
    }
    for (Word& seen : m_seen->values(canonicalName)) {
        if (std::ranges::find(words, seen.text, &Word::text) == words.end())
            words.push_back({std::move(seen.text), 0});
    }
    return words;
}

} // namespace weir
