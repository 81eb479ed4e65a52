// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpformat.h"

#include "collectors/decode/otlp/otlplogs.h"
#include "collectors/decode/otlp/otlpmetrics.h"

namespace weir {

namespace {

/// resource_logs and resource_metrics are field 1: the tag 0x0a and a length.
const char* refuseOtlp(const Content& content)
{
    return content.bytes.starts_with('\n') ? nullptr
                                           : "no OTLP: does not begin with the tag of field 1";
}

} // namespace

const char* OtlpLogsFormat::refuse(const Content& content) const
{
    return refuseOtlp(content);
}

const char* OtlpLogsFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    m_events->begin(content, builder);
    const char* const reason = readOtlpLogs(content.bytes, *m_events);
    return reason ? reason : m_events->finish();
}

const char* OtlpMetricsFormat::refuse(const Content& content) const
{
    return refuseOtlp(content);
}

const char* OtlpMetricsFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    m_events->begin(content, builder);
    const char* const reason = OtlpMetricsReader(*m_events).read(content.bytes);
    return reason ? reason : m_events->finish();
}

} // namespace weir
