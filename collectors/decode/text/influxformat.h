// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/format.h"
#include "collectors/decode/text/metriclines.h"

#include <string>
#include <vector>

namespace weir {

class Records;

/// `cpu,host=web-1 user=1.5,idle=98i 1763899491120000000`, many lines: InfluxDB's line protocol.
/// https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
///
/// Every numeric field is a metric of its own, named MEASUREMENT_FIELD as Telegraf names them for
/// Prometheus; a field `value` is named by the measurement alone. Truths are 0 and 1. Tags and text
/// fields become fields of each of them. A line with a text field `message` or `msg`, or with texts
/// only, is one log event.
class InfluxFormat final : public Format
{
public:
    /// `isChosen`: by its name. Detection wants a tag or a time: `a b=1` is logfmt, or prose.
    explicit InfluxFormat(bool isChosen)
        : m_isChosen(isChosen)
    {
    }

    std::string_view name() const override { return "influx"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    /// A tag, or a field with its type.
    struct Part
    {
        std::string_view name; ///< in the content, or in m_names
        ArenaRef text;
        std::string_view value; ///< as written
        ValueType type = ValueType::String;
        std::int64_t bits = 0;
        double number = 0; ///< unless it is a string
    };
    /// What is read of a line.
    struct Line
    {
        std::string measurement;
        std::string_view text;
        std::optional<TimePoint> time;
        std::size_t tags = 0; ///< the first of m_parts
        std::size_t texts = 0; ///< among the rest
        bool isLog = false;
    };

    const char* readLine(std::string_view& rest, const Content& content,
                         EventBatchBuilder& builder);
    const char* readTags(std::string_view& rest, const Content& content,
                         EventBatchBuilder& builder);
    const char* readFields(std::string_view& rest, const Content& content,
                           EventBatchBuilder& builder);
    const char* readValue(std::string_view& rest, Part& part, const Content& content,
                          EventBatchBuilder& builder);
    std::string_view nameOf(std::string_view escaped);
    ArenaRef textOf(std::string_view escaped, const Content& content, EventBatchBuilder& builder);
    const char* write(const Content& content, EventBatchBuilder& builder, Records& records);
    void writeLog(const Content& content, EventBatchBuilder& builder);

    const bool m_isChosen;
    Line m_line;
    std::vector<Part> m_parts; ///< of the line: its tags, then its fields
    std::size_t m_labels = 0; ///< written of this message
    std::vector<std::string> m_names; ///< those that had escapes
    EventFields m_fields;
    std::string m_unescaped;
};

} // namespace weir
