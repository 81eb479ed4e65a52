// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/patternlist.h"

#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>

namespace weir::cli {

namespace {

constexpr std::string_view otherPatterns = "__other__";
constexpr std::string_view noMessage = "(no message)";

/// A line of output.
struct Line
{
    const PatternGroup* pattern = nullptr; ///< null: the others
    const Sightings* seen = nullptr;
    const std::string* example = nullptr; ///< null: none
    double share = 0;

    std::string id() const { return pattern != nullptr ? fmt::format("{:016x}", pattern->id) : ""; }
    std::string_view text() const
    {
        return pattern != nullptr ? std::string_view(pattern->text) : otherPatterns;
    }
};

std::vector<Line> linesOf(const PatternList& list)
{
    const auto shareOf = [&list](const Sightings& seen) {
        return static_cast<double>(seen.count) / static_cast<double>(list.groups.total);
    };
    std::vector<Line> lines;
    for (std::size_t i = 0; i < list.groups.patterns.size(); ++i) {
        const PatternGroup& pattern = list.groups.patterns[i];
        const auto& example = list.examples[i];
        lines.push_back(
            {&pattern, &pattern.seen, example ? &*example : nullptr, shareOf(pattern.seen)});
    }
    const Sightings& other = list.groups.other;
    if (other.count > 0)
        lines.push_back({nullptr, &other, nullptr, shareOf(other)});
    return lines;
}

std::string percent(double share)
{
    constexpr double least = 0.0005; // what is not 0.0%
    return share < least ? "<0.1%" : fmt::format("{:.1f}%", share * 100);
}

/// A message or pattern for people; the empty one cannot be seen.
std::string shown(std::string_view text, bool isVisible)
{
    if (text.empty())
        return std::string(noMessage);
    return isVisible ? visibleText(text) : std::string(text);
}

std::string asText(const std::vector<Line>& lines, bool isVisible)
{
    std::string text;
    for (const Line& line : lines) {
        text += fmt::format("{:>10} {:>6}  {}  {}  {}\n", line.seen->count, percent(line.share),
                            formatTime(line.seen->first, 3), formatTime(line.seen->last, 3),
                            shown(line.text(), isVisible));
        if (line.example != nullptr && *line.example != line.text())
            text += fmt::format("{:>19}{}\n", "", shown(*line.example, isVisible));
    }
    return text;
}

std::string asJson(const Line& line)
{
    JsonWriter json;
    json.beginObject();
    if (line.pattern != nullptr)
        json.member("id", std::string_view(line.id()));
    json.key("pattern");
    writeText(json, line.text());
    json.member("count", line.seen->count).member("share", line.share);
    json.member("first", std::string_view(formatTime(line.seen->first)));
    json.member("last", std::string_view(formatTime(line.seen->last)));
    if (line.example != nullptr) {
        json.member("example_seq", number(line.seen->oldest)).key("example");
        writeText(json, *line.example);
    }
    json.endObject();
    return json.take();
}

const std::vector<std::string> columns{"id",   "count",   "share",  "first",
                                       "last", "pattern", "example"};

std::vector<std::string> cellsOf(const Line& line, const std::string& share)
{
    return {line.id(),
            std::to_string(line.seen->count),
            share,
            formatTime(line.seen->first),
            formatTime(line.seen->last),
            std::string(line.text()),
            line.example != nullptr ? *line.example : std::string()};
}

std::string asCsv(const std::vector<Line>& lines)
{
    std::vector<std::vector<std::string>> rows{columns};
    for (const Line& line : lines)
        rows.push_back(cellsOf(line, fmt::format("{}", line.share)));
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            text += (i == 0 ? "" : ",") + csvCell(row[i]);
        text += "\r\n";
    }
    return text;
}

std::string asTable(const std::vector<Line>& lines)
{
    std::vector<std::vector<std::string>> rows{columns};
    for (const Line& line : lines) {
        auto cells = cellsOf(line, percent(line.share));
        for (std::string& cell : cells)
            cell = visibleText(cell);
        if (line.text().empty())
            cells[5] = noMessage;
        rows.push_back(std::move(cells));
    }
    return alignedTable(rows);
}

} // namespace

std::string printPatterns(const PatternList& list, const OutputOptions& output)
{
    const auto lines = linesOf(list);
    switch (output.format) {
    case Format::Csv:
        return asCsv(lines);
    case Format::Table:
        return asTable(lines);
    case Format::Ndjson: {
        std::string text;
        for (const Line& line : lines)
            text += asJson(line) + '\n';
        return text;
    }
    default:
        return asText(lines, makesVisible(output));
    }
}

std::optional<std::string> incompleteness(const PatternGroups& groups)
{
    if (groups.other.count == 0)
        return std::nullopt;
    return fmt::format("too many different messages to tell all apart: {} events are counted as {}",
                       groups.other.count, otherPatterns);
}

} // namespace weir::cli
