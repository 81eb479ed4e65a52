// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity.h"
#include "core/textspan.h"
#include "core/timepoint.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weir {

/// Why a query cannot be understood, and where: what is drawn as a caret under the text.
struct QueryError
{
    TextSpan at;
    std::string message; ///< a sentence in English without a full stop
};

enum class Comparison { Less, LessEqual, Greater, GreaterEqual };

/// One node of the syntax tree of a query's filter; docs/query-language.md has the grammar.
struct Expr
{
    enum class Kind {
        Everything, ///< no condition
        And, ///< all of `children`
        Or, ///< any of `children`
        Not, ///< not `children[0]`
        Text, ///< `text` stands in the body, a field, source, key, trace or span id; case folded
        Regex, ///< `text` is an RE2 pattern; in `field` if that is set, else where Text looks
        FieldEquals, ///< `field` is `text` as written
        FieldGlob, ///< `field` matches `text` with `*` and `?`
        FieldExists,
        FieldCompare, ///< the number in `field` compares to `number`; time and received: in ns
        SeverityCompare, ///< severity class compares to `severity`
        SeverityEquals,
    };

    Kind kind = Kind::Everything;
    std::vector<Expr> children;
    std::string field; ///< canonical: `service` is here `service.name`
    std::string text;
    double number = 0;
    TimePoint time; ///< FieldCompare of `time` and `received`
    Comparison comparison = Comparison::Greater;
    SeverityClass severity = SeverityClass::None;
    TextSpan at; ///< where it stands in the query
};

/// The part after `|`.
struct Aggregate
{
    enum class Function {
        Count, ///< events
        Rate, ///< events per second
        Top, ///< events, of the `most` label sets that have the most
        Sum,
        Average,
        Min,
        Max,
        Quantile, ///< the value that `percent` of all are not above
        Distinct, ///< how many different values
        First, ///< by time, then seq
        Last,
        Increase, ///< of a counter, which may begin anew at zero
        CounterRate, ///< the same per second
        Delta, ///< how far a gauge has moved
    };

    Function function = Function::Count;
    std::string field; ///< canonical; empty for a function of events
    double percent = 0; ///< Quantile: 0 to 100
    std::size_t most = 0; ///< Top
    std::vector<std::string> by; ///< canonical field names
    std::optional<Nanoseconds> every; ///< the window's length; at least 1 ms

    bool isCountOrRate() const { return function == Function::Count || function == Function::Rate; }
    friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

/// A parsed query: a value, independent of any index.
struct Query
{
    std::string text;
    Expr filter;
    std::optional<Aggregate> aggregate;
};

/// Reads a query. Never throws; any input gives a query or an error with its place.
std::variant<Query, QueryError> parseQuery(std::string_view text);

/// The filter as a query that parses to the same tree.
std::string printFilter(const Expr& filter);

/// What is computed, as it is written: `count`, `p99.9(latency_ms)`; of `top` what it counts.
std::string printFunction(const Aggregate& aggregate);

/// The part after `|` as text that parses to the same.
std::string printAggregate(const Aggregate& aggregate);

/// A text as a term or a value: bare where that is the same, else in quotes.
std::string printWord(std::string_view text);

} // namespace weir
