// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logrow.h"

#include "core/query/evaluation.h"
#include "core/query/fieldvalue.h"
#include "core/query/names.h"
#include "ui/models/ansitext.h"
#include "ui/models/format.h"
#include "ui/models/textmarks.h"

#include <algorithm>
#include <array>
#include <map>

namespace weir {

namespace {

constexpr qsizetype maxBody = 2048; ///< characters of a body; the details show all
constexpr qsizetype leastLine = 64; ///< of each line after the first, all the same
constexpr qsizetype maxLine = 2400;
constexpr std::size_t maxColumns = 64; ///< a hostile producer makes thousands of names
constexpr qsizetype maxCell = 256; ///< characters in a column other than the body
constexpr int maxFields = 10;

/// Empty: it names none.
std::string_view serviceOf(const EventRef& event)
{
    for (const std::string_view name : {"service.name", "service"}) {
        if (const auto value = event.batch().field(name, event.row); value && !value->text.empty())
            return value->text;
    }
    return {};
}

/// The first lines of a body, without the break at its end, and how many more there are.
std::vector<std::string_view> linesOf(std::string_view body, int& more)
{
    while (!body.empty() && (body.back() == '\n' || body.back() == '\r'))
        body.remove_suffix(1);
    std::vector<std::string_view> lines;
    std::size_t at = 0;
    while (lines.size() < static_cast<std::size_t>(LogRow::maxLines) && at <= body.size()) {
        const std::size_t end = std::min(body.find('\n', at), body.size());
        std::string_view line = body.substr(at, end - at);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        at = end + 1;
    }
    if (at <= body.size()) {
        const auto rest = body.substr(at);
        more = 1 + static_cast<int>(std::count(rest.begin(), rest.end(), '\n'));
    }
    return lines;
}

/// The payload itself is the body: its fields can be read there already.
bool bodyIsPayload(const EventRef& event)
{
    return event.batch().kind(event.row) == EventKind::Log
        && event.batch().body(event.row) == event.batch().payload(event.row);
}

/// Whether another column of the row shows this field already.
bool hasColumn(const RowForm& form, std::string_view name)
{
    const std::string canonical = canonicalName(name);
    return std::any_of(
        form.columns.begin(), form.columns.end(),
        [&canonical](const std::string& column) { return canonicalName(column) == canonical; });
}

void appendFields(const EventRef& event, const RowForm& form, LogCell& cell)
{
    const EventBatch& batch = event.batch();
    const auto& columns = batch.columns().fields;
    int shown = 0;
    for (std::size_t i = 0; i < std::min(columns.size(), maxColumns) && shown < maxFields; ++i) {
        if (cell.text.size() > maxLine)
            return;
        const auto value = batch.field(i, event.row);
        if (!value || value->text.empty() || isShownByColumn(columns[i].name)
            || hasColumn(form, columns[i].name))
            continue;
        cell.text += shown++ == 0 ? QStringLiteral("  ") : QStringLiteral(" ");
        const QString name = plainText(columns[i].name, 64);
        const QString text = plainText(value->text, 120);
        const auto from = static_cast<int>(cell.text.size());
        const auto nameEnd = from + static_cast<int>(name.size()) + 1;
        cell.text += name + QLatin1Char('=') + text;
        cell.runs.push_back({from, nameEnd - from, TextRun::Kind::Name});
        cell.runs.push_back({nameEnd, static_cast<int>(text.size()), TextRun::Kind::Value});
    }
}

/// The first line, the fields, then the other lines.
LogCell bodyCell(const EventRef& event, LogRow& row)
{
    const EventBatch& batch = event.batch();
    LogCell cell;
    std::vector<std::string_view> lines;
    if (const auto metric = batch.metricIndex(event.row)) {
        cell.text = metricText(batch, *metric);
    } else {
        lines = linesOf(batch.body(event.row), row.moreLines);
        if (row.kind == EventKind::Undecodable)
            cell.text = QStringLiteral("undecodable: ");
        appendAnsiText(lines.front(), maxBody, cell);
        if (row.kind == EventKind::Undecodable)
            cell.text += QStringLiteral("  ") + plainText(batch.payload(event.row), 400);
    }
    if (!bodyIsPayload(event)) {
        markValues(cell.text, cell.runs);
        appendFields(event, *row.form, cell);
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
        cell.text += QLatin1Char('\n');
        appendAnsiText(lines[i], std::max<qsizetype>(maxBody - cell.text.size(), leastLine), cell);
    }
    markLinks(cell.text, cell.runs);
    return cell;
}

LogCell cellOf(const EventRef& event, const std::string& column, LogRow& row)
{
    if (column == "body")
        return bodyCell(event, row);
    LogCell cell;
    if (column == "service") {
        const std::string_view service = serviceOf(event);
        row.isServiceSource = service.empty();
        cell.text = plainText(service.empty() ? event.batch().source() : service, maxCell);
    } else if (column != "time" && column != "level") {
        if (const auto value = fieldText(event.stored, event.row, canonicalName(column)))
            cell.text = plainText(*value, maxCell);
    }
    return cell;
}

void mark(LogRow& row, const Filter& filter, TextRun::Kind kind, std::uint32_t value = 0)
{
    for (LogCell& cell : row.cells)
        markFound(cell.text, filter, kind, value, cell.runs);
}

/// Which events a filter matches, each batch asked once.
std::vector<bool> matching(const std::vector<EventRef>& events, const Filter& filter)
{
    std::map<const EventBatch*, std::vector<std::size_t>> byBatch;
    for (std::size_t i = 0; i < events.size(); ++i)
        byBatch[&events[i].batch()].push_back(i);
    std::vector<bool> matches(events.size(), false);
    for (const auto& [batch, indexes] : byBatch) {
        const StoredBatch& stored = events[indexes.front()].stored;
        RowSet candidates(batch->size());
        for (const std::size_t i : indexes)
            candidates.add(events[i].row);
        const RowSet found = Evaluation(stored).evaluate(filter.root(), candidates);
        for (const std::size_t i : indexes)
            matches[i] = found.has(events[i].row);
    }
    return matches;
}

void highlight(const std::vector<EventRef>& events, const Highlight& label,
               std::vector<LogRow>& rows)
{
    const std::vector<bool> matches = matching(events, *label.filter);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (matches[i] && label.wholeRow)
            rows[i].highlight = label.color;
        else if (matches[i])
            mark(rows[i], *label.filter, TextRun::Kind::Highlight,
                 static_cast<std::uint32_t>(label.color));
    }
}

LogRow rowOf(const EventRef& event, const RowFormPtr& form)
{
    LogRow row;
    row.key = event.key();
    row.severity = classOf(event.batch().severity(event.row));
    row.kind = event.batch().kind(event.row);
    row.form = form;
    row.cells.reserve(form->columns.size());
    for (const std::string& column : form->columns)
        row.cells.push_back(cellOf(event, column, row));
    return row;
}

} // namespace

