// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/rowset.h"
#include "store/blocks/colddecoder.h"
#include "store/read/viewscan.h"

#include <chrono>
#include <optional>

namespace weir {

/// Whether all events of a block have a seq above `after` and lie in a view's range and below its
/// ceiling.
bool isInside(const View& view, const BlockInfo& block, EventSeq after);

/// The rows of a block that belong to a view and have a seq above `after`; ascending.
void selectRows(const View& view, const StoredBatch& stored, EventSeq after,
                std::vector<std::uint32_t>& rows);

/// The block's events; nothing when it is damaged or retention removed it meanwhile, which costs a
/// view this block only.
Result<std::optional<StoredBatch>> loadIfReadable(IndexReader& reader, const BlockInfo& block);

/// What a block has for a view.
struct BlockMatches
{
    std::vector<std::uint32_t> rows; ///< ascending
    /// The columns that were wanted; no batch in it when there are no rows, or nothing is wanted.
    StoredBatch stored;
    std::size_t bytesRead = 0; ///< of a cold block's segments
    std::size_t filterBytes = 0; ///< of them in the filter of ids
    bool isDamaged = false; ///< or has been removed
    bool isDeniedByTrigrams = false; ///< so that not even the catalog was unpacked
    bool isDecoded = false; ///< the whole block, because it is hot or the question asks for all
    std::chrono::nanoseconds opening{0}; ///< the time until the catalog was there
    std::chrono::nanoseconds searching{0}; ///< and from then on
};

/// Finds a view's rows in a block and reads as little of it as that takes: of a cold block what the
/// filter needs, and of `wanted` only where there are matches; null: nothing but the rows. No rows
/// for a block that is damaged or was removed meanwhile.
Result<BlockMatches> matchesIn(IndexReader& reader, const View& view, const BlockInfo& block,
                               EventSeq after, const WantedColumns* wanted);

/// The rows alone, of a cold block that is open. Nothing when it turns out to be damaged, or has been
/// replaced: the reader's error() says so.
std::optional<RowSet> rowsInCold(ColdReader& cold, const View& view, const BlockInfo& block,
                                 EventSeq after);

/// The same as matchesIn() in a cold block that is open. Nothing when it turns out to be damaged, or has been
/// replaced: the reader's error() says so.
std::optional<BlockMatches> matchesInCold(ColdReader& cold, const View& view,
                                          const BlockInfo& block, EventSeq after,
                                          const WantedColumns* wanted);

} // namespace weir
