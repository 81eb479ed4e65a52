// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/slicecompaction.h"

#include "store/blocks/mergecolumns.h"
#include "store/write/waitingblocks.h"

#include <algorithm>

namespace weir {

namespace {

/// A source that is far behind is worked off in parts.
constexpr std::size_t mostListed = 4096;

Result<SliceCompaction::Replacement> replacementOf(const std::vector<StoredBatch>& batches)
{
    MergedBatches merged = mergeBatches(batches);
    auto data = encodeCold(merged.columns);
    if (!data)
        return data.error();
    const TimePoint received = merged.columns.received.front();
    StoredBatch stored{merged.firstSeq, received,
                       std::make_shared<const EventBatch>(std::move(merged.columns)), merged.runs};
    return SliceCompaction::Replacement{{}, {std::move(stored), std::move(*data)}};
}

} // namespace

SliceCompaction::SliceCompaction(std::unique_ptr<SliceReader> reader, CompactionOptions options)
    : m_reader(std::move(reader))
    , m_options(options)
{
}

Result<std::unique_ptr<SliceCompaction>> SliceCompaction::open(std::int64_t number,
                                                               const std::filesystem::path& file,
                                                               CompactionOptions options)
{
    auto reader = SliceReader::open(number, file);
    if (!reader)
        return reader.error();
    return std::unique_ptr<SliceCompaction>(new SliceCompaction(std::move(*reader), options));
}

Result<std::optional<SliceCompaction::Replacement>> SliceCompaction::nextDue(TimePoint now)
{
    auto waiting = waitingSources(connection());
    if (!waiting)
        return waiting.error();
    std::erase_if(*waiting, [&](const WaitingSource& source) {
        return source.events < m_options.enoughEvents
            && now - source.oldest < m_options.longestWait;
    });
    std::sort(waiting->begin(), waiting->end(),
              [](const WaitingSource& a, const WaitingSource& b) { return a.events > b.events; });
    for (const WaitingSource& source : *waiting) {
        const auto blocks = hotBlocksOf(connection(), source.source, mostListed, m_settled);
        if (!blocks)
            return blocks.error();
        auto next = nextOf(*blocks);
        if (!next || *next)
            return next;
    }
    return std::optional<Replacement>{};
}

Result<std::optional<SliceCompaction::Replacement>> SliceCompaction::nextOfComplete()
{
    const auto sources = sourcesWithBlocks(connection());
    if (!sources)
        return sources.error();
    for (const std::string& source : *sources) {
        const auto blocks = allBlocksOf(connection(), source, m_settled);
        if (!blocks)
            return blocks.error();
        auto next = nextOf(*blocks);
        if (!next || *next)
            return next;
    }
    return std::optional<Replacement>{};
}

Result<std::optional<SliceCompaction::Replacement>>
SliceCompaction::nextOf(const std::vector<BlockInfo>& blocks)
{
    while (const auto run = nextRun(blocks, m_options, m_settled)) {
        const BlockInfo* const first = blocks.data() + run->first;
        const auto batches = load(first, run->count);
        if (!batches)
            return batches.error();
        // Nothing that could be read, or a single cold block that nothing could be joined with.
        if (batches->empty() || (batches->size() == 1 && first->isCold)) {
            m_settled.insert(first->block);
            continue;
        }
        auto replacement = replacementOf(*batches);
        if (!replacement)
            return replacement.error();
        for (std::size_t i = 0; i < batches->size(); ++i)
            replacement->blocks.push_back(first[i].block);
        return std::optional<Replacement>(std::move(*replacement));
    }
    return std::optional<Replacement>{};
}

/// As many of the blocks, from the first on, as can be read and may become one.
Result<std::vector<StoredBatch>> SliceCompaction::load(const BlockInfo* first, std::size_t count)
{
    std::vector<StoredBatch> batches;
    std::uint64_t bytes = 0;
    for (const BlockInfo* block = first; block != first + count; ++block) {
        auto batch = m_reader->load(*block);
        if (!batch) {
            const Error::Code code = batch.error().code;
            // Damaged, or of a newer Weir: it stays as it is, and no run reaches across it.
            if (code != Error::Code::Corrupt && code != Error::Code::TooNew)
                return batch.error();
            m_settled.insert(block->block);
            if (!m_damage)
                m_damage = batch.error();
            break;
        }
        bytes += (*batch)->columns().arena.size();
        const bool fits = batches.empty()
            || (bytes <= m_options.mostBytes && areAlike(*batches.front().batch, **batch));
        if (!fits)
            break;
        batches.push_back({block->firstSeq, block->receivedFloor, std::move(*batch), block->runs});
    }
    return batches;
}

} // namespace weir
