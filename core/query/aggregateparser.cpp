// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/aggregateparser.h"

#include "core/nearest.h"
#include "core/query/functions.h"
#include "core/query/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace weir {

namespace {

using Of = FunctionInfo::Of;

constexpr auto shortestWindow = std::chrono::milliseconds(1);
constexpr std::size_t longestTop = 10'000;

bool isName(std::string_view text)
{
    return !text.empty() && nameLength(text) == text.size();
}

std::string meant(std::string_view word, const std::vector<std::string_view>& names)
{
    const std::string_view name = nearest(word, names);
    return name.empty() ? std::string() : fmt::format("; did you mean ‘{}’?", name);
}

std::string noFunction(std::string_view word)
{
    const auto names = functionNames();
    const std::string suggestion = meant(word, names);
    if (!suggestion.empty())
        return fmt::format("‘{}’ is no function{}", word, suggestion);
    return fmt::format("‘{}’ is no function; known are {}; to search for a | write it in quotes",
                       word, fmt::join(names, ", "));
}

/// What a field always is, where that is no number.
std::string_view kindOf(std::string_view canonicalName)
{
    if (canonicalName == "time" || canonicalName == "received")
        return "a time";
    if (canonicalName == "severity")
        return "a severity";
    return isTextName(canonicalName) ? "text" : "";
}

/// FUNCTION [by NAME {, NAME}] [every DURATION]
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

    Problem readFunction()
    {
        if (!isName(m_part.text))
            return here("Expected a function such as count, rate or p95(latency_ms) after |; to "
                        "search for a | write it in quotes");
        const QueryToken name = m_part;
        advance();
        if (name.text == "patterns")
            return QueryError{name.at, "‘patterns’ is for a later version of Weir"};
        const bool isOfField = m_part.text == "(";
        const auto info = findFunction(name.text, isOfField);
        if (!info)
            return QueryError{name.at, noFunction(name.text)};
        if (info->percent > 100)
            return QueryError{name.at, "A quantile is one of p0 to p100, such as p99.9"};
        m_aggregate.function = info->function;
        m_aggregate.percent = info->percent;
        if (info->of == Of::Events && isOfField)
            return QueryError{name.at,
                              fmt::format("‘{}’ is that of events and takes no field; how many "
                                          "different values there are says distinct",
                                          name.text)};
        if (info->of != Of::Events && !isOfField)
            return QueryError{name.at,
                              fmt::format("‘{0}’ needs a field, as in {0}(latency_ms)", name.text)};
        if (info->function == Aggregate::Function::Top)
            return readMost();
        return isOfField ? readField(name.text, info->of) : Problem{};
    }

    Problem readField(const std::string& function, Of of)
    {
        const TextSpan open = m_part.at;
        advance();
        if (!isName(m_part.text))
            return here("Expected the name of a field");
        m_aggregate.field = canonicalName(m_part.text);
        const std::string_view kind = kindOf(m_aggregate.field);
        if (of == Of::Numbers && !kind.empty())
            return here(
                fmt::format("‘{}’ is {}, and {} needs numbers", m_part.text, kind, function));
        advance();
        if (isAtEnd())
            return QueryError{open, "This ( is not closed; add )"};
        if (m_part.text != ")")
            return here("Expected ) after the name of the field");
        advance();
        return {};
    }

    Problem readMost()
    {
        const std::string& digits = m_part.text;
        const auto [end, code] =
            std::from_chars(digits.data(), digits.data() + digits.size(), m_aggregate.most);
        if (digits.empty() || code != std::errc{} || end != digits.data() + digits.size())
            return here("Expected how many, as in top 10 by user");
        if (m_aggregate.most < 1 || m_aggregate.most > longestTop)
            return here("Of a top there are at least 1 and at most 10000");
        advance();
        if (m_part.text != "by")
            return here("‘top’ needs the fields whose values it ranks, as in top 10 by user"
                        + meant(m_part.text, {"by"}));
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
            return here("Expected a comma, every or the end after a field's name"
                        + meant(m_part.text, {"every"}));
        return here("Expected by, every or the end" + meant(m_part.text, {"by", "every"}));
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
