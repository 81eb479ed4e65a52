// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/narrowing.h"

#include <algorithm>

namespace weir {

namespace {

using Kind = Expr::Kind;

bool isSeverity(const FilterNode& node)
{
    return node.kind == Kind::SeverityCompare || node.kind == Kind::SeverityEquals;
}

bool areSeveritiesWithin(const FilterNode& node, const FilterNode& than)
{
    for (std::size_t i = 0; i < node.severities.size(); ++i) {
        if (node.severities[i] && !than.severities[i])
            return false;
    }
    return true;
}

bool isSameField(const FilterNode& a, const FilterNode& b)
{
    if (!a.field || !b.field)
        return a.field == b.field;
    return a.field->kind == b.field->kind && a.field->name == b.field->name
        && a.field->columns == b.field->columns;
}

/// Of a condition without conditions in it.
bool isLeafNarrower(const FilterNode& node, const FilterNode& than)
{
    if (isSeverity(node) && isSeverity(than))
        return areSeveritiesWithin(node, than);
    if (node.kind != than.kind || !isSameField(node, than))
        return false;
    switch (node.kind) {
    case Kind::Text:
        return node.needle->folded().find(than.needle->folded()) != std::string::npos;
    case Kind::Regex:
    case Kind::FieldEquals:
    case Kind::FieldGlob:
        return node.text == than.text;
    case Kind::FieldExists:
        return true;
    case Kind::FieldCompare:
        return node.number.comparison == than.number.comparison
            && node.number.bound == than.number.bound && node.times.from == than.times.from
            && node.times.to == than.times.to;
    default:
        return false;
    }
}

/// Nested alternatives would be compared each with each, on every level anew.
constexpr int mostComparisons = 4096;

bool isNarrowerWithin(int& budget, const FilterNode& node, const FilterNode& than)
{
    if (--budget < 0)
        return false;
    const auto isNodeNarrower = [&](const auto& child) {
        return isNarrowerWithin(budget, node, *child);
    };
    const auto isChildNarrower = [&](const auto& child) {
        return isNarrowerWithin(budget, *child, than);
    };
    if (than.kind == Kind::Everything)
        return true;
    if (than.kind == Kind::And)
        return std::all_of(than.children.begin(), than.children.end(), isNodeNarrower);
    if (node.kind == Kind::Or)
        return std::all_of(node.children.begin(), node.children.end(), isChildNarrower);
    if (than.kind == Kind::Or
        && std::any_of(than.children.begin(), than.children.end(), isNodeNarrower))
        return true;
    if (node.kind == Kind::And)
        return std::any_of(node.children.begin(), node.children.end(), isChildNarrower);
    if (node.kind == Kind::Not && than.kind == Kind::Not)
        return isNarrowerWithin(budget, *than.children.front(), *node.children.front());
    return isLeafNarrower(node, than);
}

} // namespace

bool isNarrower(const FilterNode& node, const FilterNode& than)
{
    int budget = mostComparisons;
    return isNarrowerWithin(budget, node, than);
}

} // namespace weir
