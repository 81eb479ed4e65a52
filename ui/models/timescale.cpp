// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timescale.h"

#include "ui/models/format.h"
#include "ui/models/zones.h"

#include <algorithm>
#include <array>
#include <utility>

namespace weir {

namespace {

constexpr std::int64_t second = 1'000'000'000;

/// Rounds towards the past, also before the epoch.
TimePoint floorTo(TimePoint time, Nanoseconds step)
{
    const std::int64_t rest = nanosecondsOf(time) % step.count();
    return earlierBy(time, Nanoseconds(rest < 0 ? rest + step.count() : rest));
}

QString labelOf(TimePoint time, Nanoseconds step)
{
    if (step < std::chrono::seconds(1))
        return timeOfDay(time, 3);
    if (step < std::chrono::minutes(1))
        return timeOfDay(time, 0);
    const QString date = dateAndTime(time, 0).left(10);
    if (step >= std::chrono::hours(24))
        return date;
    const QString clock = timeOfDay(time, 0).left(5);
    return clock == QLatin1String("00:00") ? date : clock;
}

} // namespace

double TimeScale::xOf(TimePoint time) const
{
    if (range.isEmpty())
        return 0;
    // As doubles: the difference of far ends does not fit into 64 bits.
    const double from = static_cast<double>(nanosecondsOf(range.from));
    const double length = static_cast<double>(nanosecondsOf(range.to)) - from;
    return (static_cast<double>(nanosecondsOf(time)) - from) / length * width;
}

TimePoint TimeScale::timeAt(double x) const
{
    if (range.isEmpty() || width <= 0)
        return range.from;
    const double share = std::clamp(x / width, 0.0, 1.0);
    const double length = static_cast<double>(nanosecondsOf(range.to))
        - static_cast<double>(nanosecondsOf(range.from));
    return range.from + Nanoseconds(static_cast<std::int64_t>(share * length));
}

Nanoseconds lengthOf(TimeRange range)
{
    if (range.isEmpty())
        return Nanoseconds(0);
    // Unsigned, because the difference of far ends does not fit into a signed number.
    const std::uint64_t length = static_cast<std::uint64_t>(nanosecondsOf(range.to))
        - static_cast<std::uint64_t>(nanosecondsOf(range.from));
    return Nanoseconds(std::in_range<std::int64_t>(length) ? static_cast<std::int64_t>(length) : 0);
}

TimePoint earlierBy(TimePoint time, Nanoseconds length)
{
    return time < TimePoint::min() + length ? TimePoint::min() : time - length;
}

TimePoint laterBy(TimePoint time, Nanoseconds length)
{
    return time > TimePoint::max() - length ? TimePoint::max() : time + length;
}

Nanoseconds niceStep(Nanoseconds length, int most)
{
    constexpr std::array<std::int64_t, 26> steps{
        second / 100,   second / 50,    second / 20,    second / 10,    second / 5,
        second / 2,     second,         2 * second,     5 * second,     10 * second,
        15 * second,    30 * second,    60 * second,    120 * second,   300 * second,
        600 * second,   900 * second,   1800 * second,  3600 * second,  7200 * second,
        10800 * second, 21600 * second, 43200 * second, 86400 * second, 172800 * second,
        604800 * second};
    for (const std::int64_t step : steps) {
        if (length.count() / step <= most)
            return Nanoseconds(step);
    }
    std::int64_t step = steps.back();
    while (length.count() / step > most)
        step *= 2;
    return Nanoseconds(step);
}

TimeRange alignedTo(TimeRange range, Nanoseconds step)
{
    const TimePoint last = earlierBy(range.to, Nanoseconds(1));
    return {floorTo(range.from, step), laterBy(floorTo(last, step), step)};
}

std::vector<TimeTick> timeTicks(const TimeScale& scale, double minPixels, const QTimeZone& zone)
{
    std::vector<TimeTick> ticks;
    // An end that is open is no place on an axis, and the way to it does not fit into 64 bits.
    const bool isOpen = scale.range.from == TimePoint::min() || scale.range.to == TimePoint::max();
    const Nanoseconds length = lengthOf(scale.range);
    if (isOpen || length.count() == 0 || scale.width < minPixels)
        return ticks;
    const Nanoseconds step =
        niceStep(length, std::max(1, static_cast<int>(scale.width / minPixels)));
    // Also where clocks are put back meanwhile, and so show at the end what they did before.
    const TimePoint first = clockTime(scale.range.from, zone);
    const TimePoint last = clockTime(scale.range.to, zone);
    const TimeRange aligned = alignedTo(
        {std::min(first, earlierBy(last, length)), std::max(last, laterBy(first, length))}, step);
    for (TimePoint clock = aligned.from; clock < aligned.to; clock = laterBy(clock, step)) {
        std::vector<TimePoint> times = timesOfClock(clock, scale.range, zone);
        if (times.empty() && step >= std::chrono::hours(24)) // a day may begin at one o'clock
            times.push_back(timeOfClock(clock, zone));
        for (const TimePoint time : times) {
            if (scale.range.contains(time))
                ticks.push_back({time, labelOf(clock, step)});
        }
    }
    std::ranges::sort(ticks, {}, &TimeTick::time);
    return ticks;
}

} // namespace weir
