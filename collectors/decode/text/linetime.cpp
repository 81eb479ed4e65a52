// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/linetime.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace weir {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::size_t longestTime = 48;
constexpr auto skewOfYears = std::chrono::hours(24);
constexpr auto skewOfDays = std::chrono::hours(1);

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

bool isLetter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

struct Zone
{
    std::string_view name;
    int hours; ///< east of UTC
};

/// The names that mean one thing nearly everywhere: RFC 822's American ones, Europe's and Japan's.
constexpr std::array zones{
    Zone{"UTC", 0},  Zone{"GMT", 0},  Zone{"CET", 1},  Zone{"CEST", 2}, Zone{"EET", 2},
    Zone{"EEST", 3}, Zone{"WET", 0},  Zone{"WEST", 1}, Zone{"BST", 1},  Zone{"MSK", 3},
    Zone{"EST", -5}, Zone{"EDT", -4}, Zone{"CST", -6}, Zone{"CDT", -5}, Zone{"MST", -7},
    Zone{"MDT", -6}, Zone{"PST", -8}, Zone{"PDT", -7}, Zone{"JST", 9},
};

/// ` CET` behind a time: what it is to be moved by.
Nanoseconds takeZoneName(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    if (!ahead.take(' '))
        return {};
    for (const Zone& zone : zones) {
        TextCursor end = ahead;
        if (!end.takeWord(zone.name) || isLetter(end.peek()) || isDigit(end.peek()))
            continue;
        cursor = end;
        return -std::chrono::hours(zone.hours);
    }
    return {};
}

template<std::size_t count>
std::optional<unsigned> takeName(TextCursor& cursor,
                                 const std::array<std::string_view, count>& names)
{
    for (unsigned i = 0; i < count; ++i) {
        if (cursor.takeWord(names[i]))
            return i;
    }
    return std::nullopt;
}

/// The rest of a time whose date is known: read by the one reader of times.
std::optional<TimePoint> timeOn(year_month_day date, TextCursor& cursor)
{
    // Ten characters of date as a form that parseTimePrefix() knows, then what stands in the line.
    if (!date.ok() || static_cast<int>(date.year()) < 1 || static_cast<int>(date.year()) > 9999)
        return std::nullopt;
    std::array<char, longestTime> text{};
    const auto put = [&](std::size_t at, std::size_t digits, unsigned number) {
        for (std::size_t i = digits; i-- > 0; number /= 10)
            text[at + i] = static_cast<char>('0' + number % 10);
    };
    put(0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
    put(5, 2, static_cast<unsigned>(date.month()));
    put(8, 2, static_cast<unsigned>(date.day()));
    text[4] = text[7] = '-';
    text[10] = 'T';
    // An hour below ten may stand alone.
    const bool isShort = isDigit(cursor.peek()) && cursor.peek(1) == ':';
    const std::size_t before = isShort ? 12 : 11;
    if (isShort)
        text[before - 1] = '0';
    const std::size_t rest = std::min(cursor.left(), text.size() - before);
    for (std::size_t i = 0; i < rest; ++i)
        text[before + i] = cursor.peek(i);
    std::size_t length = 0;
    const auto time = parseTimePrefix({text.data(), before + rest}, length);
    if (time)
        cursor.skip(length - before);
    return time;
}

/// ` 2026` after the clock, as in `Mon Nov 23 12:04:51 2026`.
std::optional<int> takeYear(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    int number = 0;
    if (!ahead.take(' ') || !ahead.takeNumber<4>(number) || isDigit(ahead.peek())
        || isLetter(ahead.peek()))
        return std::nullopt;
    cursor = ahead;
    return number;
}

/// Seconds since 1970 in ten digits or more, with a fraction or finer units by magnitude.
std::optional<TimePoint> takeEpoch(TextCursor& cursor)
{
    const std::size_t before = cursor.length();
    const auto whole = cursor.takeInteger();
    const std::size_t digits = cursor.length() - before;
    if (!whole || digits < 10 || digits > 19 || *whole > INT64_MAX)
        return std::nullopt;
    auto time = timeByMagnitude(static_cast<std::int64_t>(*whole));
    if (time && digits == 10 && cursor.peek() == '.' && isDigit(cursor.peek(1))) {
        std::int64_t nanoseconds = 0;
        std::int64_t unit = 100'000'000;
        for (cursor.skip(); isDigit(cursor.peek()); cursor.skip(), unit /= 10)
            nanoseconds += (cursor.peek() - '0') * unit;
        if (*time > TimePoint::max() - Nanoseconds{nanoseconds})
            return std::nullopt;
        *time += Nanoseconds{nanoseconds};
    }
    const char next = cursor.peek();
    const bool ends = next == '\0' || next == ' ' || next == '\t' || next == ']' || next == ':'
        || next == ',' || next == '|';
    return ends ? time : std::nullopt;
}

/// Without a year it may be last year's: in January about December.
template<typename InYear>
std::optional<TimePoint> nearestYear(TimePoint now, const InYear& inYear)
{
    const year_month_day today{std::chrono::floor<std::chrono::days>(now)};
    const int thisYear = static_cast<int>(today.year());
    const auto time = inYear(thisYear);
    return time && *time <= now + skewOfYears ? time : inYear(thisYear - 1);
}

/// `2026 ` or `, 2026, ` between the day and the clock.
std::optional<int> takeYearBeforeClock(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    int number = 0;
    ahead.take(',');
    if (!ahead.take(' ') || !ahead.takeNumber<4>(number))
        return std::nullopt;
    ahead.take(',');
    if (ahead.peek() != ' ')
        return std::nullopt;
    cursor = ahead;
    return number;
}

/// ` PM` behind a clock of twelve hours: what it is to be moved by.
Nanoseconds takeHalfDay(TextCursor& cursor, TimePoint time)
{
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(
        time - std::chrono::floor<std::chrono::days>(time));
    if (cursor.takeWord(" PM") || cursor.takeWord("\xe2\x80\xafPM"))
        return std::chrono::hours(hour.count() < 12 ? 12 : 0);
    if (cursor.takeWord(" AM")
        || cursor.takeWord("\xe2\x80\xaf"
                           "AM"))
        return -std::chrono::hours(hour.count() == 12 ? 12 : 0);
    return {};
}

} // namespace

