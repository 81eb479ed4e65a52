// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/slicereader.h"
#include "store/write/compactionplan.h"
#include "store/write/slicewriter.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace weir {

/// What is to be compacted in one slice: chooses blocks, reads, merges and encodes them. Writes
/// nothing.
///
/// Thread: one.
class SliceCompaction final
{
public:
    static Result<std::unique_ptr<SliceCompaction>>
    open(std::int64_t number, const std::filesystem::path& file, CompactionOptions options);

    std::int64_t number() const { return m_reader->number(); }
    const std::filesystem::path& file() const { return m_reader->file(); }
    Connection& connection() { return m_reader->connection(); }

    /// A cold block and those in whose place it belongs.
    struct Replacement
    {
        std::vector<std::int64_t> blocks;
        SliceWriter::ColdWrite cold;
    };
    /// The next of a slice that is written to: what has waited long enough, or is enough.
    Result<std::optional<Replacement>> nextDue(TimePoint now);
    /// The next of a slice that is complete: everything hot, and small cold blocks joined.
    Result<std::optional<Replacement>> nextOfComplete();

    /// Why a block, the first that was met, stays as it is.
    const std::optional<Error>& damage() const { return m_damage; }

private:
    SliceCompaction(std::unique_ptr<SliceReader> reader, CompactionOptions options);

    Result<std::optional<Replacement>> nextOf(const std::vector<BlockInfo>& blocks);
    Result<std::vector<StoredBatch>> load(const BlockInfo* first, std::size_t count);

    std::unique_ptr<SliceReader> m_reader;
    const CompactionOptions m_options;
    std::optional<Error> m_damage;
    std::set<std::int64_t> m_settled; ///< blocks that stay as they are: damaged, or good already
};

} // namespace weir
