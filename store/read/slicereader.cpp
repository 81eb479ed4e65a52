// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/slicereader.h"

#include "store/blocks/blockcodec.h"
#include "store/blocks/secondcounts.h"
#include "store/schema.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

constexpr unsigned columnBits = 16;

const std::string blockColumns =
    "SELECT b.id, b.first_seq, b.last_seq, s.name, b.first_time, b.last_time, b.received_floor,"
    " b.last_received, b.seconds FROM blocks b JOIN sources s ON s.id = b.source ";

EventSeq seqOf(std::int64_t value)
{
    return EventSeq{static_cast<std::uint64_t>(value)};
}

/// SQLite's integers are signed; no seq comes near the end.
std::int64_t signedOf(EventSeq seq)
{
    constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::min(number(seq), highest));
}

Result<Done> prepareInto(std::optional<Statement>& statement, Connection& connection,
                         const std::string& sql)
{
    auto prepared = connection.prepare(sql);
    if (!prepared)
        return prepared.error();
    statement.emplace(std::move(*prepared));
    return Done{};
}

} // namespace

SliceReader::SliceReader(std::int64_t number, std::unique_ptr<Connection> connection)
    : m_number(number)
    , m_connection(std::move(connection))
{
}

Result<std::unique_ptr<SliceReader>> SliceReader::open(std::int64_t number,
                                                       const std::filesystem::path& file)
{
    auto connection = Connection::openReadOnly(file);
    if (!connection)
        return connection.error();
    if (const auto fits = checkSchema(**connection, FileKind::Slice); !fits)
        return fits.error();
    std::unique_ptr<SliceReader> reader(new SliceReader(number, std::move(*connection)));
    if (const auto done = reader->prepare(); !done)
        return done.error();
    return reader;
}

Result<Done> SliceReader::prepare()
{
    Connection& db = *m_connection;
    auto done = prepareInto(m_newest, db, "SELECT ifnull(max(last_seq), 0) FROM blocks");
    if (done)
        done = prepareInto(m_newestTime, db, "SELECT max(last_time) FROM blocks");
    // The unary plus keeps SQLite from the other index: who asks from a seq on wants few blocks by
    // seq, everybody else those of a time.
    if (done)
        done = prepareInto(m_blocks, db,
                           blockColumns
                               + "WHERE b.last_seq > ? AND b.first_seq <= ? AND +b.last_time >= ?"
                                 " AND b.first_time < ? ORDER BY b.last_seq");
    if (done)
        done = prepareInto(m_blocksByTime, db,
                           blockColumns
                               + "WHERE +b.last_seq > ? AND b.first_seq <= ? AND b.last_time >= ?"
                                 " AND b.first_time < ? ORDER BY +b.last_seq");
    if (done)
        done = prepareInto(m_blockOf, db,
                           blockColumns + "WHERE b.last_seq >= ? ORDER BY b.last_seq LIMIT 1");
    if (done)
        done = prepareInto(m_data, db, "SELECT codec, data FROM columns WHERE id = ?");
    return done;
}

Result<EventSeq> SliceReader::newest()
{
    const ResetAtEnd reset(*m_newest);
    const auto row = m_newest->step();
    if (!row)
        return row.error();
    return seqOf(m_newest->integer(0));
}

Result<std::optional<TimePoint>> SliceReader::newestTime()
{
    const ResetAtEnd reset(*m_newestTime);
    const auto row = m_newestTime->step();
    if (!row)
        return row.error();
    if (m_newestTime->isNull(0))
        return std::optional<TimePoint>();
    return std::optional(timePointOf(m_newestTime->integer(0)));
}

Result<BlockInfo> SliceReader::rowOf(const Statement& statement) const
{
    BlockInfo block;
    block.slice = m_number;
    block.block = statement.integer(0);
    block.firstSeq = seqOf(statement.integer(1));
    const std::int64_t count = statement.integer(2) - statement.integer(1) + 1;
    block.source = statement.text(3);
    block.firstTime = timePointOf(statement.integer(4));
    block.lastTime = timePointOf(statement.integer(5));
    block.receivedFloor = timePointOf(statement.integer(6));
    block.lastReceived = timePointOf(statement.integer(7));
    auto seconds = decodeSeconds(statement.blob(8));
    std::uint64_t counted = 0;
    if (seconds) {
        for (const SecondCounts& second : *seconds) {
            for (const std::uint64_t events : second.counts)
                counted += events;
        }
    }
    if (!seconds || count < 1 || counted != static_cast<std::uint64_t>(count))
        return Error{Error::Code::Corrupt, file().string(),
                     "the header of block " + std::to_string(block.block) + " is damaged"};
    block.count = static_cast<std::uint32_t>(count);
    block.seconds = std::move(*seconds);
    return block;
}

