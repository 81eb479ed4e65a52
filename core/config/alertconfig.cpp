// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"
#include "core/nearest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace weir {

namespace {

std::optional<Threshold> readThreshold(TableReader& reader, std::string_view key)
{
    std::string text;
    reader.read(key, text);
    const TomlValue* value = reader.find(key);
    if (!value || value->kind != TomlValue::Kind::String)
        return std::nullopt;
    auto parsed = parseThreshold(text);
    if (const auto* threshold = std::get_if<Threshold>(&parsed))
        return *threshold;
    reader.problems().error(value->place, std::get<std::string>(parsed));
    return std::nullopt;
}

/// Whether there is a value for which both hold: then the alert would fire and recover at once. Both
/// change at one value only, so it is enough to look there and beside it.
bool areContradictory(const Threshold& when, const Threshold& recover)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double edge : {when.value, recover.value}) {
        for (const double value :
             {std::nextafter(edge, -infinity), edge, std::nextafter(edge, infinity)}) {
            if (when.holds(value) && recover.holds(value))
                return true;
        }
    }
    return false;
}

void readConditions(TableReader& reader, AlertRule& rule)
{
    reader.require("when");
    const auto when = readThreshold(reader, "when");
    if (when)
        rule.when = *when;
    rule.recover = readThreshold(reader, "recover");
    if (when && rule.recover && areContradictory(*when, *rule.recover))
        reader.problems().error(reader.find("recover")->place,
                                "'when' and 'recover' hold for the same values, so the alert would "
                                "fire and recover at once");
}

/// What stands between `{{` and `}}` must be known when the alert fires, at the latest.
void checkSummary(TableReader& reader, const AlertRule& rule, const std::vector<std::string>& by)
{
    std::vector<std::string> known{"value", "since"};
    for (const std::string& field : by)
        known.push_back("labels." + field);
    const std::vector<std::string_view> names(known.begin(), known.end());
    std::size_t begin = rule.summary.find("{{");
    for (; begin != std::string::npos; begin = rule.summary.find("{{", begin + 2)) {
        const std::size_t end = rule.summary.find("}}", begin);
        const std::string name = end == std::string::npos
            ? rule.summary.substr(begin)
            : rule.summary.substr(begin + 2, end - begin - 2);
        if (std::find(known.begin(), known.end(), name) != known.end())
            continue;
        const TomlValue* value = reader.find("summary");
        reader.problems().warning(
            value->placeInside(begin),
            fmt::format("nothing is known as '{}'{}", name, suggestion(name, names)));
    }
}

void readAlertQuery(TableReader& reader, AlertRule& rule)
{
    reader.require("query");
    const auto query = reader.readQuery("query", rule.query);
    if (!query)
        return;
    if (!query->aggregate)
        reader.problems().error(reader.find("query")->place,
                                "an alert compares a number: add '| count every 10s' to the query");
    else if (!query->aggregate->isCountOrRate())
        reader.problems().error(
            reader.find("query")->place,
            fmt::format("an alert compares 'count' or 'rate' of events, not '{}'",
                        printFunction(*query->aggregate)));
    else
        checkSummary(reader, rule, query->aggregate->by);
}

std::optional<AlertRule> readRule(const TomlValue& table, Problems& problems)
{
    const std::size_t errorsBefore = problems.errorCount();
    AlertRule rule;
    TableReader reader(table, problems);
    reader.readRequired("name", rule.name);
    reader.read("summary", rule.summary);
    reader.read("runbook", rule.runbook);
    readAlertQuery(reader, rule);
    readConditions(reader, rule);
    reader.read("for", rule.holdFor);
    reader.read("keep_firing", rule.keepFiring);
    reader.readChoice("no_data", {"keep", "ok", "alert"}, rule.noData);
    reader.readChoice("severity", {"info", "warning", "critical"}, rule.severity);
    reader.finish();
    if (problems.errorCount() != errorsBefore)
        return std::nullopt;
    return rule;
}

} // namespace

void readAlerts(const TomlValue& file, Problems& problems, std::vector<AlertRule>& rules)
{
    TableReader reader(file, problems);
    for (const TomlValue* table : reader.tables("alert")) {
        auto rule = readRule(*table, problems);
        if (!rule)
            continue;
        const bool isTaken = std::any_of(rules.begin(), rules.end(), [&](const AlertRule& other) {
            return other.name == rule->name;
        });
        if (isTaken)
            problems.error(table->member("name")->value.place,
                           fmt::format("there is an alert '{}' already; the name is the rule's "
                                       "identity",
                                       rule->name));
        else
            rules.push_back(std::move(*rule));
    }
    reader.finish();
}

} // namespace weir
