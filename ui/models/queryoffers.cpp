// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queryoffers.h"

#include "core/nearest.h"
#include "core/query/names.h"
#include "core/severity.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace weir {

namespace {

constexpr std::size_t mostOffers = 6;
constexpr std::size_t shortestWord = 3; ///< of fewer letters everything is near

/// Near, else the first that begins so; empty: none.
std::string meantWord(const std::string& word, const std::vector<std::string>& words)
{
    if (word.size() < shortestWord)
        return {};
    if (const auto near = nearest(word, {words.begin(), words.end()}); !near.empty())
        return std::string(near);
    const auto longer = std::ranges::find_if(
        words, [&word](const std::string& other) { return other.starts_with(word); });
    return longer == words.end() ? std::string() : *longer;
}

class Offers final
{
public:
    Offers(Query query, const QueryVocabulary& vocabulary)
        : m_query(std::move(query))
        , m_vocabulary(vocabulary)
    {
        for (const QueryVocabulary::Word& word : vocabulary.fields())
            m_fields.emplace_back(labelName(canonicalName(word.text)));
        m_isKnown = !m_fields.empty();
        for (const std::string_view name : fieldsOfAll())
            m_fields.emplace_back(name);
    }

    std::vector<QueryOffer> take() &&
    {
        m_all = m_query.filter;
        visit(m_query.filter, m_all);
        if (m_offers.size() > 1)
            add(m_all, m_all);
        return std::move(m_offers);
    }

private:
    /// `all` is the same part of what becomes of the query with every term replaced.
    void visit(Expr& expr, Expr& all)
    {
        if (expr.kind == Expr::Kind::Not)
            return; // what is excluded is not what is missing
        for (std::size_t i = 0; i < expr.children.size(); ++i)
            visit(expr.children[i], all.children[i]);
        auto meant = expr.children.empty() ? meantBy(expr) : std::nullopt;
        if (!meant || m_offers.size() >= mostOffers)
            return;
        all = *meant;
        std::swap(expr, *meant);
        add(m_query.filter, expr);
        std::swap(expr, *meant);
    }

    void add(const Expr& filter, const Expr& term)
    {
        std::string text = printFilter(filter);
        if (m_query.aggregate)
            text += " | " + printAggregate(*m_query.aggregate);
        m_offers.push_back({std::move(text), printFilter(term), filter});
    }

    std::optional<Expr> meantBy(const Expr& expr) const
    {
        if (expr.kind == Expr::Kind::Text)
            return severityTest(expr.text);
        if (expr.field.empty() || !m_isKnown)
            return {};
        if (!isField(expr.field))
            return withField(expr);
        return withValue(expr);
    }

    bool isField(const std::string& canonical) const
    {
        return std::ranges::any_of(m_fields, [&canonical](const std::string& name) {
            return canonicalName(name) == canonical;
        });
    }

    static std::optional<Expr> severityTest(const std::string& word)
    {
        const auto severity = word.size() >= shortestWord ? parseSeverityWord(word) : std::nullopt;
        if (!severity)
            return {};
        Expr test;
        test.kind = Expr::Kind::SeverityEquals;
        test.severity = classOf(*severity);
        return test;
    }

    std::optional<Expr> withField(const Expr& expr) const
    {
        Expr meant = expr;
        meant.field = canonicalName(meantWord(expr.field, m_fields));
        if (meant.field.empty())
            return {};
        if (meant.field == "severity")
            return expr.kind == Expr::Kind::FieldEquals ? severityTest(expr.text) : std::nullopt;
        const auto both = withValue(meant);
        return both ? both : meant;
    }

    std::optional<Expr> withValue(const Expr& expr) const
    {
        if (expr.kind != Expr::Kind::FieldEquals)
            return {};
        std::vector<std::string> values;
        for (const QueryVocabulary::Word& value : m_vocabulary.values(expr.field))
            values.push_back(value.text);
        if (std::ranges::find(values, expr.text) != values.end())
            return {};
        Expr meant = expr;
        meant.text = meantWord(expr.text, values);
        return meant.text.empty() ? elsewhere(expr) : std::optional(meant);
    }

    /// The same value of another field: a service is no source.
    std::optional<Expr> elsewhere(const Expr& expr) const
    {
        Expr meant = expr;
        for (const std::string& name : m_fields) {
            meant.field = canonicalName(name);
            const auto values = m_vocabulary.values(meant.field);
            if (std::ranges::find(values, expr.text, &QueryVocabulary::Word::text) != values.end())
                return meant;
        }
        return {};
    }

    Query m_query;
    Expr m_all;
    const QueryVocabulary& m_vocabulary;
    std::vector<std::string> m_fields; ///< as one writes them
    bool m_isKnown = false; ///< which fields there are
    std::vector<QueryOffer> m_offers;
};

} // namespace

std::vector<QueryOffer> queryOffers(std::string_view query, const QueryVocabulary& vocabulary)
{
    auto parsed = parseQuery(query);
    auto* good = std::get_if<Query>(&parsed);
    return good ? Offers(std::move(*good), vocabulary).take() : std::vector<QueryOffer>();
}

} // namespace weir
