// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "store/blocks/wantedcolumns.h"
#include "store/read/indexreader.h"
#include "store/read/resultmap.h"

#include <cstdint>
#include <functional>
#include <set>
#include <stop_token>
#include <vector>

namespace weir {

/// What somebody looks at: a filter over a time range, up to a ceiling. Order is (time, seq).
/// Nothing above the ceiling is part of it, so a view with a fixed ceiling never changes.
struct View
{
    FilterPtr filter; ///< never null
    TimeRange range;
    EventSeq ceiling{};
};

/// Names a block by its events: it stays the same when the block is written anew with just these.
struct BlockName
{
    EventSeq first{};
    EventSeq last{};
    std::uint32_t count = 0;

    auto operator<=>(const BlockName&) const = default;
};

/// Finds out what a view holds: block by block, newest first, so that the first screenful does not
/// wait for the rest; then follows by the new blocks alone.
///
/// A block that is damaged or that retention removed meanwhile is left out (IndexReader::problems()
/// names the damaged ones). Thread: that of the reader.
class ViewScan final
{
public:
    /// Called for each block that was decoded, with the rows that match within range and ceiling,
    /// ascending; for aggregates. When set, blocks are decoded even where headers would do.
    using Matched = std::function<void(const StoredBatch&, const std::vector<std::uint32_t>&)>;

    /// `wanted`: what of the events `matched` looks at.
    ViewScan(IndexReader& reader, View view, Matched matched = {}, WantedColumns wanted = {});

    /// Called for each block in which matches were looked for, with those it has; the stored batch has
    /// their times and severities at least. Blocks whose headers say enough are looked into by
    /// extendTo() only, so that what is new is seen. Set before begin().
    using Found = std::function<void(const BlockInfo&, const StoredBatch&,
                                     const std::vector<std::uint32_t>&)>;
    void onFound(Found found) { m_found = std::move(found); }

    /// Blocks that have no match of the filter, whatever range and ceiling, as far as is known.
    using BlockNames = std::set<BlockName>;
    const BlockNames& withoutMatches() const { return m_withoutMatches; }
    /// These are not searched: what a scan whose filter this one's is narrower than found out. Set
    /// before begin().
    void ruleOut(BlockNames names) { m_withoutMatches = std::move(names); }

    /// Lists the blocks. First call; cheap.
    Result<Done> begin();
    /// Does one more block. False when all are done.
    Result<bool> step();
    /// begin() and all steps, until done or stopped.
    Result<Done> run(const std::stop_token& stop);

    /// Moves the ceiling up and adds what lies between, all at once; older blocks may be left to do.
    /// When stopped, some of it is missing and the scan of no more use.
    Result<Done> extendTo(EventSeq ceiling, const std::stop_token& stop = {});
    /// How many blocks extendTo() would look into.
    Result<std::size_t> blocksUpTo(EventSeq ceiling);

    const View& view() const { return m_view; }
    const ResultMap& matches() const { return m_matches; }
    std::size_t blocksDone() const { return m_total - m_blocks.size(); }
    std::size_t blocksTotal() const { return m_total; }
    bool isComplete() const { return m_begun && m_blocks.empty(); }
    /// Nothing that is still to do has an event after this time.
    TimePoint restEnds() const
    {
        return m_blocks.empty() ? TimePoint::min() : m_blocks.back().lastTime;
    }

private:
    Result<Done> visit(const BlockInfo& block, EventSeq after);
    Result<Done> visitNew(const BlockInfo& block, EventSeq after);
    void countRows(const StoredBatch& stored, const std::vector<std::uint32_t>& rows);

    IndexReader& m_reader;
    View m_view;
    Matched m_matched;
    Found m_found;
    WantedColumns m_wanted;
    ResultMap m_matches;
    BlockNames m_withoutMatches;
    std::vector<BlockInfo> m_blocks; ///< still to do, the newest last
    std::size_t m_total = 0;
    bool m_begun = false;
};

/// Rows [first, first + count) of a view in order (time, seq), fewer at the end. `matches` is the
/// ResultMap of the same view. Costs the blocks that overlap the rows' buckets. Stopped, it ends
/// within a block, and some are missing.
Result<std::vector<EventRef>> loadRows(IndexReader& reader, const View& view,
                                       const ResultMap& matches, std::uint64_t first,
                                       std::size_t count, const std::stop_token& stop = {});

/// How many rows of the view come before the key: the number of the row that has it, or of the first
/// one after it. `matches` as of loadRows(). Costs the blocks that overlap the key's bucket. Stopped, it
/// ends within a block, and the number may be too low.
Result<std::uint64_t> rowsBefore(IndexReader& reader, const View& view, const ResultMap& matches,
                                 EventKey key, const std::stop_token& stop = {});

/// The newest `count` matches of a view, in order (time, seq), without a scan of the whole: from
/// the newest block back until no older block can hold a newer event.
Result<std::vector<EventRef>> loadNewest(IndexReader& reader, const View& view, std::size_t count,
                                         const std::stop_token& stop);

} // namespace weir
