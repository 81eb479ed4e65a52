// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/linehead.h"

#include "core/textcursor.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace weir {

namespace {

constexpr std::size_t longestTime = 48;
constexpr std::size_t headLength = 160;
constexpr int wordsLookedAt = 6;

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> weekdays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isLetter(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z');
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
std::optional<TimePoint> timeOn(std::chrono::year_month_day date, TextCursor& cursor)
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
    constexpr std::size_t dateLength = 11;
    const std::size_t rest = std::min(cursor.left(), text.size() - dateLength);
    for (std::size_t i = 0; i < rest; ++i)
        text[dateLength + i] = cursor.peek(i);
    std::size_t length = 0;
    const auto time = parseTimePrefix({text.data(), dateLength + rest}, length);
    if (time)
        cursor.skip(length - dateLength);
    return time;
}

/// `2026/11/23 12:04:51`
std::optional<TimePoint> takeSlashes(TextCursor& cursor)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!cursor.takeNumber<4>(year) || !cursor.take('/') || !cursor.takeNumber<2>(month)
        || !cursor.take('/') || !cursor.takeNumber<2>(day)
        || (!cursor.take(' ') && !cursor.take('-')))
        return std::nullopt;
    return timeOn({std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                   std::chrono::day{static_cast<unsigned>(day)}},
                  cursor);
}

/// ` 2026` after the clock, as in `Mon Nov 23 12:04:51 2026`.
std::optional<int> takeYear(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    int year = 0;
    if (!ahead.take(' ') || !ahead.takeNumber<4>(year) || isDigit(ahead.peek())
        || isLetter(ahead.peek()))
        return std::nullopt;
    cursor = ahead;
    return year;
}

/// `Nov 23 12:04:51`, `Mon Nov 23 12:04:51 2026`; a day below ten may have a space before it.
std::optional<TimePoint> takeNamedMonth(TextCursor& cursor, TimePoint now)
{
    const bool hasWeekday = takeName(cursor, weekdays).has_value();
    if (hasWeekday && !cursor.take(' '))
        return std::nullopt;
    const auto month = takeName(cursor, months);
    if (!month || !cursor.take(' '))
        return std::nullopt;
    cursor.take(' ');
    const auto day = cursor.takeInteger();
    if (!day || *day > 31 || !cursor.take(' '))
        return std::nullopt;
    const TextCursor clock = cursor;
    const auto inYear = [&](int year) {
        cursor = clock;
        return timeOn({std::chrono::year{year}, std::chrono::month{*month + 1},
                       std::chrono::day{static_cast<unsigned>(*day)}},
                      cursor);
    };
    // Read with a leap year first, in which every day exists.
    if (!inYear(2000))
        return std::nullopt;
    if (const auto year = takeYear(cursor)) {
        const TextCursor end = cursor;
        const auto time = inYear(*year);
        cursor = end;
        return time;
    }
    // Without a year it may be last year's: in January about December.
    const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(now)};
    const int thisYear = static_cast<int>(today.year());
    const auto time = inYear(thisYear);
    return time && *time <= now + std::chrono::hours(24) ? time : inYear(thisYear - 1);
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

std::optional<TimePoint> takeTime(TextCursor& cursor, TimePoint now)
{
    TextCursor ahead = cursor;
    std::optional<TimePoint> time;
    if (isLetter(ahead.peek())) {
        time = takeNamedMonth(ahead, now);
    } else if (isDigit(ahead.peek())) {
        std::array<char, longestTime> text{};
        const std::size_t length = std::min(ahead.left(), text.size());
        for (std::size_t i = 0; i < length; ++i)
            text[i] = ahead.peek(i);
        std::size_t taken = 0;
        time = parseTimePrefix({text.data(), length}, taken);
        if (time)
            ahead.skip(taken);
        else if (time = takeSlashes(ahead); !time) {
            ahead = cursor;
            time = takeEpoch(ahead);
        }
    }
    if (time)
        cursor = ahead;
    return time;
}

/// Syslog's `<34>`: severity is the remainder by 8.
std::optional<Severity> takePriority(TextCursor& cursor)
{
    TextCursor ahead = cursor;
    if (!ahead.take('<'))
        return std::nullopt;
    const auto priority = ahead.takeInteger();
    if (!priority || *priority > 191 || !ahead.take('>'))
        return std::nullopt;
    cursor = ahead;
    return severityOfNumber(static_cast<std::int64_t>(*priority % 8));
}

/// Words that are a level even in lower case and without brackets, right after the time.
bool isPlainLevel(std::string_view word)
{
    constexpr std::array<std::string_view, 13> levels{
        "trace", "debug", "info",  "notice", "warn",  "warning", "error",
        "err",   "crit",  "fatal", "alert",  "emerg", "critical"};
    return std::find(levels.begin(), levels.end(), word) != levels.end();
}

/// A word as it stands in the line, with what surrounds it.
struct Word
{
    std::string_view text;
    char before = ' ';
    char after = ' ';
    int index = 0;
};

std::optional<Severity> levelOf(const Word& word, bool hasTime)
{
    const auto severity = parseSeverityWord(word.text);
    if (!severity)
        return std::nullopt;
    const bool inBrackets = (word.before == '[' && word.after == ']')
        || (word.before == '<' && word.after == '>') || (word.before == '(' && word.after == ')')
        || (word.before == '|' && word.after == '|');
    const bool isUpperCase = std::all_of(word.text.begin(), word.text.end(),
                                         [](char c) { return isUpper(c) || isDigit(c); });
    const bool standsAlone = word.before == ' ' && (word.after == ' ' || word.after == '\t');
    if (word.text.size() < 3)
        return isUpperCase && (inBrackets || (hasTime && standsAlone && word.text != "A"))
            ? severity
            : std::nullopt;
    if (inBrackets || isUpperCase || word.after == ':')
        return severity;
    return hasTime && word.index == 0 && isPlainLevel(word.text) ? severity : std::nullopt;
}

bool isWordCharacter(char c)
{
    return isLetter(c) || isDigit(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '=';
}

Severity findLevel(std::string_view head, bool hasTime)
{
    int words = 0;
    for (std::size_t at = 0; at < head.size() && words < wordsLookedAt;) {
        if (!isWordCharacter(head[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < head.size() && isWordCharacter(head[end]))
            ++end;
        const Word word{head.substr(at, end - at), at == 0 ? ' ' : head[at - 1],
                        end == head.size() ? ' ' : head[end], words};
        if (const auto severity = levelOf(word, hasTime))
            return *severity;
        at = end;
        ++words;
    }
    return Severity::Unset;
}

} // namespace

LineHead readLineHead(std::string_view line, TimePoint now)
{
    LineHead head;
    TextCursor cursor(line.substr(0, headLength));
    while (cursor.peek() == ' ' || cursor.peek() == '\t')
        cursor.skip();
    const auto priority = takePriority(cursor);
    TextCursor inside = cursor;
    if (inside.take('[') || inside.take('('))
        head.time = takeTime(inside, now);
    if (head.time)
        cursor = inside;
    else
        head.time = takeTime(cursor, now);
    head.severity = priority
        ? *priority
        : findLevel(line.substr(0, headLength).substr(cursor.length()), head.time.has_value());
    return head;
}

} // namespace weir
