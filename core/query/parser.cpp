// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/aggregateparser.h"
#include "core/query/fieldtest.h"
#include "core/query/lexer.h"
#include "core/query/pattern.h"
#include "core/query/query.h"

#include <optional>

namespace weir {

namespace {

using Kind = QueryToken::Kind;

constexpr std::size_t longestQuery = std::size_t{64} << 10;
constexpr int deepestNesting = 100;

/// Recursive descent over docs/query-language.md's grammar; each function is one of its rules.
/// Every rule leaves the first token after it in m_token, or an error in m_error and then false.
class FilterParser final
{
public:
    explicit FilterParser(QueryLexer& lexer)
        : m_lexer(lexer)
    {
    }

    /// The filter, up to the end or the `|`, which is then token().
    bool parse(Expr& filter)
    {
        if (!advance())
            return false;
        if (isAtFilterEnd())
            return true;
        if (!disjunction(filter, 0))
            return false;
        if (m_token.kind == Kind::Close)
            return fail(m_token.at, "This ) closes nothing; to search for it put it in quotes");
        return true;
    }

    const QueryToken& token() const { return m_token; }
    QueryError takeError() { return std::move(*m_error); }

private:
    bool isAtFilterEnd() const { return m_token.kind == Kind::End || m_token.kind == Kind::Pipe; }

    bool fail(TextSpan at, std::string message)
    {
        m_error = QueryError{at, std::move(message)};
        return false;
    }

    bool take(QueryLexer::Step step)
    {
        if (auto* error = std::get_if<QueryError>(&step)) {
            m_error = std::move(*error);
            return false;
        }
        m_token = std::move(std::get<QueryToken>(step));
        return true;
    }

    bool advance() { return take(m_lexer.next()); }

    static void join(Expr& to, Expr::Kind kind, std::vector<Expr> parts)
    {
        if (parts.size() == 1) {
            to = std::move(parts.front());
            return;
        }
        to.kind = kind;
        const TextSpan last = parts.back().at;
        to.at.offset = parts.front().at.offset;
        to.at.length = last.offset + last.length - to.at.offset;
        to.children = std::move(parts);
    }

    bool disjunction(Expr& expr, int depth)
    {
        std::vector<Expr> parts;
        for (;;) {
            if (!conjunction(parts.emplace_back(), depth))
                return false;
            if (m_token.kind != Kind::Or)
                break;
            if (!advanceToTerm("or"))
                return false;
        }
        join(expr, Expr::Kind::Or, std::move(parts));
        return true;
    }

    bool conjunction(Expr& expr, int depth)
    {
        std::vector<Expr> parts;
        for (;;) {
            if (!negation(parts.emplace_back(), depth))
                return false;
            if (m_token.kind == Kind::And) {
                if (!advanceToTerm("and"))
                    return false;
            } else if (isAtFilterEnd() || m_token.kind == Kind::Or || m_token.kind == Kind::Close) {
                break;
            }
        }
        join(expr, Expr::Kind::And, std::move(parts));
        return true;
    }

    /// After `and`, `or`, `not`: there must be a term.
    bool advanceToTerm(const char* word)
    {
        const TextSpan at = m_token.at;
        if (!advance())
            return false;
        if (isAtFilterEnd() || m_token.kind == Kind::Close)
            return fail(at,
                        std::string("A term is missing after ‘") + word
                            + "’; to search for the word put it in quotes");
        return true;
    }

    bool negation(Expr& expr, int depth)
    {
        if (m_token.kind != Kind::Not)
            return primary(expr, depth);
        if (depth >= deepestNesting)
            return failTooDeep();
        const TextSpan at = m_token.at;
        if (!advanceToTerm("not"))
            return false;
        expr.kind = Expr::Kind::Not;
        Expr& child = expr.children.emplace_back();
        if (!negation(child, depth + 1))
            return false;
        expr.at = {at.offset, child.at.offset + child.at.length - at.offset};
        return true;
    }

    bool failTooDeep()
    {
        return fail(m_token.at, "This is nested too deeply; at most 100 levels are allowed");
    }

    bool primary(Expr& expr, int depth)
    {
        switch (m_token.kind) {
        case Kind::Open:
            return group(expr, depth);
        case Kind::Field:
            return field(expr);
        case Kind::Regex:
            return regex(expr, m_token, {});
        case Kind::Word:
            expr.kind = m_token.text == "*" ? Expr::Kind::Everything : Expr::Kind::Text;
            break;
        case Kind::Phrase:
            expr.kind = Expr::Kind::Text;
            break;
        default:
            return fail(m_token.at,
                        "A term is missing before ‘" + m_token.text
                            + "’; to search for it put it in quotes");
        }
        expr.at = m_token.at;
        if (expr.kind == Expr::Kind::Text)
            expr.text = std::move(m_token.text);
        return advance();
    }

