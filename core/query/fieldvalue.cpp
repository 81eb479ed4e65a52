// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/fieldvalue.h"

#include "core/query/names.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace weir {

namespace {

using Kind = FieldName::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 15> builtIn{{
    {"time", Kind::Time},
    {"received", Kind::Received},
    {"seq", Kind::Seq},
    {"source", Kind::Source},
    {"severity", Kind::Severity},
    {"body", Kind::Body},
    {"trace_id", Kind::TraceId},
    {"span_id", Kind::SpanId},
    {"topic", Kind::Topic},
    {"partition", Kind::Partition},
    {"offset", Kind::Offset},
    {"key", Kind::Key},
    {"metric", Kind::MetricName},
    {"name", Kind::MetricName},
    {"value", Kind::MetricValue},
}};

constexpr std::string_view headerPrefix = "header.";
constexpr std::string_view ownPrefix = "fields.";

/// Decoders file a service and a host under one name, whatever the payload calls them.
std::vector<std::string> columnsOf(std::string_view name)
{
    if (name == "service.name" || name == "service")
        return {std::string(name), name == "service" ? "service.name" : "service"};
    if (name == "host.name")
        return {"host.name", "host", "hostname"};
    if (name == "host" || name == "hostname")
        return {std::string(name), "host.name"};
    return {std::string(name)};
}

std::optional<std::string_view> unlessEmpty(std::string_view text)
{
    return text.empty() ? std::nullopt : std::optional(text);
}

template<typename Number>
std::string_view print(std::string& buffer, Number number)
{
    buffer.resize(32);
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    buffer.resize(static_cast<std::size_t>(end - buffer.data()));
    return buffer;
}

/// Where a row stands among those of a column, or would stand. Rows mostly ascend, so the place is
/// the last one or the one after; else it is searched for.
std::size_t placeIn(const std::vector<std::uint32_t>& rows, std::size_t row, std::size_t last)
{
    std::size_t at = last;
    if (at < rows.size() && rows[at] < row)
        ++at;
    const bool isPlace = at < rows.size() && rows[at] >= row && (at == 0 || rows[at - 1] < row);
    return isPlace
        ? at
        : static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
}

} // namespace

FieldName::FieldName(std::string_view canonicalName)
    : name(canonicalName)
{
    if (canonicalName.starts_with(ownPrefix)) {
        columns = columnsOf(canonicalName.substr(ownPrefix.size()));
        return;
    }
    if (canonicalName.starts_with(headerPrefix)) {
        kind = Kind::Header;
        name = canonicalName.substr(headerPrefix.size());
        return;
    }
    const auto found = std::find_if(builtIn.begin(), builtIn.end(), [&](const auto& entry) {
        return entry.first == canonicalName;
    });
    if (found != builtIn.end())
        kind = found->second;
    hasLabel = kind == Kind::Field || kind == Kind::MetricName || kind == Kind::MetricValue;
    if (hasLabel)
        columns = columnsOf(name);
}

std::optional<std::string_view> labelOf(const EventColumns& columns, const FieldName& name)
{
    std::optional<std::string_view> found;
    for (const auto& [label, value] : columns.labels) {
        if (name.hasLabel && canonicalName(label) == name.name)
            found = value;
    }
    return found;
}

FieldReader::Column FieldReader::columnOf(const StoredBatch& stored, std::size_t index)
{
    const FieldColumn& field = stored.batch->columns().fields[index];
    return {&field, field.rows.size() == stored.batch->size(), 0};
}

FieldReader::FieldReader(const StoredBatch& stored, const FieldName& name)
    : m_stored(stored)
    , m_name(name)
    , m_label(labelOf(stored.batch->columns(), name))
{
    for (const std::string& column : name.columns) {
        if (const auto index = stored.batch->fieldColumn(column))
            m_columns.push_back(columnOf(stored, *index));
    }
}

FieldReader::Place FieldReader::placeOf(std::size_t row)
{
    for (Column& column : m_columns) {
        if (column.hasEveryRow)
            return {column.field, row};
        const auto& rows = column.field->rows;
        column.cursor = placeIn(rows, row, column.cursor);
        if (column.cursor < rows.size() && rows[column.cursor] == row)
            return {column.field, column.cursor};
    }
    return {};
}

