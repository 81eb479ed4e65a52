// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timepoint.h"

#include "core/textcursor.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr std::int64_t nanosPerSecond = 1'000'000'000;
constexpr std::int64_t secondsPerDay = 86'400;

constexpr std::int64_t floorDiv(std::int64_t number, std::int64_t divisor)
{
    return number / divisor - (number % divisor < 0 ? 1 : 0);
}

/// Nothing when it is outside of what a TimePoint can say.
std::optional<TimePoint> timeOf(std::int64_t seconds, std::int64_t nanoseconds)
{
    // Before 1970 from the following second back: the very first second is not whole.
    if (seconds < 0 && nanoseconds > 0) {
        ++seconds;
        nanoseconds -= nanosPerSecond;
    }
    std::int64_t all = 0;
    if (__builtin_mul_overflow(seconds, nanosPerSecond, &all)
        || __builtin_add_overflow(all, nanoseconds, &all))
        return std::nullopt;
    return timePointOf(all);
}

/// Days since 1970, if there is such a date.
bool takeDate(TextCursor& cursor, std::int64_t& days)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!cursor.takeNumber<4>(year) || !cursor.take('-') || !cursor.takeNumber<2>(month)
        || !cursor.take('-') || !cursor.takeNumber<2>(day))
        return false;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return false;
    days = std::chrono::sys_days{date}.time_since_epoch().count();
    return true;
}

/// Seconds of the day; 86400 stands for a leap second until the zone is known.
bool takeClock(TextCursor& cursor, std::int64_t& seconds, bool& isLeap)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!cursor.takeNumber<2>(hour) || !cursor.take(':') || !cursor.takeNumber<2>(minute)
        || !cursor.take(':') || !cursor.takeNumber<2>(second) || isDigit(cursor.peek()))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    isLeap = second == 60;
    seconds = hour * 3600 + minute * 60 + second;
    return true;
}

std::int64_t takeFraction(TextCursor& cursor)
{
    if ((cursor.peek() != '.' && cursor.peek() != ',') || !isDigit(cursor.peek(1)))
        return 0;
    cursor.skip();
    std::int64_t nanoseconds = 0;
    std::int64_t unit = nanosPerSecond / 10;
    for (; isDigit(cursor.peek()); cursor.skip()) {
        nanoseconds += (cursor.peek() - '0') * unit;
        unit /= 10;
    }
    return nanoseconds;
}

/// `+02:00`, `+0200` and, where no space stands before it, `+02`: seconds east. Unchanged if none.
bool takeOffset(TextCursor& cursor, bool mayBeShort, std::int64_t& offset)
{
    TextCursor ahead = cursor;
    const int sign = ahead.take('+') ? 1 : ahead.take('-') ? -1 : 0;
    int hours = 0;
    int minutes = 0;
    if (sign == 0 || !ahead.takeNumber<2>(hours))
        return false;
    TextCursor longer = ahead;
    longer.take(':');
    if (longer.takeNumber<2>(minutes))
        ahead = longer;
    else if (!mayBeShort)
        return false;
    if (hours > 23 || minutes > 59 || isDigit(ahead.peek()))
        return false;
    offset = sign * (hours * 3600 + minutes * 60);
    cursor = ahead;
    return true;
}

/// Seconds east of UTC; 0 where no zone is written.
std::int64_t takeZone(TextCursor& cursor)
{
    std::int64_t offset = 0;
    if (cursor.take('Z') || cursor.take('z') || takeOffset(cursor, true, offset))
        return offset;
    // `12:04:51 +0200` and `12:04:51 UTC`: what follows the space may as well be the message.
    TextCursor ahead = cursor;
    if (!ahead.take(' '))
        return 0;
    if (takeOffset(ahead, false, offset) || ahead.takeWord("UTC") || ahead.takeWord("GMT"))
        cursor = ahead;
    return offset;
}

std::optional<TimePoint> takeTime(TextCursor& cursor)
{
    std::int64_t days = 0;
    std::int64_t seconds = 0;
    bool isLeap = false;
    if (!takeDate(cursor, days))
        return std::nullopt;
    if (!cursor.take('T') && !cursor.take(' ') && !cursor.take('t'))
        return std::nullopt;
    if (!takeClock(cursor, seconds, isLeap))
        return std::nullopt;
    const std::int64_t nanoseconds = takeFraction(cursor);
    seconds += days * secondsPerDay - takeZone(cursor);
    // UTC has leap seconds at the end of a day only; it is counted as the second after it.
    if (isLeap && seconds % secondsPerDay != 0)
        return std::nullopt;
    return timeOf(seconds, nanoseconds);
}

