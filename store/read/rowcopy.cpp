// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/rowcopy.h"

#include "core/eventbatchbuilder.h"

#include <algorithm>

namespace weir {

namespace {

/// Where a piece of the old arena is in the new one: mostly inside the payload, which was copied.
class Pieces final
{
public:
    Pieces(const EventBatch& batch, std::size_t row, EventBatchBuilder& builder)
        : m_batch(batch)
        , m_old(batch.columns().payloads[row])
        , m_builder(builder)
        , m_new(builder.payloadRef())
    {
    }

    ArenaRef operator()(ArenaRef piece)
    {
        if (piece.length == 0)
            return {};
        if (piece.offset >= m_old.offset
            && piece.offset + piece.length <= m_old.offset + m_old.length)
            return {m_new.offset + (piece.offset - m_old.offset), piece.length};
        return m_builder.append(m_batch.text(piece));
    }

private:
    const EventBatch& m_batch;
    const ArenaRef m_old;
    EventBatchBuilder& m_builder;
    const ArenaRef m_new;
};

void copyFields(const EventBatch& batch, std::size_t row, EventBatchBuilder& builder, Pieces& piece)
{
    const auto& fields = batch.columns().fields;
    for (std::size_t column = 0; column < fields.size(); ++column) {
        const FieldColumn& field = fields[column];
        const auto found = std::lower_bound(field.rows.begin(), field.rows.end(), row);
        if (found == field.rows.end() || *found != row)
            continue;
        const auto index = static_cast<std::size_t>(found - field.rows.begin());
        builder.addField(field.name, field.types[index], piece(field.texts[index]),
                         field.numbers[index]);
    }
}

EventBatchBuilder builderFor(const StoredBatch& stored)
{
    const EventColumns& c = stored.batch->columns();
    return {c.source, c.sourceKind, c.labels};
}

} // namespace

void copyRow(const StoredBatch& stored, std::size_t row, EventBatchBuilder& builder)
{
    const EventBatch& batch = *stored.batch;
    const EventColumns& c = batch.columns();
    builder.beginEvent(
        {builder.streamIndex(batch.stream(row)), c.offsets[row], stored.received(row)});
    builder.setPayload(batch.payload(row));
    Pieces piece(batch, row, builder);
    if (!batch.key(row).empty())
        builder.setKey(batch.key(row));
    for (const auto& [name, value] : batch.headers(row))
        builder.addHeader(name, value);
    if (const auto record = batch.record(row))
        builder.setRecord(*record);
    if (batch.kind(row) == EventKind::Undecodable)
        builder.setUndecodable(batch.body(row));
    builder.setTimeAsStored(batch.time(row), c.timeFromReceived[row] != 0);
    if (batch.kind(row) == EventKind::Undecodable)
        return;
    builder.setSeverity(batch.severity(row));
    builder.setBody(piece(c.bodies[row]));
    builder.setTraceId(piece(c.traceIds[row]));
    builder.setSpanId(piece(c.spanIds[row]));
    copyFields(batch, row, builder, piece);
    if (const auto metric = batch.metricIndex(row)) {
        const MetricColumns& metrics = c.metrics;
        builder.setMetric(piece(metrics.names[*metric]), metrics.values[*metric],
                          piece(metrics.units[*metric]), metrics.types[*metric]);
    }
}

EventRef copyOf(const StoredBatch& stored, std::size_t row)
{
    EventBatchBuilder builder = builderFor(stored);
    copyRow(stored, row, builder);
    return {{stored.seq(row), stored.received(row), builder.publish()}, 0};
}

StoredBatch copyOf(const StoredBatch& stored, const std::vector<std::uint32_t>& rows)
{
    EventBatchBuilder builder = builderFor(stored);
    std::vector<SeqRun> runs;
    EventSeq next{};
    for (const std::uint32_t row : rows) {
        const EventSeq seq = stored.seq(row);
        if (runs.empty() || seq != next)
            runs.push_back({static_cast<std::uint32_t>(builder.size()), seq});
        next = seq + 1;
        copyRow(stored, row, builder);
    }
    StoredBatch copy{runs.front().seq, stored.received(rows.front()), builder.publish()};
    if (runs.size() > 1)
        copy.runs = std::make_shared<const SeqRuns>(std::move(runs));
    return copy;
}

} // namespace weir
