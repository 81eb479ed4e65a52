// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpjsonmetrics.h"

#include <array>
#include <utility>
#include <vector>

namespace weir::otlpjson {

namespace {

constexpr const char* notAMetric = "no OTLP: not a metric";

/// A list of numbers; false where something else is among them.
template<typename Number, typename NumberOf>
bool readList(const Object& object, const char* name, NumberOf numberOf,
              std::vector<Number>& numbers)
{
    std::optional<Array> list;
    if (!read(object, name, list))
        return false;
    if (!list)
        return true;
    for (const Element element : *list) {
        const auto number = numberOf(element);
        if (!number)
            return false;
        numbers.push_back(static_cast<Number>(*number));
    }
    return true;
}

enum class Kind { Gauge, Sum, Histogram, Exponential, Summary };

constexpr std::array kinds{
    std::pair{"gauge", Kind::Gauge},         std::pair{"sum", Kind::Sum},
    std::pair{"histogram", Kind::Histogram}, std::pair{"exponentialHistogram", Kind::Exponential},
    std::pair{"summary", Kind::Summary},
};

/// One point after the other of a metric.
class PointReader
{
public:
    explicit PointReader(OtlpEvents& events)
        : m_events(events)
    {
    }

    const char* readNumber(const Object& point, bool isSum)
    {
        std::int64_t integer = 0;
        double value = 0;
        const bool isInt = point["asInt"].error() == simdjson::SUCCESS;
        if (const char* reason = begin(point))
            return reason;
        if (!read(point, "asDouble", value) || !read(point, "asInt", integer))
            return notAMetric;
        if (isInt)
            value = static_cast<double>(integer);
        return written(isSum ? m_events.writeSum(m_point, value)
                             : m_events.writeGauge(m_point, value));
    }

    const char* readHistogram(const Object& point)
    {
        std::vector<double> bounds;
        std::vector<std::uint64_t> counts;
        if (const char* reason = beginDistribution(point))
            return reason;
        const bool isRight = readList(point, "explicitBounds", realOf, bounds)
            && readList(point, "bucketCounts", integerOf, counts);
        if (!isRight)
            return notAMetric;
        return written(m_events.writeHistogram(m_point, m_distribution, bounds, counts));
    }

    const char* readExponential(const Object& point)
    {
        std::int64_t scale = 0;
        std::uint64_t zeroCount = 0;
        if (const char* reason = beginDistribution(point))
            return reason;
        if (!read(point, "scale", scale) || !read(point, "zeroCount", zeroCount))
            return notAMetric;
        return written(m_events.writeExponential(m_point, m_distribution, scale, zeroCount));
    }

    const char* readSummary(const Object& point)
    {
        std::vector<std::pair<double, double>> quantiles;
        if (const char* reason = beginDistribution(point))
            return reason;
        const char* const reason = forEach(point, "quantileValues", [&](const Object& object) {
            std::pair<double, double> quantile;
            const bool isRight =
                read(object, "quantile", quantile.first) && read(object, "value", quantile.second);
            quantiles.push_back(quantile);
            return isRight ? nullptr : notAMetric;
        });
        if (reason)
            return reason;
        m_distribution.sum = m_distribution.sum.value_or(0);
        return written(m_events.writeSummary(m_point, m_distribution, quantiles));
    }

private:
    const char* written(bool isWritten) const { return isWritten ? nullptr : m_events.reason(); }

    const char* begin(const Object& point)
    {
        m_point = {};
        ValueSink& sink = m_events.beginRecord();
        const bool isRight = read(point, "timeUnixNano", m_point.time)
            && read(point, "startTimeUnixNano", m_point.startTime)
            && read(point, "flags", m_point.flags);
        return isRight ? readAttributes(point, "attributes", sink) : notAMetric;
    }

    const char* beginDistribution(const Object& point)
    {
        m_distribution = {};
        if (const char* reason = begin(point))
            return reason;
        return read(point, "count", m_distribution.count) && read(point, "sum", m_distribution.sum)
                && read(point, "min", m_distribution.min) && read(point, "max", m_distribution.max)
            ? nullptr
            : notAMetric;
    }

    OtlpEvents& m_events;
    OtlpPoint m_point;
    OtlpDistribution m_distribution;
};

const char* readPoint(const Object& point, Kind kind, PointReader& points)
{
    switch (kind) {
    case Kind::Histogram:
        return points.readHistogram(point);
    case Kind::Exponential:
        return points.readExponential(point);
    case Kind::Summary:
        return points.readSummary(point);
    default:
        return points.readNumber(point, kind == Kind::Sum);
    }
}

const char* readMetric(const Object& object, OtlpEvents& events)
{
    OtlpMetric metric;
    if (!read(object, "name", metric.name) || !read(object, "unit", metric.unit)
        || metric.name.empty())
        return notAMetric;
    PointReader points(events);
    for (const auto& entry : kinds) {
        const Kind kind = entry.second;
        std::optional<Object> data;
        std::uint64_t temporality = 0;
        if (!read(object, entry.first, data))
            return notAMetric;
        if (!data)
            continue;
        if (!read(*data, "aggregationTemporality", temporality) || temporality > 2
            || !read(*data, "isMonotonic", metric.isMonotonic))
            return notAMetric;
        metric.temporality = static_cast<OtlpMetric::Temporality>(temporality);
        events.setMetric(metric);
        return forEach(*data, "dataPoints",
                       [&](const Object& point) { return readPoint(point, kind, points); });
    }
    return notAMetric;
}

} // namespace

const char* readMetrics(const Object& request, OtlpEvents& events)
{
    return readRequest(request, "resourceMetrics", "scopeMetrics", "metrics", events,
                       [&events](const Object& metric) { return readMetric(metric, events); });
}

} // namespace weir::otlpjson