void writeDigits(char* at, int count, std::int64_t number)
{
    for (int i = count - 1; i >= 0; --i) {
        at[i] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
}

} // namespace

std::optional<TimePoint> timeByMagnitude(std::int64_t number)
{
    const std::uint64_t size = number < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(number)
                                          : static_cast<std::uint64_t>(number);
    const std::int64_t unit = size < 100'000'000'000 ? nanosPerSecond
        : size < 100'000'000'000'000                 ? 1'000'000
        : size < 100'000'000'000'000'000             ? 1'000
                                                     : 1;
    std::int64_t nanoseconds = 0;
    if (__builtin_mul_overflow(number, unit, &nanoseconds))
        return std::nullopt;
    return timePointOf(nanoseconds);
}

std::optional<TimePoint> timeByMagnitude(double number)
{
    const double size = std::fabs(number);
    if (!(size < 9.2e18)) // NaN too
        return std::nullopt;
    const double perSecond = size < 1e11 ? 1 : size < 1e14 ? 1e3 : size < 1e17 ? 1e6 : 1e9;
    const double whole = std::floor(number / perSecond);
    // A double of today's seconds has no digit beyond the microsecond: what stands there is noise.
    const double rest = (number - whole * perSecond) / perSecond;
    return timeOf(static_cast<std::int64_t>(whole), std::llround(rest * 1e6) * 1000);
}

std::string formatTime(TimePoint time)
{
    return formatTime(time, 9);
}

std::string formatTime(TimePoint time, int fractionDigits)
{
    const std::int64_t all = nanosecondsOf(time);
    const std::int64_t seconds = floorDiv(all, nanosPerSecond);
    // Not seconds * nanosPerSecond, which overflows in the first second of all.
    const std::int64_t rest = all % nanosPerSecond;
    const std::int64_t nanoseconds = rest < 0 ? rest + nanosPerSecond : rest;
    const std::int64_t days = floorDiv(seconds, secondsPerDay);
    const std::int64_t second = seconds - days * secondsPerDay;
    const std::chrono::year_month_day date{
        std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};

    std::string text = "0000-00-00T00:00:00.000000000";
    char* at = text.data();
    writeDigits(at, 4, static_cast<int>(date.year()));
    writeDigits(at + 5, 2, static_cast<unsigned>(date.month()));
    writeDigits(at + 8, 2, static_cast<unsigned>(date.day()));
    writeDigits(at + 11, 2, second / 3600);
    writeDigits(at + 14, 2, second / 60 % 60);
    writeDigits(at + 17, 2, second % 60);
    writeDigits(at + 20, 9, nanoseconds);
    text.resize(fractionDigits > 0 ? 20 + static_cast<std::size_t>(std::min(fractionDigits, 9))
                                   : 19);
    text += 'Z';
    return text;
}

std::optional<TimePoint> parseTime(std::string_view text)
{
    TextCursor cursor(text);
    const auto time = takeTime(cursor);
    return cursor.isAtEnd() ? time : std::nullopt;
}

std::optional<TimePoint> parseTimePrefix(std::string_view text, std::size_t& length)
{
    TextCursor cursor(text);
    const auto time = takeTime(cursor);
    if (time)
        length = cursor.length();
    return time;
}

std::optional<TimePoint> parseTimeExpression(std::string_view text, TimePoint now)
{
    if (text == "now")
        return now;
    if (text.starts_with('-')) {
        const auto ago = parseDuration(text.substr(1));
        std::int64_t time = 0;
        if (!ago || __builtin_sub_overflow(nanosecondsOf(now), ago->count(), &time))
            return std::nullopt;
        return timePointOf(time);
    }
    TextCursor cursor(text);
    std::int64_t days = 0;
    if (takeDate(cursor, days) && cursor.isAtEnd())
        return timeOf(days * secondsPerDay, 0);
    return parseTime(text);
}

} // namespace weir
