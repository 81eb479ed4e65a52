// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/fieldtally.h"
#include "store/read/viewscan.h"

#include <functional>
#include <limits>
#include <string_view>
#include <vector>

namespace weir {

/// Counts the values of all fields over a view: severity and source from headers at once, where only
/// time or severity decide; the rest block by block, newest first, from the catalogs of cold blocks
/// where all of a block belongs to the view, else from the columns' codes. Then follows by the new
/// blocks alone, just so, and gives back what has left the range.
///
/// Thread: that of the reader, and one more within countOn().
class FieldScan final
{
public:
    /// Of a field's column in the blocks: whether it is counted.
    using Wanted = std::function<bool(std::string_view column)>;

    FieldScan(IndexReader& reader, View view, Wanted wanted);
    /// Of severity and source alone: where headers are enough, begin() is all there is to do.
    static FieldScan ofFacts(IndexReader& reader, View view);

    /// Lists the blocks and counts what their headers say. First call; cheap.
    Result<Done> begin();
    /// Does one more block. False when all are done.
    Result<bool> step();
    /// Whether countOn() could use a second reader: headers give the rows, so that whoever shows them
    /// leaves a processor idle, and enough is left to do.
    bool isWorthTwo() const;
    /// Does blocks until all are done, or `mustStop`, which is asked before each in any of its threads.
    /// With a second reader of the same index cold ones are done in a thread of its own as well, which
    /// has ended on return; hot ones have to be decoded, and one reader that keeps them is enough.
    Result<Done> countOn(const std::function<bool()>& mustStop, IndexReader* beside);
    /// Moves the ceiling up; step() adds what lies between. Only after everything is done.
    Result<Done> extendTo(EventSeq ceiling);
    /// Moves the range's begin and takes away what lies before; only after everything is done.
    Result<Done> leaveBefore(TimePoint from);

    const View& view() const { return m_view; }
    const FieldTally& tally() const { return m_tally; }
    /// Events of which all fields are counted: all of the tally's once it is complete.
    std::uint64_t eventsCounted() const { return m_counted; }
    /// Severity and source, and how many events there are, are exact although blocks are left.
    bool areHeadersEnough() const { return m_headersEnough; }
    std::size_t blocksDone() const { return m_total - m_blocks.size(); }
    std::size_t blocksTotal() const { return m_total; }
    bool isComplete() const { return m_begun && m_blocks.empty(); }
    /// It was complete once: what is left to do is new.
    bool isFollowing() const { return m_isFollowing || isComplete(); }

private:
    FieldScan(IndexReader& reader, View view, Wanted wanted, bool hasFields);

    /// Takes on the blocks with events after m_after.
    Result<Done> list();
    /// What one thread counts.
    struct Share
    {
        IndexReader& reader;
        FieldTally& tally;
        std::uint64_t counted = 0;
    };
    Result<Done> visit(const BlockInfo& block, Share& share) const;
    void countHeader(const BlockInfo& block);

    IndexReader& m_reader;
    View m_view;
    EventSeq m_after{}; ///< up to which all of the view was counted before m_blocks were listed
    const Wanted m_wanted;
    const bool m_hasFields; ///< besides severity and source
    FieldTally m_tally;
    /// The second reader's. Between calls nothing is counted in it.
    FieldTally m_besides{std::numeric_limits<std::size_t>::max()};
    std::vector<BlockInfo> m_blocks; ///< still to do, the newest last
    std::size_t m_total = 0;
    std::uint64_t m_counted = 0;
    bool m_begun = false;
    bool m_isFollowing = false;
    bool m_headersEnough = false;
};

} // namespace weir
