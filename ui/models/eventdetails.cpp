// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/eventdetails.h"

#include "core/eventjson.h"
#include "core/query/query.h"
#include "ui/models/format.h"
#include "ui/models/logrow.h"
#include "ui/models/prettyjson.h"
#include "ui/models/queryterms.h"
#include "ui/models/zones.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>

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
    const auto word = nameOf(details.severity);
    details.event.push_back(
        entryOf("severity", word.empty() ? "unset" : word, word.empty() ? "" : "severity"));
    details.event.push_back(entryOf("source", batch.source(), "source"));
    if (!batch.traceId(event.row).empty())
        details.event.push_back(entryOf("trace_id", batch.traceId(event.row), "trace_id"));
    if (!batch.spanId(event.row).empty())
        details.event.push_back(entryOf("span_id", batch.spanId(event.row), "span_id"));
    for (const auto& [name, value] : batch.columns().labels)
        details.labels.push_back(entryOf(name, value, name));
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
}

constexpr std::size_t most = std::size_t{256} << 10; ///< bytes of a text that is shown

/// A text in its own lines: each is made safe by itself.
QString linesOf(std::string_view payload)
{
    QString text;
    std::string_view rest = payload.substr(0, most);
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        text += plainText(rest.substr(0, end), 65536, Tabs::Kept);
        if (end == std::string_view::npos)
            break;
        text += QLatin1Char('\n');
        rest = rest.substr(end + 1);
    }
    if (payload.size() > most)
        text += QChar(0x2026);
    return text;
}

/// Of a message with many records one of them is known by its seq alone.
Permalink linkOf(const EventRef& event)
{
    const EventBatch& batch = event.batch();
    const Stream& stream = batch.stream(event.row);
    const std::int64_t offset = batch.columns().offsets[event.row];
    if (stream.kind == SourceKind::Kafka && offset >= 0 && !stream.scope.empty()
        && !stream.name.empty() && batch.record(event.row).value_or(0) == 0)
        return KafkaLink{stream.scope, stream.name, stream.partition, offset};
    return EventLink{event.key().seq};
}

/// `2026-11-23 13:02:51.510412003 CET`, as many digits as say something.
QString timeIn(const QTimeZone& zone, TimePoint time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time);
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(milliseconds.time_since_epoch())
            .count(),
        zone);
    QString fraction = QStringLiteral("%1").arg((time - milliseconds).count(), 6, 10, QLatin1Char('0'));
    while (fraction.endsWith(QLatin1String("000")))
        fraction.chop(3);
    return local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")) + fraction + QLatin1Char(' ')
        + zone.abbreviation(local);
}

/// Empty when it is so much that it says nothing, and could not be told in nanoseconds either.
QString latenessText(const EventDetails& details)
{
    using std::chrono::floor;
    using std::chrono::seconds;
    const seconds rough = floor<seconds>(details.received) - floor<seconds>(details.key.time);
    if (std::chrono::abs(rough) > std::chrono::hours(24 * 365 * 100))
        return {};
    const Nanoseconds late = details.received - details.key.time;
    const QString distance = QString::fromStdString(
        formatDuration(std::chrono::round<std::chrono::microseconds>(std::chrono::abs(late))));
    return (late < Nanoseconds{} ? QCoreApplication::translate("EventDetails", "(%1 before)")
                                 : QCoreApplication::translate("EventDetails", "(%1 later)"))
        .arg(distance);
}

} // namespace

EventDetails makeEventDetails(const EventRef& event)
{
    const EventBatch& batch = event.batch();
    EventDetails details;
    details.key = event.key();
    details.severity = classOf(batch.severity(event.row));
    const auto metric = batch.metricIndex(event.row);
    details.message = metric ? metricText(batch, *metric) : linesOf(batch.body(event.row));
    details.title = metric ? details.message : plainText(batch.body(event.row), 300);
    details.received = event.stored.received(event.row);
    details.timeIsReceived = batch.columns().timeFromReceived[event.row] != 0;
    details.source = batch.source();
    details.traceId = batch.traceId(event.row);
    addWellKnown(event, details);
    addMetric(event, details);
    addFields(event, details);
    addPosition(event, details);
    const std::string_view payload = batch.payload(event.row);
    details.payload = QByteArray(payload.data(), static_cast<qsizetype>(payload.size()));
    details.json = JsonDocument::parse(payload);
    const bool isPretty = details.json && payload.size() <= most;
    details.text = isPretty ? linesOf(prettyJson(payload)) : linesOf(payload);
    details.asJson = eventJson(event.stored, event.row);
    details.link = linkOf(event);
    return details;
}

std::vector<EventDetails::Entry> timesOf(const EventDetails& details, const std::string& zone)
{
    const QTimeZone in = zoneNamed(zone);
    std::vector<Entry> times;
    times.push_back({QStringLiteral("time"), timeIn(in, details.key.time), {},
                     formatTime(details.key.time), true});
    if (details.timeIsReceived) {
        times.back().value +=
            QLatin1Char(' ') + QCoreApplication::translate("EventDetails", "(of arrival)");
        return times;
    }
    times.push_back({QStringLiteral("received"), timeIn(in, details.received), {},
                     formatTime(details.received), true});
    const QString late = latenessText(details);
    if (!late.isEmpty())
        times.back().value += QLatin1Char(' ') + late;
    return times;
}

QString withCondition(const QString& query, const EventDetails::Entry& entry, bool exclude)
{
    Expr test;
    test.kind = Expr::Kind::FieldEquals;
    test.field = entry.field;
    test.text = entry.text;
    return QueryTerms(query).with(
        entry.field == "severity" ? "level:" + entry.text : printFilter(test), exclude);
}

} // namespace weir
