// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/schema/schemadecoder.h"
#include "collectors/schema/schemasource.h"
#include "core/config/config.h"
#include "core/result.h"

namespace weir {

// From schemas to what reads their messages. The errors are sentences.

/// For messages of Confluent's wire format, without the five bytes in front.
Result<std::unique_ptr<SchemaDecoder>> compileSchema(const SchemaText& schema);

Result<std::unique_ptr<SchemaDecoder>> loadAvro(const SchemaFiles& files);
/// Strict: whatever has fields that the schema does not have is refused.
Result<std::unique_ptr<SchemaDecoder>> loadProtobuf(const SchemaFiles& files, bool isStrict);

} // namespace weir
