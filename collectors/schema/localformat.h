// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/format.h"
#include "collectors/schema/schemadecoder.h"

#include <memory>

namespace weir {

/// Messages without a head, by a schema that is configured.
class LocalFormat final : public Format
{
public:
    /// `name` is a literal.
    LocalFormat(std::string_view name, std::unique_ptr<SchemaDecoder> decoder)
        : m_name(name)
        , m_decoder(std::move(decoder))
    {
    }

    std::string_view name() const override { return m_name; }
    const char* refuse(const Content& content) const override
    {
        return content.bytes.empty() ? "empty" : nullptr;
    }
    const char* decode(const Content& content, EventBatchBuilder& builder) override
    {
        return m_decoder->decode(content, builder);
    }

private:
    const std::string_view m_name;
    const std::unique_ptr<SchemaDecoder> m_decoder;
};

} // namespace weir
