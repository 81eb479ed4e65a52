// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/blockcodec.h"
#include "store/blocks/secondcounts.h"

#include <string>

namespace weir {

/// A batch with everything a slice writes of it that depends on neither seq nor file.
struct EncodedBatch
{
    EventBatchPtr batch;
    BlockSummary summary; ///< of a batch without events nothing
    std::string block; ///< a hot block; empty without events
};

/// Makes blocks outside of the writer's thread: encoding is most of what a commit costs, and other
/// threads can do it.
///
/// Thread: one at a time; each thread has its own.
class BatchEncoder final
{
public:
    /// InvalidInput above the bounds in blockformat.h.
    Result<EncodedBatch> encode(EventBatchPtr batch);

private:
    BlockEncoder m_encoder;
};

} // namespace weir
