// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/report.h"

#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weir::bench {

namespace {

/// 0: there is none.
std::string figure(double value)
{
    return value > 0 ? fmt::format("{:.4g}", value) : "-";
}

std::string ratio(double value)
{
    return value > 0 ? fmt::format("{:.3f}", value) : "-";
}

} // namespace

double median(std::vector<double> values)
{
    return percentile(std::move(values), 0.5);
}

double percentile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(last * share + 0.5)];
}

std::string Report::table() const
{
    std::string text = m_title + "\n";
    for (const auto& [name, value] : m_facts)
        text += fmt::format("  {}: {}\n", name, value);
    const bool hasInside =
        std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) { return row.inProcess > 0; });
    const auto line = [hasInside](const std::array<std::string, 8>& cells) {
        const std::string inside =
            hasInside ? fmt::format(" {:>10} | {:>7} |", cells[4], cells[5]) : std::string();
        return fmt::format("| {:<44} | {:>10} | {:>26} | {:>7} |{} {:<9} | {} |\n", cells[0],
                           cells[1], cells[2], cells[3], inside, cells[6], cells[7]);
    };
    text += line({"what", "weir", "baseline", "ratio", "in-process", "ratio", "unit", "note"});
    text += hasInside ? "|---|---|---|---|---|---|---|---|\n" : "|---|---|---|---|---|---|\n";
    for (const Row& row : m_rows)
        text +=
            line({row.what, figure(row.ours),
                  row.baseline > 0 ? fmt::format("{} ({})", figure(row.baseline), row.baselineName)
                                   : "-",
                  ratio(row.ratio()), figure(row.inProcess), ratio(row.inProcessRatio()), row.unit,
                  row.note});
    return text;
}

std::string Report::json() const
{
    JsonWriter json;
    json.beginObject().member("bench", std::string_view(m_title));
    for (const auto& [name, value] : m_facts)
        json.member(name, std::string_view(value));
    json.key("rows").beginArray();
    for (const Row& row : m_rows) {
        json.beginObject().member("what", std::string_view(row.what)).member("weir", row.ours);
        if (row.baseline > 0)
            json.member("baseline", row.baseline)
                .member("against", std::string_view(row.baselineName))
                .member("ratio", row.ratio());
        if (row.inProcess > 0)
            json.member("in_process", row.inProcess);
        json.member("unit", std::string_view(row.unit));
        if (!row.note.empty())
            json.member("note", std::string_view(row.note));
        json.endObject();
    }
    json.endArray().endObject();
    return json.take();
}

} // namespace weir::bench
