// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/matching.h"

#include <chrono>
#include <cstdint>

namespace weir {

/// What a scan had to look at, and how long it took. Each block is counted once. Thread: a value.
struct ScanFigures
{
    void add(const ScanFigures& more);
    /// Notes which of them a block is.
    void note(const BlockInfo& block, const BlockMatches& matches);

    std::size_t blocks = 0;
    std::size_t fromHeaders = 0; ///< answered without any data of theirs
    std::size_t fromCatalogs = 0; ///< answered by what their catalog counts
    std::size_t byTrigrams = 0; ///< ruled out before their catalog was unpacked
    std::size_t byTemplates = 0; ///< ruled out by their catalog
    std::size_t byIds = 0; ///< ruled out by their filter of ids
    std::size_t searched = 0; ///< cold ones that have matches, or of which segments were read
    std::size_t decoded = 0; ///< whole
    std::uint64_t bytesRead = 0; ///< of segments

    // Summed over all workers.
    std::chrono::nanoseconds listing{0}; ///< the headers
    std::chrono::nanoseconds opening{0}; ///< catalogs
    std::chrono::nanoseconds searching{0}; ///< everything after that
};

} // namespace weir
