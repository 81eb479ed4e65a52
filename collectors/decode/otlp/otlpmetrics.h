// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/otlp/otlpevents.h"

#include <string_view>
#include <vector>

namespace weir {

class WireReader;

/// Reads ExportMetricsServiceRequest or MetricsData.
class OtlpMetricsReader final
{
public:
    explicit OtlpMetricsReader(OtlpEvents& events)
        : m_events(events)
    {
    }

    /// Null, or why the bytes are none.
    const char* read(std::string_view bytes);

private:
    /// The kinds of metrics by their field in Metric.
    enum class Kind : std::uint32_t {
        None = 0,
        Gauge = 5,
        Sum = 7,
        Histogram = 9,
        Exponential = 10,
        Summary = 11,
    };

    const char* readMetric(std::string_view message);
    const char* readData(std::string_view message);
    const char* readPoint(std::string_view message);
    const char* readNumber(std::string_view message);
    const char* readHistogram(std::string_view message);
    const char* readExponential(std::string_view message);
    const char* readSummary(std::string_view message);
    const char* readQuantile(std::string_view message);
    /// The fields that all points have in the same place; true when it was one of them, with a reason when
    /// it was wrong.
    bool takeCommon(const WireReader& in, std::uint32_t attributes, std::uint32_t flags);

    OtlpEvents& m_events;
    OtlpMetric m_metric;
    Kind m_kind = Kind::None;
    OtlpPoint m_point;
    ValueSink* m_sink = nullptr;
    const char* m_reason = nullptr;
    std::vector<double> m_bounds;
    std::vector<std::uint64_t> m_counts;
    std::vector<std::pair<double, double>> m_quantiles;
};

} // namespace weir
