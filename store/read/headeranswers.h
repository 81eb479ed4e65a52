// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"

#include <functional>

namespace weir {

/// Whether the header of a block says how many of its events with a seq above `after` a view has:
/// all of them belong to it, or their second and severity decide.
bool canAnswerFromHeader(const View& view, const BlockInfo& block, EventSeq after);

/// Calls `count(second, counts)` for each second of the block that lies in the view's range, with the
/// counts of the severities that match. Precondition: canAnswerFromHeader().
void forEachHeaderSecond(const View& view, const BlockInfo& block,
                         const std::function<void(std::int64_t, const SeverityCounts&)>& count);

} // namespace weir
