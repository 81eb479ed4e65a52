// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/linehead.h"

#include "collectors/decode/text/linetime.h"
#include "core/textcursor.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace weir {

namespace {

constexpr std::size_t headLength = 160;
constexpr int wordsLookedAt = 6;

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isLetter(char c)
{
    return isUpper(c) || (c >= 'a' && c <= 'z');
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
        head.time = takeLineTime(inside, now);
    if (head.time)
        cursor = inside;
    else
        head.time = takeLineTime(cursor, now);
    head.severity = priority
        ? *priority
        : findLevel(line.substr(0, headLength).substr(cursor.length()), head.time.has_value());
    return head;
}

} // namespace weir
