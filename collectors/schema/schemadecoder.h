// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "core/eventbatchbuilder.h"

namespace weir {

/// Reads the messages of one schema. Thread: one at a time.
class SchemaDecoder
{
public:
    SchemaDecoder() = default;
    SchemaDecoder(const SchemaDecoder&) = delete;
    SchemaDecoder& operator=(const SchemaDecoder&) = delete;
    virtual ~SchemaDecoder() = default;

    /// Writes the event that was begun. Null, or why the bytes do not fit the schema, a literal.
    virtual const char* decode(const Content& content, EventBatchBuilder& builder) = 0;
};

} // namespace weir
