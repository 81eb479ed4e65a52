// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <vector>

namespace weir {

/// Several stored batches as one.
struct MergedBatches
{
    /// `received` is final: each batch's floor is in it. No positions and no gaps; those are the
    /// slice's.
    EventColumns columns;
    EventSeq firstSeq{};
    SeqRunsPtr runs;
};

/// Whether batches may become one: same source, same labels.
bool areAlike(const EventBatch& a, const EventBatch& b);

/// Precondition: at least one batch, none empty, all alike, each above the one before by seq,
/// arenas of less than 4 GiB together.
MergedBatches mergeBatches(const std::vector<StoredBatch>& batches);

} // namespace weir
