// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

struct rd_kafka_message_s;

namespace weir {

// What a message of the client library holds. The views are valid as long as that is.

/// Empty where there is nothing.
std::string_view bytesOf(const void* data, std::size_t size);
/// Nothing: the record has none.
std::optional<TimePoint> timestampOf(const rd_kafka_message_s& message);
/// Into `out`, in place of what was there.
void readHeaders(const rd_kafka_message_s& message, std::vector<MessageHeader>& out);

} // namespace weir
