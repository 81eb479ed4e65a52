// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/schema/schemadecoder.h"
#include "collectors/schema/schemasource.h"

#include <map>
#include <memory>
#include <string>

namespace weir {

/// Confluent's wire format: 00, the number of a schema as four bytes, and a datum of Avro, Protobuf or JSON.
/// https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/#wire-format
///
/// A message whose schema cannot be had is kept as undecodable by this format itself, and not offered to others: text
/// would take many of them. Only a number that the registry does not have says that it is something else.
class ConfluentFormat final : public Format
{
public:
    explicit ConfluentFormat(std::shared_ptr<SchemaSource> source)
        : m_source(std::move(source))
    {
    }

    std::string_view name() const override { return "confluent"; }
    const char* refuse(const Content& content) const override;
    /// A reason lives until the next call.
    const char* decode(const Content& content, EventBatchBuilder& builder) override;

private:
    static constexpr std::size_t mostSchemas = 10'000;

    /// What has become of a schema: a decoder, or why there is none.
    struct Compiled
    {
        std::unique_ptr<SchemaDecoder> decoder;
        std::string fault;
    };

    const Compiled& compiled(std::uint32_t id, const SchemaText& text);
    const char* decodeWith(SchemaDecoder& decoder, std::uint32_t id, const Content& content,
                           EventBatchBuilder& builder);

    const std::shared_ptr<SchemaSource> m_source;
    std::map<std::uint32_t, Compiled> m_compiled;
    std::string m_reason;
};

} // namespace weir
