// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/slicepurge.h"

#include "store/read/rowcopy.h"
#include "store/read/slicereader.h"
#include "store/write/slicewriter.h"
#include "store/write/waitingblocks.h"

#include <algorithm>
#include <set>

namespace weir {

namespace {

Error interrupted(const std::filesystem::path& copy)
{
    return {Error::Code::Busy, copy.string(), "interrupted"};
}

/// The copy of a slice that is made when the first block is found that it must not have as it is.
/// Thread: one.
class SmallerCopy final
{
public:
    SmallerCopy(Connection& slice, std::filesystem::path copy, std::stop_token stop)
        : m_slice(slice)
        , m_copy(std::move(copy))
        , m_stop(std::move(stop))
    {
    }

    Result<Done> remove(std::int64_t block)
    {
        const auto begun = begin();
        return begun ? m_writer->remove(block) : begun;
    }

    Result<Done> replace(std::int64_t block, const SliceWriter::ColdWrite& cold)
    {
        const auto begun = begin();
        return begun ? m_writer->replace({block}, cold) : begun;
    }

    /// False when there is no copy.
    Result<bool> finish()
    {
        if (!m_writer)
            return false;
        // Nobody else has the file open. What was removed is still in its free pages.
        auto done = m_writer->connection().compact(m_stop);
        m_writer.reset();
        if (done)
            done = syncToDisk(m_copy);
        return done ? Result<bool>(true) : done.error();
    }

private:
    Result<Done> begin()
    {
        if (m_stop.stop_requested())
            return interrupted(m_copy);
        if (m_writer)
            return Done{};
        if (const auto copied = m_slice.copyTo(m_copy, m_stop); !copied)
            return copied;
        auto opened = SliceWriter::open(m_copy, false);
        if (!opened)
            return opened.error();
        m_writer = std::move(*opened);
        return Done{};
    }

    Connection& m_slice;
    const std::filesystem::path m_copy;
    const std::stop_token m_stop;
    std::unique_ptr<SliceWriter> m_writer; ///< of the copy, once there is one
};

/// Thread: one.
class SlicePurge final
{
public:
    SlicePurge(SliceReader& reader, const PurgeChoice& what, const std::filesystem::path& copy,
               const std::stop_token& stop)
        : m_reader(reader)
        , m_what(what)
        , m_name(copy)
        , m_stop(stop)
        , m_copy(reader.connection(), copy, stop)
    {
    }

    Result<PurgeOutcome> run()
    {
        const auto sources = sourcesWithBlocks(m_reader.connection());
        if (!sources)
            return sources.error();
        for (const std::string& source : *sources) {
            if (!m_what.sources.empty() && m_what.sources.count(source) == 0)
                continue;
            std::set<std::int64_t> damaged;
            const auto blocks = allBlocksOf(m_reader.connection(), source, damaged);
            if (!blocks)
                return blocks.error();
            m_outcome.unreadable += damaged.size();
            for (const BlockInfo& block : *blocks) {
                if (damaged.count(block.block) != 0)
                    continue;
                if (const auto done = purge(block); !done)
                    return done.error();
            }
        }
        const auto finished = m_copy.finish();
        return finished ? Result<PurgeOutcome>(m_outcome) : finished.error();
    }

private:
    Result<Done> purge(const BlockInfo& block)
    {
        if (m_stop.stop_requested())
            return interrupted(m_name);
        const auto batch = m_reader.load(block);
        if (!batch) {
            if (!isOfTheFile(batch.error()))
                return batch.error();
            ++m_outcome.unreadable;
            return Done{};
        }
        const StoredBatch stored{block.firstSeq, block.receivedFloor, *batch, block.runs};
        std::vector<std::uint32_t> matches;
        m_what.select(stored, matches);
        if (matches.empty())
            return Done{};
        m_outcome.events += matches.size();
        return rewrite(block.block, stored, matches);
    }

    Result<Done> rewrite(std::int64_t block, const StoredBatch& stored,
                         const std::vector<std::uint32_t>& matches)
    {
        std::vector<std::uint32_t> kept;
        for (std::uint32_t row = 0; row < stored.batch->size(); ++row) {
            if (!std::binary_search(matches.begin(), matches.end(), row))
                kept.push_back(row);
        }
        if (kept.empty())
            return m_copy.remove(block);
        StoredBatch rest = copyOf(stored, kept);
        auto data = encodeCold(rest.batch->columns());
        if (!data)
            return data.error();
        return m_copy.replace(block, {std::move(rest), std::move(*data)});
    }

    SliceReader& m_reader;
    const PurgeChoice& m_what;
    const std::filesystem::path m_name; ///< of the copy
    const std::stop_token m_stop;
    SmallerCopy m_copy;
    PurgeOutcome m_outcome;
};

bool isMeant(const Reread& reread, const StoredBatch& stored, std::size_t row)
{
    const EventColumns& columns = stored.batch->columns();
    const std::int64_t offset = columns.offsets[row];
    return offset >= reread.range.offsets.from && offset < reread.range.offsets.to
        && stored.seq(row) < reread.below && columns.source == reread.source
        && stored.batch->stream(row) == reread.range.stream;
}

Result<std::vector<std::int64_t>> blockIdsOf(Connection& slice, const std::string& source)
{
    auto statement = slice.prepare(
        "SELECT id FROM blocks WHERE source = (SELECT id FROM sources WHERE name = ?)");
    if (!statement)
        return statement.error();
    statement->bindText(1, source);
    std::vector<std::int64_t> ids;
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        ids.push_back(statement->integer(0));
    return row ? Result<std::vector<std::int64_t>>(std::move(ids)) : row.error();
}

} // namespace

PurgeChoice choiceOf(FilterPtr what)
{
    return {[what = std::move(what)](const StoredBatch& stored, std::vector<std::uint32_t>& rows) {
                what->select(stored, rows);
            },
            {}};
}

PurgeChoice choiceOf(std::vector<Reread> rereads)
{
    PurgeChoice choice;
    for (const Reread& reread : rereads)
        choice.sources.insert(reread.source);
    choice.select = [rereads = std::move(rereads)](const StoredBatch& stored,
                                                   std::vector<std::uint32_t>& rows) {
        for (std::uint32_t row = 0; row < stored.batch->size(); ++row) {
            const auto isOne = [&](const Reread& reread) {
                return isMeant(reread, stored, row);
            };
            if (std::any_of(rereads.begin(), rereads.end(), isOne))
                rows.push_back(row);
        }
    };
    return choice;
}

Result<PurgeOutcome> copyWithout(const SliceFile& slice, const PurgeChoice& what,
                                 const std::filesystem::path& copy, const std::stop_token& stop)
{
    const auto reader = SliceReader::open(slice.number, slice.file);
    if (!reader)
        return reader.error();
    return SlicePurge(**reader, what, copy, stop).run();
}

Result<bool> copyWithoutSources(const SliceFile& slice, const std::vector<std::string>& sources,
                                const std::filesystem::path& copy, const std::stop_token& stop)
{
    const auto connection = Connection::openReadOnly(slice.file);
    if (!connection)
        return connection.error();
    SmallerCopy smaller(**connection, copy, stop);
    for (const std::string& source : sources) {
        const auto blocks = blockIdsOf(**connection, source);
        if (!blocks)
            return blocks.error();
        for (const std::int64_t block : *blocks) {
            if (const auto done = smaller.remove(block); !done)
                return done.error();
        }
    }
    return smaller.finish();
}

} // namespace weir
