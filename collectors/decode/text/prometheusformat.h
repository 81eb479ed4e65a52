// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/text/metriclines.h"
#include "collectors/decode/text/scan.h"

#include <string>
#include <vector>

namespace weir {

class Records;

/// `http_requests_total{code="200"} 1027 1763899491120`, many lines with `# TYPE`, `# UNIT` and `#
/// HELP`: the text formats of Prometheus and OpenMetrics. Every sample is a record, those of
/// histograms and summaries too; labels are fields, exemplars are left to the payload.
/// https://prometheus.io/docs/instrumenting/exposition_formats/,
/// https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
class PrometheusFormat final : public Format
{
public:
    /// `isChosen`: by its name. Detection wants a `# TYPE`, `# HELP`, `# UNIT`, `# EOF` or a sample
    /// with labels: `retries 3` alone is prose.
    explicit PrometheusFormat(bool isChosen)
        : m_isChosen(isChosen)
    {
    }

    std::string_view name() const override { return "prometheus"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    /// What the comments say of the samples behind them.
    struct Family
    {
        std::string_view name;
        std::string_view type;
        std::string_view unit;
    };

    void readComment(std::string_view line);
    const char* readSample(std::string_view line, const Content& content,
                           EventBatchBuilder& builder, Records& records);
    const char* readLabels(Scan& scan, const Content& content, EventBatchBuilder& builder,
                           ArenaRef& quotedName);
    ArenaRef takeQuoted(Scan& scan, const Content& content, EventBatchBuilder& builder,
                        bool& isWhole);
    MetricType typeOf(std::string_view sample) const;

    const bool m_isChosen;
    Family m_family;
    bool m_isSure = false;
    std::vector<Label> m_labels;
    std::string m_unescaped;
};

} // namespace weir
