// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/indexreader.h"

#include <functional>
#include <vector>

namespace weir {

/// Rows [from, to) of a batch whose seqs come after those of every call before.
using VisitStretch =
    std::function<Result<Done>(const StoredBatch& stored, std::size_t from, std::size_t to)>;

/// Visits the events with a seq in (after, upTo] in the order of their seqs, though blocks of several
/// sources overlap; holds those that overlap at one place. An error of `visit` ends it.
///
/// What cannot be read is left out, as in a view (IndexReader::problems() names the damaged blocks).
/// Thread: that of the reader.
Result<Done> walkBySeq(IndexReader& reader, EventSeq after, EventSeq upTo,
                       const VisitStretch& visit);
/// The same for some blocks only.
Result<Done> walkBySeq(IndexReader& reader, std::vector<BlockInfo> blocks, EventSeq after,
                       EventSeq upTo, const VisitStretch& visit);

} // namespace weir
