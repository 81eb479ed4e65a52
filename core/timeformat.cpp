// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timeformat.h"

#include "core/textcursor.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace weir {

namespace {

using std::chrono::year_month_day;

constexpr std::string_view letters = "YymdejbBaAHIMSpfzZs%";
constexpr auto skew = std::chrono::hours(24);

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> weekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};

/// What was read so far.
struct Parts
{
    std::optional<int> year;
    std::optional<int> month;
    std::optional<int> day;
    std::optional<int> dayOfYear;
    std::optional<std::int64_t> epoch;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t nanoseconds = 0;
    std::optional<bool> isAfternoon;
    int zone = 0; ///< seconds east of UTC
};

/// One to `most` digits.
std::optional<int> takeDigits(TextCursor& cursor, int most)
{
    int number = 0;
    int count = 0;
    for (; count < most && isDigit(cursor.peek()); ++count, cursor.skip())
        number = number * 10 + (cursor.peek() - '0');
    return count > 0 ? std::optional(number) : std::nullopt;
}

bool takeInto(TextCursor& cursor, int most, int least, int greatest, std::optional<int>& part)
{
    part = takeDigits(cursor, most);
    return part && *part >= least && *part <= greatest;
}

bool takeInto(TextCursor& cursor, int greatest, int& part)
{
    const auto number = takeDigits(cursor, 2);
    part = number.value_or(0);
    return number && part <= greatest;
}

/// A name or its first three letters: its number from 1; 0 when none stands there.
template<std::size_t count>
int takeName(TextCursor& cursor, const std::array<std::string_view, count>& names)
{
    for (std::size_t i = 0; i < count; ++i) {
        if (cursor.takeWord(names[i]) || cursor.takeWord(names[i].substr(0, 3)))
            return static_cast<int>(i) + 1;
    }
    return 0;
}

bool takeFraction(TextCursor& cursor, std::int64_t& nanoseconds)
{
    if (!isDigit(cursor.peek()))
        return false;
    std::int64_t unit = 100'000'000;
    for (; isDigit(cursor.peek()); cursor.skip(), unit /= 10)
        nanoseconds += (cursor.peek() - '0') * unit;
    return true;
}

