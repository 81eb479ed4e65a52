// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventdetails.h"

#include "core/query/query.h"
#include "ui/models/format.h"

#include <algorithm>

namespace weir {

namespace {

using Entry = EventDetails::Entry;

Entry entryOf(std::string_view name, std::string_view value, std::string_view field = {})
{
    return {plainText(name, 200), plainText(value), std::string(field), std::string(value), true};
}

Entry numberEntry(const char* name, std::int64_t number)
{
    const QString text =
        number < 0 ? QString::number(number) : groupedNumber(static_cast<std::uint64_t>(number));
    return {QString::fromLatin1(name), text, name, std::to_string(number), false};
}

void addWellKnown(const EventRef& event, EventDetails& details)
{
    const EventBatch& batch = event.batch();
    Entry time{QStringLiteral("time"),
               dateAndTime(event.key().time),
               {},
               formatTime(event.key().time),
               true};
    if (batch.columns().timeFromReceived[event.row] != 0)
        time.value += QStringLiteral(" (of arrival)");
    details.fields.push_back(std::move(time));
    const auto word = nameOf(details.severity);
    details.fields.push_back(
        entryOf("severity", word.empty() ? "unset" : word, word.empty() ? "" : "severity"));
    details.fields.push_back(entryOf("source", batch.source(), "source"));
    if (!batch.traceId(event.row).empty())
        details.fields.push_back(entryOf("trace_id", batch.traceId(event.row), "trace_id"));
    if (!batch.spanId(event.row).empty())
        details.fields.push_back(entryOf("span_id", batch.spanId(event.row), "span_id"));
    for (const auto& [name, value] : batch.columns().labels)
        details.fields.push_back(entryOf(name, value, name));
}

void addMetric(const EventRef& event, EventDetails& details)
{
    const EventBatch& batch = event.batch();
    const auto index = batch.metricIndex(event.row);
    if (!index)
        return;
    const MetricColumns& metrics = batch.columns().metrics;
    details.fields.push_back(entryOf("metric", batch.text(metrics.names[*index]), "metric"));
    details.fields.push_back(
        {QStringLiteral("value"), valueText(metrics.values[*index]), {}, {}, false});
    if (const auto unit = batch.text(metrics.units[*index]); !unit.empty())
        details.fields.push_back(entryOf("unit", unit));
}

void addFields(const EventRef& event, EventDetails& details)
{
    const auto& columns = event.batch().columns().fields;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto value = event.batch().field(i, event.row);
        if (!value)
            continue;
        Entry entry = entryOf(columns[i].name, value->text, columns[i].name);
        entry.isText = !value->isNumber() && value->type != ValueType::Bool;
        details.fields.push_back(std::move(entry));
    }
}

void addPosition(const EventRef& event, EventDetails& details)
{
    const EventBatch& batch = event.batch();
    const Stream& stream = batch.stream(event.row);
    const bool isFile = stream.kind == SourceKind::File;
    details.position.push_back(entryOf(nameOf(stream.kind),
                                       stream.name.empty() ? stream.scope : stream.name,
                                       isFile ? "" : "topic"));
    if (stream.kind == SourceKind::Kafka)
        details.position.push_back(numberEntry("partition", stream.partition));
    if (const auto offset = batch.columns().offsets[event.row]; offset >= 0)
        details.position.push_back(numberEntry("offset", offset));
    if (!batch.key(event.row).empty())
        details.position.push_back(entryOf("key", batch.key(event.row), "key"));
    if (const auto record = batch.record(event.row))
        details.position.push_back(entryOf("record", std::to_string(*record)));
    for (const auto& [name, value] : batch.headers(event.row))
        details.position.push_back(
            entryOf("header." + std::string(name), value, "header." + std::string(name)));
    details.position.push_back(entryOf("seq", std::to_string(number(event.key().seq)), "seq"));
    const TimePoint received = event.stored.received(event.row);
    details.position.push_back(
        {QStringLiteral("received"), dateAndTime(received), {}, formatTime(received), true});
}

/// The payload in its own lines: each is made safe by itself.
QString linesOf(std::string_view payload)
{
    constexpr std::size_t most = std::size_t{256} << 10;
    QString text;
    std::string_view rest = payload.substr(0, most);
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        text += plainText(rest.substr(0, end), 65536) + QLatin1Char('\n');
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    if (payload.size() > most)
        text += QChar(0x2026);
    return text;
}

QString jsonLines(std::string_view payload)
{
    constexpr std::size_t most = std::size_t{128} << 10;
    const auto size = static_cast<qsizetype>(std::min(payload.size(), most));
    const QByteArray lines = indentedJson(QString::fromUtf8(payload.data(), size)).toUtf8();
    QString text = linesOf({lines.constData(), static_cast<std::size_t>(lines.size())});
    if (payload.size() > most)
        text += QChar(0x2026);
    return text;
}

} // namespace

