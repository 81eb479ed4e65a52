// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/wellknown.h"

#include "core/shorttext.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

struct Entry
{
    std::string_view name;
    WellKnown known;
};

/// Ascending by length, so that a name is compared only with those of its own length.
constexpr std::array entries{
    Entry{"t", {Role::Time, 9}},
    Entry{"ts", {Role::Time, 4}},
    Entry{"msg", {Role::Body, 1}},
    Entry{"log", {Role::Body, 4}},
    Entry{"lvl", {Role::Severity, 4}},
    Entry{"app", {Role::Service, 3}},
    Entry{"time", {Role::Time, 2}},
    Entry{"body", {Role::Body, 2}},
    Entry{"host", {Role::Host, 1}},
    Entry{"name", {Role::MetricName, 1}},
    Entry{"unit", {Role::MetricUnit, 0}},
    Entry{"type", {Role::MetricType, 0}},
    Entry{"date", {Role::Time, 10}},
    Entry{"level", {Role::Severity, 0}},
    Entry{"event", {Role::Body, 6}},
    Entry{"value", {Role::MetricValue, 0}},
    Entry{"logger", {Role::Service, 4}},
    Entry{"metric", {Role::MetricName, 0}},
    Entry{"spanId", {Role::SpanId, 1}},
    Entry{"@level", {Role::Severity, 5}},
    Entry{"message", {Role::Body, 0}},
    Entry{"service", {Role::Service, 1}},
    Entry{"span_id", {Role::SpanId, 0}},
    Entry{"span.id", {Role::SpanId, 2}},
    Entry{"traceId", {Role::TraceId, 1}},
    Entry{"@module", {Role::Service, 5}},
    Entry{"asctime", {Role::Time, 5}},
    Entry{"severity", {Role::Severity, 2}},
    Entry{"trace_id", {Role::TraceId, 0}},
    Entry{"trace.id", {Role::TraceId, 2}},
    Entry{"hostname", {Role::Host, 2}},
    Entry{"@message", {Role::Body, 7}},
    Entry{"datetime", {Role::Time, 6}},
    Entry{"loglevel", {Role::Severity, 8}},
    Entry{"timestamp", {Role::Time, 1}},
    Entry{"log.level", {Role::Severity, 1}},
    Entry{"host.name", {Role::Host, 0}},
    Entry{"eventTime", {Role::Time, 7}},
    Entry{"levelname", {Role::Severity, 6}},
    Entry{"log_level", {Role::Severity, 7}},
    Entry{"@timestamp", {Role::Time, 0}},
    Entry{"timeMillis", {Role::Time, 8}},
    Entry{"start_time", {Role::Time, 12}},
    Entry{"loggerName", {Role::Service, 5}},
    Entry{"dd.span_id", {Role::SpanId, 3}},
    Entry{"otelSpanID", {Role::SpanId, 4}},
    Entry{"textPayload", {Role::Body, 3}},
    Entry{"logger_name", {Role::Service, 5}},
    Entry{"application", {Role::Service, 6}},
    Entry{"dd.trace_id", {Role::TraceId, 3}},
    Entry{"otelTraceID", {Role::TraceId, 4}},
    Entry{"service.name", {Role::Service, 0}},
    Entry{"service_name", {Role::Service, 2}},
    Entry{"severityText", {Role::Severity, 3}},
    Entry{"severity_text", {Role::Severity, 3}},
    Entry{"short_message", {Role::Body, 5}},
    Entry{"severityNumber", {Role::SeverityNumber, 0}},
    Entry{"stageTimestamp", {Role::Time, 11}},
    Entry{"error_severity", {Role::Severity, 9}},
    Entry{"fields.message", {Role::Body, 8}},
    Entry{"container_name", {Role::Service, 8}},
    Entry{"severity_number", {Role::SeverityNumber, 0}},
    Entry{"kubernetes.container_name", {Role::Service, 7}},
};

constexpr bool isShorter(const Entry& left, const Entry& right)
{
    return left.name.size() < right.name.size();
}
static_assert(std::is_sorted(entries.begin(), entries.end(), isShorter));

constexpr std::size_t longestName = entries.back().name.size();

/// Where the names of each length begin; one more for the end of the last.
constexpr auto firstOfLength = [] {
    std::array<std::uint8_t, longestName + 2> first{};
    for (std::size_t length = 0; length < first.size(); ++length)
        first[length] = static_cast<std::uint8_t>(
            std::count_if(entries.begin(), entries.end(),
                          [&](const Entry& entry) { return entry.name.size() < length; }));
    return first;
}();

} // namespace

WellKnown wellKnown(std::string_view name)
{
    if (name.empty() || name.size() > longestName)
        return {};
    const std::size_t end = firstOfLength[name.size() + 1];
    for (std::size_t i = firstOfLength[name.size()]; i < end; ++i) {
        if (isSameText(entries[i].name, name))
            return entries[i].known;
    }
    return {};
}

} // namespace weir