std::optional<std::string_view> FieldReader::header(std::size_t row) const
{
    if (m_stored.batch->columns().headers[row].length == 0)
        return std::nullopt;
    for (const auto& [name, value] : m_stored.batch->headers(row)) {
        if (name == m_name.name)
            return value;
    }
    return std::nullopt;
}

std::optional<std::string_view> FieldReader::printed(const std::optional<FieldNumber>& number)
{
    if (!number)
        return std::nullopt;
    return number->isInt ? print(m_buffer, number->whole) : print(m_buffer, number->real);
}

std::optional<std::string_view> FieldReader::text(std::size_t row)
{
    const EventBatch& batch = *m_stored.batch;
    switch (m_name.kind) {
    case Kind::Time:
        return m_buffer = formatTime(batch.time(row));
    case Kind::Received:
        return m_buffer = formatTime(m_stored.received(row));
    case Kind::Seq:
        return print(m_buffer, weir::number(m_stored.seq(row)));
    case Kind::Source:
        return unlessEmpty(batch.source());
    case Kind::Severity:
        return unlessEmpty(nameOf(classOf(batch.severity(row))));
    case Kind::Body:
        return unlessEmpty(batch.body(row));
    case Kind::TraceId:
        return unlessEmpty(batch.traceId(row));
    case Kind::SpanId:
        return unlessEmpty(batch.spanId(row));
    case Kind::Topic:
        return batch.stream(row).kind == SourceKind::File ? std::nullopt
                                                          : unlessEmpty(batch.stream(row).name);
    case Kind::Partition:
    case Kind::Offset:
        return printed(number(row));
    case Kind::Key:
        return unlessEmpty(batch.key(row));
    case Kind::Header:
        return header(row);
    case Kind::MetricName:
        if (const auto index = batch.metricIndex(row))
            return unlessEmpty(batch.text(batch.columns().metrics.names[*index]));
        break;
    case Kind::MetricValue:
        if (batch.metricIndex(row))
            return printed(number(row));
        break;
    case Kind::Field:
        break;
    }
    const Place place = placeOf(row);
    return place.field != nullptr ? batch.text(place.field->texts[place.at]) : m_label;
}

bool FieldReader::areTextsStable() const
{
    switch (m_name.kind) {
    case Kind::Time:
    case Kind::Received:
    case Kind::Seq:
    case Kind::Partition:
    case Kind::Offset:
    case Kind::MetricValue:
        return false;
    default:
        return true;
    }
}

std::optional<FieldNumber> FieldReader::number(std::size_t row)
{
    const EventBatch& batch = *m_stored.batch;
    const auto whole = [](std::int64_t value) {
        return FieldNumber{true, value, 0};
    };
    switch (m_name.kind) {
    case Kind::Seq:
        return whole(static_cast<std::int64_t>(weir::number(m_stored.seq(row))));
    case Kind::Partition:
        if (batch.stream(row).kind != SourceKind::Kafka)
            return std::nullopt;
        return whole(batch.stream(row).partition);
    case Kind::Offset:
        if (batch.columns().offsets[row] < 0)
            return std::nullopt;
        return whole(batch.columns().offsets[row]);
    case Kind::MetricValue:
        if (const auto index = batch.metricIndex(row))
            return FieldNumber{false, 0, batch.columns().metrics.values[*index]};
        break;
    case Kind::MetricName:
        if (batch.metricIndex(row))
            return std::nullopt;
        break;
    case Kind::Field:
        break;
    default:
        return std::nullopt;
    }
    const auto [field, at] = placeOf(row);
    if (field != nullptr && field->types[at] == ValueType::Int)
        return whole(field->numbers[at]);
    if (field != nullptr && field->types[at] == ValueType::Double)
        return FieldNumber{false, 0, std::bit_cast<double>(field->numbers[at])};
    return std::nullopt;
}

std::optional<std::string> fieldText(const StoredBatch& stored, std::size_t row,
                                     std::string_view canonicalName)
{
    const FieldName name(canonicalName);
    FieldReader reader(stored, name);
    const auto text = reader.text(row);
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

} // namespace weir
