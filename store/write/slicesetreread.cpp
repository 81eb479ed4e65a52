// SPDX-License-Identifier: GPL-3.0-or-later
// How a range is taken out of what is indexed. Its row in meta.db is there from before the first of its
// events is removed until its offsets are open again: whoever dies in between finds it.
#include "core/offsetranges.h"
#include "store/write/rereadtable.h"
#include "store/write/sliceset.h"

namespace weir {

namespace {

/// Gaps are done with for good.
OffsetRanges indexedWithin(const StreamTable::StreamRow& row, OffsetRange within,
                           const std::vector<StreamTable::GapRow>& gaps)
{
    OffsetRanges indexed = rangesWithin(row.ranges, within);
    for (const StreamTable::GapRow& gap : gaps) {
        if (gap.stream == row.id)
            removeRange(indexed, gap.gap.offsets);
    }
    return indexed;
}

} // namespace

Result<std::vector<Reread>> SliceSet::beginReread(const std::string& source,
                                                  const std::vector<StreamRange>& wanted,
                                                  TimePoint now)
{
    if (const auto done = finishBegun(now); !done)
        return done.error();
    const auto gaps = m_current->streams().gaps();
    if (!gaps)
        return gaps.error();
    const auto rows = m_current->streams().streamsOf(source);
    std::vector<Reread> rereads;
    for (const StreamRange& range : wanted) {
        for (const StreamTable::StreamRow& row : rows) {
            if (row.stream.key() != range.stream.key())
                continue;
            for (const OffsetRange& part : indexedWithin(row, range.offsets, *gaps))
                rereads.push_back({0, source, {row.stream, part}, m_next});
        }
    }
    const auto added = RereadTable(m_meta->connection()).add(rereads);
    return added ? Result<std::vector<Reread>>(std::move(rereads)) : added.error();
}

Result<std::vector<Reread>> SliceSet::openRereads()
{
    return RereadTable(m_meta->connection()).all();
}

Result<Done> SliceSet::endRereads(const std::vector<Reread>& rereads, TimePoint now)
{
    if (const auto done = finishBegun(now); !done)
        return done;
    if (const auto done = m_current->reopen(rereads); !done)
        return done;
    // Without its row nobody would open the range again, so that has to be durable first.
    if (const auto done = syncToDisk(m_current->file().string() + "-wal"); !done)
        return done;
    return RereadTable(m_meta->connection()).remove(rereads);
}

} // namespace weir
