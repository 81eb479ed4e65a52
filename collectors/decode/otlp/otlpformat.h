// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/otlp/otlpevents.h"

#include <memory>

namespace weir {

/// Logs of OpenTelemetry in protobuf: ExportLogsServiceRequest and LogsData, which have the same bytes.
/// Each log record is a record. Unknown fields are skipped, known ones must be of their kind.
class OtlpLogsFormat final : public Format
{
public:
    /// The events are shared with the other OTLP formats.
    explicit OtlpLogsFormat(std::shared_ptr<OtlpEvents> events)
        : m_events(std::move(events))
    {
    }

    std::string_view name() const override { return "otlp"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<OtlpEvents> m_events;
};

/// Metrics in protobuf: ExportMetricsServiceRequest and MetricsData. Each value is a record.
class OtlpMetricsFormat final : public Format
{
public:
    explicit OtlpMetricsFormat(std::shared_ptr<OtlpEvents> events)
        : m_events(std::move(events))
    {
    }

    std::string_view name() const override { return "otlp-metrics"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const std::shared_ptr<OtlpEvents> m_events;
};

} // namespace weir
