// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/slicereader.h"

#include "store/blocks/blockcodec.h"
#include "store/blocks/columnrows.h"
#include "store/read/blockrow.h"
#include "store/read/headersalvage.h"
#include "store/read/sourcetotals.h"
#include "store/schema.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

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
    const auto version = db.number("PRAGMA user_version");
    if (!version)
        return version.error();
    m_version = *version;
    const std::string blocks = selectBlockRows(m_version);
    // The unary plus keeps SQLite from the other index: who asks from a seq on wants few blocks by
    // seq, everybody else those of a time.
    const std::pair<std::optional<Statement>&, std::string> statements[] = {
        {m_newest, "SELECT ifnull(max(last_seq), 0) FROM blocks"},
        {m_newestTime, "SELECT max(last_time) FROM blocks"},
        {m_blocks,
         blocks
             + "WHERE b.last_seq > ? AND b.first_seq <= ? AND +b.last_time >= ?"
               " AND b.first_time < ? ORDER BY b.last_seq"},
        {m_blocksByTime,
         blocks
             + "WHERE +b.last_seq > ? AND b.first_seq <= ? AND b.last_time >= ?"
               " AND b.first_time < ? ORDER BY +b.last_seq"},
        {m_blockOf, blocks + "WHERE b.last_seq >= ?1 AND b.first_seq <= ?1 ORDER BY b.last_seq"},
        {m_successor,
         blocks
             + "WHERE b.last_seq >= ? AND b.first_seq <= ? AND s.name = ?"
               " ORDER BY b.last_seq LIMIT 1"},
        {m_catalog,
         "SELECT c.codec, c.data FROM blocks b LEFT JOIN columns c ON c.id = b.id << 16"
         " WHERE b.id = ?"},
        {m_column, "SELECT data FROM columns WHERE id = ?"},
    };
    for (const auto& [statement, sql] : statements) {
        if (const auto done = prepareInto(statement, db, sql); !done)
            return done.error();
    }
    return Done{};
}

/// The collector may have brought an old file up to date since it was opened.
Result<Done> SliceReader::adapt()
{
    if (m_version >= 2)
        return Done{};
    const auto version = m_connection->number("PRAGMA user_version");
    if (!version)
        return version.error();
    return *version == m_version ? Result<Done>(Done{}) : prepare();
}

Result<std::vector<BlockInfo>> SliceReader::salvage(const Error& error, std::vector<Error>& damaged)
{
    if (error.code != Error::Code::Corrupt)
        return error;
    damaged.push_back(error);
    return salvageHeaders(*m_connection, m_number, m_version, damaged);
}

Result<EventSeq> SliceReader::newest(std::vector<Error>& damaged)
{
    const ResetAtEnd reset(*m_newest);
    const auto row = m_newest->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        if (!left)
            return left.error();
        return left->empty() ? EventSeq{} : left->back().lastSeq();
    }
    return seqOf(m_newest->integer(0));
}

Result<std::optional<TimePoint>> SliceReader::newestTime(std::vector<Error>& damaged)
{
    const ResetAtEnd reset(*m_newestTime);
    const auto row = m_newestTime->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        if (!left)
            return left.error();
        std::optional<TimePoint> newest;
        for (const BlockInfo& block : *left)
            newest = std::max(newest, std::optional(block.lastTime));
        return newest;
    }
    if (m_newestTime->isNull(0))
        return std::optional<TimePoint>();
    return std::optional(timePointOf(m_newestTime->integer(0)));
}

Result<Done> SliceReader::blocks(TimeRange range, EventSeq after, EventSeq upTo,
                                 std::vector<BlockInfo>& found, std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done;
    Statement& statement = after == EventSeq{} ? *m_blocksByTime : *m_blocks;
    const ResetAtEnd reset(statement);
    statement.bind(1, signedOf(after)).bind(2, signedOf(upTo));
    statement.bind(3, nanosecondsOf(range.from)).bind(4, nanosecondsOf(range.to));
    const auto isWanted = [&](const BlockInfo& block) {
        return block.seqs().rowsUpTo(after) < block.seqs().rowsUpTo(upTo);
    };
    const std::size_t before = found.size();
    auto row = statement.step();
    for (; row && *row; row = statement.step()) {
        auto block = blockRowOf(statement, m_number, file());
        if (!block)
            damaged.push_back(block.error());
        else if (isWanted(*block))
            found.push_back(std::move(*block));
    }
    if (row)
        return Done{};
    auto left = salvage(row.error(), damaged);
    if (!left)
        return left.error();
    found.resize(before);
    for (BlockInfo& block : *left) {
        if (block.lastTime >= range.from && block.firstTime < range.to && isWanted(block))
            found.push_back(std::move(block));
    }
    return Done{};
}

Result<std::optional<BlockInfo>> SliceReader::blockOf(EventSeq seq, std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done.error();
    const ResetAtEnd reset(*m_blockOf);
    m_blockOf->bind(1, signedOf(seq));
    auto row = m_blockOf->step();
    for (; row && *row; row = m_blockOf->step()) {
        auto block = blockRowOf(*m_blockOf, m_number, file());
        if (!block)
            damaged.push_back(block.error());
        else if (block->seqs().has(seq))
            return std::optional<BlockInfo>{std::move(*block)};
    }
    if (row)
        return std::optional<BlockInfo>{};
    const auto left = salvage(row.error(), damaged);
    if (!left)
        return left.error();
    const auto found = std::find_if(left->begin(), left->end(), [seq](const BlockInfo& block) {
        return block.seqs().has(seq);
    });
    return found == left->end() ? std::optional<BlockInfo>{} : std::optional(*found);
}

