// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/encodedbatch.h"

#include <utility>

namespace weir {

Result<EncodedBatch> BatchEncoder::encode(EventBatchPtr batch)
{
    EncodedBatch encoded;
    if (!batch->isEmpty()) {
        encoded.summary = summaryOf(batch->columns());
        const auto block = m_encoder.encode(batch->columns());
        if (!block)
            return block.error();
        encoded.block = *block;
    }
    encoded.batch = std::move(batch);
    return encoded;
}

} // namespace weir
