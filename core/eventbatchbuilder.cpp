// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"

#include "core/shorttext.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <type_traits>

namespace weir {

namespace {

constexpr auto tolerableSkew = std::chrono::minutes(10);

void appendU32(std::string& out, std::size_t value)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<char>((value >> shift) & 0xFF));
}

void dropLast(FieldColumn& field)
{
    field.rows.pop_back();
    field.types.pop_back();
    field.texts.pop_back();
    field.numbers.pop_back();
}

/// Of ascending rows.
std::size_t firstAtLeast(const std::vector<std::uint32_t>& rows, std::uint32_t row)
{
    return static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
}

/// What is known of each text of a message, which many of its records may share.
template<typename Known>
class SharedTexts final
{
public:
    /// Precondition: the texts of one name are asked one after the other.
    Known& of(std::string_view name, ArenaRef place)
    {
        if (name.data() != m_name.data()) {
            m_known.clear();
            m_name = name;
        }
        return m_known[std::uint64_t{place.offset} << 32U | place.length];
    }

private:
    std::string_view m_name;
    std::unordered_map<std::uint64_t, Known> m_known;
};

} // namespace

EventBatchBuilder::EventBatchBuilder(std::string source, SourceKind kind,
                                     std::vector<std::pair<std::string, std::string>> labels)
    : EventBatchBuilder(std::move(source), kind, std::move(labels), Limits{})
{
}

EventBatchBuilder::EventBatchBuilder(std::string source, SourceKind kind,
                                     std::vector<std::pair<std::string, std::string>> labels,
                                     Limits limits)
    : m_limits(limits)
{
    m_columns.source = std::move(source);
    m_columns.sourceKind = kind;
    m_columns.labels = std::move(labels);
}

bool EventBatchBuilder::isEmpty() const
{
    return size() == 0 && m_columns.positions.empty() && m_columns.gaps.empty();
}

bool EventBatchBuilder::isFull() const
{
    return size() >= m_limits.events || m_columns.arena.size() >= m_limits.bytes
        || m_columns.fields.size() >= m_limits.fields;
}

std::uint32_t EventBatchBuilder::streamIndex(const Stream& stream)
{
    auto& streams = m_columns.streams;
    const auto found = std::find(streams.begin(), streams.end(), stream);
    if (found == streams.end()) {
        streams.push_back(stream);
        return static_cast<std::uint32_t>(streams.size() - 1);
    }
    return static_cast<std::uint32_t>(found - streams.begin());
}

void EventBatchBuilder::beginEvent(const Arrival& arrival)
{
    EventColumns& c = m_columns;
    const TimePoint received =
        c.received.empty() ? arrival.received : std::max(arrival.received, c.received.back());
    c.times.push_back(received);
    c.received.push_back(received);
    c.severities.push_back(Severity::Unset);
    c.kinds.push_back(EventKind::Log);
    c.timeFromReceived.push_back(1);
    c.payloads.emplace_back();
    c.bodies.emplace_back();
    c.traceIds.emplace_back();
    c.spanIds.emplace_back();
    c.streamOf.push_back(arrival.stream);
    c.offsets.push_back(arrival.offset);
    c.keys.emplace_back();
    c.headers.emplace_back();
    m_nextColumn = 0;
}

void EventBatchBuilder::beginRecord()
{
    EventColumns& c = m_columns;
    const std::uint32_t before = lastRow();
    if (c.records.empty() || c.records.back().first != before)
        c.records.emplace_back(before, 0);
    const std::uint32_t record = c.records.back().second + 1;
    beginEvent({c.streamOf.back(), c.offsets.back(), c.received.back()});
    c.keys.back() = c.keys[before];
    c.headers.back() = c.headers[before];
    c.records.emplace_back(lastRow(), record);
}

void EventBatchBuilder::takeBack(std::size_t arenaBytes)
{
    m_columns.arena.resize(arenaBytes); // what was reserved stays
    const std::uint32_t first = firstRowOfMessage();
    clearFrom(first);
    auto& records = m_columns.records;
    while (!records.empty() && records.back().first >= first)
        records.pop_back();
    while (lastRow() > first)
        dropRow();
    clearRow();
    m_columns.bodies.back() = m_columns.payloads.back();
}

/// Removes an event that has no fields.
void EventBatchBuilder::dropRow()
{
    EventColumns& c = m_columns;
    c.times.pop_back();
    c.received.pop_back();
    c.severities.pop_back();
    c.kinds.pop_back();
    c.timeFromReceived.pop_back();
    c.payloads.pop_back();
    c.bodies.pop_back();
    c.traceIds.pop_back();
    c.spanIds.pop_back();
    c.streamOf.pop_back();
    c.offsets.pop_back();
    c.keys.pop_back();
    c.headers.pop_back();
}

std::string_view EventBatchBuilder::setPayload(std::string_view bytes, std::size_t padding)
{
    const ArenaRef payload = append(bytes, padding);
    m_columns.payloads.back() = payload;
    m_columns.bodies.back() = payload;
    return text(payload);
}