const LogCell& LogRow::cell(std::string_view field) const
{
    static const LogCell none;
    const auto& columns = form->columns;
    const auto at = std::find(columns.begin(), columns.end(), field) - columns.begin();
    return at < static_cast<std::ptrdiff_t>(cells.size()) ? cells[static_cast<std::size_t>(at)]
                                                          : none;
}

LogRow makeLogRow(const EventRef& event, const Filter* filter, const RowFormPtr& form)
{
    return makeLogRows({event}, filter, form).front();
}

std::vector<LogRow> makeLogRows(const std::vector<EventRef>& events, const Filter* filter,
                                const RowFormPtr& form)
{
    std::vector<LogRow> rows;
    rows.reserve(events.size());
    for (const EventRef& event : events)
        rows.push_back(rowOf(event, form));
    for (const Highlight& label : form->highlights)
        highlight(events, label, rows);
    for (LogRow& row : rows) {
        if (filter != nullptr && !filter->matchesEverything())
            mark(row, *filter, TextRun::Kind::Match);
        if (form->find)
            mark(row, *form->find, TextRun::Kind::Find);
    }
    return rows;
}

const RowFormPtr& usualRowForm()
{
    static const RowFormPtr usual = std::make_shared<const RowForm>();
    return usual;
}

QString metricText(const EventBatch& batch, std::size_t metric)
{
    const MetricColumns& metrics = batch.columns().metrics;
    QString text = plainText(batch.text(metrics.names[metric]), 200) + QLatin1Char(' ')
        + valueText(metrics.values[metric]);
    if (const auto unit = batch.text(metrics.units[metric]); !unit.empty())
        text += QLatin1Char(' ') + plainText(unit, 32);
    return text;
}

bool isShownByColumn(std::string_view fieldName)
{
    constexpr std::array<std::string_view, 22> names{
        "time",     "ts",           "timestamp", "@timestamp",     "t",       "level",
        "severity", "lvl",          "log.level", "loglevel",       "msg",     "message",
        "body",     "service.name", "service",   "trace_id",       "traceId", "trace.id",
        "span_id",  "spanId",       "span.id",   "severity_number"};
    return std::find(names.begin(), names.end(), fieldName) != names.end();
}

} // namespace weir
