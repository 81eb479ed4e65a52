// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bookmark.h"
#include "core/result.h"

#include <filesystem>
#include <vector>

namespace weir {

/// The bookmarks of an index, ascending by the time of their events, read without a collector. None
/// where there is no index yet, in a file that stands alone, and in an index of a Weir that had none.
/// Opens and closes per call. Thread safety: any thread.
Result<std::vector<Bookmark>> readBookmarks(const std::filesystem::path& folder);

} // namespace weir
