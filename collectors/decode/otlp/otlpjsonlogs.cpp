// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpjsonlogs.h"

#include <algorithm>
#include <string>

namespace weir::otlpjson {

namespace {

constexpr const char* notALog = "no OTLP: not a log record";

bool isLowerHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/// Hex in either case; all zeros are none. False for what is not hex of that size.
bool readId(const Object& record, const char* name, std::size_t digits, std::string& id)
{
    std::string_view text;
    id.clear();
    if (!read(record, name, text))
        return false;
    if (text.find_first_not_of('0') == std::string_view::npos)
        return text.empty() || text.size() == digits;
    for (const char c : text)
        id.push_back(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    return id.size() == digits && std::ranges::all_of(id, isLowerHex);
}

const char* readBody(const Object& record, ValueSink& sink, OtlpLog& log)
{
    std::optional<Object> body;
    if (!read(record, "body", body))
        return notALog;
    if (!body)
        return nullptr;
    sink.beginText();
    const char* const reason = readValue(*body, sink);
    log.body = sink.endText();
    return reason;
}

const char* readLog(const Object& record, OtlpEvents& events)
{
    ValueSink& sink = events.beginRecord();
    OtlpLog log;
    const bool isRight = read(record, "timeUnixNano", log.time)
        && read(record, "observedTimeUnixNano", log.observedTime)
        && read(record, "severityNumber", log.severity)
        && read(record, "severityText", log.severityText)
        && read(record, "eventName", log.eventName) && read(record, "flags", log.flags)
        && read(record, "droppedAttributesCount", log.droppedAttributes);
    std::string trace;
    std::string span;
    if (!isRight || !readId(record, "traceId", 32, trace) || !readId(record, "spanId", 16, span))
        return notALog;
    if (const char* reason = readBody(record, sink, log))
        return reason;
    if (const char* reason = readAttributes(record, "attributes", sink))
        return reason;
    log.traceId = events.keep(trace);
    log.spanId = events.keep(span);
    return events.writeLog(log) ? nullptr : events.reason();
}

} // namespace

const char* readResource(const Object& resource, OtlpEvents& events)
{
    ValueSink& sink = events.beginResource();
    std::optional<Object> own;
    if (!read(resource, "resource", own))
        return malformed;
    return own ? readAttributes(*own, "attributes", sink) : nullptr;
}

const char* readScope(const Object& scope, OtlpEvents& events)
{
    ValueSink& sink = events.beginScope();
    std::optional<Object> own;
    std::string_view name;
    std::string_view version;
    if (!read(scope, "scope", own))
        return malformed;
    if (!own)
        return nullptr;
    if (const char* reason = readAttributes(*own, "attributes", sink))
        return reason;
    if (!read(*own, "name", name) || !read(*own, "version", version))
        return malformed;
    return events.setScope(name, version) ? nullptr : events.reason();
}

const char* readLogs(const Object& request, OtlpEvents& events)
{
    return readRequest(request, "resourceLogs", "scopeLogs", "logRecords", events,
                       [&events](const Object& record) { return readLog(record, events); });
}

} // namespace weir::otlpjson
