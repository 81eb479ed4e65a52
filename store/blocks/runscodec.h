// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"

#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// The `runs` column of a block's row; empty when the seqs are contiguous.
std::string encodeRuns(const StoredBatch& stored);

/// Null for contiguous seqs. Nothing when the bytes do not give `count` seqs from `first` to `last`.
std::optional<SeqRunsPtr> decodeRuns(std::string_view bytes, EventSeq first, std::uint32_t count,
                                     EventSeq last);

} // namespace weir
