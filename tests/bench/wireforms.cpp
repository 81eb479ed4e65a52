// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/wireforms.h"

#include "core/severity.h"
#include "core/timepoint.h"

#include <fmt/format.h>

#include <bit>
#include <iterator>

namespace weir::bench {

struct WireForms::Facts
{
    std::string_view time;
    std::string_view level;
    std::string_view service;
    std::string_view host;
    std::string_view message;
    std::string_view trace;
    std::int64_t status = 0;
    double latency = 0;
};

namespace {

// The wire format of Protocol Buffers: https://protobuf.dev/programming-guides/encoding/
constexpr unsigned varintType = 0;
constexpr unsigned fixed64Type = 1;
constexpr unsigned bytesType = 2;

void putVarint(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7U)
        out.push_back(static_cast<char>(value | 0x80U));
    out.push_back(static_cast<char>(value));
}

void putBytes(std::string& out, unsigned field, std::string_view bytes)
{
    putVarint(out, (field << 3U) | bytesType);
    putVarint(out, bytes.size());
    out.append(bytes);
}

void putFixed64(std::string& out, unsigned field, std::uint64_t value)
{
    putVarint(out, (field << 3U) | fixed64Type);
    for (unsigned shift = 0; shift < 64; shift += 8)
        out.push_back(static_cast<char>(value >> shift));
}

void putNumber(std::string& out, unsigned field, std::uint64_t value)
{
    putVarint(out, (field << 3U) | varintType);
    putVarint(out, value);
}

std::string attribute(std::string_view key, std::string_view value)
{
    std::string pair;
    putBytes(pair, 1, key);
    putBytes(pair, 2, value);
    return pair;
}

std::string textValue(std::string_view text)
{
    std::string value;
    putBytes(value, 1, text);
    return value;
}

std::string fromHex(std::string_view hex)
{
    std::string bytes;
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
    return bytes;
}

int syslogSeverity(std::string_view level)
{
    return level == "error" ? 3 : level == "warn" ? 4 : level == "info" ? 6 : level == "fatal" ? 2 : 7;
}

} // namespace

const char* nameOf(WireForm form)
{
    switch (form) {
    case WireForm::Json:
        return "json";
    case WireForm::Logfmt:
        return "logfmt";
    case WireForm::Syslog:
        return "syslog";
    case WireForm::Otlp:
        return "otlp";
    case WireForm::OtlpBatch:
        return "otlp-batch";
    }
    return "";
}

bool WireForms::add(std::string_view json)
{
    if (m_form == WireForm::Json) {
        m_message = json;
        return true;
    }
    const simdjson::dom::element event = m_parser.parse(json.data(), json.size());
    const Facts facts{event["ts"],         event["level"],    event["service"], event["host"],
                      event["msg"],        event["trace_id"], event["status"],  event["latency_ms"]};
    if (m_form == WireForm::Logfmt)
        composeLogfmt(facts);
    else if (m_form == WireForm::Syslog)
        composeSyslog(facts);
    else
        addRecord(facts);
    const int wanted = m_form == WireForm::OtlpBatch ? recordsInBatch : 1;
    if (m_waiting > 0 && m_waiting < wanted)
        return false;
    if (m_waiting > 0)
        composeOtlp();
    return true;
}

bool WireForms::finish()
{
    if (m_waiting == 0)
        return false;
    composeOtlp();
    return true;
}

void WireForms::composeLogfmt(const Facts& facts)
{
    m_message.clear();
    fmt::format_to(std::back_inserter(m_message),
                   R"(ts={} level={} service={} host={} msg="{}" trace_id={} status={} latency_ms={})",
                   facts.time, facts.level, facts.service, facts.host, facts.message, facts.trace,
                   facts.status, facts.latency);
}

/// RFC 5424, facility local0.
void WireForms::composeSyslog(const Facts& facts)
{
    m_message.clear();
    fmt::format_to(std::back_inserter(m_message),
                   R"(<{}>1 {} {} {} - - [meta trace_id="{}" status="{}" latency_ms="{}"] {})",
                   16 * 8 + syslogSeverity(facts.level), facts.time, facts.host, facts.service,
                   facts.trace, facts.status, facts.latency, facts.message);
}

/// opentelemetry/proto/logs/v1/logs.proto: LogRecord.
void WireForms::addRecord(const Facts& facts)
{
    std::string record;
    const auto time = parseTime(facts.time);
    putFixed64(record, 1, static_cast<std::uint64_t>(nanosecondsOf(*time)));
    putNumber(record, 2, static_cast<std::uint64_t>(*parseSeverityWord(facts.level)));
    putBytes(record, 5, textValue(facts.message));
    std::string status;
    putNumber(status, 3, static_cast<std::uint64_t>(facts.status));
    putBytes(record, 6, attribute("status", status));
    std::string latency;
    putFixed64(latency, 4, std::bit_cast<std::uint64_t>(facts.latency));
    putBytes(record, 6, attribute("latency_ms", latency));
    putBytes(record, 6, attribute("service.name", textValue(facts.service)));
    putBytes(record, 9, fromHex(facts.trace));
    putBytes(m_records, 2, record); // ScopeLogs.log_records
    ++m_waiting;
    if (m_waiting == 1)
        m_message = attribute("host.name", textValue(facts.host));
}

/// One ResourceLogs with one ScopeLogs. A batch has the host of its first record.
void WireForms::composeOtlp()
{
    std::string resource;
    putBytes(resource, 1, m_message);
    std::string resourceLogs;
    putBytes(resourceLogs, 1, resource);
    putBytes(resourceLogs, 2, m_records);
    m_message.clear();
    putBytes(m_message, 1, resourceLogs);
    m_records.clear();
    m_waiting = 0;
}

} // namespace weir::bench