std::optional<TimePoint> takeNamedMonth(TextCursor& cursor, TimePoint now)
{
    TextCursor ahead = cursor;
    const bool hasWeekday = takeName(ahead, weekdays).has_value();
    if (hasWeekday && !ahead.take(' '))
        return std::nullopt;
    const auto named = takeName(ahead, months);
    if (!named || !ahead.take(' '))
        return std::nullopt;
    ahead.take(' ');
    const auto dayOfMonth = ahead.takeInteger();
    if (!dayOfMonth || *dayOfMonth > 31)
        return std::nullopt;
    auto written = takeYearBeforeClock(ahead);
    if (!ahead.take(' '))
        return std::nullopt;
    const TextCursor clock = ahead;
    const auto inYear = [&](int number) {
        ahead = clock;
        return timeOn({year{number}, month{*named + 1}, day{static_cast<unsigned>(*dayOfMonth)}},
                      ahead);
    };
    // Read with a leap year first, in which every day exists.
    if (!inYear(2000))
        return std::nullopt;
    TextCursor end = ahead;
    if (!written)
        written = takeYear(end);
    auto time = written ? inYear(*written) : nearestYear(now, inYear);
    if (!time)
        return std::nullopt;
    *time += takeHalfDay(end, *time);
    *time += takeZoneName(end);
    cursor = end;
    return time;
}

std::optional<TimePoint> takeDatedTime(TextCursor& cursor)
{
    std::array<char, longestTime> text{};
    const std::size_t size = std::min(cursor.left(), text.size());
    for (std::size_t i = 0; i < size; ++i)
        text[i] = cursor.peek(i);
    std::size_t length = 0;
    auto time = parseTimePrefix({text.data(), size}, length);
    if (!time)
        return std::nullopt;
    cursor.skip(length);
    *time += takeZoneName(cursor);
    return time;
}

std::optional<TimePoint> takeSlashedTime(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    int number = 0;
    int monthOfYear = 0;
    int dayOfMonth = 0;
    if (!ahead.takeNumber<4>(number) || !ahead.take('/') || !ahead.takeNumber<2>(monthOfYear)
        || !ahead.take('/') || !ahead.takeNumber<2>(dayOfMonth)
        || (!ahead.take(' ') && !ahead.take('-')))
        return std::nullopt;
    const auto time = timeOn({year{number}, month{static_cast<unsigned>(monthOfYear)},
                              day{static_cast<unsigned>(dayOfMonth)}},
                             ahead);
    if (time)
        cursor = ahead;
    return time;
}

std::optional<TimePoint> takeAccessTime(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    int dayOfMonth = 0;
    int number = 0;
    if (!ahead.takeNumber<2>(dayOfMonth) || !ahead.take('/'))
        return std::nullopt;
    const auto named = takeName(ahead, months);
    if (!named || !ahead.take('/') || !ahead.takeNumber<4>(number) || !ahead.take(':'))
        return std::nullopt;
    const auto time =
        timeOn({year{number}, month{*named + 1}, day{static_cast<unsigned>(dayOfMonth)}}, ahead);
    if (time)
        cursor = ahead;
    return time;
}

std::optional<TimePoint> takePackedTime(TextCursor& cursor, TimePoint now)
{
    TextCursor ahead = cursor;
    int number = 0;
    int monthOfYear = 0;
    int dayOfMonth = 0;
    const bool hasYear = isDigit(ahead.peek(4));
    if ((hasYear && !ahead.takeNumber<4>(number)) || !ahead.takeNumber<2>(monthOfYear)
        || !ahead.takeNumber<2>(dayOfMonth) || !ahead.take(' '))
        return std::nullopt;
    const TextCursor clock = ahead;
    const auto inYear = [&](int chosen) {
        ahead = clock;
        return timeOn({year{chosen}, month{static_cast<unsigned>(monthOfYear)},
                       day{static_cast<unsigned>(dayOfMonth)}},
                      ahead);
    };
    const auto time = hasYear ? inYear(number) : nearestYear(now, inYear);
    if (time)
        cursor = ahead;
    return time;
}

std::optional<TimePoint> takeClock(TextCursor& cursor, TimePoint now)
{
    const auto today = std::chrono::floor<std::chrono::days>(now);
    TextCursor ahead = cursor;
    auto time = timeOn(year_month_day{today}, ahead);
    if (!time)
        return std::nullopt;
    if (*time > now + skewOfDays)
        *time -= std::chrono::hours(24);
    cursor = ahead;
    return time;
}

std::optional<TimePoint> takeLineTime(TextCursor& cursor, TimePoint now)
{
    TextCursor ahead = cursor;
    std::optional<TimePoint> time;
    if (isLetter(ahead.peek())) {
        time = takeNamedMonth(ahead, now);
    } else if (isDigit(ahead.peek())) {
        time = takeDatedTime(ahead);
        if (!time)
            time = takeSlashedTime(ahead);
        if (!time)
            time = takeEpoch(ahead);
    }
    if (time)
        cursor = ahead;
    return time;
}

} // namespace weir
