// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sliceexport.h"

#include "store/read/rowcopy.h"

#include <chrono>
#include <utility>

namespace weir::cli {

namespace {

/// Large blocks, as compaction makes them.
constexpr EventBatchBuilder::Limits exportedBatch{32'768, std::size_t{16} << 20};

/// Of all sources together.
constexpr std::size_t mostBytesWaiting = std::size_t{128} << 20;

bool areOfOneKind(const EventColumns& a, const EventColumns& b)
{
    return a.sourceKind == b.sourceKind && a.labels == b.labels;
}

} // namespace

SliceExport::SliceExport(std::unique_ptr<SliceBuilder> slice)
    : m_slice(std::move(slice))
{
}

Result<std::unique_ptr<SliceExport>> SliceExport::create(const std::filesystem::path& file)
{
    auto slice = SliceBuilder::create(file, 1, std::chrono::system_clock::now());
    if (!slice)
        return slice.error();
    return std::unique_ptr<SliceExport>(new SliceExport(std::move(*slice)));
}

Result<SliceExport::Block*> SliceExport::blockFor(const EventBatchPtr& batch)
{
    const EventColumns& columns = batch->columns();
    auto found = m_blocks.find(columns.source);
    if (found != m_blocks.end() && !areOfOneKind(found->second.example->columns(), columns)) {
        if (const auto done = flush(found->second); !done)
            return done.error();
        m_blocks.erase(found);
        found = m_blocks.end();
    }
    if (found == m_blocks.end()) {
        EventBatchBuilder builder(columns.source, columns.sourceKind, columns.labels,
                                  exportedBatch);
        found = m_blocks.emplace(columns.source, Block{std::move(builder), batch, {}, {}, {}}).first;
    }
    return &found->second;
}

Result<Done> SliceExport::add(const StoredBatch& stored, std::span<const std::uint32_t> rows)
{
    if (rows.empty())
        return Done{};
    const auto block = blockFor(stored.batch);
    if (!block)
        return block.error();
    for (const std::uint32_t row : rows) {
        if (const auto done = add(**block, stored, row); !done)
            return done;
    }
    return bytesWaiting() < mostBytesWaiting ? Done{} : flushAll();
}

Result<Done> SliceExport::add(Block& block, const StoredBatch& stored, std::uint32_t row)
{
    const EventSeq seq{++m_events};
    if (block.runs.empty())
        block.received = stored.received(row);
    if (block.runs.empty() || seq != block.next)
        block.runs.push_back({static_cast<std::uint32_t>(block.builder.size()), seq});
    block.next = seq + 1;
    copyRow(stored, row, block.builder);
    return block.builder.isFull() ? flush(block) : Done{};
}

Result<Done> SliceExport::flush(Block& block)
{
    if (block.runs.empty())
        return Done{};
    const auto encoded = encodeBatch(block.builder.publish());
    if (!encoded)
        return encoded.error();
    auto runs = std::exchange(block.runs, {});
    const EventSeq first = runs.front().seq;
    const bool isContiguous = runs.size() == 1;
    return m_slice->append(*encoded, first, block.received,
                           isContiguous ? nullptr
                                        : std::make_shared<const SeqRuns>(std::move(runs)));
}

Result<Done> SliceExport::flushAll()
{
    for (auto& [source, block] : m_blocks) {
        if (const auto done = flush(block); !done)
            return done;
    }
    return Done{};
}

std::size_t SliceExport::bytesWaiting() const
{
    std::size_t bytes = 0;
    for (const auto& [source, block] : m_blocks)
        bytes += block.builder.arenaBytes();
    return bytes;
}

Result<Done> SliceExport::finish()
{
    const auto done = flushAll();
    return done ? m_slice->finish() : done;
}

} // namespace weir::cli
