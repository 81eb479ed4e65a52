// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timepoint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace weir {

namespace {

constexpr std::int64_t nanosPerSecond = 1'000'000'000;
constexpr std::int64_t secondsPerDay = 86'400;

struct Unit
{
    std::string_view name;
    std::int64_t nanoseconds;
};

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

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

/// Reads from the front of a text by hand: a time is read for every event.
class Cursor final
{
public:
    explicit Cursor(std::string_view text)
        : m_begin(text.data())
        , m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }

    std::size_t length() const { return static_cast<std::size_t>(m_at - m_begin); }
    bool isAtEnd() const { return m_at == m_end; }
    std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }
    char peek(std::size_t ahead = 0) const { return ahead < left() ? m_at[ahead] : '\0'; }
    void skip(std::size_t count = 1) { m_at += count; }

    bool take(char wanted)
    {
        if (isAtEnd() || *m_at != wanted)
            return false;
        ++m_at;
        return true;
    }

    template<int count>
    bool takeNumber(int& number)
    {
        if (left() < count)
            return false;
        number = 0;
        for (int i = 0; i < count; ++i) {
            if (!isDigit(m_at[i]))
                return false;
            number = number * 10 + (m_at[i] - '0');
        }
        m_at += count;
        return true;
    }

    bool takeWord(std::string_view word)
    {
        if (std::string_view(m_at, left()).substr(0, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }

private:
    const char* m_begin;
    const char* m_at;
    const char* m_end;
};

/// Days since 1970, if there is such a date.
bool takeDate(Cursor& cursor, std::int64_t& days)
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
bool takeClock(Cursor& cursor, std::int64_t& seconds, bool& isLeap)
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

std::int64_t takeFraction(Cursor& cursor)
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
bool takeOffset(Cursor& cursor, bool mayBeShort, std::int64_t& offset)
{
    Cursor ahead = cursor;
    const int sign = ahead.take('+') ? 1 : ahead.take('-') ? -1 : 0;
    int hours = 0;
    int minutes = 0;
    if (sign == 0 || !ahead.takeNumber<2>(hours))
        return false;
    Cursor longer = ahead;
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
std::int64_t takeZone(Cursor& cursor)
{
    std::int64_t offset = 0;
    if (cursor.take('Z') || cursor.take('z') || takeOffset(cursor, true, offset))
        return offset;
    // `12:04:51 +0200` and `12:04:51 UTC`: what follows the space may as well be the message.
    Cursor ahead = cursor;
    if (!ahead.take(' '))
        return 0;
    if (takeOffset(ahead, false, offset) || ahead.takeWord("UTC") || ahead.takeWord("GMT"))
        cursor = ahead;
    return offset;
}

std::optional<TimePoint> takeTime(Cursor& cursor)
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

/// A number and what follows it up to the next digit; nothing when it is not that or too large.
std::optional<std::uint64_t> takeInteger(Cursor& cursor)
{
    if (!isDigit(cursor.peek()))
        return std::nullopt;
    std::uint64_t number = 0;
    for (; isDigit(cursor.peek()); cursor.skip()) {
        const auto digit = static_cast<std::uint64_t>(cursor.peek() - '0');
        if (__builtin_mul_overflow(number, std::uint64_t{10}, &number)
            || __builtin_add_overflow(number, digit, &number))
            return std::nullopt;
    }
    return number;
}

constexpr std::array durationUnits{
    Unit{"d", 86'400 * nanosPerSecond},
    Unit{"h", 3'600 * nanosPerSecond},
    Unit{"m", 60 * nanosPerSecond},
    Unit{"s", nanosPerSecond},
    Unit{"ms", 1'000'000},
    Unit{"us", 1'000},
    Unit{"ns", 1},
};

/// The length of the unit, or 0.
std::int64_t takeUnit(Cursor& cursor)
{
    std::string_view name;
    if (cursor.takeWord("\u00B5s") || cursor.takeWord("\u03BCs")) {
        name = "us";
    } else {
        // The longest first, so that `m` does not take the first letter of `ms`.
        for (const std::string_view candidate : {"ms", "us", "ns", "d", "h", "m", "s"}) {
            if (!cursor.takeWord(candidate))
                continue;
            name = candidate;
            break;
        }
    }
    for (const Unit& unit : durationUnits) {
        if (unit.name == name)
            return unit.nanoseconds;
    }
    return 0;
}

constexpr bool equalsIgnoringCase(std::string_view left, std::string_view lower)
{
    if (left.size() != lower.size())
        return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const char c = left[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower[i])
            return false;
    }
    return true;
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
    Cursor cursor(text);
    const auto time = takeTime(cursor);
    return cursor.isAtEnd() ? time : std::nullopt;
}

std::optional<TimePoint> parseTimePrefix(std::string_view text, std::size_t& length)
{
    Cursor cursor(text);
    const auto time = takeTime(cursor);
    if (time)
        length = cursor.length();
    return time;
}

std::optional<Nanoseconds> parseDuration(std::string_view text)
{
    Cursor cursor(text);
    std::int64_t sum = 0;
    std::int64_t previous = std::numeric_limits<std::int64_t>::max();
    do {
        const auto number = takeInteger(cursor);
        const std::int64_t unit = number ? takeUnit(cursor) : 0;
        std::int64_t part = 0;
        // From the large to the small: `30m1h` is more likely a slip than meant.
        if (unit == 0 || unit >= previous || __builtin_mul_overflow(*number, unit, &part)
            || __builtin_add_overflow(sum, part, &sum))
            return std::nullopt;
        previous = unit;
    } while (!cursor.isAtEnd());
    return Nanoseconds{sum};
}

std::string formatDuration(Nanoseconds duration)
{
    std::string text = duration.count() < 0 ? "-" : "";
    // Of the unsigned number: the smallest of all has no positive counterpart.
    auto rest = static_cast<std::uint64_t>(duration.count());
    if (duration.count() < 0)
        rest = std::uint64_t{0} - rest;
    if (rest == 0)
        return "0s";
    for (const Unit& unit : durationUnits) {
        const auto length = static_cast<std::uint64_t>(unit.nanoseconds);
        if (rest < length)
            continue;
        text += std::to_string(rest / length);
        text += unit.name;
        rest %= length;
    }
    return text;
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
    Cursor cursor(text);
    std::int64_t days = 0;
    if (takeDate(cursor, days) && cursor.isAtEnd())
        return timeOf(days * secondsPerDay, 0);
    return parseTime(text);
}

std::optional<std::uint64_t> parseSize(std::string_view text)
{
    struct SizeUnit
    {
        std::string_view name;
        std::uint64_t bytes;
    };
    constexpr std::array units{
        SizeUnit{"", 1},
        SizeUnit{"b", 1},
        SizeUnit{"kb", 1'000},
        SizeUnit{"mb", 1'000'000},
        SizeUnit{"gb", 1'000'000'000},
        SizeUnit{"tb", 1'000'000'000'000},
        SizeUnit{"kib", std::uint64_t{1} << 10},
        SizeUnit{"mib", std::uint64_t{1} << 20},
        SizeUnit{"gib", std::uint64_t{1} << 30},
        SizeUnit{"tib", std::uint64_t{1} << 40},
    };
    Cursor cursor(text);
    const auto number = takeInteger(cursor);
    if (!number)
        return std::nullopt;
    if (cursor.peek() == ' ' && cursor.left() > 1)
        cursor.skip();
    const std::string_view name = text.substr(cursor.length());
    for (const SizeUnit& unit : units) {
        std::uint64_t size = 0;
        if (equalsIgnoringCase(name, unit.name))
            return __builtin_mul_overflow(*number, unit.bytes, &size)
                ? std::nullopt
                : std::optional<std::uint64_t>(size);
    }
    return std::nullopt;
}

} // namespace weir
