// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/otlp/fieldlist.h"
#include "collectors/decode/records.h"
#include "collectors/decode/valuesink.h"

#include <map>
#include <optional>
#include <span>

namespace weir {

/// OpenTelemetry's LogRecord, without its attributes.
/// https://github.com/open-telemetry/opentelemetry-proto: logs/v1/logs.proto
struct OtlpLog
{
    std::uint64_t time = 0; ///< ns since 1970; 0: unknown
    std::uint64_t observedTime = 0;
    std::uint64_t severity = 0; ///< 1–24
    std::string_view severityText;
    ArenaRef body;
    ArenaRef traceId; ///< lower-case hex
    ArenaRef spanId;
    std::string_view eventName;
    std::uint64_t flags = 0;
    std::uint64_t droppedAttributes = 0;
};

/// What the points of a Metric have in common: metrics/v1/metrics.proto
struct OtlpMetric
{
    enum class Temporality { Unspecified, Delta, Cumulative };

    std::string_view name;
    std::string_view unit;
    Temporality temporality = Temporality::Unspecified;
    bool isMonotonic = false;
};

/// What all kinds of points have.
struct OtlpPoint
{
    std::uint64_t time = 0;
    std::uint64_t startTime = 0;
    std::uint64_t flags = 0;

    /// The point says that there is no value, as Prometheus' stale markers do: a gap.
    bool isGap() const { return (flags & 1U) != 0; }
};

/// A point of a histogram, an exponential histogram or a summary.
struct OtlpDistribution
{
    std::uint64_t count = 0;
    std::optional<double> sum;
    std::optional<double> min;
    std::optional<double> max;
};

/// Writes the records of one OTLP message as events; protobuf and JSON have it in common.
///
/// A log record's resource, scope and own attributes become fields under their names, the scope's under
/// `otel.scope.`, in this order: the last of one name counts. Not kept are schema URLs, the time of observation
/// where there is a time, and of metrics descriptions, metadata and exemplars.
class OtlpEvents final
{
public:
    /// Begins a message. All outlive it.
    void begin(const Content& content, EventBatchBuilder& builder);

    ValueSink& beginResource();
    ValueSink& beginScope();
    /// After the attributes of the scope.
    bool setScope(std::string_view name, std::string_view version);
    /// For the attributes of a record or point.
    ValueSink& beginRecord();

    bool writeLog(const OtlpLog& log);

    /// The following points are of this metric.
    void setMetric(const OtlpMetric& metric);
    bool writeGauge(const OtlpPoint& point, double value);
    bool writeSum(const OtlpPoint& point, double value);
    /// `_count`, `_sum`, `_min`, `_max` and, cumulated as Prometheus has them, `_bucket` with `le`.
    bool writeHistogram(const OtlpPoint& point, const OtlpDistribution& distribution,
                        std::span<const double> bounds, std::span<const std::uint64_t> counts);
    /// As a histogram, with `scale` and `zero_count` as fields; its buckets are not kept.
    bool writeExponential(const OtlpPoint& point, const OtlpDistribution& distribution,
                          std::int64_t scale, std::uint64_t zeroCount);
    bool writeSummary(const OtlpPoint& point, const OtlpDistribution& distribution,
                      std::span<const std::pair<double, double>> quantiles);

    /// An id of `size` bytes as hex; all zeros are none. False for another size.
    bool idOf(std::string_view bytes, std::size_t size, ArenaRef& hex);

    /// A text that is no piece of the message.
    ArenaRef keep(std::string_view text) { return m_builder->append(text); }

    /// Null when the message had records; else why it is not taken.
    const char* finish();
    const char* reason() const { return m_reason; }

private:
    bool fail(const char* reason)
    {
        m_reason = reason;
        return false;
    }
    bool beginEvent(std::uint64_t time);
    void writeSeverity(const OtlpLog& log);
    void addText(std::string_view name, std::string_view text);
    void addNumber(std::string_view name, std::uint64_t number);
    bool writePart(const OtlpPoint& point, ArenaRef name, double value, MetricType type);
    bool writeParts(const OtlpPoint& point, const OtlpDistribution& distribution);
    ArenaRef suffixed(std::string_view suffix); ///< a literal
    MetricType typeOfTotals() const;

    EventBatchBuilder* m_builder = nullptr;
    const Content* m_content = nullptr;
    std::optional<Records> m_records;
    FieldList m_resource;
    FieldList m_scope;
    FieldList m_own;
    ValueSink m_resourceSink;
    ValueSink m_scopeSink;
    ValueSink m_ownSink;
    OtlpMetric m_metric;
    ArenaRef m_metricName;
    std::map<std::string_view, ArenaRef> m_suffixed; ///< names of parts of the metric
    ArenaRef m_unit;
    std::uint64_t m_startTime =
        0; ///< what m_startText is the text of: a message's points mostly share it
    ArenaRef m_startText;
    std::size_t m_gaps = 0;
    const char* m_reason = nullptr;
};

} // namespace weir
