// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/avrodecoder.h"

#include "collectors/decode/schema/avroreader.h"

namespace weir {

const char* AvroDecoder::decode(const Content& content, EventBatchBuilder& builder)
{
    Records records(builder);
    return m_sink.write(records, content, builder, content.message.wireTime, [&](ValueSink& sink) {
        AvroReader reader(m_schema, content.bytes);
        const char* const reason = reader.read(sink);
        if (reason)
            return reason;
        return reader.rest().empty() ? nullptr : "does not fit its Avro schema: something follows";
    });
}

} // namespace weir
