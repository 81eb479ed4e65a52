// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/otlp/otlpevents.h"

#include <string_view>

namespace weir {

/// Reads ExportLogsServiceRequest or LogsData. Null, or why the bytes are none.
const char* readOtlpLogs(std::string_view bytes, OtlpEvents& events);

} // namespace weir
