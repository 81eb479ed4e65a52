// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

namespace weir {

/// `INDEX/redact.key`: 32 random bytes, 0600, made when it is first needed. Tags of one index can be
/// compared with each other; who has an exported part of it has no key and cannot try values out.
constexpr const char* redactKeyFile = "redact.key";

/// The content of the file; makes it where there is none. Two that make it at the same time agree on
/// one. Denied when others can read it or it belongs to somebody else.
Result<std::string> loadRedactKey(const std::filesystem::path& file);

/// A key that nobody has and that ends with the process: for what is only shown.
const std::string& keyOfProcess();

} // namespace weir
