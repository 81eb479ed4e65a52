// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "tests/bench/dataset.h"
#include "tests/bench/report.h"

namespace weir::bench {

/// How far the events are followed on their way through the index.
enum class Blocks {
    Hot, ///< committed
    Cold, ///< and compacted with their filters, in a slice that is complete and sealed
};

/// Adds what it costs to store events and what they take on disk, with IndexWriter as the collector
/// runs it and in a SQLite table with a row per event. CPU is that of this whole process, all
/// threads; what decoding alone takes is taken off both.
Result<Done> addStoreCosts(Report& report, const ScratchFolder& folder, const Dataset& data,
                           Blocks blocks, int runs);

} // namespace weir::bench
