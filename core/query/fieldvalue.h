// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A canonical name of docs/query-language.md, taken apart once: what it means in any batch.
struct FieldName
{
    enum class Kind : std::uint8_t {
        Time,
        Received,
        Seq,
        Source,
        Severity,
        Body,
        TraceId,
        SpanId,
        Topic,
        Partition,
        Offset,
        Key,
        Header,
        MetricName, ///< where the event is a metric, else a field of that name
        MetricValue,
        Field,
    };

    explicit FieldName(std::string_view canonicalName);

    Kind kind = Kind::Field;
    std::string name; ///< of the header; of the source's label; else as given
    std::vector<std::string> columns; ///< names of field columns; the first with a value counts
    bool hasLabel = false; ///< falls back on the source's label
};

/// A number as exact as it came.
struct FieldNumber
{
    bool isInt = false;
    std::int64_t whole = 0;
    double real = 0;
};

/// What events without a value of their own have of the field: their source's label. Nothing where
/// the name does not fall back on labels, or there is none.
std::optional<std::string_view> labelOf(const EventColumns& columns, const FieldName& name);

/// Reads one field of the events of one batch; fastest when rows ascend.
///
/// Thread: one at a time. Batch and name outlive the reader, texts live as long as the batch or
/// until the reader's next call.
class FieldReader final
{
public:
    FieldReader(const StoredBatch& stored, const FieldName& name);

    /// The value as written; nothing where the event has none. Times are RFC 3339 with nine digits,
    /// severities their class's word.
    std::optional<std::string_view> text(std::size_t row);

    /// Whether texts live as long as the batch, so that two at the same place are the same.
    bool areTextsStable() const;

    /// Whole and real numbers; nothing for anything else, also for a string that looks like one.
    std::optional<FieldNumber> number(std::size_t row);

private:
    struct Column
    {
        const FieldColumn* field = nullptr;
        bool hasEveryRow = false; ///< the n-th value is that of row n
        std::size_t cursor = 0; ///< where the last row was found
    };

    struct Place
    {
        const FieldColumn* field = nullptr;
        std::size_t at = 0;
    };

    static Column columnOf(const StoredBatch& stored, std::size_t index);
    /// Of the first column that has a value in this row; null where none has.
    Place placeOf(std::size_t row);
    std::optional<std::string_view> header(std::size_t row) const;
    std::optional<std::string_view> printed(const std::optional<FieldNumber>& number);

    const StoredBatch& m_stored;
    const FieldName& m_name;
    std::vector<Column> m_columns;
    std::optional<std::string_view> m_label;
    std::string m_buffer;
};

/// One value of one event. Who reads many makes a FieldReader.
std::optional<std::string> fieldText(const StoredBatch& stored, std::size_t row,
                                     std::string_view canonicalName);

} // namespace weir
