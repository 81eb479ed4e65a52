// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/result.h"
#include "core/stream.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace weir {

/// A range that is being taken out of the index. As long as it is written down its offsets count as
/// indexed, whether its events are still there or not.
struct Reread
{
    std::int64_t id = 0; ///< in meta.db
    std::string source;
    StreamRange range;
    EventSeq below{}; ///< only events with a lower seq are meant
};

struct RereadOutcome
{
    std::vector<Reread> ranges; ///< are no longer in the index
    std::uint64_t events = 0; ///< removed
    std::uint64_t unreadable = 0; ///< blocks and slices that could not be judged, and are left
};

using RereadDone = std::function<void(const Result<RereadOutcome>&)>;

} // namespace weir