bool takeZone(TextCursor& cursor, int& zone)
{
    if (cursor.take('Z'))
        return true;
    const int sign = cursor.take('+') ? 1 : cursor.take('-') ? -1 : 0;
    int hours = 0;
    int minutes = 0;
    if (sign == 0 || !cursor.takeNumber<2>(hours) || hours > 23)
        return false;
    cursor.take(':');
    if (isDigit(cursor.peek()) && (!cursor.takeNumber<2>(minutes) || minutes > 59))
        return false;
    zone = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool takeZoneWord(TextCursor& cursor)
{
    const std::size_t before = cursor.length();
    while ((cursor.peek() >= 'A' && cursor.peek() <= 'Z')
           || (cursor.peek() >= 'a' && cursor.peek() <= 'z'))
        cursor.skip();
    return cursor.length() > before;
}

bool takeHalf(TextCursor& cursor, Parts& parts)
{
    if (cursor.takeWord("PM") || cursor.takeWord("pm"))
        parts.isAfternoon = true;
    else if (cursor.takeWord("AM") || cursor.takeWord("am"))
        parts.isAfternoon = false;
    return parts.isAfternoon.has_value();
}

bool takeEpoch(TextCursor& cursor, Parts& parts)
{
    const auto seconds = cursor.takeInteger();
    if (!seconds || *seconds > static_cast<std::uint64_t>(INT64_MAX) / 1'000'000'000)
        return false;
    parts.epoch = static_cast<std::int64_t>(*seconds);
    return true;
}

bool takePart(char letter, TextCursor& cursor, Parts& parts)
{
    switch (letter) {
    case 'Y':
        return takeInto(cursor, 4, 1, 9999, parts.year);
    case 'y':
        if (!takeInto(cursor, 2, 0, 99, parts.year))
            return false;
        *parts.year += *parts.year < 69 ? 2000 : 1900;
        return true;
    case 'm':
        return takeInto(cursor, 2, 1, 12, parts.month);
    case 'e':
        cursor.take(' ');
        [[fallthrough]];
    case 'd':
        return takeInto(cursor, 2, 1, 31, parts.day);
    case 'j':
        return takeInto(cursor, 3, 1, 366, parts.dayOfYear);
    case 'b':
    case 'B':
        parts.month = takeName(cursor, months);
        return *parts.month > 0;
    case 'a':
    case 'A':
        return takeName(cursor, weekdays) > 0;
    case 'H':
        return takeInto(cursor, 23, parts.hour);
    case 'I':
        return takeInto(cursor, 12, parts.hour) && parts.hour > 0;
    case 'M':
        return takeInto(cursor, 59, parts.minute);
    case 'S':
        return takeInto(cursor, 60, parts.second);
    case 'p':
        return takeHalf(cursor, parts);
    case 'f':
        return takeFraction(cursor, parts.nanoseconds);
    case 'z':
        return takeZone(cursor, parts.zone);
    case 'Z':
        return takeZoneWord(cursor);
    case 's':
        return takeEpoch(cursor, parts);
    default:
        return cursor.take('%');
    }
}

std::optional<TimePoint> onDate(const year_month_day& date, const Parts& parts)
{
    // What a TimePoint can say.
    if (!date.ok() || static_cast<int>(date.year()) < 1678 || static_cast<int>(date.year()) > 2261)
        return std::nullopt;
    const int hour =
        parts.isAfternoon ? parts.hour % 12 + (*parts.isAfternoon ? 12 : 0) : parts.hour;
    return TimePoint{std::chrono::sys_days{date}} + std::chrono::hours(hour)
        + std::chrono::minutes(parts.minute) + std::chrono::seconds(parts.second - parts.zone)
        + Nanoseconds{parts.nanoseconds};
}

std::optional<TimePoint> inYear(int year, const Parts& parts)
{
    const std::chrono::year chosen{year};
    if (parts.dayOfYear)
        return onDate(std::chrono::sys_days{chosen / std::chrono::January / 1}
                          + std::chrono::days(*parts.dayOfYear - 1),
                      parts);
    return onDate({chosen, std::chrono::month{static_cast<unsigned>(*parts.month)},
                   std::chrono::day{static_cast<unsigned>(*parts.day)}},
                  parts);
}

std::optional<TimePoint> timeOf(const Parts& parts, TimePoint now)
{
    if (parts.epoch)
        return timePointOf(*parts.epoch * 1'000'000'000 + parts.nanoseconds);
    const year_month_day today{std::chrono::floor<std::chrono::days>(now)};
    if (!parts.dayOfYear && (!parts.month || !parts.day)) {
        auto time = onDate(today, parts);
        if (time && *time > now + std::chrono::hours(1))
            *time -= std::chrono::hours(24);
        return time;
    }
    if (parts.year)
        return inYear(*parts.year, parts);
    const int thisYear = static_cast<int>(today.year());
    const auto time = inYear(thisYear, parts);
    return time && *time <= now + skew ? time : inYear(thisYear - 1, parts);
}

} // namespace

std::variant<TimeFormat, std::string> TimeFormat::parse(std::string_view format)
{
    std::string whole;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            whole.push_back(format[i]);
            continue;
        }
        if (++i == format.size())
            return std::string("ends with a % that nothing follows; a percent sign is %%");
        const char letter = format[i];
        if (letter == 'T')
            whole += "%H:%M:%S";
        else if (letter == 'F')
            whole += "%Y-%m-%d";
        else if (letters.find(letter) != std::string_view::npos)
            whole.append({'%', letter});
        else
            return "%" + std::string(1, letter)
                + " is not known; write for instance %Y-%m-%d %H:%M:%S.%f %z";
    }
    const auto has = [&whole](const char* part) {
        return whole.find(part) != std::string::npos;
    };
    if (!has("%s") && !((has("%H") || has("%I")) && has("%M")))
        return std::string("says neither %H and %M nor %s");
    const bool hasMonth = has("%m") || has("%b") || has("%B");
    const bool hasDay = has("%d") || has("%e");
    if (hasMonth != hasDay || ((has("%Y") || has("%y")) && !hasMonth && !has("%j")))
        return std::string("says a part of the date only");
    return TimeFormat(std::move(whole));
}

std::optional<TimePoint> TimeFormat::read(std::string_view text, TimePoint now) const
{
    TextCursor cursor(text);
    Parts parts;
    for (std::size_t i = 0; i < m_format.size(); ++i) {
        if (m_format[i] == ' ') {
            while (cursor.take(' ')) { }
        } else if (m_format[i] != '%') {
            if (!cursor.take(m_format[i]))
                return std::nullopt;
        } else if (!takePart(m_format[++i], cursor, parts)) {
            return std::nullopt;
        }
    }
    return cursor.isAtEnd() ? timeOf(parts, now) : std::nullopt;
}

bool TimeFormat::hasYear() const
{
    return m_format.find("%Y") != std::string::npos || m_format.find("%y") != std::string::npos
        || m_format.find("%s") != std::string::npos;
}

} // namespace weir
