// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

namespace weir::demo {

using Elapsed = std::chrono::duration<double>;

/// Payments are declined in bursts: every 45 s for 12 s, the first after 8 s. 0 is calm, 1 is the
/// height of a burst.
inline double declineBurst(Elapsed sinceStart)
{
    constexpr double first = 8;
    constexpr double period = 45;
    constexpr double length = 12;
    if (sinceStart.count() < first)
        return 0;
    const double into = std::fmod(sinceStart.count() - first, period);
    if (into >= length)
        return 0;
    return std::min({into / 2, (length - into) / 2, 1.0});
}

/// One boiler heats up every 70 s and cools down again: degrees above its usual temperature.
inline double overheating(Elapsed sinceStart)
{
    constexpr double period = 70;
    constexpr double begin = 15;
    constexpr double length = 24;
    const double into = std::fmod(sinceStart.count(), period) - begin;
    if (into < 0 || into >= length)
        return 0;
    return 30 * std::min({into / 6, (length - into) / 6, 1.0});
}

} // namespace weir::demo