void EventBatchBuilder::replacePayload(std::string_view bytes)
{
    m_columns.payloads[firstRowOfMessage()] = append(bytes);
}

std::uint32_t EventBatchBuilder::firstRowOfMessage() const
{
    const auto& records = m_columns.records;
    const bool isOneOfMany = !records.empty() && records.back().first == lastRow();
    return lastRow() - (isOneOfMany ? records.back().second : 0);
}

void EventBatchBuilder::addFieldToMessage(std::string_view name, ValueType type, ArenaRef text,
                                          std::int64_t bits)
{
    FieldColumn& field = m_columns.fields[columnFor(name)];
    const std::uint32_t first = firstRowOfMessage();
    while (!field.rows.empty() && field.rows.back() >= first) {
        dropLast(field);
        --m_fieldValues;
    }
    for (std::uint32_t row = first; row <= lastRow(); ++row) {
        field.rows.push_back(row);
        field.types.push_back(type);
        field.texts.push_back(text);
        field.numbers.push_back(bits);
        ++m_fieldValues;
    }
}

/// Calls visit(name, place, field, index) for each place of a text, column by column; `field` is null where
/// the text is none of a field.
template<typename Columns, typename Visit>
void EventBatchBuilder::visitPlaces(Columns& columns, std::uint32_t firstRow, const Visit& visit)
{
    using Field = std::remove_reference_t<decltype(columns.fields.front())>;
    Field* const none = nullptr;
    for (auto* column : {&columns.bodies, &columns.traceIds, &columns.spanIds}) {
        for (std::size_t row = firstRow; row < column->size(); ++row)
            visit(std::string_view(), (*column)[row], none, row);
    }
    auto& metrics = columns.metrics;
    for (auto* column : {&metrics.names, &metrics.units}) {
        for (std::size_t i = firstAtLeast(metrics.rows, firstRow); i < column->size(); ++i)
            visit(std::string_view(), (*column)[i], none, i);
    }
    for (Field& field : columns.fields) {
        for (std::size_t i = firstAtLeast(field.rows, firstRow); i < field.rows.size(); ++i)
            visit(std::string_view(field.name), field.texts[i], &field, i);
    }
}

void EventBatchBuilder::visitTexts(
    const std::function<void(std::string_view name, std::string_view text)>& visit) const
{
    SharedTexts<bool> shown;
    visitPlaces(m_columns, firstRowOfMessage(),
                [&](std::string_view name, ArenaRef place, const FieldColumn*, std::size_t) {
                    if (place.length > 0 && !std::exchange(shown.of(name, place), true))
                        visit(name, text(place));
                });
}

void EventBatchBuilder::rewriteTexts(
    std::size_t mark,
    const std::function<std::string_view(std::string_view name, std::string_view text)>& change)
{
    struct Changed
    {
        std::optional<ArenaRef> place;
        bool isOther = false;
    };
    const std::uint32_t first = firstRowOfMessage();
    std::fill(m_columns.payloads.begin() + first, m_columns.payloads.end(), ArenaRef());
    std::string kept;
    SharedTexts<Changed> changes;
    const auto changedOf = [&](std::string_view name, ArenaRef place) {
        Changed& changed = changes.of(name, place);
        if (!changed.place) {
            const std::string_view old = text(place);
            const std::string_view left = change(name, old);
            changed = {ArenaRef{static_cast<std::uint32_t>(mark + kept.size()),
                                static_cast<std::uint32_t>(left.size())},
                       left != old};
            kept += left;
        }
        return changed;
    };
    visitPlaces(m_columns, first,
                [&](std::string_view name, ArenaRef& place, FieldColumn* field, std::size_t i) {
                    const Changed changed =
                        place.length > 0 ? changedOf(name, place) : Changed{ArenaRef()};
                    place = *changed.place;
                    if (field && changed.isOther) {
                        field->types[i] = ValueType::String;
                        field->numbers[i] = 0;
                    }
                });
    m_columns.arena.resize(mark);
    m_columns.arena += kept;
}

void EventBatchBuilder::setTime(TimePoint time)
{
    const bool absurd = time > m_columns.received.back() + tolerableSkew;
    m_columns.times.back() = absurd ? m_columns.received.back() : time;
    m_columns.timeFromReceived.back() = absurd ? 1 : 0;
}

void EventBatchBuilder::addHeader(std::string_view name, std::string_view value)
{
    ArenaRef& headers = m_columns.headers.back();
    std::string& arena = m_columns.arena;
    if (headers.length == 0 || headers.offset + headers.length != arena.size()) {
        const std::string before(text(headers));
        headers = append(before);
    }
    appendU32(arena, name.size());
    appendU32(arena, value.size());
    arena.append(name).append(value);
    headers.length = static_cast<std::uint32_t>(arena.size()) - headers.offset;
}

void EventBatchBuilder::setRecord(std::uint32_t record)
{
    m_columns.records.emplace_back(lastRow(), record);
}

void EventBatchBuilder::setMetric(ArenaRef name, double value, ArenaRef unit, MetricType type)
{
    MetricColumns& metrics = m_columns.metrics;
    metrics.rows.push_back(lastRow());
    metrics.names.push_back(name);
    metrics.values.push_back(value);
    metrics.units.push_back(unit);
    metrics.types.push_back(type);
    m_columns.kinds.back() = EventKind::Metric;
}

