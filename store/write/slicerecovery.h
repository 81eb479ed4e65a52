// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/slicefiles.h"
#include "store/write/metafile.h"

#include <filesystem>
#include <vector>

namespace weir {

/// Brings meta.db and the files of the folder to agree again, after a writer that may have died at any
/// point: finishes what it had begun to remove, drops what it had not finished, and lists slices that
/// are there and not listed. The slices in use, ascending.
///
/// Precondition: the IndexLock is held.
Result<std::vector<SliceFile>> recoverSlices(MetaFile& meta, const std::filesystem::path& folder,
                                             bool fullSync);

} // namespace weir
