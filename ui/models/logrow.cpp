// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logrow.h"

#include "core/query/fieldvalue.h"
#include "core/query/names.h"
#include "ui/models/format.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr qsizetype maxBody = 2048; ///< characters of a line; the details show all
constexpr qsizetype maxLine = 2400;
constexpr std::size_t maxColumns = 64; ///< a hostile producer makes thousands of names
constexpr qsizetype maxCell = 256; ///< characters in a column other than the body
constexpr int maxFields = 10;

std::string_view serviceOf(const EventRef& event)
{
    for (const std::string_view name : {"service.name", "service"}) {
        if (const auto value = event.batch().field(name, event.row); value && !value->text.empty())
            return value->text;
    }
    return event.batch().source();
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

QString bodyOf(const EventRef& event)
{
    const EventBatch& batch = event.batch();
    if (const auto metric = batch.metricIndex(event.row))
        return metricText(batch, *metric);
    QString text = plainText(batch.body(event.row), maxBody);
    if (batch.kind(event.row) == EventKind::Undecodable) {
        text = QStringLiteral("undecodable: ") + text + QStringLiteral("  ")
            + plainText(batch.payload(event.row), 400);
    }
    return text;
}

/// The payload itself is the body: its fields can be read there already.
bool bodyIsPayload(const EventRef& event)
{
    return event.batch().kind(event.row) == EventKind::Log
        && event.batch().body(event.row) == event.batch().payload(event.row);
}

void appendFields(const EventRef& event, LogCell& cell)
{
    const EventBatch& batch = event.batch();
    const auto& columns = batch.columns().fields;
    int shown = 0;
    for (std::size_t i = 0; i < std::min(columns.size(), maxColumns) && shown < maxFields; ++i) {
        if (isShownByColumn(columns[i].name) || cell.text.size() > maxLine)
            continue;
        const auto value = batch.field(i, event.row);
        if (!value || value->text.empty())
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

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == QLatin1Char('.') || c == QLatin1Char(':')
        || c == QLatin1Char('_') || c == QLatin1Char('-');
}

/// Numbers, addresses and ids in a sentence: words that begin with a digit.
void markValues(const QString& text, std::vector<TextRun>& runs)
{
    int at = 0;
    const auto size = static_cast<int>(text.size());
    while (at < size) {
        if (!isWordCharacter(text[at])) {
            ++at;
            continue;
        }
        int end = at;
        while (end < size && isWordCharacter(text[end]))
            ++end;
        int last = end;
        while (last > at
               && (text[last - 1] == QLatin1Char('.') || text[last - 1] == QLatin1Char(':')))
            --last; // the end of a sentence, not of a number
        if (text[at].isDigit())
            runs.push_back({at, last - at, TextRun::Kind::Value});
        at = end;
    }
}

void markMatches(const QString& text, const Filter& filter, std::vector<TextRun>& runs)
{
    const QByteArray bytes = text.toUtf8();
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    for (const TextSpan& span : filter.matchesIn(view)) {
        const auto before = QString::fromUtf8(bytes.left(static_cast<qsizetype>(span.offset)));
        const auto inside = QString::fromUtf8(
            bytes.mid(static_cast<qsizetype>(span.offset), static_cast<qsizetype>(span.length)));
        runs.push_back({static_cast<int>(before.size()), static_cast<int>(inside.size()),
                        TextRun::Kind::Match});
    }
}

LogCell cellOf(const EventRef& event, const std::string& column)
{
    LogCell cell;
    if (column == "body") {
        cell.text = bodyOf(event);
        if (!bodyIsPayload(event)) {
            markValues(cell.text, cell.runs);
            appendFields(event, cell);
        }
    } else if (column == "service") {
        cell.text = plainText(serviceOf(event), maxCell);
    } else if (column != "time" && column != "level") {
        if (const auto value = fieldText(event.stored, event.row, canonicalName(column)))
            cell.text = plainText(*value, maxCell);
    }
    return cell;
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
    LogRow row;
    row.key = event.key();
    row.severity = classOf(event.batch().severity(event.row));
    row.kind = event.batch().kind(event.row);
    row.form = form;
    row.cells.reserve(form->columns.size());
    for (const std::string& column : form->columns)
        row.cells.push_back(cellOf(event, column));
    if (filter != nullptr && !filter->matchesEverything()) {
        for (LogCell& cell : row.cells)
            markMatches(cell.text, *filter, cell.runs);
    }
    return row;
}

std::vector<LogRow> makeLogRows(const std::vector<EventRef>& events, const Filter* filter,
                                const RowFormPtr& form)
{
    std::vector<LogRow> rows;
    rows.reserve(events.size());
    for (const EventRef& event : events)
        rows.push_back(makeLogRow(event, filter, form));
    return rows;
}

const RowFormPtr& usualRowForm()
{
    static const RowFormPtr usual = std::make_shared<const RowForm>();
    return usual;
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
