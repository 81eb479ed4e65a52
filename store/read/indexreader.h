// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filternode.h"
#include "core/result.h"
#include "core/storedbatch.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir {

/// How many events of each severity class have their time within one second.
struct SecondCounts
{
    std::int64_t second = 0; ///< since the epoch, rounded down
    SeverityCounts counts{};
};

class ColdReader;

/// What the index knows of a block without decoding it.
struct BlockInfo
{
    std::int64_t slice = 0; ///< number of the slice, as in its file's name
    std::int64_t block = 0; ///< row id within the slice
    EventSeq firstSeq{};
    std::uint32_t count = 0;
    SeqRunsPtr runs = nullptr; ///< null: the seqs are contiguous
    bool isCold = false;
    std::string source;
    TimePoint firstTime; ///< the lowest event time
    TimePoint lastTime; ///< the highest, included
    TimePoint receivedFloor;
    TimePoint lastReceived;
    std::vector<SecondCounts> seconds; ///< ascending; sums to `count`

    RowSeqs seqs() const { return {firstSeq, count, runs.get()}; }
    EventSeq lastSeq() const { return seqs().seq(count - 1); }
};

/// What is known of a source from the index alone.
struct SourceTotals
{
    std::string source;
    std::uint64_t events = 0;
    std::uint64_t undecodable = 0;
    std::vector<Gap> gaps;
};

struct IndexTotals
{
    std::uint64_t events = 0;
    std::uint64_t bytes = 0; ///< on disk, all files
    std::uint64_t slices = 0;
    std::optional<TimePoint> oldest; ///< by event time
    std::optional<TimePoint> newest;
    std::vector<SourceTotals> sources;
};

/// Reads an index folder that a collector may be writing to at the same time, or a single slice that
/// stands alone, as an export makes it.
///
/// Thread: one reader belongs to one thread at a time, with its connections. Holds no read transaction
/// between calls. Works without a collector and on a read-only medium.
class IndexReader final
{
public:
    /// Fails with NotFound when there is no index, TooNew, Corrupt or Denied. An index that is
    /// empty is no error.
    static Result<std::unique_ptr<IndexReader>> open(const std::filesystem::path& folderOrSlice);
    ~IndexReader();

    /// The highest seq committed now, over all slices; sees new slices and dropped ones. Cheap.
    Result<EventSeq> newest();

    /// The highest event time in the index; nothing when it is empty. Cheap.
    Result<std::optional<TimePoint>> newestTime();

    /// Blocks with events in the time range and with a seq in (after, upTo], ascending by their last
    /// seq. Blocks of different sources may overlap, both in time and by seq.
    Result<std::vector<BlockInfo>> blocks(TimeRange range, EventSeq after, EventSeq upTo);

    /// The events of a block, also when they have become part of another block since it was listed:
    /// a list that was taken once gives each of its events once. NotFound when retention has removed
    /// them in between. The last few blocks are kept, so that asking twice is cheap.
    Result<StoredBatch> load(const BlockInfo& block);

    /// Whether load() has it at hand.
    bool hasDecoded(const BlockInfo& block);

    /// A cold block for questions that need not decode it; this reader outlives it, and nothing else
    /// is listed meanwhile. NotFound also when it has been replaced since it was listed, which its
    /// error() too may say when it is asked later: load() then still has its events. Null when a
    /// filter is given and a look at the block's trigrams says that nothing matches.
    Result<std::unique_ptr<ColdReader>> openCold(const BlockInfo& block,
                                                 const FilterNode* filter = nullptr);

    /// One event by its name; NotFound when it does not exist (any more).
    Result<EventRef> event(EventSeq seq);

    Result<IndexTotals> totals();

    /// For what only turns out when a block is asked: adds to problems().
    void reportDamage(const Error& error);
    /// What could not be read: each damaged block or slice once, since open(). The rest is read all
    /// the same; views leave the damaged part out.
    const std::vector<Error>& problems() const;

private:
    struct Private;
    explicit IndexReader(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace weir
