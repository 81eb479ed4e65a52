// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/viewscan.h"

#include <cstdint>
#include <optional>
#include <stop_token>

namespace weir {

enum class Direction { Newer, Older };

/// The match of a view that follows (or precedes) a key in the view's order (time, seq), the key
/// itself not among them. Asks the blocks nearest to the key first and no more than it takes: what a
/// header or a block's filters rule out is not read. Nothing when there is none, or when stopped.
Result<std::optional<EventKey>> nextMatch(IndexReader& reader, const View& view, EventKey from,
                                          Direction direction, const std::stop_token& stop);

/// How many matches of a view come after the key: the number of a row as ResultRows counts it.
/// `matches` is the ResultMap of the same view, whole from the key on. Costs the blocks of one bucket.
Result<std::uint64_t> matchesAfter(IndexReader& reader, const View& view, const ResultMap& matches,
                                   EventKey key);

} // namespace weir
