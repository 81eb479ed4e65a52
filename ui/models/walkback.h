// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storedbatch.h"
#include "store/read/viewscan.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace weir {

/// Takes a piece of a view, ascending; false: that was enough.
using TakePiece = std::function<bool(const std::vector<EventRef>& events)>;

/// Gives the events of a view before `end` from the newest back, a piece at a time: many where they are
/// small, few where a piece of many would take more memory than some ten MiB. Ends within a block once
/// a stop is requested. A worker's function.
Result<Done> walkBack(IndexReader& reader, View view, EventKey end, const TakePiece& take,
                      const std::stop_token& stop);

} // namespace weir
