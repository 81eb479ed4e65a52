// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/slicewriter.h"

#include "store/schema.h"
#include "store/transaction.h"

#include <algorithm>

namespace weir {

namespace {

constexpr std::int64_t hotBlockCodec = 0;
constexpr unsigned columnBits = 16;

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
    if (const auto done = writer->load(); !done)
        return done.error();
    return writer;
}

Result<std::unique_ptr<SliceWriter>> SliceWriter::open(const std::filesystem::path& file,
                                                       bool fullSync)
{
    auto connection = Connection::openWritable(file, fullSync);
    if (!connection)
        return connection.error();
    const auto tables = (*connection)->number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (*tables == 0)
        return Error{Error::Code::NotFound, file.string(), "a slice without anything in it"};
    if (const auto done = prepareSchema(**connection, FileKind::Slice); !done)
        return done.error();
    std::unique_ptr<SliceWriter> writer(new SliceWriter(std::move(*connection)));
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

    auto newest = m_connection->prepare("SELECT ifnull(max(last_seq), 0), ifnull(max(id), 0)"
                                        " FROM blocks");
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
        "INSERT INTO blocks (id, source, first_seq, last_seq, first_time, last_time,"
        " received_floor, last_received, undecodable, seconds)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
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

Result<Done> SliceWriter::append(const EncodedBatch& encoded, EventSeq first, TimePoint floor)
{
    const StoredBatch stored{first, floor, encoded.batch};
    if (m_isStale) {
        if (const auto done = load(); !done)
            return done.error();
    }
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    auto written = writeBatch(stored, encoded.summary, encoded.block);
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
    m_newest = stored.lastSeq();
    m_lastReceived = stored.received(stored.batch->size() - 1);
}

Result<Done> SliceWriter::write(const std::vector<StoredBatch>& batches)
{
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    for (const StoredBatch& stored : batches) {
        const EventColumns& columns = stored.batch->columns();
        const bool isEmpty = stored.batch->isEmpty();
        const BlockSummary summary = isEmpty ? BlockSummary{} : summaryOf(columns);
        const auto block =
            isEmpty ? Result<std::string_view>(std::string_view()) : m_encoder.encode(columns);
        if (!block)
            return block.error();
        if (const auto done = writeBatch(stored, summary, *block); !done)
            return done.error();
    }
    return (*transaction)->commit();
}

Result<Done> SliceWriter::writeBatch(const StoredBatch& stored, const BlockSummary& summary,
                                     std::string_view block)
{
    const auto source = m_streams->apply(*stored.batch, summary.undecodable);
    if (!source)
        return source.error();
    return stored.batch->isEmpty() ? Done{} : writeBlock(stored, *source, summary, block);
}

Result<Done> SliceWriter::writeBlock(const StoredBatch& stored, std::int64_t source,
                                     const BlockSummary& summary, std::string_view data)
{
    const EventColumns& columns = stored.batch->columns();
    const std::int64_t block = m_nextBlock++;
    m_insertData->bind(1, block << columnBits).bind(2, hotBlockCodec).bindBlob(3, data);
    if (const auto done = m_insertData->run(); !done)
        return done.error();
    const std::string seconds = encodeSeconds(summary.seconds);
    m_insertBlock->bind(1, block).bind(2, source);
    m_insertBlock->bind(3, signedOf(stored.firstSeq)).bind(4, signedOf(stored.lastSeq()));
    m_insertBlock->bind(5, nanosecondsOf(summary.firstTime));
    m_insertBlock->bind(6, nanosecondsOf(summary.lastTime));
    m_insertBlock->bind(7, nanosecondsOf(stored.receivedFloor));
    m_insertBlock->bind(8, nanosecondsOf(columns.received.back()));
    m_insertBlock->bind(9, static_cast<std::int64_t>(summary.undecodable)).bindBlob(10, seconds);
    return m_insertBlock->run();
}

} // namespace weir
