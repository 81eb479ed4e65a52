// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aggregatetable.h"

#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace weir::cli {

namespace {

std::string_view functionName(const Aggregate& aggregate)
{
    return aggregate.function == Aggregate::Function::Count ? "count" : "rate";
}

/// The length of the range; where it has no end, up to now.
Nanoseconds spanOf(TimeRange range)
{
    if (range.from == TimePoint::min())
        return Nanoseconds{0};
    return (range.to == TimePoint::max() ? TimePoint(std::chrono::system_clock::now()) : range.to)
        - range.from;
}

std::vector<std::string> cellsOf(const WindowLine& line, const Aggregate& aggregate)
{
    std::vector<std::string> cells;
    if (aggregate.every)
        cells.push_back(formatTime(line.start));
    cells.insert(cells.end(), line.labels.begin(), line.labels.end());
    cells.push_back(fmt::format("{}", line.value));
    return cells;
}

} // namespace

std::vector<WindowLine> linesOf(const Aggregator& aggregator, TimeRange range)
{
    const Aggregate& aggregate = aggregator.aggregate();
    const Nanoseconds span = aggregate.every.value_or(spanOf(range));
    std::vector<WindowLine> lines;
    for (const auto& series : aggregator.series()) {
        for (const auto& [start, count] : series.counts)
            lines.push_back({start, series.labels, aggregator.valueOf(count, span), 0});
    }
    // A count of nothing is 0, not an empty answer.
    if (lines.empty() && !aggregate.every && aggregate.by.empty())
        lines.push_back({TimePoint::min(), {}, 0, 0});
    std::stable_sort(lines.begin(), lines.end(), [](const WindowLine& a, const WindowLine& b) {
        return std::tie(a.start, a.labels) < std::tie(b.start, b.labels);
    });
    return lines;
}

TimeRange measuredRange(IndexReader& reader, TimeRange asked)
{
    const auto totals = reader.totals();
    if (asked.from != TimePoint::min() || !totals || !totals->oldest)
        return asked;
    return {*totals->oldest, asked.to == TimePoint::max() ? *totals->newest : asked.to};
}

std::vector<std::string> columnsOf(const Aggregate& aggregate)
{
    std::vector<std::string> columns;
    if (aggregate.every)
        columns.emplace_back("time");
    columns.insert(columns.end(), aggregate.by.begin(), aggregate.by.end());
    columns.emplace_back(functionName(aggregate));
    return columns;
}

std::string lineJson(const WindowLine& line, const Aggregate& aggregate)
{
    JsonWriter json;
    json.beginObject();
    if (aggregate.every)
        json.member("time", std::string_view(formatTime(line.start)));
    for (std::size_t i = 0; i < aggregate.by.size(); ++i)
        json.member(aggregate.by[i], std::string_view(line.labels[i]));
    if (aggregate.function == Aggregate::Function::Count)
        json.member(functionName(aggregate), static_cast<std::uint64_t>(line.value));
    else
        json.member(functionName(aggregate), line.value);
    if (line.revision > 0)
        json.member("revision", line.revision);
    json.endObject();
    return json.take();
}

std::string printLines(const std::vector<WindowLine>& lines, const Aggregate& aggregate,
                       Format format)
{
    std::string text;
    if (format == Format::Ndjson) {
        for (const WindowLine& line : lines)
            text += lineJson(line, aggregate) + '\n';
        return text;
    }
    std::vector<std::vector<std::string>> rows{columnsOf(aggregate)};
    for (const WindowLine& line : lines)
        rows.push_back(cellsOf(line, aggregate));
    if (format != Format::Csv) {
        for (auto& row : rows) {
            for (std::string& cell : row)
                cell = visibleText(cell);
        }
        return alignedTable(rows);
    }
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i == 0 ? "" : ",") + csvCell(row[i]);
        text += "\r\n";
    }
    return text;
}

} // namespace weir::cli