    bool group(Expr& expr, int depth)
    {
        if (depth >= deepestNesting)
            return failTooDeep();
        const TextSpan open = m_token.at;
        if (!advance())
            return false;
        if (m_token.kind == Kind::Close)
            return fail({open.offset, m_token.at.offset + 1 - open.offset},
                        "There is nothing between the parentheses; to search for them put them in "
                        "quotes");
        if (isAtFilterEnd())
            return failUnclosed(open);
        if (!disjunction(expr, depth + 1))
            return false;
        if (m_token.kind != Kind::Close)
            return failUnclosed(open);
        return advance();
    }

    bool failUnclosed(TextSpan open)
    {
        return fail(open, "This ( is not closed; add ) or put it in quotes");
    }

    /// NAME TEST value: one value or, after `:`, a list of them.
    bool field(Expr& expr)
    {
        const QueryToken name = m_token;
        if (!take(m_lexer.value(name.test)))
            return false;
        if (m_token.kind == Kind::Open)
            return valueList(expr, name);
        return fieldValue(expr, name) && advance();
    }

    bool fieldValue(Expr& expr, const QueryToken& name)
    {
        auto made = makeFieldTest(name, m_token);
        if (auto* error = std::get_if<QueryError>(&made)) {
            m_error = std::move(*error);
            return false;
        }
        expr = std::move(std::get<Expr>(made));
        return expr.kind != Expr::Kind::Regex || check(expr);
    }

    bool valueList(Expr& expr, const QueryToken& name)
    {
        const TextSpan open = m_token.at;
        std::vector<Expr> parts;
        for (;;) {
            if (!take(m_lexer.listValue()))
                return false;
            if (m_token.kind == Kind::End || m_token.kind == Kind::Pipe)
                return failUnclosed(open);
            if (m_token.kind != Kind::Word && m_token.kind != Kind::Phrase)
                return fail(m_token.at, "Expected a value of ‘" + name.text + "’ here");
            if (!fieldValue(parts.emplace_back(), name))
                return false;
            if (!take(m_lexer.listValue()))
                return false;
            if (m_token.kind == Kind::Close)
                break;
            if (m_token.kind == Kind::End || m_token.kind == Kind::Pipe)
                return failUnclosed(open);
            if (m_token.kind != Kind::Or)
                return fail(m_token.at, "Write ‘or’ between the values of ‘" + name.text + "’");
        }
        join(expr, Expr::Kind::Or, std::move(parts));
        expr.at = {name.at.offset, m_token.at.offset + 1 - name.at.offset};
        return advance();
    }

    bool regex(Expr& expr, const QueryToken& token, std::string field)
    {
        expr.kind = Expr::Kind::Regex;
        expr.field = std::move(field);
        expr.text = token.text;
        expr.at = token.at;
        return check(expr) && advance();
    }

    bool check(const Expr& regex)
    {
        auto problem = checkPattern(regex.text);
        if (!problem)
            return true;
        // A slash in the pattern is two characters in the query, so only the whole can be shown then.
        const std::size_t pattern = m_token.at.offset + 2;
        const bool isVerbatim = regex.text.size() + 3 == m_token.at.length;
        problem->at =
            isVerbatim ? TextSpan{pattern + problem->at.offset, problem->at.length} : m_token.at;
        m_error = std::move(problem);
        return false;
    }

    QueryLexer& m_lexer;
    QueryToken m_token;
    std::optional<QueryError> m_error;
};

} // namespace

std::variant<Query, QueryError> parseQuery(std::string_view text)
{
    if (text.size() > longestQuery)
        return QueryError{{longestQuery, text.size() - longestQuery},
                          "A query is at most 64 KiB long"};
    Query query;
    query.text = text;
    QueryLexer lexer(text);
    FilterParser parser(lexer);
    if (!parser.parse(query.filter))
        return parser.takeError();
    if (parser.token().kind == Kind::Pipe) {
        auto aggregate = parseAggregate(lexer, parser.token().at);
        if (auto* error = std::get_if<QueryError>(&aggregate))
            return std::move(*error);
        query.aggregate = std::move(std::get<Aggregate>(aggregate));
    }
    return query;
}

} // namespace weir
