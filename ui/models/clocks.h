// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <ctime>

namespace weir {

/// Nanoseconds by one of the system's clocks: CLOCK_MONOTONIC, CLOCK_THREAD_CPUTIME_ID, …
inline std::int64_t nanosecondsBy(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

inline double inMilliseconds(std::int64_t nanoseconds)
{
    return static_cast<double>(nanoseconds) / 1e6;
}

} // namespace weir
