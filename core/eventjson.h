// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <string>
#include <string_view>

namespace weir {

class JsonWriter;

/// An event as interface.md's NDJSON has it, without a newline. One that is in no index (a batch without
/// a first seq) has no `seq`.
std::string eventJson(const StoredBatch& stored, std::size_t row);

/// Text as a JSON string; bytes that are not UTF-8 as {"base64":"…"}, so that nothing is lost.
void writeText(JsonWriter& json, std::string_view bytes);

} // namespace weir
