// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/encodedbatch.h"

#include <utility>

namespace weir {

Result<EncodedBatch> encodeBatch(EventBatchPtr batch)
{
    EncodedBatch encoded;
    if (!batch->isEmpty()) {
        encoded.summary = summaryOf(batch->columns());
        auto block = encodeCold(batch->columns());
        if (!block)
            return block.error();
        encoded.block = std::move(*block);
    }
    encoded.batch = std::move(batch);
    return encoded;
}

} // namespace weir
