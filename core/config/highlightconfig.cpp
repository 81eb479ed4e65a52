// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/query/filter.h"

#include <fmt/format.h>

namespace weir {

namespace {

constexpr std::int64_t colors = 9;

void readColor(TableReader& reader, int& color)
{
    const TomlValue* value = reader.require("color");
    if (!value)
        return;
    if (value->kind == TomlValue::Kind::Integer && value->integer >= 1 && value->integer <= colors)
        color = static_cast<int>(value->integer);
    else
        reader.problems().error(value->place,
                                fmt::format("'color' must be a whole number from 1 to {}", colors));
}

/// What the query finds is marked where it stands, so it has to find something.
void readQuery(TableReader& reader, std::string& text)
{
    const TomlValue* value = reader.require("query");
    const auto query = reader.readQuery("query", text);
    if (!value || !query)
        return;
    if (query->aggregate)
        reader.problems().error(value->place, "a highlight has no aggregate; end it before the |");
    else if (query->filter.kind == Expr::Kind::Everything)
        reader.problems().error(value->place, "this would mark everything");
    else if (const auto filter = Filter::compile(query->filter); !filter)
        reader.problems().error(value->place, filter.error().detail);
}

std::optional<HighlightRule> readRule(const TomlValue& table, Problems& problems)
{
    const std::size_t errorsBefore = problems.errorCount();
    HighlightRule rule;
    TableReader reader(table, problems);
    readQuery(reader, rule.query);
    readColor(reader, rule.color);
    reader.read("row", rule.wholeRow);
    reader.finish();
    if (problems.errorCount() != errorsBefore)
        return std::nullopt;
    return rule;
}

} // namespace

std::optional<HighlightSet> readHighlightSet(const TomlValue& file, Problems& problems)
{
    HighlightSet set;
    set.file = problems.file();
    TableReader reader(file, problems);
    reader.readRequired("name", set.name);
    const bool isNamed = problems.errorCount() == 0;
    for (const TomlValue* table : reader.tables("rule")) {
        if (auto rule = readRule(*table, problems))
            set.rules.push_back(std::move(*rule));
    }
    reader.finish();
    if (!isNamed || set.name.empty())
        return std::nullopt;
    return set;
}

} // namespace weir
