// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsondialects.h"

#include <array>

namespace weir {

namespace {

template<std::size_t count>
using Marks = std::array<std::string_view, count>;
template<std::size_t count>
using Roles = std::array<NamedRole, count>;

/// Debezium's change events, with or without the schema around them.
constexpr Marks<2> debeziumMarks{"schema", "payload"};
constexpr Marks<3> debeziumBareMarks{"op", "source", "ts_ms"};
constexpr Marks<1> connectLeftOut{"schema."};
constexpr Roles<6> changeRoles{{
    {"ts_ms", {Role::Time, 0}},
    {"source.ts_ms", {Role::Time, 1}},
    {"payload", {Role::Body, 9}},
    {"source.name", {Role::Service, 0}},
    {"level", {Role::None, 0}},
    {"type", {Role::None, 0}},
}};

/// CloudEvents 1.0 in structured mode: https://github.com/cloudevents/spec
constexpr Marks<4> cloudEventsMarks{"specversion", "id", "source", "type"};
constexpr Roles<5> cloudEventsRoles{{
    {"time", {Role::Time, 0}},
    {"source", {Role::Service, 0}},
    {"data.message", {Role::Body, 0}},
    {"data.level", {Role::Severity, 0}},
    {"data", {Role::Body, 1}},
}};

/// GELF 1.1, as Graylog documents it.
constexpr Marks<2> gelfMarks{"version", "short_message"};
constexpr Roles<3> gelfRoles{{
    {"short_message", {Role::Body, 0}},
    {"timestamp", {Role::Time, 0}},
    {"facility", {Role::Service, 1}},
}};

/// Serilog's compact form (CLEF). No @l is Information.
constexpr Marks<1> clefMessageMarks{"@t"};
constexpr Roles<7> clefRoles{{
    {"@t", {Role::Time, 0}},
    {"@l", {Role::Severity, 0}},
    {"@m", {Role::Body, 0}},
    {"@mt", {Role::Body, 1}},
    {"@tr", {Role::TraceId, 0}},
    {"@sp", {Role::SpanId, 0}},
    {"SourceContext", {Role::Service, 4}},
}};

/// Log4j 2's JsonLayout.
constexpr Marks<2> log4jMarks{"instant", "loggerName"};
constexpr Roles<4> log4jRoles{{
    {"instant.epochSecond", {Role::Time, 0}},
    {"instant.nanoOfSecond", {Role::TimeFraction, 0}},
    {"loggerName", {Role::Service, 3}},
    {"contextMap.trace_id", {Role::TraceId, 1}},
}};

/// Google's Cloud Logging. Its structured lines have the time as an object.
constexpr Marks<2> gcpEntryMarks{"logName", "resource"};
constexpr Roles<9> gcpRoles{{
    {"timestamp.seconds", {Role::Time, 1}},
    {"timestamp.nanos", {Role::TimeFraction, 0}},
    {"timestampSeconds", {Role::Time, 2}},
    {"timestampNanos", {Role::TimeFraction, 1}},
    {"jsonPayload.message", {Role::Body, 1}},
    {"trace", {Role::TraceId, 1}},
    {"logging.googleapis.com/trace", {Role::TraceId, 2}},
    {"logging.googleapis.com/spanId", {Role::SpanId, 2}},
    {"resource.labels.service_name", {Role::Service, 0}},
}};

/// bunyan: https://github.com/trentm/node-bunyan
constexpr Marks<5> bunyanMarks{"v", "level", "name", "hostname", "msg"};
constexpr Roles<1> bunyanRoles{{{"name", {Role::Service, 0}}}};

/// pino: time in ms, level 10–60.
constexpr Marks<4> pinoMarks{"level", "time", "pid", "hostname"};
constexpr Roles<1> pinoRoles{{{"name", {Role::Service, 3}}}};

/// Docker's json-file driver.
constexpr Marks<3> dockerMarks{"log", "stream", "time"};

/// systemd's journal: `journalctl -o json`. Times are microseconds as text.
constexpr Marks<1> journalMarks{"__REALTIME_TIMESTAMP"};
constexpr Roles<8> journalRoles{{
    {"_SOURCE_REALTIME_TIMESTAMP", {Role::Time, 0}},
    {"__REALTIME_TIMESTAMP", {Role::Time, 1}},
    {"PRIORITY", {Role::Severity, 0}},
    {"MESSAGE", {Role::Body, 0}},
    {"_HOSTNAME", {Role::Host, 0}},
    {"SYSLOG_IDENTIFIER", {Role::Service, 0}},
    {"_SYSTEMD_UNIT", {Role::Service, 1}},
    {"_COMM", {Role::Service, 2}},
}};

/// syslog-ng's format-json with the names of its macros.
constexpr Marks<3> syslogNgMarks{"MESSAGE", "HOST", "PROGRAM"};
constexpr Roles<9> syslogNgRoles{{
    {"ISODATE", {Role::Time, 0}},
    {"DATE", {Role::Time, 1}},
    {"PRIORITY", {Role::Severity, 0}},
    {"LEVEL", {Role::Severity, 1}},
    {"MESSAGE", {Role::Body, 0}},
    {"HOST", {Role::Host, 0}},
    {"HOST_FROM", {Role::Host, 1}},
    {"PROGRAM", {Role::Service, 0}},
    {"UNIXTIME", {Role::Time, 2}},
}};

/// Vector's native JSON of a log.
constexpr Marks<1> vectorMarks{"log"};

/// MongoDB's server log since 4.4.
constexpr Marks<4> mongoMarks{"t", "s", "c", "msg"};
constexpr Roles<3> mongoRoles{{
    {"t.$date", {Role::Time, 0}},
    {"s", {Role::Severity, 0}},
    {"c", {Role::Service, 4}},
}};

/// The JSON console of .NET's logging.
constexpr Marks<3> dotnetMarks{"LogLevel", "Category", "Message"};
constexpr Roles<4> dotnetRoles{{
    {"Timestamp", {Role::Time, 0}},
    {"LogLevel", {Role::Severity, 0}},
    {"Category", {Role::Service, 4}},
    {"Message", {Role::Body, 0}},
}};

constexpr std::array<JsonDialect, 16> dialects{{
    {"debezium", debeziumBareMarks, {.roles = changeRoles}},
    {"connect-json", debeziumMarks,
     {.roles = changeRoles, .unwrap = "payload.", .leaveOut = connectLeftOut}},
    {"cloudevents", cloudEventsMarks, {.roles = cloudEventsRoles}},
    {"gelf", gelfMarks, {.roles = gelfRoles, .namePrefix = '_'}},
    {"clef", clefMessageMarks, {.roles = clefRoles, .severity = Severity::Info}},
    {"log4j2", log4jMarks, {.roles = log4jRoles}},
    {"gcp", gcpEntryMarks, {.roles = gcpRoles}},
    {"journald", journalMarks, {.roles = journalRoles}},
    {"syslog-ng", syslogNgMarks, {.roles = syslogNgRoles}},
    {"mongodb", mongoMarks, {.roles = mongoRoles}},
    {"dotnet", dotnetMarks, {.roles = dotnetRoles}},
    {"bunyan", bunyanMarks, {.roles = bunyanRoles}},
    {"pino", pinoMarks, {.roles = pinoRoles}},
    {"docker", dockerMarks, {.bodyIsLine = true}},
    {"vector", vectorMarks, {.unwrap = "log."}, true},
    {"json", {}, {.roles = gcpRoles}},
}};

} // namespace

std::span<const JsonDialect> jsonDialects()
{
    return dialects;
}

} // namespace weir
