// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventsink.h"
#include "collectors/decode/schema/avroschema.h"
#include "collectors/schema/schemadecoder.h"

namespace weir {

/// Messages that are one datum of Avro, without a head.
class AvroDecoder final : public SchemaDecoder
{
public:
    explicit AvroDecoder(AvroSchema schema)
        : m_schema(std::move(schema))
    {
    }

    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    const AvroSchema m_schema;
    EventSink m_sink;
};

} // namespace weir
