// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alertquery.h"

#include "core/query/names.h"
#include "core/query/query.h"

#include <optional>
#include <string_view>

namespace weir {

namespace {

/// The values in `region=eu-west, service=payments`, by what the rule counts by: a value may hold
/// commas and equal signs of its own. Nothing when the text is of another rule.
std::optional<std::vector<std::string>> labelValues(const std::vector<std::string>& by,
                                                    std::string_view labels)
{
    std::vector<std::string> values;
    for (std::size_t i = 0; i < by.size(); ++i) {
        const std::string begin = std::string(labelName(by[i])) + "=";
        if (labels.substr(0, begin.size()) != begin)
            return std::nullopt;
        labels.remove_prefix(begin.size());
        std::size_t end = labels.size();
        if (i + 1 < by.size()) {
            const std::string next = ", " + std::string(labelName(by[i + 1])) + "=";
            end = labels.find(next);
            if (end == std::string_view::npos)
                return std::nullopt;
        }
        values.emplace_back(labels.substr(0, end));
        labels.remove_prefix(i + 1 < by.size() ? end + 2 : end);
    }
    return values;
}

Expr fieldIs(const std::string& field, const std::string& value)
{
    Expr exists;
    exists.kind = Expr::Kind::FieldExists;
    exists.field = field;
    Expr expr;
    expr.kind = value.empty() ? Expr::Kind::Not : Expr::Kind::FieldEquals;
    if (value.empty()) {
        expr.children.push_back(exists);
    } else {
        expr.field = field;
        expr.text = value;
    }
    return expr;
}

} // namespace

QString alertQuery(const AlertRule& rule, const std::string& labels)
{
    const auto parsed = parseQuery(rule.query);
    const auto* query = std::get_if<Query>(&parsed);
    if (!query)
        return {};
    const auto values = query->aggregate ? labelValues(query->aggregate->by, labels) : std::nullopt;
    if (!values || values->empty())
        return QString::fromStdString(printFilter(query->filter));
    Expr all;
    all.kind = Expr::Kind::And;
    if (query->filter.kind == Expr::Kind::And)
        all.children = query->filter.children;
    else if (query->filter.kind != Expr::Kind::Everything)
        all.children.push_back(query->filter);
    for (std::size_t i = 0; i < values->size(); ++i)
        all.children.push_back(fieldIs(query->aggregate->by[i], (*values)[i]));
    if (all.children.size() == 1)
        all = Expr(all.children.front());
    return QString::fromStdString(printFilter(all));
}

} // namespace weir
