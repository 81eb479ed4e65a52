// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"
#include "store/blocks/blockcodec.h"
#include "store/blocks/coldblock.h"
#include "store/blocks/columnrows.h"
#include "store/write/encodedbatch.h"
#include "store/write/reread.h"
#include "store/write/streamtable.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace weir {

/// One slice file, open for writing: appends batches with their positions, gaps and counts, each
/// call one transaction.
///
/// Thread: one at a time.
class SliceWriter final
{
public:
    struct Facts
    {
        std::int64_t number = 0;
        EventSeq base{}; ///< no event of the slice is below
        TimePoint receivedFloor;
        TimePoint created;
    };

    /// Makes a new slice; its first transaction copies everything `before` knows of sources.
    static Result<std::unique_ptr<SliceWriter>>
    create(const std::filesystem::path& file, Facts facts, SliceWriter* before, bool fullSync);
    /// Opens one that exists. NotFound for an empty file, as a crash at the wrong moment leaves it.
    static Result<std::unique_ptr<SliceWriter>> open(const std::filesystem::path& file,
                                                     bool fullSync);

    /// The same for one that nobody else opens meanwhile; without a WAL.
    static Result<std::unique_ptr<SliceWriter>> openUnshared(const std::filesystem::path& file);
    /// Opens a sealed one: what it knows, to go on from it. Nothing can be written to it.
    static Result<std::unique_ptr<SliceWriter>> openSealed(const std::filesystem::path& file);

    /// All or nothing. Batches without events bring positions and gaps only; their firstSeq does
    /// not matter. After a failure the next call first finds out what is in the file.
    Result<Done> append(const std::vector<StoredBatch>& batches);
    /// The same for one batch that was encoded in another thread, and becomes a cold block. The seqs
    /// may interleave with those of other sources. After a failure the slice is of no use.
    Result<Done> append(const EncodedBatch& encoded, EventSeq first, TimePoint floor,
                        SeqRunsPtr runs = nullptr);

    /// Makes this slice, which was filled elsewhere, the one that follows `before`: its events are
    /// numbered from `facts.base` on, received at the floor at the earliest, and it knows of sources
    /// what both know. All or nothing. Precondition: their positions do not overlap.
    Result<Done> follow(SliceWriter& before, const Facts& facts);

    /// A cold block, encoded, and the events in it.
    struct ColdWrite
    {
        StoredBatch stored;
        ColdBlock data;
    };
    /// Puts one cold block in the place of blocks that hold its events: all or nothing. Nothing
    /// happens when they have been replaced already. Precondition: at least one, all of one source.
    Result<Done> replace(const std::vector<std::int64_t>& blocks, const ColdWrite& cold);
    /// Removes a block and puts nothing in its place.
    Result<Done> remove(std::int64_t block);
    /// Ranges are no longer indexed, all or none of them; their events are the caller's concern.
    Result<Done> reopen(const std::vector<Reread>& ranges);

    const Facts& facts() const { return m_facts; }
    /// The highest seq in the slice; below its base when it is empty.
    EventSeq newest() const { return m_newest; }
    TimePoint lastReceived() const { return m_lastReceived; }
    const StreamTable& streams() const { return *m_streams; }
    StreamTable& streams() { return *m_streams; }
    const std::filesystem::path& file() const { return m_connection->file(); }

    Connection& connection() { return *m_connection; }

private:
    explicit SliceWriter(std::unique_ptr<Connection> connection);
    static Result<std::unique_ptr<SliceWriter>> opened(std::unique_ptr<Connection> connection);
    static Result<std::unique_ptr<SliceWriter>> loaded(std::unique_ptr<Connection> connection);

    Result<Done> initialise(const Facts& facts, SliceWriter* before);
    Result<Done> load();
    Result<Done> prepare();
    Result<Done> write(const std::vector<StoredBatch>& batches);
    Result<Done> writeHot(const StoredBatch& stored, std::int64_t source,
                          const BlockSummary& summary);
    Result<Done> writeCold(const StoredBatch& stored, std::int64_t source,
                           const BlockSummary& summary, const ColdBlock& data);
    Result<Done> writeReplacement(const std::vector<std::int64_t>& blocks, const ColdWrite& cold);
    Result<Done> writeReopened(const std::vector<Reread>& ranges);
    Result<Done> removeBlock(std::int64_t block);
    void noteWritten(const StoredBatch& stored);
    Result<Done> renumber(const Facts& facts, const StreamTable::SourceIds& sources);
    Result<Done> writeColumn(std::int64_t id, ColumnCodec codec, std::string_view data);
    Result<Done> writeHeader(std::int64_t block, const StoredBatch& stored, std::int64_t source,
                             bool isCold, const BlockSummary& summary);

    std::unique_ptr<Connection> m_connection; // before what is made from it
    std::optional<StreamTable> m_streams;
    std::optional<Statement> m_insertBlock;
    std::optional<Statement> m_insertData;
    BlockEncoder m_encoder;
    Facts m_facts;
    EventSeq m_newest{};
    TimePoint m_lastReceived;
    std::int64_t m_nextBlock = 1;
    bool m_isStale = false; ///< the last transaction failed: memory and file may differ
};

} // namespace weir
