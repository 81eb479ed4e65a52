// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/aggregateparser.h"

#include "core/query/names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace weir {

namespace {

constexpr auto shortestWindow = std::chrono::milliseconds(1);

bool isQuantile(std::string_view name)
{
    return name.size() > 1 && name.front() == 'p'
        && name.find_first_not_of("0123456789.", 1) == std::string_view::npos;
}

bool isPlannedFunction(std::string_view name)
{
    constexpr std::array<std::string_view, 10> names{
        "sum", "avg", "min", "max", "distinct", "last", "top", "patterns", "increase", "delta"};
    return isQuantile(name) || std::find(names.begin(), names.end(), name) != names.end();
}

bool isName(std::string_view text)
{
    return !text.empty() && nameLength(text) == text.size();
}

/// count|rate [by NAME {, NAME}] [every DURATION]
class AggregateParser final
{
public:
    AggregateParser(QueryLexer& lexer, TextSpan pipe)
        : m_lexer(lexer)
        , m_last(pipe)
        , m_part(lexer.nextPart())
    {
    }

    std::variant<Aggregate, QueryError> parse()
    {
        for (const auto step : {&AggregateParser::readFunction, &AggregateParser::readBy,
                                &AggregateParser::readEvery, &AggregateParser::readEnd}) {
            if (auto error = (this->*step)())
                return std::move(*error);
        }
        return std::move(m_aggregate);
    }

private:
    using Problem = std::optional<QueryError>;

    bool isAtEnd() const { return m_part.text.empty(); }

    void advance()
    {
        m_last = m_part.at;
        m_part = m_lexer.nextPart();
    }

    /// An error about the part at hand, or about the last one where the query ends.
    QueryError here(std::string message) const
    {
        return {isAtEnd() ? m_last : m_part.at, std::move(message)};
    }

    QueryError later() const
    {
        return here("‘" + m_part.text
                    + "’ is for a later version of Weir; this one knows count and rate of events");
    }

    Problem readFunction()
    {
        if (m_part.text == "count")
            m_aggregate.function = Aggregate::Function::Count;
        else if (m_part.text == "rate")
            m_aggregate.function = Aggregate::Function::Rate;
        else if (isPlannedFunction(m_part.text))
            return later();
        else
            return here("Expected count or rate after |; to search for a | write it in quotes");
        const std::string function = m_part.text;
        advance();
        if (m_part.text == "(")
            return here("‘" + function
                        + "’ of a field is for a later version of Weir; without (…) it "
                          "is that of events");
        return {};
    }

    Problem readBy()
    {
        if (m_part.text != "by")
            return {};
        do {
            advance();
            if (!isName(m_part.text))
                return here("Expected the name of a field");
            if (m_part.text == "every" && !m_aggregate.by.empty())
                return here("Expected the name of a field after the comma");
            const std::string name = canonicalName(m_part.text);
            if (std::find(m_aggregate.by.begin(), m_aggregate.by.end(), name)
                != m_aggregate.by.end())
                return here("‘" + m_part.text + "’ stands after by already");
            m_aggregate.by.push_back(name);
            advance();
        } while (m_part.text == ",");
        return {};
    }

    Problem readEvery()
    {
        if (m_part.text != "every")
            return {};
        advance();
        const auto length = parseDuration(m_part.text);
        if (!length)
            return here("Expected a length of time such as 10s, 5m or 1h30m");
        if (*length < shortestWindow)
            return here("A window is at least 1ms long");
        m_aggregate.every = *length;
        advance();
        return {};
    }

    Problem readEnd()
    {
        if (isAtEnd())
            return {};
        if (m_part.text == "|")
            return here("A second | is for a later version of Weir");
        if (m_part.text == "by" && m_aggregate.every)
            return here("Write by before every: | count by service every 10s");
        if (m_part.text == "by")
            return here("Separate the names after by with commas");
        if (m_aggregate.every)
            return here("Nothing can follow the length of the window");
        if (!m_aggregate.by.empty())
            return here("Expected a comma, every or the end after a field's name");
        return here("Expected by, every or the end");
    }

    QueryLexer& m_lexer;
    TextSpan m_last;
    QueryToken m_part;
    Aggregate m_aggregate;
};

} // namespace

std::variant<Aggregate, QueryError> parseAggregate(QueryLexer& lexer, TextSpan pipe)
{
    return AggregateParser(lexer, pipe).parse();
}

} // namespace weir
