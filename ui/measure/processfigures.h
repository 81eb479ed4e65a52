// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir {

struct MemoryFigures
{
    std::uint64_t residentBytes = 0;
    std::uint64_t peakBytes = 0;
};

/// Of this process; zeros where /proc does not say.
MemoryFigures memoryFigures();

/// When this process began, CLOCK_MONOTONIC in nanoseconds; to within a tick of the kernel, 10 ms,
/// never too late.
std::int64_t processBeganAt();

} // namespace weir