std::size_t EventBatchBuilder::columnFor(std::string_view name)
{
    auto& fields = m_columns.fields;
    if (m_nextColumn < fields.size() && isSameText(fields[m_nextColumn].name, name))
        return m_nextColumn++;
    const auto found = m_columnByName.find(name);
    if (found != m_columnByName.end()) {
        m_nextColumn = found->second + 1;
        return found->second;
    }
    const std::size_t index = fields.size();
    fields.emplace_back().name = name;
    m_columnByName.emplace(std::string(name), index);
    m_nextColumn = index + 1;
    return index;
}

void EventBatchBuilder::addField(std::string_view name, ValueType type, ArenaRef text,
                                 std::int64_t bits)
{
    FieldColumn& field = m_columns.fields[columnFor(name)];
    if (!field.rows.empty() && field.rows.back() == lastRow()) {
        field.types.back() = type;
        field.texts.back() = text;
        field.numbers.back() = bits;
        return;
    }
    field.rows.push_back(lastRow());
    field.types.push_back(type);
    field.texts.push_back(text);
    field.numbers.push_back(bits);
    ++m_fieldValues;
}

/// Takes the fields and metrics back that events from this row on have.
void EventBatchBuilder::clearFrom(std::uint32_t row)
{
    for (FieldColumn& field : m_columns.fields) {
        while (!field.rows.empty() && field.rows.back() >= row)
            dropLast(field);
    }
    MetricColumns& metrics = m_columns.metrics;
    while (!metrics.rows.empty() && metrics.rows.back() >= row) {
        metrics.rows.pop_back();
        metrics.names.pop_back();
        metrics.values.pop_back();
        metrics.units.pop_back();
        metrics.types.pop_back();
    }
}

/// Takes everything of the last event back that is not a field, a metric, the payload, key or headers.
void EventBatchBuilder::clearRow()
{
    m_columns.times.back() = m_columns.received.back();
    m_columns.timeFromReceived.back() = 1;
    m_columns.severities.back() = Severity::Unset;
    m_columns.traceIds.back() = {};
    m_columns.spanIds.back() = {};
    m_columns.kinds.back() = EventKind::Log;
    m_nextColumn = 0;
}

void EventBatchBuilder::setUndecodable(std::string_view reason)
{
    clearFrom(lastRow());
    clearRow();
    m_columns.kinds.back() = EventKind::Undecodable;
    m_columns.bodies.back() = append(reason);
}

ArenaRef EventBatchBuilder::append(std::string_view bytes)
{
    const auto offset = static_cast<std::uint32_t>(m_columns.arena.size());
    m_columns.arena.append(bytes);
    return {offset, static_cast<std::uint32_t>(bytes.size())};
}

ArenaRef EventBatchBuilder::append(std::string_view bytes, std::size_t padding)
{
    // Unescaped text is never longer than its escaped form, so twice the payload is always enough.
    m_columns.arena.reserve(m_columns.arena.size() + 2 * bytes.size() + padding);
    return append(bytes);
}

ArenaRef EventBatchBuilder::pieceOf(std::string_view inside) const
{
    const auto offset = inside.data() - m_columns.arena.data();
    assert(offset >= 0
           && static_cast<std::size_t>(offset) + inside.size() <= m_columns.arena.size());
    return {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(inside.size())};
}

void EventBatchBuilder::addPosition(std::uint32_t stream, OffsetRange offsets)
{
    auto& positions = m_columns.positions;
    const auto continued =
        std::find_if(positions.rbegin(), positions.rend(),
                     [&](const PositionSpan& span) { return span.stream == stream; });
    if (continued != positions.rend() && continued->offsets.to == offsets.from)
        continued->offsets.to = offsets.to;
    else if (offsets.from < offsets.to)
        positions.push_back({stream, offsets});
}

EventBatchPtr EventBatchBuilder::publish()
{
    EventColumns next;
    next.source = m_columns.source;
    next.sourceKind = m_columns.sourceKind;
    next.labels = m_columns.labels;
    auto batch = std::make_shared<const EventBatch>(std::exchange(m_columns, std::move(next)));
    m_columnByName.clear();
    m_nextColumn = 0;
    m_fieldValues = 0;

    // The next batch will look like this one: one allocation an array in place of a dozen.
    const std::size_t size = batch->size();
    EventColumns& c = m_columns;
    c.times.reserve(size);
    c.received.reserve(size);
    c.severities.reserve(size);
    c.kinds.reserve(size);
    c.timeFromReceived.reserve(size);
    c.payloads.reserve(size);
    c.bodies.reserve(size);
    c.traceIds.reserve(size);
    c.spanIds.reserve(size);
    c.streamOf.reserve(size);
    c.offsets.reserve(size);
    c.keys.reserve(size);
    c.headers.reserve(size);
    c.arena.reserve(batch->columns().arena.size());
    return batch;
}

} // namespace weir
