// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/fieldtest.h"

#include "core/query/names.h"
#include "core/query/pattern.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace weir {

namespace {

using Outcome = std::variant<Expr, QueryError>;

constexpr const char* knownSeverities =
    "known are trace, debug, info, warn, error, fatal and their usual other names";

bool isTime(std::string_view field)
{
    return field == "time" || field == "received";
}

std::optional<double> parseNumber(std::string_view text)
{
    double number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

Comparison comparisonOf(QueryToken::Test test)
{
    switch (test) {
    case QueryToken::Test::Less:
        return Comparison::Less;
    case QueryToken::Test::LessEqual:
        return Comparison::LessEqual;
    case QueryToken::Test::GreaterEqual:
        return Comparison::GreaterEqual;
    default:
        return Comparison::Greater;
    }
}

QueryError unknownSeverity(const QueryToken& value)
{
    return {value.at, "‘" + value.text + "’ is no severity; " + knownSeverities};
}

QueryError notATime(const QueryToken& value)
{
    return {value.at, "‘" + value.text + "’ is no time; write it like 2026-11-23T12:04:51Z"};
}

Outcome equalsTest(Expr test, const QueryToken& value)
{
    const bool isQuoted = value.kind == QueryToken::Kind::Phrase;
    test.text = value.text;
    if (!isQuoted && value.text == "*") {
        test.kind = Expr::Kind::FieldExists;
        test.text.clear();
    } else if (!isQuoted && value.text.find_first_of("*?") != std::string::npos) {
        test.kind = Expr::Kind::FieldGlob;
    } else if (test.field == "severity") {
        const auto severity = parseSeverityWord(value.text);
        if (!severity)
            return unknownSeverity(value);
        test.kind = Expr::Kind::SeverityEquals;
        test.severity = classOf(*severity);
        test.text.clear();
    } else {
        if (isTime(test.field) && !parseTime(value.text))
            return notATime(value);
        test.kind = Expr::Kind::FieldEquals;
    }
    return test;
}

Outcome comparisonTest(Expr test, const QueryToken& value)
{
    if (test.field == "severity") {
        const auto severity = parseSeverityWord(value.text);
        if (!severity)
            return unknownSeverity(value);
        test.kind = Expr::Kind::SeverityCompare;
        test.severity = classOf(*severity);
        return test;
    }
    test.kind = Expr::Kind::FieldCompare;
    if (isTime(test.field)) {
        const auto time = parseTime(value.text);
        if (!time)
            return notATime(value);
        test.time = *time;
        return test;
    }
    if (isTextName(test.field))
        return QueryError{
            test.at,
            "‘" + test.field
                + "’ is text, and < and > compare numbers; to search for this text put "
                  "it in quotes"};
    const auto number = parseNumber(value.text);
    if (!number)
        return QueryError{value.at,
                          "Expected a number, not ‘" + value.text
                              + "’; to search for this text put it all in quotes"};
    test.number = *number;
    return test;
}

QueryError missingValue(const QueryToken& field)
{
    if (field.test == QueryToken::Test::Equals)
        return {field.at,
                "The value after ‘" + field.text
                    + ":’ is missing; to search for this text put it in quotes"};
    if (canonicalName(field.text) == "severity")
        return {field.at, std::string("Expected a severity; ") + knownSeverities};
    if (isTime(field.text))
        return {field.at, "Expected a time such as 2026-11-23T12:04:51Z"};
    return {field.at, "Expected a number; to search for this text put it in quotes"};
}

} // namespace

std::variant<Expr, QueryError> makeFieldTest(const QueryToken& field, const QueryToken& value)
{
    Expr test;
    test.field = canonicalName(field.text);
    test.at = {field.at.offset, value.at.offset + value.at.length - field.at.offset};
    if (value.kind == QueryToken::Kind::Word && value.text.empty())
        return missingValue(field);
    if (field.test == QueryToken::Test::Regex) {
        test.kind = Expr::Kind::Regex;
        test.text = value.text;
        return test;
    }
    test.comparison = comparisonOf(field.test);
    return field.test == QueryToken::Test::Equals ? equalsTest(std::move(test), value)
                                                  : comparisonTest(std::move(test), value);
}

} // namespace weir
