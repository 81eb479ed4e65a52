// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventjson.h"

#include "core/json.h"

#include <map>

namespace weir {

void writeText(JsonWriter& json, std::string_view bytes)
{
    if (isUtf8(bytes))
        json.value(bytes);
    else
        json.beginObject().member("base64", std::string_view(base64(bytes))).endObject();
}

namespace {

void writeValue(JsonWriter& json, const ValueView& value)
{
    switch (value.type) {
    case ValueType::Int:
        json.value(value.bits);
        break;
    case ValueType::Double:
        json.value(value.number());
        break;
    case ValueType::Bool:
        json.value(value.bits != 0);
        break;
    case ValueType::Bytes:
        json.beginObject().member("base64", std::string_view(base64(value.text))).endObject();
        break;
    case ValueType::String:
        writeText(json, value.text);
        break;
    }
}

void writeFields(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    bool any = false;
    const auto open = [&] {
        if (!any)
            json.key("fields").beginObject();
        any = true;
    };
    const auto& fields = batch.columns().fields;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        if (const auto value = batch.field(column, row)) {
            open();
            json.key(fields[column].name);
            writeValue(json, *value);
        }
    }
    for (const auto& [name, value] : batch.columns().labels) {
        if (batch.field(name, row))
            continue;
        open();
        json.member(name, std::string_view(value));
    }
    if (any)
        json.endObject();
}

void writeHeaders(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    const auto headers = batch.headers(row);
    if (headers.empty())
        return;
    std::map<std::string_view, std::vector<std::string_view>> byName;
    for (const auto& [name, value] : headers)
        byName[name].push_back(value);
    json.key("headers").beginObject();
    for (const auto& [name, values] : byName) {
        json.key(name);
        if (values.size() > 1)
            json.beginArray();
        for (const std::string_view value : values)
            writeText(json, value);
        if (values.size() > 1)
            json.endArray();
    }
    json.endObject();
}

void writePosition(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    const Stream& stream = batch.stream(row);
    const std::int64_t offset = batch.columns().offsets[row];
    json.key("position").beginObject().key(nameOf(stream.kind)).beginObject();
    switch (stream.kind) {
    case SourceKind::Kafka:
        json.member("topic", std::string_view(stream.name))
            .member("partition", std::int64_t{stream.partition})
            .member("offset", offset);
        if (const auto record = batch.record(row))
            json.member("record", std::uint64_t{*record});
        if (!batch.key(row).empty()) {
            json.key("key");
            writeText(json, batch.key(row));
        }
        writeHeaders(json, batch, row);
        break;
    case SourceKind::ZeroMq:
        if (!stream.name.empty()) {
            json.key("topic");
            writeText(json, stream.name);
        }
        json.member("publisher", std::string_view(stream.scope));
        if (offset >= 0)
            json.member("sequence", offset);
        writeHeaders(json, batch, row);
        break;
    case SourceKind::File:
        json.member("path", std::string_view(stream.name)).member("offset", offset);
        break;
    }
    json.endObject().endObject();
}

void writeMetric(JsonWriter& json, const EventBatch& batch, std::size_t index)
{
    const MetricColumns& metrics = batch.columns().metrics;
    json.key("metric").beginObject();
    json.member("name", batch.text(metrics.names[index])).member("value", metrics.values[index]);
    if (metrics.units[index].length > 0)
        json.member("unit", batch.text(metrics.units[index]));
    if (metrics.types[index] != MetricType::Unknown)
        json.member("type", metrics.types[index] == MetricType::Gauge ? "gauge" : "counter");
    json.endObject();
}

void writeContent(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    if (batch.kind(row) == EventKind::Undecodable) {
        json.member("undecodable", batch.body(row));
        json.member("raw_base64", std::string_view(base64(batch.payload(row))));
    } else if (const auto metric = batch.metricIndex(row)) {
        writeMetric(json, batch, *metric);
    } else {
        json.key("body");
        writeText(json, batch.body(row));
    }
}

} // namespace

std::string eventJson(const StoredBatch& stored, std::size_t row)
{
    const EventBatch& batch = *stored.batch;
    JsonWriter json;
    json.beginObject();
    json.member("time", std::string_view(formatTime(batch.time(row))));
    json.member("received", std::string_view(formatTime(stored.received(row))));
    if (number(stored.firstSeq) > 0) // else it is in no index
        json.member("seq", number(stored.seq(row)));
    json.member("source", std::string_view(batch.source()));
    if (batch.severity(row) != Severity::Unset) {
        json.member("severity", nameOf(classOf(batch.severity(row))));
        json.member("severity_number", static_cast<int>(batch.severity(row)));
    }
    writeContent(json, batch, row);
    writeFields(json, batch, row);
    if (!batch.traceId(row).empty())
        json.member("trace_id", batch.traceId(row));
    if (!batch.spanId(row).empty())
        json.member("span_id", batch.spanId(row));
    if (batch.columns().timeFromReceived[row] != 0)
        json.member("time_from", "received");
    writePosition(json, batch, row);
    json.endObject();
    return json.take();
}

} // namespace weir
