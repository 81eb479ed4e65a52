// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/completion.h"

#include "core/query/completionspot.h"
#include "core/query/functions.h"
#include "core/query/names.h"
#include "core/query/needle.h"
#include "core/severity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace weir {

namespace {

using Kind = Suggestion::Kind;
using Spot = CompletionSpot::Kind;

constexpr std::array<std::string_view, 16> namesOfAll{
    "level",    "service", "host",      "source", "time", "body",   "trace_id", "span_id",
    "received", "topic",   "partition", "offset", "key",  "metric", "value",    "seq"};
constexpr std::array<std::string_view, 6> severities{"error", "warn",  "info",
                                                     "fatal", "debug", "trace"};

bool isNumber(std::string_view text)
{
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc{} && end == text.data() + text.size();
}

/// Collects what fits what was typed, best first: what begins with it, then what holds it.
class Suggester final
{
public:
    Suggester(const CompletionSpot& spot, const QueryVocabulary& vocabulary)
        : m_spot(spot)
        , m_vocabulary(vocabulary)
        , m_needle(spot.typed)
    {
    }

    Completion take()
    {
        collect();
        std::stable_sort(m_ranked.begin(), m_ranked.end(), [](const Ranked& a, const Ranked& b) {
            return std::tuple(a.rank, b.suggestion.events)
                < std::tuple(b.rank, a.suggestion.events);
        });
        Completion completion;
        completion.replace = m_spot.replace;
        for (Ranked& ranked : m_ranked) {
            auto& all = completion.suggestions;
            const bool isThere = std::any_of(all.begin(), all.end(), [&](const Suggestion& other) {
                return other.text == ranked.suggestion.text;
            });
            if (!isThere && all.size() < mostSuggestions)
                all.push_back(std::move(ranked.suggestion));
        }
        return completion;
    }

private:
    struct Ranked
    {
        int rank = 0;
        Suggestion suggestion;
    };

    void collect()
    {
        switch (m_spot.kind) {
        case Spot::None:
            break;
        case Spot::Term:
            addTerms();
            break;
        case Spot::FieldName:
        case Spot::ByName:
            addFields("");
            break;
        case Spot::FunctionField:
            addFields(m_spot.isFollowed ? "" : ")");
            break;
        case Spot::Value:
            addValues();
            break;
        case Spot::NextValue:
            addKeywords({"or"});
            break;
        case Spot::Function:
            addFunctions();
            break;
        case Spot::TopCount:
            addKeywords({"5", "10", "20", "100"});
            break;
        case Spot::Length:
            addKeywords({"1s", "10s", "1m", "5m", "1h"});
            break;
        case Spot::Clause:
            if (m_spot.mayHaveBy)
                addKeywords({"by"});
            if (m_spot.mayHaveEvery)
                addKeywords({"every"});
            break;
        }
    }

    void add(Kind kind, std::string_view word, std::string text, std::uint64_t events = 0)
    {
        const std::size_t at = m_needle.find(word, 0);
        const bool fits = m_spot.typed.empty() || at != std::string_view::npos;
        if (fits)
            m_ranked.push_back(
                {m_spot.typed.empty() || at == 0 ? 0 : 1, {kind, std::move(text), events}});
    }

    void addTerms()
    {
        const auto addOperators = [this] {
            addKeywords(m_spot.isAfterTerm ? std::vector<std::string_view>{"and", "or", "not"}
                                           : std::vector<std::string_view>{"not"});
        };
        // Who has begun to write one wants it; before that it stands in nobody's way.
        if (!m_spot.typed.empty())
            addOperators();
        addFields(":");
        if (m_spot.typed.empty())
            addOperators();
    }

    void addFields(const std::string& after)
    {
        for (const auto& [name, events] : m_vocabulary.fields()) {
            const std::string typed(labelName(canonicalName(name)));
            if (nameLength(typed) == typed.size())
                add(Kind::Field, typed, typed + after, events);
        }
        for (const std::string_view name : namesOfAll)
            add(Kind::Field, name, std::string(name) + after);
    }

    void addValues()
    {
        if (m_spot.field == "severity") {
            for (const std::string_view name : severities)
                add(Kind::Value, name, std::string(name));
            return;
        }
        for (const auto& [value, events] : m_vocabulary.values(m_spot.field)) {
            if (!m_spot.wantsNumber || isNumber(value))
                add(Kind::Value, value, printWord(value), events);
        }
    }

    void addFunctions()
    {
        for (const FunctionInfo& info : aggregateFunctions()) {
            const bool isOfField = info.of != FunctionInfo::Of::Events;
            std::string text(info.name);
            if (isOfField && !m_spot.isFollowed)
                text += '(';
            add(Kind::Function, info.name, std::move(text));
        }
    }

    void addKeywords(const std::vector<std::string_view>& words)
    {
        for (const std::string_view word : words)
            add(Kind::Keyword, word, std::string(word));
    }

    const CompletionSpot& m_spot;
    const QueryVocabulary& m_vocabulary;
    const Needle m_needle; ///< folds case
    std::vector<Ranked> m_ranked;
};

} // namespace

std::span<const std::string_view> fieldsOfAll()
{
    return namesOfAll;
}

Completion complete(std::string_view text, std::size_t cursor, const QueryVocabulary& vocabulary)
{
    const CompletionSpot spot = completionSpot(text, cursor);
    return Suggester(spot, vocabulary).take();
}

} // namespace weir
