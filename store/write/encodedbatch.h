// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"
#include "store/blocks/coldblock.h"
#include "store/blocks/secondcounts.h"

namespace weir {

/// A batch with everything a slice writes of it that depends on neither seq nor file.
struct EncodedBatch
{
    EventBatchPtr batch;
    BlockSummary summary; ///< of a batch without events nothing
    ColdBlock block; ///< the same
};

/// Makes a cold block outside of the writer's thread: encoding is most of what writing costs, and
/// other threads can do it. InvalidInput above the bounds in blockformat.h.
///
/// Thread: any; pure.
Result<EncodedBatch> encodeBatch(EventBatchPtr batch);

} // namespace weir
