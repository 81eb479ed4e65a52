// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <string>

namespace weir {

/// Where the collector of an index listens: in the session's runtime folder, else in the index
/// folder where the path is short enough for a socket, else in a folder of our own below /tmp. The
/// folder is there afterwards, 0700 and ours. Denied when it belongs to somebody else.
Result<std::string> prepareSocketPath(const std::filesystem::path& index);

} // namespace weir
