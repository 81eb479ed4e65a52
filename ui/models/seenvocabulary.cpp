// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/seenvocabulary.h"

#include "core/query/fieldvalue.h"
#include "core/query/names.h"
#include "store/read/viewscan.h"

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

constexpr std::size_t sample = 4000;
constexpr std::size_t mostFields = 500;
constexpr std::size_t mostValues = 300; ///< of a field
constexpr std::size_t longestValue = 120; ///< bytes; nobody wants to see longer ones to choose from

using Counts = std::unordered_map<std::string, std::uint64_t>;

std::vector<QueryVocabulary::Word> commonest(const Counts& counts, std::size_t most)
{
    std::vector<QueryVocabulary::Word> words;
    for (const auto& [text, events] : counts)
        words.push_back({text, events});
    std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.events != b.events ? a.events > b.events : a.text < b.text;
    });
    if (words.size() > most)
        words.resize(most);
    return words;
}

} // namespace

SeenVocabulary::SeenVocabulary(const std::vector<EventRef>& events)
    : m_events(events.size())
{
    static const FieldName wellKnown[] = {FieldName("source"), FieldName("topic"),
                                          FieldName("key")};
    Counts fields;
    std::map<std::string, Counts> values;
    const auto count = [&values](const std::string& name, std::string_view value) {
        if (!value.empty() && value.size() <= longestValue)
            ++values[name][std::string(value)];
    };
    for (const EventRef& event : events) {
        const EventBatch& batch = event.batch();
        const auto& columns = batch.columns().fields;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (const auto value = batch.field(i, event.row)) {
                ++fields[columns[i].name];
                count(canonicalName(columns[i].name), value->text);
            }
        }
        for (const FieldName& name : wellKnown) {
            if (const auto value = FieldReader(event.stored, name).text(event.row))
                count(name.name, *value);
        }
    }
    m_fields = commonest(fields, mostFields);
    for (const auto& [name, counts] : values)
        m_values.emplace(name, commonest(counts, mostValues));
}

std::vector<QueryVocabulary::Word> SeenVocabulary::values(std::string_view canonicalName) const
{
    const auto found = m_values.find(canonicalName);
    return found == m_values.end() ? std::vector<Word>() : found->second;
}

std::shared_ptr<const SeenVocabulary> SeenVocabulary::read(const std::filesystem::path& index)
{
    const auto nothing = std::make_shared<const SeenVocabulary>();
    const auto reader = IndexReader::open(index);
    const auto everything = Filter::compile({});
    if (!reader || !everything)
        return nothing;
    const auto newest = (*reader)->newest();
    if (!newest)
        return nothing;
    const auto events = loadNewest(**reader, {*everything, {}, *newest}, sample, {});
    return events ? std::make_shared<const SeenVocabulary>(*events) : nothing;
}

} // namespace weir
