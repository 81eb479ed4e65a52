// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>

namespace weir {

/// Writes dashboards/overview.toml, which suits any stream: a beginning to change. Never over a file
/// that is there. Thread: any; does file I/O.
Result<Done> writeFirstDashboard(const std::filesystem::path& config);

} // namespace weir
