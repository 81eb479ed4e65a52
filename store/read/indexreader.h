// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// What the index knows of a block without decoding it.
struct BlockInfo
{
    std::int64_t slice = 0; ///< number of the slice, as in its file's name
    std::int64_t block = 0; ///< row id within the slice
    EventSeq firstSeq{};
    std::uint32_t count = 0;
    std::string source;
    TimePoint firstTime; ///< the lowest event time
    TimePoint lastTime; ///< the highest, included
    TimePoint receivedFloor;
    TimePoint lastReceived;
    std::vector<SecondCounts> seconds; ///< ascending; sums to `count`

    EventSeq lastSeq() const { return firstSeq + (count - 1); }
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
/// Thread: one reader belongs to one thread, with its connections. Holds no read transaction
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

    /// Blocks with events in the time range and a seq in (after, upTo], ascending by seq.
    Result<std::vector<BlockInfo>> blocks(TimeRange range, EventSeq after, EventSeq upTo);

    /// The events of a block. NotFound when retention has removed it in between. The last few
    /// blocks are kept, so that asking twice is cheap.
    Result<StoredBatch> load(const BlockInfo& block);

    /// One event by its name; NotFound when it does not exist (any more).
    Result<EventRef> event(EventSeq seq);

    Result<IndexTotals> totals();

    /// What could not be read: each damaged block or slice once, since open(). The rest is read all
    /// the same; views leave the damaged part out.
    const std::vector<Error>& problems() const;

private:
    struct Private;
    explicit IndexReader(std::unique_ptr<Private> d);

    std::unique_ptr<Private> d;
};

} // namespace weir
