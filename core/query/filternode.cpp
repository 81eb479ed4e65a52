// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/filternode.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

using Kind = Expr::Kind;

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// The whole number that a bound stands for, once it is rounded; out of range it is the end.
std::int64_t toWhole(double value)
{
    constexpr double limit = 9223372036854775808.0; // 2^63
    if (value >= limit)
        return std::numeric_limits<std::int64_t>::max();
    if (value < -limit)
        return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(value);
}

template<typename Value>
bool compare(Value left, Comparison comparison, Value right)
{
    switch (comparison) {
    case Comparison::Less:
        return left < right;
    case Comparison::LessEqual:
        return left <= right;
    case Comparison::Greater:
        return left > right;
    case Comparison::GreaterEqual:
        return left >= right;
    }
    return false;
}

/// An event without a severity is neither above nor below another.
std::array<bool, severityClassCount> severitiesOf(const Expr& expr)
{
    std::array<bool, severityClassCount> matching{};
    for (std::size_t i = 1; i < matching.size(); ++i) {
        const auto severity = static_cast<SeverityClass>(i);
        matching[i] = expr.kind == Kind::FieldExists
            || (expr.kind == Kind::SeverityEquals
                    ? severity == expr.severity
                    : compare(severity, expr.comparison, expr.severity));
    }
    return matching;
}

/// The next time there is; the last is followed by itself.
TimePoint after(TimePoint time)
{
    return time == TimePoint::max() ? time : time + Nanoseconds(1);
}

TimeRange timesOf(const Expr& expr)
{
    switch (expr.comparison) {
    case Comparison::Less:
        return {TimePoint::min(), expr.time};
    case Comparison::LessEqual:
        return {TimePoint::min(), after(expr.time)};
    case Comparison::Greater:
        return {after(expr.time), TimePoint::max()};
    case Comparison::GreaterEqual:
        return {expr.time, TimePoint::max()};
    }
    return {};
}

bool isTime(const FieldName& field)
{
    return field.kind == FieldName::Kind::Time || field.kind == FieldName::Kind::Received;
}

int costOf(const FilterNode& node)
{
    switch (node.kind) {
    case Kind::Everything:
    case Kind::SeverityCompare:
    case Kind::SeverityEquals:
        return 0;
    case Kind::FieldCompare:
    case Kind::FieldExists:
        return 1;
    case Kind::FieldEquals:
        return 2;
    case Kind::FieldGlob:
        return 4;
    case Kind::Text:
        return 8;
    case Kind::Regex:
        return node.field ? 16 : 64;
    case Kind::And:
    case Kind::Or:
    case Kind::Not:
        break;
    }
    int cost = 1;
    for (const auto& child : node.children)
        cost += child->cost;
    return cost;
}

void compileField(FilterNode& node, const Expr& expr)
{
    node.field = std::make_unique<const FieldName>(expr.field);
    if (node.field->kind == FieldName::Kind::Severity && expr.kind == Kind::FieldExists) {
        node.kind = Kind::SeverityCompare;
        node.severities = severitiesOf(expr);
    }
    if (!isTime(*node.field))
        return;
    if (expr.kind == Kind::FieldCompare) {
        node.times = timesOf(expr);
    } else if (const auto time = parseTime(expr.text); time && expr.kind == Kind::FieldEquals) {
        node.kind = Kind::FieldCompare;
        node.times = {*time, after(*time)};
    }
}

void compileRegex(FilterNode& node, const Expr& expr)
{
    node.pattern = std::make_unique<const Pattern>(expr.text);
    constexpr std::size_t mostAtoms = 64; // a bit each
    const auto& atoms = node.pattern->atoms();
    if (!expr.field.empty() || atoms.size() > mostAtoms)
        return;
    for (const std::string& atom : atoms)
        node.atoms.emplace_back(atom);
}

} // namespace

NumberTest::NumberTest(Comparison how, double to)
    : comparison(how)
    , bound(to)
{
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    constexpr double limit = 9223372036854775808.0;
    const bool isAbove = how == Comparison::Greater || how == Comparison::GreaterEqual;
    if (std::isnan(to) || (isAbove ? to >= limit : to < -limit)) {
        std::tie(lowest, highest) = std::pair(most, least);
        return;
    }
    if (how == Comparison::GreaterEqual)
        lowest = toWhole(std::ceil(to));
    else if (how == Comparison::LessEqual)
        highest = toWhole(std::floor(to));
    else if (how == Comparison::Greater && to >= -limit)
        // Not past the end: the bound is below 2^63 here, so its floor is below the largest.
        lowest = toWhole(std::floor(to)) + 1;
    else if (how == Comparison::Less && to < limit) {
        const std::int64_t ceiling = toWhole(std::ceil(to));
        if (ceiling == least)
            lowest = most; // below the least there is nothing
        highest = ceiling == least ? least : ceiling - 1;
    }
}

bool NumberTest::holds(const FieldNumber& number) const
{
    if (number.isInt)
        return number.whole >= lowest && number.whole <= highest;
    return compare(number.real, comparison, bound);
}

std::unique_ptr<const FilterNode> compileNode(const Expr& expr)
{
    auto node = std::make_unique<FilterNode>();
    node->kind = expr.kind;
    node->text = expr.text;
    for (const Expr& child : expr.children)
        node->children.push_back(compileNode(child));
    if (!expr.field.empty())
        compileField(*node, expr);
    if (expr.kind == Kind::Text)
        node->needle = std::make_unique<const Needle>(expr.text);
    else if (expr.kind == Kind::Regex)
        compileRegex(*node, expr);
    else if (expr.kind == Kind::FieldCompare)
        node->number = NumberTest(expr.comparison, expr.number);
    else if (expr.kind == Kind::SeverityCompare || expr.kind == Kind::SeverityEquals)
        node->severities = severitiesOf(expr);
    node->cost = costOf(*node);
    if (expr.kind == Kind::And)
        std::stable_sort(node->children.begin(), node->children.end(),
                         [](const auto& a, const auto& b) { return a->cost < b->cost; });
    return node;
}

/// Backtracks to the last star only, so the time is at most the product of the lengths.
bool matchesGlob(std::string_view glob, std::string_view text)
{
    std::size_t g = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            resume = t;
        } else if (g < glob.size() && glob[g] == '?') {
            ++g;
            ++t;
            while (t < text.size() && isContinuation(text[t]))
                ++t;
        } else if (g < glob.size() && glob[g] == text[t]) {
            ++g;
            ++t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', g) == std::string_view::npos;
}

} // namespace weir