Result<std::optional<BlockInfo>> SliceReader::successorOf(const BlockInfo& block,
                                                          std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done.error();
    const ResetAtEnd reset(*m_successor);
    // Blocks of one source never overlap, and one is only ever replaced by one that spans it.
    m_successor->bind(1, signedOf(block.firstSeq)).bind(2, signedOf(block.lastSeq()));
    m_successor->bindText(3, block.source);
    const auto row = m_successor->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        if (!left)
            return left.error();
        const auto found = std::find_if(left->begin(), left->end(), [&](const BlockInfo& other) {
            return other.source == block.source && other.lastSeq() >= block.firstSeq
                && other.firstSeq <= block.lastSeq();
        });
        return found == left->end() ? std::optional<BlockInfo>{} : std::optional(*found);
    }
    if (!*row)
        return std::optional<BlockInfo>{};
    auto successor = blockRowOf(*m_successor, m_number, file());
    if (!successor)
        return successor.error();
    return std::optional<BlockInfo>{std::move(*successor)};
}

std::string SliceReader::subjectOf(const BlockInfo& block) const
{
    return file().string() + ", block " + std::to_string(block.block);
}

Result<EventBatchPtr> SliceReader::load(const BlockInfo& block)
{
    const std::string subject = subjectOf(block);
    auto columns = columnsOf(block, subject);
    if (!columns)
        return columns.error();
    if (columns->times.size() != block.count)
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    return EventBatchPtr(std::make_shared<const EventBatch>(std::move(*columns)));
}

/// Valid until the statement is reset, which is the caller's to do.
Result<std::string_view> SliceReader::catalogOf(const BlockInfo& block, const std::string& subject,
                                                ColumnCodec& codec)
{
    m_catalog->bind(1, block.block);
    const auto row = m_catalog->step();
    if (!row)
        return Error{row.error().code, subject, row.error().detail};
    if (!*row)
        return Error{Error::Code::NotFound, subject, "the block has been replaced"};
    if (m_catalog->isNull(0))
        return Error{Error::Code::Corrupt, subject, "its data is missing"};
    codec = static_cast<ColumnCodec>(m_catalog->integer(0));
    if (codec != ColumnCodec::HotBlock && codec != ColumnCodec::Catalog)
        return Error{Error::Code::TooNew, subject, "written by a newer version of Weir"};
    return m_catalog->blob(1);
}

SegmentLoader SliceReader::segmentsOf(const BlockInfo& block, const std::string& subject)
{
    return [this, id = block.block, subject](std::size_t index) -> Result<std::string> {
        const ResetAtEnd reset(*m_column);
        const auto found = index < maxSegments ? m_column->bind(1, columnId(id, index + 1)).step()
                                               : Result<bool>(false);
        if (!found)
            return Error{found.error().code, subject, found.error().detail};
        if (!*found)
            return Error{Error::Code::Corrupt, subject, "a part of its data is missing"};
        return std::string(m_column->blob(0));
    };
}

Result<EventColumns> SliceReader::columnsOf(const BlockInfo& block, const std::string& subject)
{
    // Until its reset all statements see one state of the file: catalog and segments fit together.
    const ResetAtEnd reset(*m_catalog);
    ColumnCodec codec{};
    const auto catalog = catalogOf(block, subject, codec);
    if (!catalog)
        return catalog.error();
    if (codec == ColumnCodec::HotBlock)
        return decodeBlock(*catalog, subject);
    return decodeCold(*catalog, segmentsOf(block, subject), subject);
}

Result<std::unique_ptr<ColdReader>> SliceReader::openCold(const BlockInfo& block)
{
    const std::string subject = subjectOf(block);
    const ResetAtEnd reset(*m_catalog);
    ColumnCodec codec{};
    const auto catalog = catalogOf(block, subject, codec);
    if (!catalog)
        return catalog.error();
    if (codec != ColumnCodec::Catalog)
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    auto reader = ColdReader::open(*catalog, segmentsOf(block, subject), subject);
    if (reader && (*reader)->rows() != block.count)
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    return reader;
}

SliceReader::Totals SliceReader::totalsOf(const std::vector<BlockInfo>& blocks)
{
    Totals totals;
    for (const BlockInfo& block : blocks) {
        totals.events += block.count;
        totals.oldest = std::min(totals.oldest.value_or(block.firstTime), block.firstTime);
        totals.newest = std::max(totals.newest.value_or(block.lastTime), block.lastTime);
    }
    return totals;
}

Result<SliceReader::Totals> SliceReader::totals(std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done.error();
    const std::string events = m_version < 2 ? "last_seq - first_seq + 1" : "events";
    auto statement = m_connection->prepare("SELECT ifnull(sum(" + events
                                           + "), 0), min(first_time),"
                                             " max(last_time) FROM blocks");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        return left ? Result<Totals>(totalsOf(*left)) : left.error();
    }
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
    return readSourceTotals(*m_connection);
}

} // namespace weir
