// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timegoal.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <cmath>
#include <limits>

namespace weir {

namespace {

QDateTime dateTimeOf(TimePoint time, const QTimeZone& zone)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(ms.count(), zone);
}

/// `yesterday`, `today`, `2026-11-23`; an invalid date for anything else.
QDate dayOf(const QString& word, const QDate& today)
{
    const auto means = [&word](const char* english) {
        return word.compare(QLatin1String(english), Qt::CaseInsensitive) == 0
            || word.compare(QCoreApplication::translate("Times", english), Qt::CaseInsensitive) == 0;
    };
    if (means(QT_TRANSLATE_NOOP("Times", "today")))
        return today;
    if (means(QT_TRANSLATE_NOOP("Times", "yesterday")))
        return today.addDays(-1);
    return QDate::fromString(word, QStringLiteral("yyyy-MM-dd"));
}

/// Since midnight: `9:04`, `14:05:10.5`.
std::optional<Nanoseconds> timeOfDayOf(const QString& word)
{
    static const QRegularExpression form(
        QStringLiteral("^(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?$"));
    const auto match = form.match(word);
    const int hour = match.captured(1).toInt();
    const int minute = match.captured(2).toInt();
    const int second = match.captured(3).toInt();
    if (!match.hasMatch() || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    const QString fraction = match.captured(4).leftJustified(9, QLatin1Char('0'));
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second)
        + Nanoseconds(fraction.toLongLong());
}

std::optional<TimePoint> timePointAt(const QDate& day, Nanoseconds sinceMidnight,
                                     const QTimeZone& zone)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(sinceMidnight);
    // By the clock: midnight and so many hours is another time on the day summer begins.
    const QDateTime there(day, QTime::fromMSecsSinceStartOfDay(static_cast<int>(ms.count())), zone);
    const qint64 epoch = there.toMSecsSinceEpoch();
    constexpr qint64 most = std::numeric_limits<qint64>::max() / 1'000'000;
    if (!there.isValid() || std::abs(epoch) >= most)
        return std::nullopt;
    return TimePoint(std::chrono::milliseconds(epoch)) + (sinceMidnight - ms);
}

/// A day, a time of day or both, by the clock of the zone.
std::optional<TimePoint> wallClockGoal(const QString& typed, const QDate& today,
                                       const QDate& shown, const QTimeZone& zone)
{
    static const QRegularExpression between(QStringLiteral("(?<=\\d)[Tt](?=\\d)| "));
    const QStringList words = typed.split(between);
    const QDate day = dayOf(words[0], today);
    if (words.size() == 1 && day.isValid())
        return timePointAt(day, Nanoseconds{}, zone);
    const auto time = timeOfDayOf(words.back());
    if (!time || words.size() > 2)
        return std::nullopt;
    if (words.size() == 1)
        return timePointAt(shown, *time, zone);
    return day.isValid() ? timePointAt(day, *time, zone) : std::nullopt;
}

} // namespace

std::optional<TimePoint> parseTimeGoal(const QString& text, TimePoint now, TimePoint reference,
                                       const QTimeZone& zone)
{
    const QString typed = text.simplified();
    if (const auto time = wallClockGoal(typed, dateTimeOf(now, zone).date(),
                                        dateTimeOf(reference, zone).date(), zone))
        return time;
    if (const auto time = parseTimeExpression(typed.toLower().toStdString(), now))
        return time;
    return parseTime(typed.toUpper().toStdString());
}

QString timeGoalText(TimePoint time, const QTimeZone& zone)
{
    return dateTimeOf(time, zone).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

} // namespace weir
