// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"

#include <optional>

namespace weir {

/// The first offset, `next` or one behind it, that the quarantine says belongs to a batch that kills who
/// fetches it.
std::optional<std::int64_t> deadlyAhead(const CollectorSetup& setup, const Stream& stream,
                                        std::int64_t next);

} // namespace weir
