// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weir::bench {

/// The rows of a CSV file after RFC 4180: fields may be quoted, a quote in them is doubled, and
/// they may hold line breaks.
Result<std::vector<std::vector<std::string>>> readCsv(const std::filesystem::path& file);

} // namespace weir::bench
