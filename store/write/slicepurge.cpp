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

/// Thread: one.
class SlicePurge final
{
public:
    SlicePurge(SliceReader& reader, const Filter& what, std::filesystem::path copy)
        : m_reader(reader)
        , m_what(what)
        , m_copy(std::move(copy))
    {
    }

    Result<PurgeOutcome> run(const std::stop_token& stop)
    {
        const auto sources = sourcesWithBlocks(m_reader.connection());
        if (!sources)
            return sources.error();
        for (const std::string& source : *sources) {
            std::set<std::int64_t> damaged;
            const auto blocks = allBlocksOf(m_reader.connection(), source, damaged);
            if (!blocks)
                return blocks.error();
            m_outcome.unreadable += damaged.size();
            for (const BlockInfo& block : *blocks) {
                if (damaged.count(block.block) != 0)
                    continue;
                if (const auto done = purge(block, stop); !done)
                    return done.error();
            }
        }
        if (const auto done = finish(); !done)
            return done.error();
        return m_outcome;
    }

private:
    Result<Done> purge(const BlockInfo& block, const std::stop_token& stop)
    {
        if (stop.stop_requested())
            return Error{Error::Code::Busy, m_copy.string(), "interrupted"};
        const auto batch = m_reader.load(block);
        if (!batch) {
            const Error::Code code = batch.error().code;
            const bool isOfTheBlock = code == Error::Code::Corrupt || code == Error::Code::TooNew;
            m_outcome.unreadable += isOfTheBlock ? 1 : 0;
            return isOfTheBlock ? Result<Done>(Done{}) : batch.error();
        }
        const StoredBatch stored{block.firstSeq, block.receivedFloor, *batch, block.runs};
        std::vector<std::uint32_t> matches;
        m_what.select(stored, matches);
        if (matches.empty())
            return Done{};
        m_outcome.events += matches.size();
        if (const auto begun = begin(stop); !begun)
            return begun;
        return rewrite(block.block, stored, matches);
    }

    /// The copy is made when the first event is found that it must not have.
    Result<Done> begin(const std::stop_token& stop)
    {
        if (m_writer)
            return Done{};
        if (const auto copied = m_reader.connection().copyTo(m_copy, stop); !copied)
            return copied;
        auto opened = SliceWriter::open(m_copy, false);
        if (!opened)
            return opened.error();
        m_writer = std::move(*opened);
        return Done{};
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
            return m_writer->remove(block);
        StoredBatch rest = copyOf(stored, kept);
        auto data = encodeCold(rest.batch->columns());
        if (!data)
            return data.error();
        return m_writer->replace({block}, {std::move(rest), std::move(*data)});
    }

    Result<Done> finish()
    {
        if (!m_writer)
            return Done{};
        // Nobody else has the file open. What was removed is still in its free pages.
        const auto compact =
            m_writer->connection().execute("PRAGMA journal_mode = DELETE; VACUUM");
        m_writer.reset();
        return compact ? syncToDisk(m_copy) : compact;
    }

    SliceReader& m_reader;
    const Filter& m_what;
    const std::filesystem::path m_copy;
    std::unique_ptr<SliceWriter> m_writer; ///< of the copy, once there is one
    PurgeOutcome m_outcome;
};

} // namespace

Result<PurgeOutcome> copyWithout(const SliceFile& slice, const Filter& what,
                                 const std::filesystem::path& copy, const std::stop_token& stop)
{
    const auto reader = SliceReader::open(slice.number, slice.file);
    if (!reader)
        return reader.error();
    return SlicePurge(**reader, what, copy).run(stop);
}

} // namespace weir
