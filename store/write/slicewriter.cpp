// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/slicewriter.h"

#include "store/blocks/runscodec.h"
#include "store/schema.h"
#include "store/transaction.h"

#include <algorithm>

namespace weir {

namespace {

std::int64_t signedOf(EventSeq seq)
{
    return static_cast<std::int64_t>(number(seq));
}

} // namespace

SliceWriter::SliceWriter(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection))
{
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::create(const std::filesystem::path& file,
                                                         Facts facts, SliceWriter* before,
                                                         bool fullSync)
{
    auto connection = Connection::openWritable(file, fullSync);
    if (!connection)
        return connection.error();
    if (const auto done = prepareSchema(**connection, FileKind::Slice); !done)
        return done.error();
    std::unique_ptr<SliceWriter> writer(new SliceWriter(std::move(*connection)));
    if (const auto done = writer->initialise(facts, before); !done)
        return done.error();
    return loaded(std::move(writer->m_connection));
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::open(const std::filesystem::path& file,
                                                       bool fullSync)
{
    auto connection = Connection::openWritable(file, fullSync);
    return connection ? opened(std::move(*connection)) : connection.error();
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::openUnshared(const std::filesystem::path& file)
{
    auto connection = Connection::openUnshared(file);
    return connection ? opened(std::move(*connection)) : connection.error();
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::opened(std::unique_ptr<Connection> connection)
{
    const auto tables = connection->number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (*tables == 0)
        return Error{Error::Code::NotFound, connection->file().string(),
                     "a slice without anything in it"};
    if (const auto done = prepareSchema(*connection, FileKind::Slice); !done)
        return done.error();
    return loaded(std::move(connection));
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::openSealed(const std::filesystem::path& file)
{
    auto connection = Connection::openReadOnly(file);
    const auto fits =
        connection ? checkSchema(**connection, FileKind::Slice) : connection.error();
    if (!fits)
        return fits.error();
    return loaded(std::move(*connection));
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::loaded(std::unique_ptr<Connection> connection)
{
    std::unique_ptr<SliceWriter> writer(new SliceWriter(std::move(connection)));
    if (const auto done = writer->load(); !done)
        return done.error();
    return writer;
}

Result<Done> SliceWriter::initialise(const Facts& facts, SliceWriter* before)
{
    std::vector<StreamTable::GapRow> gaps;
    if (before != nullptr) {
        auto read = before->m_streams->gaps();
        if (!read)
            return read.error();
        gaps = std::move(*read);
    }
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    auto insert = m_connection->prepare("INSERT INTO slice (id, number, base_seq, received_floor,"
                                        " created) VALUES (1, ?, ?, ?, ?)");
    if (!insert)
        return insert.error();
    insert->bind(1, facts.number).bind(2, signedOf(facts.base));
    insert->bind(3, nanosecondsOf(facts.receivedFloor)).bind(4, nanosecondsOf(facts.created));
    if (const auto done = insert->run(); !done)
        return done.error();
    if (before != nullptr) {
        auto streams = StreamTable::load(*m_connection);
        if (!streams)
            return streams.error();
        if (const auto done = streams->copyFrom(*before->m_streams, gaps); !done)
            return done.error();
    }
    return (*transaction)->commit();
}

Result<Done> SliceWriter::load()
{
    auto facts =
        m_connection->prepare("SELECT number, base_seq, received_floor, created FROM slice");
    if (!facts)
        return facts.error();
    const auto row = facts->step();
    if (!row)
        return row.error();
    if (!*row)
        return Error{Error::Code::NotFound, file().string(), "a slice without anything in it"};
    m_facts = {facts->integer(0), EventSeq{static_cast<std::uint64_t>(facts->integer(1))},
               timePointOf(facts->integer(2)), timePointOf(facts->integer(3))};

    auto newest = m_connection->prepare(
        "SELECT ifnull(max(last_seq), 0),"
        " ifnull((SELECT seq FROM sqlite_sequence WHERE name = 'blocks'), 0) FROM blocks");
    auto received = m_connection->prepare("SELECT max(received_floor, last_received) FROM blocks"
                                          " ORDER BY last_seq DESC LIMIT 1");
    if (!newest)
        return newest.error();
    if (!received)
        return received.error();
    if (const auto stepped = newest->step(); !stepped)
        return stepped.error();
    m_newest = std::max(EventSeq{number(m_facts.base) - 1},
                        EventSeq{static_cast<std::uint64_t>(newest->integer(0))});
    m_nextBlock = newest->integer(1) + 1;
    const auto last = received->step();
    if (!last)
        return last.error();
    m_lastReceived = *last ? timePointOf(received->integer(0)) : m_facts.receivedFloor;

    auto streams = StreamTable::load(*m_connection);
    if (!streams)
        return streams.error();
    m_streams.emplace(std::move(*streams));
    m_isStale = false;
    return prepare();
}

Result<Done> SliceWriter::prepare()
{
    auto block = m_connection->prepare(
        "INSERT INTO blocks (id, source, cold, events, first_seq, last_seq, runs, first_time,"
        " last_time, received_floor, last_received, undecodable, seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!block)
        return block.error();
    auto data = m_connection->prepare("INSERT INTO columns (id, codec, data) VALUES (?, ?, ?)");
    if (!data)
        return data.error();
    m_insertBlock.emplace(std::move(*block));
    m_insertData.emplace(std::move(*data));
    return Done{};
}

Result<Done> SliceWriter::append(const std::vector<StoredBatch>& batches)
{
    if (m_isStale) {
        if (const auto done = load(); !done)
            return done.error();
        // A commit that reported a failure may have reached the file all the same.
        const auto first = std::find_if(batches.begin(), batches.end(),
                                        [](const StoredBatch& b) { return !b.batch->isEmpty(); });
        if (first != batches.end() && first->firstSeq <= m_newest)
            return Done{};
    }
    const auto written = write(batches);
    m_isStale = !written;
    if (!written)
        return written.error();
    for (const StoredBatch& stored : batches)
        noteWritten(stored);
    return Done{};
}

Result<Done> SliceWriter::append(const EncodedBatch& encoded, EventSeq first, TimePoint floor,
                                 SeqRunsPtr runs)
{
    const StoredBatch stored{first, floor, encoded.batch, std::move(runs)};
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    const auto source = m_streams->apply(*encoded.batch, encoded.summary.undecodable);
    auto written = source ? Result<Done>(Done{}) : source.error();
    if (written && !encoded.batch->isEmpty())
        written = writeCold(stored, *source, encoded.summary, encoded.block);
    if (written)
        written = (*transaction)->commit();
    m_isStale = !written;
    if (written)
        noteWritten(stored);
    return written;
}

void SliceWriter::noteWritten(const StoredBatch& stored)
{
    if (stored.batch->isEmpty())
        return;
    m_newest = std::max(m_newest, stored.lastSeq());
    m_lastReceived = std::max(m_lastReceived, stored.received(stored.batch->size() - 1));
}

Result<Done> SliceWriter::write(const std::vector<StoredBatch>& batches)
{
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    for (const StoredBatch& stored : batches) {
        const EventBatch& batch = *stored.batch;
        const BlockSummary summary = batch.isEmpty() ? BlockSummary{} : summaryOf(batch.columns());
        const auto source = m_streams->apply(batch, summary.undecodable);
        if (!source)
            return source.error();
        if (batch.isEmpty())
            continue;
        if (const auto done = writeHot(stored, *source, summary); !done)
            return done.error();
    }
    return (*transaction)->commit();
}

Result<Done> SliceWriter::writeHot(const StoredBatch& stored, std::int64_t source,
                                   const BlockSummary& summary)
{
    const auto data = m_encoder.encode(stored.batch->columns());
    if (!data)
        return data.error();
    const std::int64_t block = m_nextBlock++;
    if (const auto done = writeColumn(columnId(block, 0), ColumnCodec::HotBlock, *data); !done)
        return done.error();
    return writeHeader(block, stored, source, false, summary);
}

Result<Done> SliceWriter::writeCold(const StoredBatch& stored, std::int64_t source,
                                    const BlockSummary& summary, const ColdBlock& data)
{
    const std::int64_t block = m_nextBlock++;
    auto written = writeColumn(columnId(block, 0), ColumnCodec::Catalog, data.catalog);
    for (std::size_t i = 0; written && i < data.segments.size(); ++i)
        written = writeColumn(columnId(block, i + 1), ColumnCodec::Segment, data.segments[i]);
    return written ? writeHeader(block, stored, source, true, summary) : written;
}

Result<Done> SliceWriter::replace(const std::vector<std::int64_t>& blocks, const ColdWrite& cold)
{
    if (m_isStale) {
        if (const auto done = load(); !done)
            return done.error();
    }
    const auto replaced = writeReplacement(blocks, cold);
    m_isStale = !replaced;
    return replaced;
}

Result<Done> SliceWriter::writeReplacement(const std::vector<std::int64_t>& blocks,
                                           const ColdWrite& cold)
{
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    auto source = m_connection->prepare("SELECT source FROM blocks WHERE id = ?");
    if (!source)
        return source.error();
    const auto found = source->bind(1, blocks.front()).step();
    if (!found)
        return found.error();
    // A commit that reported a failure may have reached the file all the same.
    if (!*found)
        return Done{};
    const std::int64_t id = source->integer(0);
    source->reset();
    for (const std::int64_t block : blocks) {
        if (const auto done = removeBlock(block); !done)
            return done.error();
    }
    const auto written =
        writeCold(cold.stored, id, summaryOf(cold.stored.batch->columns()), cold.data);
    return written ? (*transaction)->commit() : written;
}

Result<Done> SliceWriter::remove(std::int64_t block)
{
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    const auto removed = removeBlock(block);
    return removed ? (*transaction)->commit() : removed;
}

Result<Done> SliceWriter::reopen(const std::vector<Reread>& ranges)
{
    if (m_isStale) {
        if (const auto done = load(); !done)
            return done.error();
    }
    const auto reopened = writeReopened(ranges);
    m_isStale = !reopened;
    return reopened;
}

Result<Done> SliceWriter::writeReopened(const std::vector<Reread>& ranges)
{
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    for (const Reread& reread : ranges) {
        const auto done =
            m_streams->reopen(reread.source, reread.range.stream, reread.range.offsets);
        if (!done)
            return done;
    }
    return (*transaction)->commit();
}

Result<Done> SliceWriter::removeBlock(std::int64_t block)
{
    for (const char* sql :
         {"DELETE FROM blocks WHERE id = ?1",
          "DELETE FROM columns WHERE id >= ?1 * 65536 AND id < (?1 + 1) * 65536"}) {
        auto remove = m_connection->prepare(sql);
        if (!remove)
            return remove.error();
        if (const auto done = remove->bind(1, block).run(); !done)
            return done.error();
    }
    return Done{};
}

Result<Done> SliceWriter::writeColumn(std::int64_t id, ColumnCodec codec, std::string_view data)
{
    m_insertData->bind(1, id).bind(2, static_cast<std::int64_t>(codec)).bindBlob(3, data);
    return m_insertData->run();
}

Result<Done> SliceWriter::writeHeader(std::int64_t block, const StoredBatch& stored,
                                      std::int64_t source, bool isCold, const BlockSummary& summary)
{
    const std::string seconds = encodeSeconds(summary.seconds);
    const std::string runs = encodeRuns(stored);
    m_insertBlock->bind(1, block).bind(2, source).bind(3, std::int64_t{isCold ? 1 : 0});
    m_insertBlock->bind(4, static_cast<std::int64_t>(stored.batch->size()));
    m_insertBlock->bind(5, signedOf(stored.firstSeq)).bind(6, signedOf(stored.lastSeq()));
    m_insertBlock->bindBlob(7, runs);
    m_insertBlock->bind(8, nanosecondsOf(summary.firstTime));
    m_insertBlock->bind(9, nanosecondsOf(summary.lastTime));
    m_insertBlock->bind(10, nanosecondsOf(stored.receivedFloor));
    m_insertBlock->bind(11, nanosecondsOf(stored.batch->columns().received.back()));
    m_insertBlock->bind(12, static_cast<std::int64_t>(summary.undecodable)).bindBlob(13, seconds);
    return m_insertBlock->run();
}

} // namespace weir
