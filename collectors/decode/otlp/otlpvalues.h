// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/valuesink.h"

#include <string_view>

namespace weir {

/// Reads a KeyValue of OpenTelemetry's protobuf: common/v1/common.proto. Null, or why it is none.
const char* readOtlpAttribute(std::string_view message, ValueSink& sink);

/// An AnyValue. One without a value is null.
const char* readOtlpValue(std::string_view message, ValueSink& sink);

} // namespace weir
