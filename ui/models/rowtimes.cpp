// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/rowtimes.h"

#include "ui/models/format.h"
#include "ui/models/zones.h"

#include <QCoreApplication>
#include <QDateTime>

#include <cstdlib>

namespace weir {

RowTimes::RowTimes(const ListSettings& settings)
    : m_form(settings.timeForm)
    , m_zone(zoneNamed(settings.zone))
    , m_isUtc(m_zone == QTimeZone::utc())
{
}

TimePoint RowTimes::local(TimePoint time) const
{
    if (m_isUtc)
        return time;
    constexpr auto quarter = std::chrono::minutes(15);
    const auto sinceEpoch = time.time_since_epoch();
    const std::int64_t number = sinceEpoch / quarter;
    if (number != m_quarter) {
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(sinceEpoch);
        m_offset = std::chrono::seconds(
            m_zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(ms.count(), Qt::UTC)));
        m_quarter = number;
    }
    return time + m_offset;
}

QString RowTimes::text(TimePoint time, std::optional<TimePoint> above, TimePoint now) const
{
    switch (m_form) {
    case ListSettings::TimeForm::Relative:
        return relativeText(now - time);
    case ListSettings::TimeForm::Delta:
        if (above)
            return deltaText(time - *above);
        break;
    case ListSettings::TimeForm::DateTime: {
        QString text = dateAndTime(local(time));
        text.chop(4); // " UTC": the zone is the column's, not each row's
        return text;
    }
    case ListSettings::TimeForm::Time:
        break;
    }
    return timeOfDay(local(time));
}

QString deltaText(Nanoseconds since)
{
    const QChar sign = since.count() < 0 ? QLatin1Char('-') : QLatin1Char('+');
    const Nanoseconds size(std::abs(since.count()));
    if (size >= std::chrono::seconds(1000))
        return sign + durationText(size);
    return sign + QString::number(static_cast<double>(size.count()) / 1e9, 'f', 3)
        + QStringLiteral(" s");
}

QString relativeText(Nanoseconds ago)
{
    const Nanoseconds size(std::abs(ago.count()));
    if (size < std::chrono::seconds(1))
        return QCoreApplication::translate("Times", "now");
    return ago.count() > 0 ? QCoreApplication::translate("Times", "%1 ago").arg(durationText(size))
                           : QCoreApplication::translate("Times", "in %1").arg(durationText(size));
}

} // namespace weir
