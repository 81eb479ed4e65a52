// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/textdecoder.h"

#include "collectors/decode/linehead.h"
#include "core/json.h"

namespace weir {

void TextDecoder::decode(const RawMessage& message, EventBatchBuilder& builder)
{
    builder.setPayload(message.payload);
    // Until it is set, the time of the event is the one of its arrival.
    const TimePoint received = builder.lastTime();
    if (!isUtf8(message.payload)) {
        builder.setUndecodable("not UTF-8");
        if (message.wireTime)
            builder.setTime(*message.wireTime);
        return;
    }
    const LineHead head = readLineHead(message.payload, message.wireTime.value_or(received));
    if (head.time || message.wireTime)
        builder.setTime(head.time ? *head.time : *message.wireTime);
    builder.setSeverity(head.severity);
}

} // namespace weir
