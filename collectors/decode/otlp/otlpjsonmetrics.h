// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/otlp/otlpjsonlogs.h"

namespace weir::otlpjson {

/// `resourceMetrics`, if there are any.
const char* readMetrics(const Object& request, OtlpEvents& events);

} // namespace weir::otlpjson
