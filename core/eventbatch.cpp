// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatch.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

template<typename T>
std::size_t bytesOf(const std::vector<T>& array)
{
    return array.capacity() * sizeof(T);
}

std::size_t bytesOf(const EventColumns& columns)
{
    std::size_t bytes = sizeof(EventColumns) + columns.arena.capacity() + bytesOf(columns.times)
        + bytesOf(columns.received) + bytesOf(columns.severities) + bytesOf(columns.kinds)
        + bytesOf(columns.timeFromReceived) + bytesOf(columns.payloads) + bytesOf(columns.bodies)
        + bytesOf(columns.traceIds) + bytesOf(columns.spanIds) + bytesOf(columns.streamOf)
        + bytesOf(columns.offsets) + bytesOf(columns.keys) + bytesOf(columns.headers)
        + bytesOf(columns.streams) + bytesOf(columns.positions) + bytesOf(columns.gaps);
    for (const FieldColumn& field : columns.fields)
        bytes += sizeof(FieldColumn) + bytesOf(field.rows) + bytesOf(field.types)
            + bytesOf(field.texts) + bytesOf(field.numbers);
    const MetricColumns& metrics = columns.metrics;
    return bytes + bytesOf(metrics.rows) + bytesOf(metrics.names) + bytesOf(metrics.values)
        + bytesOf(metrics.units) + bytesOf(metrics.types);
}

/// Index of `row` in an ascending list; O(1) where every row has a value.
std::optional<std::size_t> indexOf(const std::vector<std::uint32_t>& rows, std::size_t row)
{
    if (row < rows.size() && rows[row] == row)
        return row;
    const auto found = std::lower_bound(rows.begin(), rows.end(), row);
    if (found == rows.end() || *found != row)
        return std::nullopt;
    return static_cast<std::size_t>(found - rows.begin());
}

std::uint32_t u32At(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return value;
}

bool isAscending(const std::vector<std::uint32_t>& rows, std::size_t size)
{
    return std::adjacent_find(rows.begin(), rows.end(), std::greater_equal<>()) == rows.end()
        && (rows.empty() || rows.back() < size);
}

bool areInside(const std::vector<ArenaRef>& refs, std::size_t arena)
{
    return std::all_of(refs.begin(), refs.end(), [arena](ArenaRef ref) {
        return std::uint64_t{ref.offset} + ref.length <= arena;
    });
}

} // namespace

EventBatch::EventBatch(EventColumns columns)
    : m_columns(std::move(columns))
    , m_bytes(bytesOf(m_columns))
{
}

std::optional<std::uint32_t> EventBatch::record(std::size_t row) const
{
    const auto& records = m_columns.records;
    const auto found = std::lower_bound(
        records.begin(), records.end(), row,
        [](const auto& entry, std::size_t wanted) { return entry.first < wanted; });
    if (found == records.end() || found->first != row)
        return std::nullopt;
    return found->second;
}

std::optional<std::size_t> EventBatch::fieldColumn(std::string_view name) const
{
    const auto& fields = m_columns.fields;
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const FieldColumn& field) {
        return field.name == name;
    });
    if (found == fields.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - fields.begin());
}

std::optional<ValueView> EventBatch::field(std::size_t column, std::size_t row) const
{
    const FieldColumn& field = m_columns.fields[column];
    const auto index = indexOf(field.rows, row);
    if (!index)
        return std::nullopt;
    return ValueView{field.types[*index], text(field.texts[*index]), field.numbers[*index]};
}

std::optional<ValueView> EventBatch::field(std::string_view name, std::size_t row) const
{
    const auto column = fieldColumn(name);
    return column ? field(*column, row) : std::nullopt;
}

std::optional<std::size_t> EventBatch::metricIndex(std::size_t row) const
{
    return indexOf(m_columns.metrics.rows, row);
}

std::vector<std::pair<std::string_view, std::string_view>>
EventBatch::headers(std::size_t row) const
{
    std::vector<std::pair<std::string_view, std::string_view>> headers;
    auto rest = text(m_columns.headers[row]);
    while (rest.size() >= 8) {
        const std::size_t name = u32At(rest, 0);
        const std::size_t value = u32At(rest, 4);
        rest.remove_prefix(8);
        if (rest.size() < name + value)
            break;
        headers.emplace_back(rest.substr(0, name), rest.substr(name, value));
        rest.remove_prefix(name + value);
    }
    return headers;
}

bool isConsistent(const EventColumns& columns)
{
    const std::size_t size = columns.times.size();
    const std::size_t arena = columns.arena.size();
    for (const std::size_t length :
         {columns.received.size(), columns.severities.size(), columns.kinds.size(),
          columns.timeFromReceived.size(), columns.payloads.size(), columns.bodies.size(),
          columns.traceIds.size(), columns.spanIds.size(), columns.streamOf.size(),
          columns.offsets.size(), columns.keys.size(), columns.headers.size()}) {
        if (length != size)
            return false;
    }
    for (const auto* refs :
         {&columns.payloads, &columns.bodies, &columns.traceIds, &columns.spanIds, &columns.keys,
          &columns.headers, &columns.metrics.names, &columns.metrics.units}) {
        if (!areInside(*refs, arena))
            return false;
    }
    for (const FieldColumn& field : columns.fields) {
        const std::size_t length = field.rows.size();
        if (field.types.size() != length || field.texts.size() != length
            || field.numbers.size() != length || !isAscending(field.rows, size)
            || !areInside(field.texts, arena))
            return false;
    }
    const MetricColumns& metrics = columns.metrics;
    const std::size_t length = metrics.rows.size();
    if (metrics.names.size() != length || metrics.values.size() != length
        || metrics.units.size() != length || metrics.types.size() != length
        || !isAscending(metrics.rows, size))
        return false;
    const auto isStream = [&](std::uint32_t stream) {
        return stream < columns.streams.size();
    };
    return std::all_of(columns.streamOf.begin(), columns.streamOf.end(), isStream)
        && std::all_of(columns.positions.begin(), columns.positions.end(),
                       [&](const PositionSpan& span) { return isStream(span.stream); });
}

} // namespace weir