Result<Done> SliceReader::blocks(TimeRange range, EventSeq after, EventSeq upTo,
                                 std::vector<BlockInfo>& found, std::vector<Error>& damaged)
{
    Statement& statement = after == EventSeq{} ? *m_blocksByTime : *m_blocks;
    const ResetAtEnd reset(statement);
    statement.bind(1, signedOf(after)).bind(2, signedOf(upTo));
    statement.bind(3, nanosecondsOf(range.from)).bind(4, nanosecondsOf(range.to));
    auto row = statement.step();
    for (; row && *row; row = statement.step()) {
        auto block = rowOf(statement);
        if (block)
            found.push_back(std::move(*block));
        else
            damaged.push_back(block.error());
    }
    return row ? Result<Done>(Done{}) : row.error();
}

Result<std::optional<BlockInfo>> SliceReader::blockOf(EventSeq seq)
{
    const ResetAtEnd reset(*m_blockOf);
    m_blockOf->bind(1, signedOf(seq));
    const auto row = m_blockOf->step();
    if (!row)
        return row.error();
    if (!*row || seqOf(m_blockOf->integer(1)) > seq)
        return std::optional<BlockInfo>{};
    auto block = rowOf(*m_blockOf);
    if (!block)
        return block.error();
    return std::optional<BlockInfo>{std::move(*block)};
}

Result<EventBatchPtr> SliceReader::load(const BlockInfo& block)
{
    const std::string subject = file().string() + ", block " + std::to_string(block.block);
    const ResetAtEnd reset(*m_data);
    m_data->bind(1, block.block << columnBits);
    const auto row = m_data->step();
    if (!row)
        return Error{row.error().code, subject, row.error().detail};
    if (!*row)
        return Error{Error::Code::Corrupt, subject, "its data is missing"};
    if (m_data->integer(0) != 0)
        return Error{Error::Code::TooNew, subject, "written by a newer version of Weir"};
    auto columns = decodeBlock(m_data->blob(1), subject);
    if (!columns)
        return columns.error();
    if (columns->times.size() != block.count)
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    return EventBatchPtr(std::make_shared<const EventBatch>(std::move(*columns)));
}

Result<SliceReader::Totals> SliceReader::totals()
{
    auto statement =
        m_connection->prepare("SELECT ifnull(sum(last_seq - first_seq + 1), 0), min(first_time),"
                              " max(last_time) FROM blocks");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row)
        return row.error();
    Totals totals;
    totals.events = static_cast<std::uint64_t>(statement->integer(0));
    if (totals.events != 0) {
        totals.oldest = timePointOf(statement->integer(1));
        totals.newest = timePointOf(statement->integer(2));
    }
    return totals;
}

Result<std::vector<SourceTotals>> SliceReader::sources()
{
    auto statement =
        m_connection->prepare("SELECT id, name, events, undecodable FROM sources ORDER BY name");
    if (!statement)
        return statement.error();
    std::vector<SourceTotals> sources;
    std::vector<std::int64_t> ids;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        ids.push_back(statement->integer(0));
        sources.push_back({std::string(statement->text(1)),
                           static_cast<std::uint64_t>(statement->integer(2)),
                           static_cast<std::uint64_t>(statement->integer(3)),
                           {}});
    }
    if (!row)
        return row.error();
    if (const auto done = readGaps(sources, ids); !done)
        return done.error();
    return sources;
}

Result<Done> SliceReader::readGaps(std::vector<SourceTotals>& sources,
                                   const std::vector<std::int64_t>& ids)
{
    auto statement = m_connection->prepare(
        "SELECT t.source, t.kind, t.scope, t.name, t.partition, t.epoch, g.from_offset,"
        " g.to_offset, g.count, g.reason, g.noticed FROM gaps g JOIN streams t ON t.id = g.stream"
        " ORDER BY g.id");
    if (!statement)
        return statement.error();
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        const auto source = std::find(ids.begin(), ids.end(), statement->integer(0));
        if (source == ids.end())
            continue;
        Gap gap;
        gap.stream = {static_cast<SourceKind>(statement->integer(1)),
                      std::string(statement->text(2)), std::string(statement->text(3)),
                      static_cast<std::int32_t>(statement->integer(4)),
                      static_cast<std::uint32_t>(statement->integer(5))};
        gap.offsets = {statement->integer(6), statement->integer(7)};
        gap.count = static_cast<std::uint64_t>(statement->integer(8));
        gap.reason = static_cast<Gap::Reason>(statement->integer(9));
        gap.noticed = timePointOf(statement->integer(10));
        sources[static_cast<std::size_t>(source - ids.begin())].gaps.push_back(std::move(gap));
    }
    return row ? Result<Done>(Done{}) : row.error();
}

} // namespace weir