EventDetails makeEventDetails(const EventRef& event)
{
    const EventBatch& batch = event.batch();
    EventDetails details;
    details.key = event.key();
    details.severity = classOf(batch.severity(event.row));
    details.title = plainText(batch.body(event.row), 300);
    addWellKnown(event, details);
    addMetric(event, details);
    addFields(event, details);
    addPosition(event, details);
    const std::string_view payload = batch.payload(event.row);
    details.payload = QByteArray(payload.data(), static_cast<qsizetype>(payload.size()));
    details.text = linesOf(payload);
    const auto first = payload.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (payload[first] == '{' || payload[first] == '['))
        details.json = jsonLines(payload);
    return details;
}

QString withCondition(const QString& query, const EventDetails::Entry& entry, bool exclude)
{
    Expr test;
    test.kind = Expr::Kind::FieldEquals;
    test.field = entry.field;
    test.text = entry.text;
    QString term = QString::fromStdString(printFilter(test));
    if (entry.field == "severity")
        term = QStringLiteral("level:") + QString::fromStdString(entry.text);
    if (exclude)
        term = QStringLiteral("not ") + term;
    // The condition belongs to the filter, which ends where the aggregate begins.
    const auto pipe = query.indexOf(QLatin1Char('|'));
    const QString filter = query.left(pipe < 0 ? query.size() : pipe).trimmed();
    const QString rest = pipe < 0 ? QString() : QLatin1Char(' ') + query.mid(pipe);
    if (filter.isEmpty())
        return term + rest;
    if (filter.contains(term))
        return query;
    const bool hasOr = filter.contains(QLatin1String(" or "), Qt::CaseInsensitive)
        && !filter.contains(QLatin1Char('('));
    return (hasOr ? QLatin1Char('(') + filter + QLatin1Char(')') : filter) + QLatin1Char(' ') + term
        + rest;
}

QString indentedJson(const QString& json)
{
    QString out;
    qsizetype depth = 0;
    bool inString = false;
    bool escaped = false;
    const auto breakLine = [&out, &depth] {
        out += QLatin1Char('\n') + QString(std::min<qsizetype>(depth, 32) * 2, QLatin1Char(' '));
    };
    for (const QChar c : json) {
        if (inString) {
            out += c;
            inString = escaped || c != QLatin1Char('"');
            escaped = !escaped && c == QLatin1Char('\\');
            continue;
        }
        if (c.isSpace())
            continue;
        const bool closes = c == QLatin1Char('}') || c == QLatin1Char(']');
        if (closes) {
            depth = std::max<qsizetype>(0, depth - 1);
            breakLine();
        }
        out += c;
        inString = c == QLatin1Char('"');
        if (c == QLatin1Char('{') || c == QLatin1Char('[')) {
            ++depth;
            breakLine();
        } else if (c == QLatin1Char(',')) {
            breakLine();
        } else if (c == QLatin1Char(':')) {
            out += QLatin1Char(' ');
        }
    }
    return out;
}

} // namespace weir
