// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/zones.h"

#include "ui/models/format.h"
#include "ui/models/timescale.h"

#include <QDateTime>

#include <algorithm>
#include <cstdlib>

namespace weir {

namespace {

bool isUtc(const QTimeZone& zone)
{
    return zone == QTimeZone::utc()
        || (!zone.hasTransitions() && zone.standardTimeOffset(QDateTime::currentDateTimeUtc()) == 0);
}

int secondsAhead(TimePoint time, const QTimeZone& zone)
{
    if (isUtc(zone))
        return 0;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(ms.count(), Qt::UTC));
}

TimePoint moved(TimePoint time, int seconds)
{
    const Nanoseconds by = std::chrono::seconds(std::abs(seconds));
    return seconds < 0 ? earlierBy(time, by) : laterBy(time, by);
}

} // namespace

QTimeZone zoneNamed(const std::string& name)
{
    if (name == "local")
        return QTimeZone::systemTimeZone();
    const QTimeZone zone(QByteArray::fromStdString(name));
    return zone.isValid() ? zone : QTimeZone::utc();
}

TimePoint clockTime(TimePoint time, const QTimeZone& zone)
{
    return moved(time, secondsAhead(time, zone));
}

TimePoint timeOfClock(TimePoint clock, const QTimeZone& zone)
{
    const TimePoint first = moved(clock, -secondsAhead(clock, zone));
    const TimePoint second = moved(clock, -secondsAhead(first, zone)); // it may be another there
    return clockTime(second, zone) == clock ? second : std::max(first, second);
}

std::vector<TimePoint> timesOfClock(TimePoint clock, TimeRange range, const QTimeZone& zone)
{
    std::vector<TimePoint> times;
    for (const TimePoint time : {moved(clock, -secondsAhead(range.from, zone)),
                                 moved(clock, -secondsAhead(range.to, zone)), timeOfClock(clock, zone)}) {
        if (range.contains(time) && clockTime(time, zone) == clock)
            times.push_back(time);
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

QString clockText(TimePoint time, const QTimeZone& zone, int digits)
{
    return timeOfDay(clockTime(time, zone), digits);
}

QString dateAndClockText(TimePoint time, const QTimeZone& zone)
{
    QString text = dateAndTime(clockTime(time, zone), 0);
    text.chop(4); // " UTC"
    const QString offset = offsetText(time, zone);
    return text + QLatin1Char(' ') + (offset.isEmpty() ? QStringLiteral("UTC") : offset);
}

QString offsetText(TimePoint time, const QTimeZone& zone)
{
    if (isUtc(zone))
        return {};
    const int minutes = secondsAhead(time, zone) / 60;
    QString text = QStringLiteral("UTC") + QLatin1Char(minutes < 0 ? '-' : '+')
        + QString::number(std::abs(minutes) / 60);
    if (minutes % 60 != 0)
        text += QStringLiteral(":%1").arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
    return text;
}

QString offsetSuffix(TimePoint time, const QTimeZone& zone)
{
    const QString offset = offsetText(time, zone);
    return offset.isEmpty() ? offset : QLatin1Char(' ') + offset;
}

} // namespace weir
