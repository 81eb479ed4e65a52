// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventsink.h"
#include "collectors/schema/protobufschema.h"
#include "collectors/schema/schemadecoder.h"

#include <map>

namespace weir {

/// Messages of a Protobuf schema. Repeated fields are JSON, enums their name, timestamps times; what has its
/// default value is absent, as in the message.
class ProtobufDecoder final : public SchemaDecoder
{
public:
    /// Which message of the schema it is.
    enum class Framing {
        Indexed, ///< Confluent's list of places stands in front
        Bare, ///< always the one that was chosen
        BareStrict, ///< and fields that it does not have are a reason to refuse
    };

    /// `type` counts with Bare.
    ProtobufDecoder(std::unique_ptr<ProtobufSchema> schema, Framing framing,
                    const google::protobuf::Descriptor* type = nullptr);
    ~ProtobufDecoder() override;

    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    struct Factory; ///< hides protobuf

    const google::protobuf::Descriptor* takeType(std::string_view& rest) const;

    const std::unique_ptr<ProtobufSchema> m_schema;
    const Framing m_framing;
    const google::protobuf::Descriptor* const m_type;
    const std::unique_ptr<Factory> m_factory;
    EventSink m_sink;
};

} // namespace weir
