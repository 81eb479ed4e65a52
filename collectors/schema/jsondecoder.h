// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/json/jsonreader.h"
#include "collectors/schema/schemadecoder.h"

namespace weir {

/// Messages of a JSON schema. They say themselves what they are; the schema is not checked.
class JsonDecoder final : public SchemaDecoder
{
public:
    const char* decode(const Content& content, EventBatchBuilder& builder) override
    {
        constexpr static FieldRules plain;
        builder.setBody(content.place);
        return m_reader.read(content, JsonReader::Shape::Object, plain, builder);
    }

private:
    JsonReader m_reader;
};

} // namespace weir
