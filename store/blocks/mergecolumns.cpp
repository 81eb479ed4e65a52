// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/mergecolumns.h"

#include <algorithm>
#include <limits>
#include <map>

namespace weir {

namespace {

template<typename T>
void appendTo(std::vector<T>& to, const std::vector<T>& from)
{
    to.insert(to.end(), from.begin(), from.end());
}

/// Where the rows and the bytes of the batch at hand begin in what comes out.
struct Shift
{
    std::uint32_t rows = 0;
    std::uint32_t bytes = 0;

    void refs(std::vector<ArenaRef>& to, const std::vector<ArenaRef>& from) const
    {
        for (const ArenaRef ref : from)
            to.push_back(ref.length == 0 ? ArenaRef{} : ArenaRef{ref.offset + bytes, ref.length});
    }
    void rowNumbers(std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) const
    {
        for (const std::uint32_t row : from)
            to.push_back(row + rows);
    }
};

class Merger final
{
public:
    explicit Merger(std::size_t rows, std::size_t bytes)
    {
        m_columns.arena.reserve(bytes);
        m_columns.times.reserve(rows);
        m_columns.received.reserve(rows);
    }

    void add(const StoredBatch& stored)
    {
        const EventColumns& from = stored.batch->columns();
        const Shift shift{static_cast<std::uint32_t>(m_columns.times.size()),
                          static_cast<std::uint32_t>(m_columns.arena.size())};
        addRows(from, shift);
        for (std::size_t row = 0; row < from.times.size(); ++row)
            m_columns.received.push_back(stored.received(row));
        addStreams(from);
        for (const auto& [row, record] : from.records)
            m_columns.records.emplace_back(row + shift.rows, record);
        addMetrics(from.metrics, shift);
        addFields(from.fields, shift);
        m_columns.arena.append(from.arena);
    }

    EventColumns take() { return std::move(m_columns); }

private:
    void addRows(const EventColumns& from, const Shift& shift)
    {
        EventColumns& to = m_columns;
        to.source = from.source;
        to.sourceKind = from.sourceKind;
        to.labels = from.labels;
        appendTo(to.times, from.times);
        appendTo(to.severities, from.severities);
        appendTo(to.kinds, from.kinds);
        appendTo(to.timeFromReceived, from.timeFromReceived);
        appendTo(to.offsets, from.offsets);
        shift.refs(to.payloads, from.payloads);
        shift.refs(to.bodies, from.bodies);
        shift.refs(to.traceIds, from.traceIds);
        shift.refs(to.spanIds, from.spanIds);
        shift.refs(to.keys, from.keys);
        shift.refs(to.headers, from.headers);
    }

    /// Streams that only positions speak of are left behind.
    void addStreams(const EventColumns& from)
    {
        constexpr auto unknown = std::numeric_limits<std::uint32_t>::max();
        std::vector<std::uint32_t> indexes(from.streams.size(), unknown);
        for (const std::uint32_t stream : from.streamOf) {
            std::uint32_t& index = indexes[stream];
            if (index == unknown)
                index = indexOf(from.streams[stream]);
            m_columns.streamOf.push_back(index);
        }
    }

    std::uint32_t indexOf(const Stream& stream)
    {
        auto& streams = m_columns.streams;
        const auto found = std::find(streams.begin(), streams.end(), stream);
        const auto index = static_cast<std::uint32_t>(found - streams.begin());
        if (found == streams.end())
            streams.push_back(stream);
        return index;
    }

    void addMetrics(const MetricColumns& from, const Shift& shift)
    {
        MetricColumns& to = m_columns.metrics;
        shift.rowNumbers(to.rows, from.rows);
        shift.refs(to.names, from.names);
        appendTo(to.values, from.values);
        shift.refs(to.units, from.units);
        appendTo(to.types, from.types);
    }

    void addFields(const std::vector<FieldColumn>& from, const Shift& shift)
    {
        // The n-th column of a name stays the n-th of it, should a batch have several.
        std::map<std::string_view, std::size_t> seen;
        for (const FieldColumn& field : from) {
            FieldColumn& to = fieldFor(field.name, seen[field.name]++);
            shift.rowNumbers(to.rows, field.rows);
            appendTo(to.types, field.types);
            shift.refs(to.texts, field.texts);
            appendTo(to.numbers, field.numbers);
        }
    }

    FieldColumn& fieldFor(const std::string& name, std::size_t nth)
    {
        auto& fields = m_columns.fields;
        const auto [place, isNew] = m_fields.try_emplace({name, nth}, fields.size());
        if (isNew)
            fields.emplace_back().name = name;
        return fields[place->second];
    }

    EventColumns m_columns;
    std::map<std::pair<std::string, std::size_t>, std::size_t> m_fields;
};

void addRuns(std::vector<SeqRun>& runs, const StoredBatch& stored, std::uint32_t firstRow,
             EventSeq next)
{
    const std::vector<SeqRun> contiguous{{0, stored.firstSeq}};
    for (const SeqRun& run : stored.runs ? stored.runs->list() : contiguous) {
        if (run.row > 0 || runs.empty() || run.seq != next)
            runs.push_back({firstRow + run.row, run.seq});
    }
}

} // namespace

bool areAlike(const EventBatch& a, const EventBatch& b)
{
    const EventColumns& x = a.columns();
    const EventColumns& y = b.columns();
    return x.source == y.source && x.sourceKind == y.sourceKind && x.labels == y.labels;
}

MergedBatches mergeBatches(const std::vector<StoredBatch>& batches)
{
    std::size_t rows = 0;
    std::size_t bytes = 0;
    for (const StoredBatch& stored : batches) {
        rows += stored.batch->size();
        bytes += stored.batch->columns().arena.size();
    }
    Merger merger(rows, bytes);
    std::vector<SeqRun> runs;
    EventSeq next{};
    std::size_t row = 0;
    for (const StoredBatch& stored : batches) {
        merger.add(stored);
        addRuns(runs, stored, static_cast<std::uint32_t>(row), next);
        next = stored.lastSeq() + 1;
        row += stored.batch->size();
    }
    MergedBatches merged{merger.take(), batches.front().firstSeq, nullptr};
    if (runs.size() > 1)
        merged.runs = std::make_shared<const SeqRuns>(std::move(runs));
    return merged;
}

} // namespace weir
