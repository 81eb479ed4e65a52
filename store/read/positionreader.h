// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"

namespace weir {

/// What is indexed of a source as of the last commit, for somebody who is not the writer. Nothing
/// where there is no index yet.
Result<std::vector<IndexWriter::IndexedStream>> readPositions(const std::filesystem::path& folder,
                                                              const std::string& source);

} // namespace weir
