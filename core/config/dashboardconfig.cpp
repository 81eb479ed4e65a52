// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/readers.h"
#include "core/config/tablereader.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr int gridColumns = 24;
constexpr int mostRows = 10'000;

void readType(TableReader& reader, PanelConfig& panel)
{
    static const std::vector<std::string_view> types{
        "timeseries", "stat",      "logs",          "gauge",       "bar", "table",
        "heatmap",    "histogram", "statetimeline", "candlestick", "text"};
    constexpr std::size_t drawn = 3;
    const auto index = reader.indexOfChoice("type", types);
    if (!index)
        return;
    panel.type = types[*index];
    if (*index >= drawn)
        reader.problems().warning(reader.find("type")->place,
                                  fmt::format("panels of type '{}' are not drawn yet", panel.type));
}

/// Reads `at`; without it the panel stands below the others, whose lowest row is `bottom`.
void readPlace(TableReader& reader, int bottom, PanelConfig& panel)
{
    const TomlValue* value = reader.find("at");
    if (!value) {
        panel.at = {0, bottom, gridColumns / 2, 6};
        return;
    }
    const bool isFourNumbers = value->kind == TomlValue::Kind::Array && value->items.size() == 4
        && std::all_of(value->items.begin(), value->items.end(), [](const TomlValue& item) {
                                   return item.kind == TomlValue::Kind::Integer && item.integer >= 0
                                       && item.integer <= mostRows;
                               });
    if (!isFourNumbers) {
        reader.problems().error(value->place,
                                "'at' must be [column, row, columns, rows], four whole numbers");
        return;
    }
    for (std::size_t i = 0; i < 4; ++i)
        panel.at[i] = static_cast<int>(value->items[i].integer);
    if (panel.at[2] == 0 || panel.at[3] == 0)
        reader.problems().error(value->place,
                                "a panel is at least one column wide and one row high");
    else if (panel.at[0] + panel.at[2] > gridColumns)
        reader.problems().error(
            value->place,
            fmt::format("column {} and {} columns are more than the {} of the grid", panel.at[0],
                        panel.at[2], gridColumns));
}

std::optional<PanelConfig> readPanel(const TomlValue& table, int bottom, Problems& problems)
{
    const std::size_t errorsBefore = problems.errorCount();
    PanelConfig panel;
    std::string content;
    TableReader reader(table, problems);
    reader.read("title", panel.title);
    readType(reader, panel);
    reader.readQuery("query", panel.query);
    readPlace(reader, bottom, panel);
    reader.read("unit", panel.unit);
    if (panel.type == "text")
        reader.read("text", content);
    else
        reader.require("query");
    reader.finish();
    if (problems.errorCount() != errorsBefore)
        return std::nullopt;
    return panel;
}

/// Variables are checked, so that a dashboard that has some is a sound one; nothing uses them yet.
void readVariable(const TomlValue& table, Problems& problems)
{
    std::string name;
    TableReader reader(table, problems);
    reader.readRequired("name", name);
    const TomlValue* values = reader.find("values");
    if (values && values->kind == TomlValue::Kind::Array) {
        std::vector<std::string> list;
        reader.readRequired("values", list);
    } else {
        std::string field;
        reader.readRequired("values", field);
    }
    reader.finish();
}

} // namespace

DashboardConfig readDashboard(const TomlValue& file, Problems& problems)
{
    DashboardConfig dashboard;
    dashboard.file = problems.file();
    dashboard.title = problems.file().stem().string();
    TableReader reader(file, problems);
    reader.read("title", dashboard.title);
    int bottom = 0;
    for (const TomlValue* table : reader.tables("panel")) {
        auto panel = readPanel(*table, bottom, problems);
        if (!panel)
            continue;
        bottom = std::max(bottom, panel->at[1] + panel->at[3]);
        dashboard.panels.push_back(std::move(*panel));
    }
    for (const TomlValue* table : reader.tables("variable"))
        readVariable(*table, problems);
    reader.finish();
    return dashboard;
}

} // namespace weir
