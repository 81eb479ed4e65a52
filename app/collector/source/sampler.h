// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/batchsink.h"
#include "collectors/collector.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace weir {

/// What the first moments of a collector bring.
struct Sample
{
    std::vector<EventBatchPtr> batches;
    std::size_t events = 0;
    SourceStatus status; ///< at the end
    std::string error; ///< why the collector ended; or empty
};

/// Runs the very collector that would collect the source, until it has brought some events, has ended,
/// or the time is over. Nothing is indexed.
Sample takeSample(CollectorSetup setup, std::size_t events,
                  std::chrono::steady_clock::time_point deadline);

} // namespace weir
