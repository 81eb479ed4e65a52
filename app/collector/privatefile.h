// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

namespace weir {

/// Writes a file for this user alone so that a reader sees the old one or the new one, never a part,
/// and so that it is still there after a power loss.
Result<Done> writePrivateFile(const std::filesystem::path& folder, const std::string& name,
                              const std::string& content);

} // namespace weir
