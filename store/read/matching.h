// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"

#include <optional>

namespace weir {

/// The rows of a block that belong to a view and have a seq above `after`; ascending.
void selectRows(const View& view, const StoredBatch& stored, EventSeq after,
                std::vector<std::uint32_t>& rows);

/// The block's events; nothing when it is damaged or retention removed it meanwhile, which costs a
/// view this block only.
Result<std::optional<StoredBatch>> loadIfReadable(IndexReader& reader, const BlockInfo& block);

} // namespace weir
