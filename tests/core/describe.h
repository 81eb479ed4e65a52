// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <string>

namespace weir::test {

inline const char* sign(Comparison comparison)
{
    switch (comparison) {
    case Comparison::Less:
        return "<";
    case Comparison::LessEqual:
        return "<=";
    case Comparison::Greater:
        return ">";
    case Comparison::GreaterEqual:
        return ">=";
    }
    return "?";
}

/// A tree as text, with everything but the places in it: equal for equal trees only.
inline std::string describe(const Expr& expr)
{
    const auto list = [&](const char* name) {
        std::string out = name;
        for (const Expr& child : expr.children)
            out += (&child == &expr.children.front() ? "(" : ", ") + describe(child);
        return out + ")";
    };
    switch (expr.kind) {
    case Expr::Kind::Everything:
        return "everything";
    case Expr::Kind::And:
        return list("and");
    case Expr::Kind::Or:
        return list("or");
    case Expr::Kind::Not:
        return list("not");
    case Expr::Kind::Text:
        return "<" + expr.text + ">";
    case Expr::Kind::Regex:
        return expr.field + "~<" + expr.text + ">";
    case Expr::Kind::FieldEquals:
        return expr.field + "=<" + expr.text + ">";
    case Expr::Kind::FieldGlob:
        return expr.field + " like <" + expr.text + ">";
    case Expr::Kind::FieldExists:
        return expr.field + " exists";
    case Expr::Kind::FieldCompare:
        return expr.field + sign(expr.comparison) + std::to_string(expr.number) + "@"
            + std::to_string(nanosecondsOf(expr.time));
    case Expr::Kind::SeverityCompare:
        return "severity" + std::string(sign(expr.comparison)) + std::string(nameOf(expr.severity));
    case Expr::Kind::SeverityEquals:
        return "severity=" + std::string(nameOf(expr.severity));
    }
    return "?";
}

/// The tree or the error of a query's filter.
inline std::string describe(std::string_view query)
{
    const auto parsed = parseQuery(query);
    if (const auto* error = std::get_if<QueryError>(&parsed))
        return "error " + std::to_string(error->at.offset) + "+" + std::to_string(error->at.length)
            + ": " + error->message;
    return describe(std::get<Query>(parsed).filter);
}

} // namespace weir::test
