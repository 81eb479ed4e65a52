// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/loosefields.h"

#include <algorithm>

namespace weir {

namespace {

void addConjuncts(const Expr& expr, std::vector<const Expr*>& all)
{
    if (expr.kind != Expr::Kind::And) {
        all.push_back(&expr);
        return;
    }
    for (const Expr& child : expr.children)
        addConjuncts(child, all);
}

/// The only field whose values the condition names; empty: it is another kind of condition.
std::string fieldOf(const Expr& expr)
{
    switch (expr.kind) {
    case Expr::Kind::FieldEquals:
        return expr.field;
    case Expr::Kind::SeverityEquals:
        return "severity";
    case Expr::Kind::Not:
        return fieldOf(expr.children.front());
    case Expr::Kind::Or: {
        const std::string first = fieldOf(expr.children.front());
        const bool isOne = std::ranges::all_of(
            expr.children, [&first](const Expr& child) { return fieldOf(child) == first; });
        return isOne ? first : std::string();
    }
    default:
        return {};
    }
}

} // namespace

std::vector<LooseField> looseFields(const Expr& filter)
{
    std::vector<const Expr*> conjuncts;
    addConjuncts(filter, conjuncts);
    std::vector<LooseField> loose;
    for (const Expr* conjunct : conjuncts) {
        const std::string field = fieldOf(*conjunct);
        const bool isThere = std::ranges::find(loose, field, &LooseField::field) != loose.end();
        if (field.empty() || isThere || loose.size() == mostLooseFields)
            continue;
        Expr others;
        others.kind = Expr::Kind::And;
        for (const Expr* other : conjuncts) {
            if (fieldOf(*other) != field)
                others.children.push_back(*other);
        }
        if (others.children.empty())
            others = {};
        else if (others.children.size() == 1)
            others = Expr(others.children.front());
        if (auto compiled = Filter::compile(others))
            loose.push_back({field, *compiled});
    }
    return loose;
}

} // namespace weir
