// SPDX-License-Identifier: GPL-3.0-or-later
// Field numbers: opentelemetry/proto/metrics/v1/metrics.proto
#include "collectors/decode/otlp/otlpmetrics.h"

#include "collectors/decode/otlp/otlpresource.h"
#include "collectors/decode/otlp/otlpvalues.h"
#include "core/json.h"

#include <bit>

namespace weir {

namespace {

constexpr const char* malformed = "no OTLP: not a metric";

/// Eight bytes each, packed or not.
template<typename Number>
const char* takeFixed(const WireReader& in, std::vector<Number>& numbers)
{
    if (in.isFixed64()) {
        numbers.push_back(std::bit_cast<Number>(in.number()));
        return nullptr;
    }
    const std::string_view packed = in.isBytes() ? in.bytes() : "?";
    if (packed.size() % sizeof(Number) != 0)
        return malformed;
    for (std::size_t at = 0; at < packed.size(); at += sizeof(Number)) {
        std::uint64_t word = 0;
        google::protobuf::io::CodedInputStream::ReadLittleEndian64FromArray(
            reinterpret_cast<const std::uint8_t*>(packed.data() + at), &word);
        numbers.push_back(std::bit_cast<Number>(word));
    }
    return nullptr;
}

const char* keep(const WireReader& in, double& number)
{
    number = in.real();
    return in.isFixed64() ? nullptr : malformed;
}

const char* keep(const WireReader& in, std::optional<double>& number)
{
    number = in.real();
    return in.isFixed64() ? nullptr : malformed;
}

const char* keep(const WireReader& in, std::uint64_t& number)
{
    number = in.number();
    return in.isFixed64() ? nullptr : malformed;
}

} // namespace

const char* OtlpMetricsReader::read(std::string_view bytes)
{
    return readOtlpRequest(bytes, m_events,
                           [this](std::string_view metric) { return readMetric(metric); });
}

const char* OtlpMetricsReader::readMetric(std::string_view message)
{
    m_metric = {};
    m_kind = Kind::None;
    std::string_view data;
    WireReader in(message);
    while (in.next()) {
        switch (in.field()) {
        case 1: // name
        case 2: // description
        case 3: // unit
            if (!in.isBytes())
                return malformed;
            if (in.field() != 2)
                (in.field() == 1 ? m_metric.name : m_metric.unit) = in.bytes();
            break;
        case 5:
        case 7:
        case 9:
        case 10:
        case 11:
            if (!in.isBytes())
                return malformed;
            m_kind = static_cast<Kind>(in.field());
            data = in.bytes();
            break;
        default:
            break;
        }
    }
    const bool isMetric = in.isDone() && !m_metric.name.empty() && m_kind != Kind::None
        && isUtf8(m_metric.name) && isUtf8(m_metric.unit);
    return isMetric ? readData(data) : malformed;
}

/// Gauge, Sum, Histogram, …: data_points = 1, aggregation_temporality = 2, is_monotonic = 3.
const char* OtlpMetricsReader::readData(std::string_view message)
{
    WireReader in(message);
    while (in.next()) {
        if (in.field() == 1 ? !in.isBytes() : in.field() <= 3 && !in.isVarint())
            return malformed;
        if (in.field() == 2 && in.number() <= 2)
            m_metric.temporality = static_cast<OtlpMetric::Temporality>(in.number());
        if (in.field() == 3)
            m_metric.isMonotonic = in.number() != 0;
    }
    if (!in.isDone())
        return malformed;
    m_events.setMetric(m_metric);
    return otlp::forEach(message, 1, [this](std::string_view point) { return readPoint(point); });
}

const char* OtlpMetricsReader::readPoint(std::string_view message)
{
    m_point = {};
    m_sink = &m_events.beginRecord();
    m_reason = nullptr;
    switch (m_kind) {
    case Kind::Histogram:
        return readHistogram(message);
    case Kind::Exponential:
        return readExponential(message);
    case Kind::Summary:
        return readSummary(message);
    default:
        return readNumber(message);
    }
}

bool OtlpMetricsReader::takeCommon(const WireReader& in, std::uint32_t attributes,
                                   std::uint32_t flags)
{
    if (in.field() == attributes) {
        m_reason = in.isBytes() ? readOtlpAttribute(in.bytes(), *m_sink) : malformed;
    } else if (in.field() == flags) {
        m_point.flags = in.number();
        m_reason = in.isVarint() ? nullptr : malformed;
    } else if (in.field() == 2) {
        m_reason = keep(in, m_point.startTime);
    } else if (in.field() == 3) {
        m_reason = keep(in, m_point.time);
    } else {
        return false;
    }
    return true;
}

/// NumberDataPoint: as_double = 4, as_int = 6.
const char* OtlpMetricsReader::readNumber(std::string_view message)
{
    double value = 0;
    WireReader in(message);
    while (in.next()) {
        if (!takeCommon(in, 7, 8) && (in.field() == 4 || in.field() == 6)) {
            m_reason = keep(in, value);
            if (in.field() == 6)
                value = static_cast<double>(in.signedNumber());
        }
        if (m_reason)
            return m_reason;
    }
    if (!in.isDone())
        return malformed;
    const bool isWritten = m_kind == Kind::Sum ? m_events.writeSum(m_point, value)
                                               : m_events.writeGauge(m_point, value);
    return isWritten ? nullptr : m_events.reason();
}

/// HistogramDataPoint.
const char* OtlpMetricsReader::readHistogram(std::string_view message)
{
    OtlpDistribution distribution;
    m_bounds.clear();
    m_counts.clear();
    WireReader in(message);
    while (in.next()) {
        if (!takeCommon(in, 9, 10)) {
            if (in.field() == 4)
                m_reason = keep(in, distribution.count);
            else if (in.field() == 5)
                m_reason = keep(in, distribution.sum);
            else if (in.field() == 6)
                m_reason = takeFixed(in, m_counts);
            else if (in.field() == 7)
                m_reason = takeFixed(in, m_bounds);
            else if (in.field() == 11)
                m_reason = keep(in, distribution.min);
            else if (in.field() == 12)
                m_reason = keep(in, distribution.max);
        }
        if (m_reason)
            return m_reason;
    }
    if (!in.isDone())
        return malformed;
    return m_events.writeHistogram(m_point, distribution, m_bounds, m_counts) ? nullptr
                                                                              : m_events.reason();
}

/// ExponentialHistogramDataPoint: scale = 6 (sint32), zero_count = 7.
const char* OtlpMetricsReader::readExponential(std::string_view message)
{
    OtlpDistribution distribution;
    std::int64_t scale = 0;
    std::uint64_t zeroCount = 0;
    WireReader in(message);
    while (in.next()) {
        if (!takeCommon(in, 1, 10)) {
            if (in.field() == 4) {
                m_reason = keep(in, distribution.count);
            } else if (in.field() == 5) {
                m_reason = keep(in, distribution.sum);
            } else if (in.field() == 6) {
                scale = in.zigZag();
                m_reason = in.isVarint() ? nullptr : malformed;
            } else if (in.field() == 7) {
                m_reason = keep(in, zeroCount);
            } else if (in.field() == 12) {
                m_reason = keep(in, distribution.min);
            } else if (in.field() == 13) {
                m_reason = keep(in, distribution.max);
            }
        }
        if (m_reason)
            return m_reason;
    }
    if (!in.isDone())
        return malformed;
    return m_events.writeExponential(m_point, distribution, scale, zeroCount) ? nullptr
                                                                              : m_events.reason();
}

/// SummaryDataPoint: count = 4, sum = 5, quantile_values = 6.
const char* OtlpMetricsReader::readSummary(std::string_view message)
{
    OtlpDistribution distribution;
    distribution.sum = 0;
    m_quantiles.clear();
    WireReader in(message);
    while (in.next()) {
        if (!takeCommon(in, 7, 8)) {
            if (in.field() == 4)
                m_reason = keep(in, distribution.count);
            else if (in.field() == 5)
                m_reason = keep(in, distribution.sum);
            else if (in.field() == 6)
                m_reason = in.isBytes() ? readQuantile(in.bytes()) : malformed;
        }
        if (m_reason)
            return m_reason;
    }
    if (!in.isDone())
        return malformed;
    return m_events.writeSummary(m_point, distribution, m_quantiles) ? nullptr : m_events.reason();
}

/// ValueAtQuantile: quantile = 1, value = 2.
const char* OtlpMetricsReader::readQuantile(std::string_view message)
{
    std::pair<double, double> quantile;
    WireReader in(message);
    while (in.next()) {
        if (in.field() > 2)
            continue;
        if (const char* reason = keep(in, in.field() == 1 ? quantile.first : quantile.second))
            return reason;
    }
    if (!in.isDone())
        return malformed;
    m_quantiles.push_back(quantile);
    return nullptr;
}

} // namespace weir
