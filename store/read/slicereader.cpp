// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/slicereader.h"

#include "store/blocks/blockcodec.h"
#include "store/blocks/columnrows.h"
#include "store/read/blockrow.h"
#include "store/read/sourcetotals.h"
#include "store/read/trigramtest.h"
#include "store/schema.h"

namespace weir {

namespace {

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
            return missingSegment(id, subject);
        return std::string(m_column->blob(0));
    };
}

/// Who opened the block left its transaction, so that compaction may have taken it away since.
Error SliceReader::missingSegment(std::int64_t block, const std::string& subject)
{
    const auto blocks = m_connection->number("SELECT count(*) FROM blocks WHERE id = "
                                             + std::to_string(block));
    if (blocks && *blocks == 0)
        return Error{Error::Code::NotFound, subject, "the block has been replaced"};
    return Error{Error::Code::Corrupt, subject, "a part of its data is missing"};
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

Result<std::unique_ptr<ColdReader>> SliceReader::openCold(const BlockInfo& block,
                                                          const FilterNode* filter)
{
    const std::string subject = subjectOf(block);
    const ResetAtEnd reset(*m_catalog);
    ColumnCodec codec{};
    const auto catalog = catalogOf(block, subject, codec);
    if (!catalog)
        return catalog.error();
    if (codec != ColumnCodec::Catalog)
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    ColdReader::TrigramTest mayMatch;
    if (filter != nullptr)
        mayMatch = [filter](std::string_view trigrams) { return weir::mayMatch(*filter, trigrams); };
    auto reader = ColdReader::open(*catalog, segmentsOf(block, subject), subject, mayMatch);
    if (reader && *reader && (*reader)->rows() != block.count)
        return Error{Error::Code::Corrupt, subject, "the block is damaged"};
    return reader;
}

Result<std::vector<SourceTotals>> SliceReader::sources()
{
    return readSourceTotals(*m_connection);
}

} // namespace weir
