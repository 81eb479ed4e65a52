// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"
#include "store/write/slicebuilder.h"

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace weir::cli {

/// Events of an index on their way into a slice that stands alone. They keep everything but their seq:
/// there they are numbered from 1, in the same order.
/// Thread: one.
class SliceExport final
{
public:
    static Result<std::unique_ptr<SliceExport>> create(const std::filesystem::path& file);

    /// Precondition: from call to call, and from row to row, ascending by seq.
    Result<Done> add(const StoredBatch& stored, std::span<const std::uint32_t> rows);
    Result<Done> finish();
    std::uint64_t events() const { return m_events; }

private:
    explicit SliceExport(std::unique_ptr<SliceBuilder> slice);

    /// The next block of a source.
    struct Block
    {
        EventBatchBuilder builder;
        EventBatchPtr example; ///< a batch that its events come from
        std::vector<SeqRun> runs;
        EventSeq next{}; ///< would go on with the last run
        TimePoint received; ///< of its first event
    };

    Result<Block*> blockFor(const EventBatchPtr& batch);
    Result<Done> add(Block& block, const StoredBatch& stored, std::uint32_t row);
    Result<Done> flush(Block& block);
    Result<Done> flushAll();
    std::size_t bytesWaiting() const;

    const std::unique_ptr<SliceBuilder> m_slice;
    std::map<std::string, Block> m_blocks; ///< by source
    std::uint64_t m_events = 0;
};

} // namespace weir::cli
