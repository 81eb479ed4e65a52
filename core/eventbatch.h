// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventcolumns.h"

#include <bit>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace weir {

/// One value of one field. The text lives as long as the batch it came from.
struct ValueView
{
    ValueType type = ValueType::String;
    std::string_view text; ///< as written
    std::int64_t bits = 0;

    bool isNumber() const { return type == ValueType::Int || type == ValueType::Double; }
    /// Precondition: isNumber().
    double number() const
    {
        return type == ValueType::Int ? static_cast<double>(bits) : std::bit_cast<double>(bits);
    }
};

/// Events on their way from one collector to the index, and the same events read back from it: an
/// array per column and one arena for all bytes, so that ten thousand events cost a handful of
/// allocations. May hold no event at all, only positions and gaps.
///
/// Immutable once made, so any number of threads may read one batch at the same time. Views it
/// returns live as long as the batch. Preconditions: row < size(), column < columns().fields.size().
class EventBatch final
{
public:
    /// Precondition: the arrays fit together as EventColumns says, and every ArenaRef is inside
    /// the arena; who reads foreign bytes checks that first (isConsistent()).
    explicit EventBatch(EventColumns columns);

    std::size_t size() const { return m_columns.times.size(); }
    bool isEmpty() const { return size() == 0; }
    const EventColumns& columns() const { return m_columns; }
    /// Memory in use, about; what a queue counts.
    std::size_t bytes() const { return m_bytes; }

    const std::string& source() const { return m_columns.source; }
    TimePoint time(std::size_t row) const { return m_columns.times[row]; }
    Severity severity(std::size_t row) const { return m_columns.severities[row]; }
    EventKind kind(std::size_t row) const { return m_columns.kinds[row]; }
    std::string_view payload(std::size_t row) const { return text(m_columns.payloads[row]); }
    std::string_view body(std::size_t row) const { return text(m_columns.bodies[row]); }
    std::string_view traceId(std::size_t row) const { return text(m_columns.traceIds[row]); }
    std::string_view spanId(std::size_t row) const { return text(m_columns.spanIds[row]); }
    std::string_view key(std::size_t row) const { return text(m_columns.keys[row]); }
    const Stream& stream(std::size_t row) const
    {
        return m_columns.streams[m_columns.streamOf[row]];
    }
    /// Record number within the message; nothing where a message is one event.
    std::optional<std::uint32_t> record(std::size_t row) const;

    std::string_view text(ArenaRef ref) const
    {
        return std::string_view(m_columns.arena).substr(ref.offset, ref.length);
    }

    /// The column of a field by its exact name.
    std::optional<std::size_t> fieldColumn(std::string_view name) const;
    /// The value of a field in a row, if it has one. O(1) for a column that every row has.
    std::optional<ValueView> field(std::size_t column, std::size_t row) const;
    std::optional<ValueView> field(std::string_view name, std::size_t row) const;

    /// Index into columns().metrics for a row of kind Metric.
    std::optional<std::size_t> metricIndex(std::size_t row) const;

    /// Every header of a row, in order; the views live as long as the batch.
    std::vector<std::pair<std::string_view, std::string_view>> headers(std::size_t row) const;

private:
    EventColumns m_columns;
    std::size_t m_bytes = 0;
};

using EventBatchPtr = std::shared_ptr<const EventBatch>;

/// Whether all arrays fit together and all references stay inside the arena.
bool isConsistent(const EventColumns& columns);

} // namespace weir
