// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/decode/text/metriclines.h"

#include <vector>

namespace weir {

/// `orders.paid:1|c|@0.1|#region:eu`, one a line: StatsD and DogStatsD with its events
/// (`_e{5,4}:title|text`) and service checks (`_sc|name|0`), which become log events.
/// https://github.com/statsd/statsd/blob/master/docs/metric_types.md,
/// https://docs.datadoghq.com/developers/dogstatsd/datagram_shell/
///
/// A count is scaled up by its sample rate and is what was counted since the last one, so it is
/// added up rather than taken for a counter; `statsd.type` keeps the letter. A gauge with a sign is
/// a step: `delta` is true. A member of a set is 1 with the field `member`.
class StatsdFormat final : public Format
{
public:
    std::string_view name() const override { return "statsd"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    struct Sample;

    const char* readMetric(std::string_view line, const Content& content,
                           EventBatchBuilder& builder, class Records& records);
    const char* readEvent(std::string_view line, const Content& content,
                          EventBatchBuilder& builder);
    const char* readCheck(std::string_view line, const Content& content,
                          EventBatchBuilder& builder);
    const char* readSuffix(std::string_view suffix, const Content& content, Sample& sample);
    void readTags(std::string_view tags, const Content& content);
    const char* writeValue(const Sample& sample, std::string_view value, const Content& content,
                           EventBatchBuilder& builder);

    std::vector<Label> m_labels;
    std::size_t m_written = 0; ///< labels of this message
    std::string m_unescaped;
};

} // namespace weir
