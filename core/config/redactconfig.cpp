// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/nearest.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

namespace weir {

namespace {

using Pattern = RedactRules::Pattern;

const std::vector<std::string_view> shapes{"email", "card",     "jwt", "token",
                                           "key",   "password", "ip"};

/// A name stands in the tag, inside of JSON strings too.
bool isTagName(std::string_view name)
{
    return !name.empty() && name.size() <= 32
        && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || c == '_' || c == '-';
           });
}

std::string faultOf(const Pattern& pattern)
{
    if (!isTagName(pattern.name))
        return fmt::format("'{}' is no name for a tag: letters, digits, '_' and '-', at most 32",
                           pattern.name);
    const RE2 compiled(pattern.pattern, RE2::Quiet);
    if (!compiled.ok())
        return fmt::format("'{}' is no regular expression: {}", pattern.pattern, compiled.error());
    if (RE2::FullMatch("", compiled))
        return fmt::format("'{}' matches nothing at all, too, and so everywhere", pattern.pattern);
    return {};
}

void readPattern(const TomlValue& table, Problems& problems, RedactRules& rules)
{
    Pattern pattern;
    TableReader reader(table, problems);
    reader.readRequired("name", pattern.name);
    reader.readRequired("pattern", pattern.pattern);
    if (!reader.finish() || pattern.name.empty() || pattern.pattern.empty())
        return;
    if (const std::string fault = faultOf(pattern); !fault.empty())
        problems.error(table.place, fault);
    else
        rules.patterns.push_back(std::move(pattern));
}

void readShape(const TomlValue& name, Problems& problems, RedactRules& rules)
{
    if (std::find(shapes.begin(), shapes.end(), name.text) == shapes.end())
        problems.error(name.place, fmt::format("'{}' is no shape that can be redacted{} (known: {})",
                                               name.text, suggestion(name.text, shapes),
                                               fmt::join(shapes, ", ")));
    else
        rules.shapes.push_back(name.text);
}

template<typename Item>
void addMissing(const std::vector<Item>& more, std::vector<Item>& items)
{
    for (const Item& item : more) {
        if (std::find(items.begin(), items.end(), item) == items.end())
            items.push_back(item);
    }
}

} // namespace

void addRules(const RedactRules& more, RedactRules& rules)
{
    addMissing(more.shapes, rules.shapes);
    addMissing(more.patterns, rules.patterns);
}

void readRedact(TableReader& reader, RedactRules& rules)
{
    const TomlValue* list = reader.find("redact");
    if (!list)
        return;
    Problems& problems = reader.problems();
    RedactRules read;
    if (list->kind != TomlValue::Kind::Array)
        problems.error(list->place, fmt::format("'redact' must be a list, not {}",
                                                describe(list->kind)));
    for (const TomlValue& item : list->items) {
        if (item.kind == TomlValue::Kind::String)
            readShape(item, problems, read);
        else if (item.kind == TomlValue::Kind::Table)
            readPattern(item, problems, read);
        else
            problems.error(item.place,
                           "'redact' holds names such as \"email\", and tables such as "
                           "{ name = \"order\", pattern = \"ORD-[0-9]+\" }");
    }
    addRules(read, rules);
}

} // namespace weir
