// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"

namespace weir {

/// What of a source is done with as of the last commit, for somebody who is not the writer: what is
/// indexed, and the offsets of recorded gaps, which nobody need ask for again. Nothing where there is
/// no index yet.
Result<std::vector<IndexWriter::IndexedStream>> readPositions(const std::filesystem::path& folder,
                                                              const std::string& source);

} // namespace weir
