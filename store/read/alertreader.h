// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"
#include "core/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weir {

/// What meta.db says of alerts, read without a collector. Opens and closes per call.
/// Thread safety: any thread.
Result<std::vector<AlertRecord>> readAlertHistory(const std::filesystem::path& folder,
                                                  std::size_t newest);

/// The evaluator's saved state, as alerts/ wrote it; empty when none.
Result<std::string> readAlertState(const std::filesystem::path& folder);

} // namespace weir
