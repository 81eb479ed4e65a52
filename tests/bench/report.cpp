// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/report.h"

#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir::bench {

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
    text += fmt::format("| {:<44} | {:>12} | {:>26} | {:>7} | {:<12} | {} |\n", "what", "weir",
                        "baseline", "ratio", "unit", "note");
    text += "|---|---|---|---|---|---|\n";
    for (const Row& row : m_rows) {
        const std::string baseline = row.baseline > 0
            ? fmt::format("{:.4g} ({})", row.baseline, row.baselineName)
            : std::string("-");
        const std::string ratio =
            row.baseline > 0 ? fmt::format("{:.3f}", row.ratio()) : std::string("-");
        text += fmt::format("| {:<44} | {:>12.4g} | {:>26} | {:>7} | {:<12} | {} |\n", row.what,
                            row.ours, baseline, ratio, row.unit, row.note);
    }
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
        json.member("unit", std::string_view(row.unit));
        if (!row.note.empty())
            json.member("note", std::string_view(row.note));
        json.endObject();
    }
    json.endArray().endObject();
    return json.take();
}

} // namespace weir::bench
