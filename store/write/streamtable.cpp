// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/streamtable.h"

#include "core/offsetranges.h"
#include "store/write/positions.h"

#include <algorithm>

namespace weir {

namespace {

/// Gaps of one cause that follow each other within this time are one gap with a higher count: a
/// source that sheds for an hour would otherwise write a row for every batch.
constexpr std::chrono::minutes gapsBelongTogether{1};

std::int64_t signedOf(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

} // namespace

StreamTable::StreamTable(Connection& connection)
    : m_connection(&connection)
{
}

Result<StreamTable> StreamTable::load(Connection& connection)
{
    StreamTable table(connection);
    if (const auto done = table.read(); !done)
        return done.error();
    return table;
}

Result<Done> StreamTable::read()
{
    auto sources = m_connection->prepare("SELECT name, id, kind, events, undecodable FROM sources");
    if (!sources)
        return sources.error();
    auto row = sources->step();
    for (; row && *row; row = sources->step()) {
        m_sources[std::string(sources->text(0))] = {
            sources->integer(1), static_cast<SourceKind>(sources->integer(2)),
            static_cast<std::uint64_t>(sources->integer(3)),
            static_cast<std::uint64_t>(sources->integer(4))};
    }
    if (!row)
        return row.error();

    std::unordered_map<std::int64_t, StreamRow*> byId;
    auto streams = m_connection->prepare(
        "SELECT id, source, key, kind, scope, name, partition, epoch FROM streams");
    if (!streams)
        return streams.error();
    for (row = streams->step(); row && *row; row = streams->step()) {
        StreamRow& entry = m_streams[{streams->integer(1), std::string(streams->text(2))}];
        entry.id = streams->integer(0);
        entry.stream =
            Stream{static_cast<SourceKind>(streams->integer(3)), std::string(streams->text(4)),
                   std::string(streams->text(5)), static_cast<std::int32_t>(streams->integer(6)),
                   static_cast<std::uint32_t>(streams->integer(7))};
        byId[entry.id] = &entry;
    }
    if (!row)
        return row.error();

    auto positions = m_connection->prepare(
        "SELECT stream, from_offset, to_offset FROM positions ORDER BY stream, from_offset");
    if (!positions)
        return positions.error();
    for (row = positions->step(); row && *row; row = positions->step()) {
        const auto found = byId.find(positions->integer(0));
        if (found != byId.end())
            found->second->ranges.push_back({positions->integer(1), positions->integer(2)});
    }
    if (!row)
        return row.error();
    return Done{};
}

Result<std::vector<StreamTable::GapRow>> StreamTable::gaps()
{
    auto statement = m_connection->prepare("SELECT stream, from_offset, to_offset, count, reason,"
                                           " noticed, last_noticed FROM gaps ORDER BY id");
    if (!statement)
        return statement.error();
    std::vector<GapRow> gaps;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        GapRow entry;
        entry.stream = statement->integer(0);
        entry.gap.offsets = {statement->integer(1), statement->integer(2)};
        entry.gap.count = static_cast<std::uint64_t>(statement->integer(3));
        entry.gap.reason = static_cast<Gap::Reason>(statement->integer(4));
        entry.gap.noticed = timePointOf(statement->integer(5));
        entry.lastNoticed = timePointOf(statement->integer(6));
        gaps.push_back(std::move(entry));
    }
    if (!row)
        return row.error();
    return gaps;
}

Result<Done> StreamTable::copyFrom(const StreamTable& other, const std::vector<GapRow>& gaps)
{
    m_sources = other.m_sources;
    m_streams = other.m_streams;
    auto source = m_connection->prepare(
        "INSERT INTO sources (name, id, kind, events, undecodable) VALUES (?, ?, ?, ?, ?)");
    if (!source)
        return source.error();
    for (const auto& [name, entry] : m_sources) {
        source->bindText(1, name).bind(2, entry.id).bind(3, static_cast<std::int64_t>(entry.kind));
        source->bind(4, signedOf(entry.events)).bind(5, signedOf(entry.undecodable));
        if (const auto done = source->run(); !done)
            return done.error();
    }
    auto stream = m_connection->prepare(
        "INSERT INTO streams (id, source, key, kind, scope, name, partition, epoch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    if (!stream)
        return stream.error();
    for (const auto& [id, entry] : m_streams) {
        stream->bind(1, entry.id).bind(2, id.first).bindText(3, id.second);
        stream->bind(4, static_cast<std::int64_t>(entry.stream.kind));
        stream->bindText(5, entry.stream.scope).bindText(6, entry.stream.name);
        stream->bind(7, std::int64_t{entry.stream.partition});
        stream->bind(8, std::int64_t{entry.stream.epoch});
        if (const auto done = stream->run(); !done)
            return done.error();
        for (const OffsetRange range : entry.ranges) {
            if (const auto done = insertRange(entry.id, range); !done)
                return done.error();
        }
    }
    for (const GapRow& gap : gaps) {
        if (const auto done = insertGap(gap); !done)
            return done.error();
    }
    return Done{};
}

Result<std::int64_t> StreamTable::apply(const EventBatch& batch, std::uint64_t undecodable)
{
    const EventColumns& columns = batch.columns();
    const auto source = sourceFor(columns.source, columns.sourceKind);
    if (!source)
        return source.error();
    const std::int64_t id = (*source)->id;
    for (const PositionSpan& span : columns.positions) {
        const auto stream = streamFor(id, columns.streams[span.stream]);
        if (!stream)
            return stream.error();
        if (const auto done = addPosition(**stream, span.offsets); !done)
            return done.error();
    }
    for (const Gap& gap : columns.gaps) {
        const auto stream = streamFor(id, gap.stream);
        if (!stream)
            return stream.error();
        if (const auto done = addGap(**stream, gap); !done)
            return done.error();
    }
    if (batch.isEmpty())
        return id;
    if (const auto done = countEvents(**source, batch.size(), undecodable); !done)
        return done.error();
    return id;
}

Result<Done> StreamTable::countEvents(Source& source, std::uint64_t events,
                                      std::uint64_t undecodable)
{
    source.events += events;
    source.undecodable += undecodable;
    auto update =
        m_connection->prepare("UPDATE sources SET events = ?, undecodable = ? WHERE id = ?");
    if (!update)
        return update.error();
    update->bind(1, signedOf(source.events)).bind(2, signedOf(source.undecodable));
    return update->bind(3, source.id).run();
}

Result<StreamTable::Source*> StreamTable::sourceFor(const std::string& name, SourceKind kind)
{
    const auto found = m_sources.find(name);
    if (found != m_sources.end())
        return &found->second;
    auto insert = m_connection->prepare(
        "INSERT INTO sources (name, kind, events, undecodable) VALUES (?, ?, 0, 0)");
    if (!insert)
        return insert.error();
    if (const auto done = insert->bindText(1, name).bind(2, static_cast<std::int64_t>(kind)).run();
        !done)
        return done.error();
    return &m_sources.try_emplace(name, Source{m_connection->lastRowId(), kind, 0, 0})
                .first->second;
}

Result<StreamTable::StreamRow*> StreamTable::streamFor(std::int64_t source, const Stream& stream)
{
    StreamId id{source, stream.key()};
    const auto found = m_streams.find(id);
    if (found != m_streams.end())
        return &found->second;
    auto insert = m_connection->prepare(
        "INSERT INTO streams (source, key, kind, scope, name, partition, epoch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    insert->bind(1, source).bindText(2, id.second).bind(3, static_cast<std::int64_t>(stream.kind));
    insert->bindText(4, stream.scope).bindText(5, stream.name);
    insert->bind(6, std::int64_t{stream.partition}).bind(7, std::int64_t{stream.epoch});
    if (const auto done = insert->run(); !done)
        return done.error();
    return &m_streams.try_emplace(std::move(id), StreamRow{m_connection->lastRowId(), stream, {}})
                .first->second;
}

Result<Done> StreamTable::insertRange(std::int64_t stream, OffsetRange range)
{
    auto insert = m_connection->prepare(
        "INSERT OR REPLACE INTO positions (stream, from_offset, to_offset) VALUES (?, ?, ?)");
    if (!insert)
        return insert.error();
    return insert->bind(1, stream).bind(2, range.from).bind(3, range.to).run();
}

Result<Done> StreamTable::addPosition(StreamRow& row, OffsetRange offsets)
{
    const MergedRange result = mergeInto(row.ranges, offsets);
    if (!result.changed)
        return Done{};
    for (const std::int64_t from : result.absorbed) {
        auto remove =
            m_connection->prepare("DELETE FROM positions WHERE stream = ? AND from_offset = ?");
        if (!remove)
            return remove.error();
        if (const auto done = remove->bind(1, row.id).bind(2, from).run(); !done)
            return done.error();
    }
    return insertRange(row.id, result.merged);
}

Result<Done> StreamTable::insertGap(const GapRow& row)
{
    auto insert =
        m_connection->prepare("INSERT INTO gaps (stream, from_offset, to_offset, count,"
                              " reason, noticed, last_noticed) VALUES (?, ?, ?, ?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    insert->bind(1, row.stream).bind(2, row.gap.offsets.from).bind(3, row.gap.offsets.to);
    insert->bind(4, signedOf(row.gap.count)).bind(5, static_cast<std::int64_t>(row.gap.reason));
    insert->bind(6, nanosecondsOf(row.gap.noticed)).bind(7, nanosecondsOf(row.lastNoticed));
    return insert->run();
}

Result<Done> StreamTable::addGap(StreamRow& row, const Gap& gap)
{
    // The newest gap of the stream goes on where this one has the same cause and continues it.
    auto extend = m_connection->prepare(
        "UPDATE gaps SET count = count + ?1, to_offset = ?2, last_noticed = max(last_noticed, ?3)"
        " WHERE id = (SELECT max(id) FROM gaps WHERE stream = ?4) AND reason = ?5"
        " AND to_offset = ?6 AND last_noticed > ?7 RETURNING id");
    if (!extend)
        return extend.error();
    const TimePoint noticed = gap.noticed;
    extend->bind(1, signedOf(gap.count)).bind(2, gap.offsets.to).bind(3, nanosecondsOf(noticed));
    extend->bind(4, row.id).bind(5, static_cast<std::int64_t>(gap.reason));
    extend->bind(6, gap.offsets.from);
    const bool isEarly = noticed < TimePoint::min() + gapsBelongTogether;
    extend->bind(7, nanosecondsOf(isEarly ? TimePoint::min() : noticed - gapsBelongTogether));
    const auto extended = extend->step();
    if (!extended)
        return extended.error();
    if (*extended) {
        const auto rest = extend->step();
        return rest ? Result<Done>(Done{}) : rest.error();
    }
    return insertGap({row.id, gap, noticed});
}

Result<Done> StreamTable::removeRanges(std::int64_t stream)
{
    auto remove = m_connection->prepare("DELETE FROM positions WHERE stream = ?");
    return remove ? remove->bind(1, stream).run() : remove.error();
}

Result<Done> StreamTable::reopen(const std::string& source, const Stream& stream, OffsetRange range)
{
    const auto known = m_sources.find(source);
    if (known == m_sources.end())
        return Done{};
    const auto found = m_streams.find({known->second.id, stream.key()});
    if (found == m_streams.end())
        return Done{};
    StreamRow& row = found->second;
    reopenRange(row.ranges, range);
    if (const auto done = removeRanges(row.id); !done)
        return done;
    for (const OffsetRange& left : row.ranges) {
        if (const auto done = insertRange(row.id, left); !done)
            return done;
    }
    return Done{};
}

std::vector<StreamTable::StreamRow> StreamTable::streamsOf(const std::string& source) const
{
    std::vector<StreamRow> rows;
    const auto found = m_sources.find(source);
    if (found == m_sources.end())
        return rows;
    for (const auto& [id, row] : m_streams) {
        if (id.first == found->second.id)
            rows.push_back(row);
    }
    return rows;
}

} // namespace weir
