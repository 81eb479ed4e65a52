// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpevents.h"

#include "core/severity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace weir {

namespace {

constexpr const char* tooManyFields = "more than 1000 fields";
constexpr std::string_view hexDigits = "0123456789abcdef";

std::string_view textOf(double number, std::array<char, 32>& room)
{
    if (std::isinf(number))
        return number < 0 ? "-Inf" : "+Inf";
    const auto end = std::to_chars(room.data(), room.data() + room.size(), number).ptr;
    return {room.data(), static_cast<std::size_t>(end - room.data())};
}

/// `INFO`, `info`, `Info2`: says no more than the number does.
bool isJustTheName(std::string_view text, Severity severity)
{
    if (text.size() > 1 && text.back() >= '1' && text.back() <= '4')
        text.remove_suffix(1);
    return std::ranges::equal(text, nameOf(classOf(severity)), {}, [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
}

} // namespace

void OtlpEvents::begin(const Content& content, EventBatchBuilder& builder)
{
    m_content = &content;
    m_builder = &builder;
    m_records.emplace(builder);
    m_resource.clear();
    m_scope.clear();
    m_startTime = 0;
    m_gaps = 0;
    m_reason = nullptr;
}

ValueSink& OtlpEvents::beginResource()
{
    m_resource.clear();
    m_scope.clear();
    m_resourceSink.begin(*m_content, *m_builder, m_resource);
    return m_resourceSink;
}

ValueSink& OtlpEvents::beginScope()
{
    m_scope.clear();
    m_scopeSink.begin(*m_content, *m_builder, m_scope, "otel.scope.");
    return m_scopeSink;
}

bool OtlpEvents::setScope(std::string_view name, std::string_view version)
{
    for (const auto& [key, text] : {std::pair{"name", name}, std::pair{"version", version}}) {
        if (!text.empty() && !(m_scopeSink.key(key) && m_scopeSink.string(text)))
            return fail(m_scopeSink.reason());
    }
    return true;
}

ValueSink& OtlpEvents::beginRecord()
{
    m_own.clear();
    m_ownSink.begin(*m_content, *m_builder, m_own);
    return m_ownSink;
}

bool OtlpEvents::beginEvent(std::uint64_t time)
{
    const std::size_t fields = m_resource.size() + m_scope.size() + m_own.size();
    if (fields > EventFields::maxFields)
        return fail(tooManyFields);
    if (!m_records->next())
        return fail(Records::tooMany);
    if (!m_records->takeFields(fields))
        return fail(Records::tooManyFields);
    if (time != 0 && time <= static_cast<std::uint64_t>(INT64_MAX))
        m_builder->setTime(timePointOf(static_cast<std::int64_t>(time)));
    else if (m_content->message.wireTime)
        m_builder->setTime(*m_content->message.wireTime);
    m_resource.writeTo(*m_builder);
    m_scope.writeTo(*m_builder);
    m_own.writeTo(*m_builder);
    return true;
}

bool OtlpEvents::writeLog(const OtlpLog& log)
{
    if (!beginEvent(log.time != 0 ? log.time : log.observedTime))
        return false;
    m_builder->setBody(log.body);
    m_builder->setTraceId(log.traceId);
    m_builder->setSpanId(log.spanId);
    writeSeverity(log);
    if (!log.eventName.empty())
        addText("event.name", log.eventName);
    if (log.flags != 0)
        addNumber("flags", log.flags);
    if (log.droppedAttributes != 0)
        addNumber("dropped_attributes_count", log.droppedAttributes);
    return true;
}

void OtlpEvents::writeSeverity(const OtlpLog& log)
{
    Severity severity = Severity::Unset;
    if (log.severity >= 1 && log.severity <= 24)
        severity = static_cast<Severity>(log.severity);
    else
        severity = parseSeverityWord(log.severityText).value_or(Severity::Unset);
    m_builder->setSeverity(severity);
    if (!log.severityText.empty() && !isJustTheName(log.severityText, severity))
        addText("severity_text", log.severityText);
}

void OtlpEvents::addText(std::string_view name, std::string_view text)
{
    m_builder->addField(name, ValueType::String, m_builder->append(text));
}

void OtlpEvents::addNumber(std::string_view name, std::uint64_t number)
{
    std::array<char, 24> digits; // NOLINT(*-member-init): written before it is read
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    m_builder->addField(name, ValueType::Int, m_builder->append(text),
                        static_cast<std::int64_t>(number));
}

bool OtlpEvents::idOf(std::string_view bytes, std::size_t size, ArenaRef& hex)
{
    hex = {};
    if (bytes.find_first_not_of('\0') == std::string_view::npos)
        return bytes.empty() || bytes.size() == size ? true : fail("a trace id of a wrong size");
    if (bytes.size() != size)
        return fail("a trace id of a wrong size");
    std::array<char, 32> digits; // NOLINT(*-member-init): written before it is read
    for (std::size_t i = 0; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        digits[2 * i] = hexDigits[byte >> 4U];
        digits[2 * i + 1] = hexDigits[byte & 0xFU];
    }
    hex = m_builder->append({digits.data(), 2 * size});
    return true;
}

void OtlpEvents::setMetric(const OtlpMetric& metric)
{
    m_metric = metric;
    m_metricName = m_builder->append(metric.name);
    m_unit = m_builder->append(metric.unit);
    m_suffixed.clear();
}

MetricType OtlpEvents::typeOfTotals() const
{
    return m_metric.temporality == OtlpMetric::Temporality::Cumulative ? MetricType::Counter
                                                                       : MetricType::Unknown;
}

/// Written once for all points of a metric.
ArenaRef OtlpEvents::suffixed(std::string_view suffix)
{
    const auto [known, isNew] = m_suffixed.try_emplace(suffix);
    if (isNew) {
        known->second = m_builder->append(m_metric.name);
        known->second.length += m_builder->append(suffix).length;
    }
    return known->second;
}

bool OtlpEvents::writePart(const OtlpPoint& point, ArenaRef name, double value, MetricType type)
{
    if (!beginEvent(point.time))
        return false;
    m_builder->setMetric(name, value, m_unit, type);
    if (m_metric.temporality == OtlpMetric::Temporality::Delta)
        addText("temporality", "delta");
    if (point.startTime == 0 || point.startTime > static_cast<std::uint64_t>(INT64_MAX))
        return true;
    if (point.startTime != m_startTime) {
        m_startTime = point.startTime;
        m_startText =
            m_builder->append(formatTime(timePointOf(static_cast<std::int64_t>(m_startTime))));
    }
    m_builder->addField("start_time", ValueType::String, m_startText);
    return true;
}

bool OtlpEvents::writeGauge(const OtlpPoint& point, double value)
{
    m_gaps += point.isGap() ? 1U : 0U;
    return point.isGap() || writePart(point, m_metricName, value, MetricType::Gauge);
}

bool OtlpEvents::writeSum(const OtlpPoint& point, double value)
{
    const bool isLevel =
        m_metric.temporality == OtlpMetric::Temporality::Cumulative && !m_metric.isMonotonic;
    m_gaps += point.isGap() ? 1U : 0U;
    return point.isGap()
        || writePart(point, m_metricName, value, isLevel ? MetricType::Gauge : typeOfTotals());
}

bool OtlpEvents::writeParts(const OtlpPoint& point, const OtlpDistribution& distribution)
{
    const auto count = static_cast<double>(distribution.count);
    if (!writePart(point, suffixed("_count"), count, typeOfTotals()))
        return false;
    if (distribution.sum && !writePart(point, suffixed("_sum"), *distribution.sum, typeOfTotals()))
        return false;
    if (distribution.min
        && !writePart(point, suffixed("_min"), *distribution.min, MetricType::Gauge))
        return false;
    return !distribution.max
        || writePart(point, suffixed("_max"), *distribution.max, MetricType::Gauge);
}

bool OtlpEvents::writeHistogram(const OtlpPoint& point, const OtlpDistribution& distribution,
                                std::span<const double> bounds,
                                std::span<const std::uint64_t> counts)
{
    // Both may be empty: a histogram of one bucket.
    if (!counts.empty() && counts.size() != bounds.size() + 1)
        return fail("a histogram whose buckets do not fit its bounds");
    m_gaps += point.isGap() ? 1U : 0U;
    if (point.isGap())
        return true;
    if (!writeParts(point, distribution))
        return false;
    const ArenaRef name = suffixed("_bucket");
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        total += counts[i];
        if (!writePart(point, name, static_cast<double>(total), typeOfTotals()))
            return false;
        std::array<char, 32> room; // NOLINT(*-member-init): written before it is read
        addText("le", i < bounds.size() ? textOf(bounds[i], room) : "+Inf");
    }
    return true;
}

bool OtlpEvents::writeExponential(const OtlpPoint& point, const OtlpDistribution& distribution,
                                  std::int64_t scale, std::uint64_t zeroCount)
{
    m_gaps += point.isGap() ? 1U : 0U;
    if (point.isGap())
        return true;
    const bool fits = m_ownSink.key("scale") && m_ownSink.integer(scale)
        && m_ownSink.key("zero_count") && m_ownSink.natural(zeroCount);
    return fits ? writeParts(point, distribution) : fail(m_ownSink.reason());
}

bool OtlpEvents::writeSummary(const OtlpPoint& point, const OtlpDistribution& distribution,
                              std::span<const std::pair<double, double>> quantiles)
{
    m_gaps += point.isGap() ? 1U : 0U;
    if (point.isGap())
        return true;
    m_metric.temporality = OtlpMetric::Temporality::Cumulative; // a summary has no other
    if (!writeParts(point, distribution))
        return false;
    for (const auto& [quantile, value] : quantiles) {
        if (!writePart(point, m_metricName, value, MetricType::Gauge))
            return false;
        std::array<char, 32> room; // NOLINT(*-member-init): written before it is read
        addText("quantile", textOf(quantile, room));
    }
    return true;
}

const char* OtlpEvents::finish()
{
    if (m_gaps > 0 && m_records->count() == 0)
        m_builder->setBody(m_builder->append("no recorded value"));
    if (m_gaps > 0)
        addNumber("gaps", m_gaps);
    return m_gaps == 0 && m_records->count() == 0 ? "OTLP without records" : nullptr;
}

} // namespace weir
