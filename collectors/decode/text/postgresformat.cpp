// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/postgresformat.h"

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/scan.h"
#include "collectors/decode/text/textvalue.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr const char* noPostgres = "does not begin with a time, [pid] and a level of PostgreSQL";

struct Level
{
    std::string_view word;
    Severity severity; ///< unset: a line that belongs to the one before it
};

constexpr std::array levels{
    Level{"LOG", Severity::Info},        Level{"ERROR", Severity::Error},
    Level{"FATAL", Severity::Fatal},     Level{"WARNING", Severity::Warn},
    Level{"STATEMENT", Severity::Unset}, Level{"DETAIL", Severity::Unset},
    Level{"HINT", Severity::Unset},      Level{"CONTEXT", Severity::Unset},
    Level{"NOTICE", Severity{10}},       Level{"INFO", Severity::Info},
    Level{"PANIC", Severity{24}},        Level{"DEBUG", Severity::Debug},
    Level{"DEBUG1", Severity::Debug},    Level{"DEBUG2", Severity::Debug},
    Level{"DEBUG3", Severity::Debug},    Level{"DEBUG4", Severity::Debug},
    Level{"DEBUG5", Severity::Debug},    Level{"QUERY", Severity::Unset},
    Level{"LOCATION", Severity::Unset},
};

/// `LEVEL:  `; nothing is taken where none stands.
const Level* takeLevel(Scan& scan)
{
    Scan ahead = scan;
    std::string_view word;
    if (!ahead.takeUntil(":", word) || !ahead.takeSpaces())
        return nullptr;
    const auto found = std::ranges::find(levels, word, &Level::word);
    if (found == levels.end())
        return nullptr;
    scan = ahead;
    return &*found;
}

/// Zones without a name are written as `-03`: hours east of UTC.
Nanoseconds offsetOf(std::string_view zone)
{
    if (zone.size() != 3 || (zone.front() != '+' && zone.front() != '-'))
        return {};
    const auto hours = wholeNumber(zone.substr(1));
    return std::chrono::hours(hours ? (zone.front() == '-' ? *hours : -*hours) : 0);
}

/// `app@orders ` before the level.
bool takeUser(Scan& scan, LineEvent& event)
{
    std::string_view word;
    if (!scan.takeWord(word) || !scan.takeSpaces())
        return false;
    const std::size_t at = word.find('@');
    if (at == std::string_view::npos)
        return false;
    event.text("user", word.substr(0, at));
    event.text("database", word.substr(at + 1));
    return true;
}

/// `duration: 12.345 ms`, as log_duration and log_min_duration_statement write it.
void readDuration(std::string_view text, LineEvent& event)
{
    Scan scan(text);
    std::string_view number;
    if (scan.take("duration: ") && scan.takeUntil(" ms", number) && anyNumber(number))
        event.typed("duration_ms", number);
}

} // namespace

const char* PostgresFormat::refuse(const Content& content) const
{
    const std::string_view text = content.bytes;
    return text.size() > 24 && text[4] == '-' && text[7] == '-' && text[10] == ' '
            && text[13] == ':'
        ? faultOfText(content)
        : noPostgres;
}

const char* PostgresFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    LineEvent event(content, builder);
    auto time = scan.takeTime(takeDatedTime);
    std::string_view zone;
    std::string_view process;
    if (!time || !scan.takeSpaces())
        return noPostgres;
    if (scan.peek() != '[' && (!scan.takeWord(zone) || zone.size() > 6 || !scan.takeSpaces()))
        return noPostgres;
    if (!scan.take("[") || !scan.takeDigits(process) || !scan.take("] "))
        return noPostgres;
    const Level* level = takeLevel(scan);
    if (!level && takeUser(scan, event))
        level = takeLevel(scan);
    if (!level)
        return noPostgres;
    event.time(*time + offsetOf(zone));
    event.severity(level->severity);
    event.typed("pid", process);
    event.word("log_level", level->word);
    event.body(scan.rest());
    readDuration(scan.rest(), event);
    return nullptr;
}

} // namespace weir
