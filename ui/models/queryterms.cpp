// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/queryterms.h"

#include <algorithm>
#include <charconv>

namespace weir {

namespace {

std::optional<Query> parsed(const std::string& text)
{
    auto query = parseQuery(text);
    auto* good = std::get_if<Query>(&query);
    return good != nullptr ? std::optional(std::move(*good)) : std::nullopt;
}

std::vector<Expr> conjunctsOf(Expr filter)
{
    if (filter.kind == Expr::Kind::And)
        return std::move(filter.children);
    std::vector<Expr> one;
    if (filter.kind != Expr::Kind::Everything)
        one.push_back(std::move(filter));
    return one;
}

/// Without spaces around.
std::string tidy(const std::string& text)
{
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// `name:value`, or its exclusion, or a list of several values.
std::string termText(const std::string& field, const std::vector<std::string>& values, bool exclude)
{
    Expr test;
    test.kind = Expr::Kind::FieldEquals;
    test.field = field;
    test.text = "x";
    std::string text = printFilter(test);
    text.pop_back();
    std::string list;
    for (const std::string& value : values)
        list += (list.empty() ? "" : " or ") + printWord(value);
    return (exclude ? "not " : "") + text + (values.size() > 1 ? "(" + list + ")" : list);
}

std::string numberText(double number)
{
    char text[400]; // the smallest doubles have as many digits
    const auto end =
        std::to_chars(std::begin(text), std::end(text), number, std::chars_format::fixed).ptr;
    return {text, end};
}

} // namespace

QueryTerms::QueryTerms(const QString& query)
    : m_query(query)
{
    const std::string text = query.toStdString();
    const auto good = parsed(text);
    if (!good)
        return;
    m_isGood = true;
    const auto pipe = good->aggregate ? text.rfind('|') : std::string::npos;
    m_filter = text.substr(0, pipe);
    m_rest = pipe == std::string::npos ? std::string() : text.substr(pipe);
    for (Expr& expr : conjunctsOf(good->filter))
        m_terms.push_back(termOf(expr));
}

QueryTerms::Term QueryTerms::termOf(const Expr& expr)
{
    Term term{expr, {}, {}, expr.kind == Expr::Kind::Not};
    const Expr& inner = term.isExclusion ? expr.children.front() : expr;
    const std::vector<Expr> tests =
        inner.kind == Expr::Kind::Or ? inner.children : std::vector<Expr>{inner};
    for (const Expr& test : tests) {
        const bool isSeverity = test.kind == Expr::Kind::SeverityEquals;
        if (!isSeverity && test.kind != Expr::Kind::FieldEquals)
            return {expr, {}, {}, false};
        const std::string field = isSeverity ? "severity" : test.field;
        if (!term.field.empty() && term.field != field)
            return {expr, {}, {}, false};
        term.field = field;
        term.values.push_back(isSeverity ? std::string(nameOf(test.severity)) : test.text);
    }
    return term;
}

QueryTerms::State QueryTerms::stateOf(const std::string& field, const std::string& value) const
{
    for (const Term& term : m_terms) {
        if (term.field == field
            && std::find(term.values.begin(), term.values.end(), value) != term.values.end())
            return term.isExclusion ? State::Excluded : State::Included;
    }
    return State::None;
}

std::vector<std::pair<std::string, std::string>> QueryTerms::named() const
{
    std::vector<std::pair<std::string, std::string>> all;
    for (const Term& term : m_terms) {
        for (const std::string& value : term.values)
            all.emplace_back(term.field, value);
    }
    return all;
}

QString QueryTerms::toggled(const std::string& field, const std::string& value, bool exclude) const
{
    std::optional<std::size_t> beside;
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const Term& term = m_terms[i];
        if (term.field != field)
            continue;
        std::vector<std::string> values = term.values;
        if (std::erase(values, value) > 0) {
            const QString less =
                edited(i, values.empty() ? "" : termText(field, values, term.isExclusion));
            return term.isExclusion == exclude ? less
                                               : QueryTerms(less).toggled(field, value, exclude);
        }
        if (term.isExclusion == exclude)
            beside = i;
    }
    std::vector<std::string> values;
    if (beside)
        values = m_terms[*beside].values;
    values.push_back(value);
    return edited(beside, termText(field, values, exclude));
}

QString QueryTerms::with(const std::string& condition, bool exclude) const
{
    const std::string text = (exclude ? "not " : "") + condition;
    const auto added = parsed(text);
    if (!added)
        return m_query;
    const std::string wanted = printFilter(added->filter);
    const bool isThere = std::ranges::any_of(
        m_terms, [&wanted](const Term& term) { return printFilter(term.expr) == wanted; });
    return isThere ? m_query : edited({}, text);
}

QString QueryTerms::withBounds(const std::string& field, double from, double to) const
{
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const Expr& expr = m_terms[i].expr;
        if (expr.kind == Expr::Kind::FieldCompare && expr.field == field)
            return QueryTerms(edited(i, {})).withBounds(field, from, to);
    }
    Expr test;
    test.kind = Expr::Kind::FieldExists;
    test.field = field;
    std::string name = printFilter(test);
    name.resize(name.size() - 2); // `:*`
    return edited({}, name + ">=" + numberText(from) + ' ' + name + '<' + numberText(to));
}

QString QueryTerms::only(const std::string& field, const std::string& value) const
{
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const Term& term = m_terms[i];
        const bool isOther = term.field == field && !term.isExclusion;
        if (isOther && stateOf(field, value) != State::Excluded && term.values != std::vector{value})
            return edited(i, termText(field, {value}, false));
    }
    return toggled(field, value, false);
}

QString QueryTerms::edited(std::optional<std::size_t> term, const std::string& text) const
{
    if (!m_isGood)
        return m_query;
    std::string filter = m_filter;
    if (term) {
        const TextSpan at = m_terms[*term].expr.at;
        filter.replace(at.offset, at.length, text);
        // One of the two spaces beside what is gone.
        if (text.empty() && at.offset > 0 && filter[at.offset - 1] == ' ')
            filter.erase(at.offset - 1, 1);
    } else if (m_terms.empty()) {
        filter = text;
    } else {
        const bool isOr = m_terms.size() == 1 && m_terms.front().expr.kind == Expr::Kind::Or
            && m_terms.front().field.empty();
        const std::string before = tidy(filter);
        filter = (isOr ? "(" + before + ")" : before) + ' ' + text;
    }
    filter = tidy(filter);
    const std::string wanted = printed(term, text);
    const auto now = parsed(filter);
    const auto meant = parsed(wanted);
    const bool isMeant =
        now && meant && printFilter(now->filter) == printFilter(meant->filter);
    return QString::fromStdString(tidy((isMeant ? filter : wanted) + ' ' + m_rest));
}

std::string QueryTerms::printed(std::optional<std::size_t> term, const std::string& text) const
{
    Expr all;
    all.kind = Expr::Kind::And;
    const auto add = [&all](std::vector<Expr> more) {
        for (Expr& expr : more)
            all.children.push_back(std::move(expr));
    };
    const auto added = parsed(text);
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        if (i != term)
            all.children.push_back(m_terms[i].expr);
        else if (added)
            add(conjunctsOf(added->filter));
    }
    if (!term && added)
        add(conjunctsOf(added->filter));
    return all.children.empty() ? std::string() : printFilter(all);
}

} // namespace weir
