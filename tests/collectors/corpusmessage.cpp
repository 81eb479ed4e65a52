// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpusmessage.h"

#include "core/json.h"

#include <simdjson.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

namespace weir {

namespace {

using simdjson::dom::element;

std::string canonical(const element& value)
{
    if (value.is_object()) {
        std::map<std::string, std::string> members;
        for (const auto& [key, member] : value.get_object())
            members[std::string(key)] = canonical(member);
        JsonWriter json;
        json.beginObject();
        for (const auto& [key, member] : members)
            json.key(key).raw(member);
        return json.endObject().take();
    }
    if (value.is_array()) {
        JsonWriter json;
        json.beginArray();
        for (const element item : value.get_array())
            json.raw(canonical(item));
        return json.endArray().take();
    }
    return simdjson::minify(value);
}

std::string canonical(const std::string& json)
{
    simdjson::dom::parser parser;
    const element value = parser.parse(json);
    return canonical(value);
}

std::string unbase64(std::string_view text)
{
    std::string out;
    unsigned bits = 0;
    int count = 0;
    constexpr std::string_view digits
        = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (const char c : text) {
        const std::size_t digit = digits.find(c);
        if (digit == std::string_view::npos)
            continue;
        bits = (bits << 6U) | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU));
        }
    }
    return out;
}

CorpusMessage messageOf(const element& line)
{
    CorpusMessage message;
    const auto text = [&line](const char* name) {
        std::string_view found;
        return line[name].get(found) == simdjson::SUCCESS ? std::string(found) : std::string();
    };
    message.place = text("name");
    message.payload = text("message");
    if (const std::string packed = text("message_base64"); !packed.empty())
        message.payload = unbase64(packed);
    if (const std::string as = text("as"); !as.empty())
        message.as = as;
    message.format = text("format");
    message.topic = text("topic");
    message.key = text("key");
    message.miss = text("miss");
    if (const std::string time = text("wire_time"); !time.empty())
        message.wireTime = parseTime(time);
    simdjson::dom::object headers;
    if (line["headers"].get(headers) == simdjson::SUCCESS) {
        for (const auto& [name, value] : headers)
            message.headers.emplace_back(std::string(name), std::string(value.get_string().value()));
    }
    const element events = line["events"];
    message.events = canonical(events);
    return message;
}

void writeValue(JsonWriter& json, const ValueView& value)
{
    if (value.type == ValueType::Int)
        json.value(value.bits);
    else if (value.type == ValueType::Double)
        json.value(value.number());
    else if (value.type == ValueType::Bool)
        json.value(value.bits != 0);
    else if (value.type == ValueType::Bytes)
        json.beginObject().member("base64", std::string_view(base64(value.text))).endObject();
    else
        json.value(value.text);
}

void writeFields(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    bool any = false;
    const auto& fields = batch.columns().fields;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        const auto value = batch.field(column, row);
        if (!value)
            continue;
        if (!std::exchange(any, true))
            json.key("fields").beginObject();
        json.key(fields[column].name);
        writeValue(json, *value);
    }
    if (any)
        json.endObject();
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

void writeEvent(JsonWriter& json, const EventBatch& batch, std::size_t row)
{
    json.beginObject();
    if (batch.columns().timeFromReceived[row] == 0)
        json.member("time", std::string_view(formatTime(batch.time(row))));
    if (batch.severity(row) != Severity::Unset)
        json.member("severity", static_cast<int>(batch.severity(row)));
    if (batch.kind(row) == EventKind::Undecodable)
        json.member("undecodable", batch.body(row));
    else if (const auto metric = batch.metricIndex(row))
        writeMetric(json, batch, *metric);
    else if (!batch.body(row).empty())
        json.member("body", batch.body(row));
    writeFields(json, batch, row);
    if (!batch.traceId(row).empty())
        json.member("trace_id", batch.traceId(row));
    if (!batch.spanId(row).empty())
        json.member("span_id", batch.spanId(row));
    json.endObject();
}

} // namespace

std::vector<CorpusMessage> readCorpus(const std::filesystem::path& file)
{
    std::vector<CorpusMessage> messages;
    std::ifstream stream(file);
    simdjson::dom::parser parser;
    int number = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (line.empty() || line.starts_with("#"))
            continue;
        const std::string place = file.filename().string() + ':' + std::to_string(number);
        try {
            CorpusMessage message = messageOf(parser.parse(line));
            message.place = place + ' ' + message.place;
            messages.push_back(std::move(message));
        } catch (const simdjson::simdjson_error& error) {
            throw std::runtime_error(place + ": " + error.what());
        }
    }
    return messages;
}

std::string canonicalEvents(const EventBatch& batch)
{
    JsonWriter json;
    json.beginArray();
    for (std::size_t row = 0; row < batch.size(); ++row)
        writeEvent(json, batch, row);
    return canonical(json.endArray().take());
}

} // namespace weir
