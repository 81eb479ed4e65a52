// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rangezoom.h"

#include "ui/models/timescale.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr double zoomStep = 0.8; ///< a notch
constexpr double panStep = 0.1; ///< of the length, a notch
constexpr Nanoseconds shortestRange = std::chrono::milliseconds(10);
constexpr Nanoseconds longestRange = std::chrono::hours(24 * 365 * 20);

Nanoseconds part(Nanoseconds length, double share)
{
    constexpr double most = 9e18; // fits into 64 bits
    return Nanoseconds(static_cast<std::int64_t>(
        std::clamp(static_cast<double>(length.count()) * share, -most, most)));
}

} // namespace

TimeRange movedBy(TimeRange range, double share)
{
    const Nanoseconds length = lengthOf(range);
    const Nanoseconds by = part(length, std::abs(share));
    if (share < 0) {
        const TimePoint from = earlierBy(range.from, by);
        return {from, laterBy(from, length)};
    }
    const TimePoint to = laterBy(range.to, by);
    return {earlierBy(to, length), to};
}

TimeRange zoomedAbout(TimeRange range, TimePoint time, double factor)
{
    const Nanoseconds length = lengthOf(range);
    const Nanoseconds wanted = length.count() > 0
        ? std::clamp(part(length, factor), shortestRange, longestRange)
        : longestRange;
    const double share = std::clamp(TimeScale{range, 1}.xOf(time), 0.0, 1.0);
    const TimePoint from =
        earlierBy(std::clamp(time, range.from, range.to), part(wanted, share));
    return {from, laterBy(from, wanted)};
}

TimeRange turnedByWheel(TimeRange range, TimePoint underMouse, double notches, bool moves)
{
    if (!moves)
        return zoomedAbout(range, underMouse, std::pow(zoomStep, notches));
    return lengthOf(range).count() > 0 ? movedBy(range, -panStep * notches) : range;
}

} // namespace weir
