// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventsink.h"
#include "collectors/decode/format.h"
#include "collectors/decode/schema/avroschema.h"

#include <memory>
#include <string>

namespace weir {

/// Avro's object container file as a message: the schema stands at its head, and each datum is a record.
/// Its blocks may be packed with deflate, snappy or zstandard.
class AvroFileFormat final : public Format
{
public:
    std::string_view name() const override { return "avro-file"; }
    const char* refuse(const Content& content) const override;
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    /// Messages of one topic have one schema, mostly.
    const char* useSchema(std::string_view json);

    std::string m_json; ///< what m_schema was parsed from
    std::unique_ptr<AvroSchema> m_schema;
    EventSink m_sink;
    std::string m_unpacked;
};

} // namespace weir
