// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/aggregatetable.h"

#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace weir::cli {

namespace {

bool isWhole(const Aggregate& aggregate)
{
    return aggregate.function == Aggregate::Function::Count
        || aggregate.function == Aggregate::Function::Top
        || aggregate.function == Aggregate::Function::Distinct;
}

/// Empty where there is no data.
std::string cellOf(const AggregateValue& value)
{
    return value.isNumber() ? fmt::format("{}", value.number) : value.text;
}

void writeValue(JsonWriter& json, const AggregateValue& value, const Aggregate& aggregate)
{
    json.key(printFunction(aggregate));
    if (!value.isKnown())
        json.null();
    else if (!value.isNumber())
        json.value(std::string_view(value.text));
    else if (isWhole(aggregate))
        json.value(static_cast<std::uint64_t>(value.number));
    else
        json.value(value.number);
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
    cells.push_back(cellOf(line.value));
    return cells;
}

} // namespace

std::vector<WindowLine> linesOf(const Aggregator& aggregator, TimeRange range)
{
    const Aggregate& aggregate = aggregator.aggregate();
    std::vector<WindowLine> lines;
    for (auto& series : aggregator.series(spanOf(range))) {
        for (AggregateWindow& window : series.windows)
            lines.push_back({window.start, series.labels, std::move(window.value), 0});
    }
    // A count of nothing is 0, not an empty answer.
    if (lines.empty() && !aggregate.every && aggregate.by.empty())
        lines.push_back({TimePoint::min(), {}, aggregator.valueOfNothing(), 0});
    const bool isRanked = aggregate.function == Aggregate::Function::Top;
    std::stable_sort(lines.begin(), lines.end(), [&](const WindowLine& a, const WindowLine& b) {
        if (isRanked && a.start == b.start && a.value != b.value)
            return a.value.number > b.value.number;
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
    columns.push_back(printFunction(aggregate));
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
    writeValue(json, line.value, aggregate);
    if (line.revision > 0)
        json.member("revision", line.revision);
    json.endObject();
    return json.take();
}

std::optional<std::string> incompleteness(const Aggregator& aggregator)
{
    if (aggregator.isOutOfMemory())
        return "the result does not fit in 64 MiB: what came after that is left out; ask for a "
               "shorter range, longer windows or fewer label sets";
    if (aggregator.isOverfull())
        return "more than 10000 different label sets: the rest is counted as __other__";
    return std::nullopt;
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
