// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/pythonformat.h"

#include "collectors/decode/text/levelword.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/scan.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

/// The parts of one of the layouts.
struct Parts
{
    std::optional<TimePoint> time;
    std::optional<Severity> severity;
    std::string_view logger;
    std::string_view process;
    std::string_view processName;
    std::string_view function;
    std::string_view line;
    std::string_view body;
};

using Reader = bool (*)(Scan scan, Parts& parts);

/// `2026-11-23 12:04:51,120 - app.db - WARNING - text`
bool readDashed(Scan scan, Parts& parts)
{
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take(" - ") || !scan.takeUntil(" - ", parts.logger)
        || !isLoggerName(parts.logger))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take(" - "))
        return false;
    parts.body = scan.rest();
    return true;
}

/// The levels that Python itself has: `NOTE:see:below` is prose.
bool isOwnLevel(std::string_view word)
{
    constexpr std::array<std::string_view, 7> levels{"DEBUG",    "INFO", "WARNING", "ERROR",
                                                     "CRITICAL", "WARN", "FATAL"};
    return std::ranges::find(levels, word) != levels.end();
}

/// `WARNING:app.db:text`
bool readColons(Scan scan, Parts& parts)
{
    const std::string_view level = scan.rest().substr(0, scan.rest().find(':'));
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !isOwnLevel(level) || !scan.take(":")
        || !scan.takeUntil(":", parts.logger) || !isLoggerName(parts.logger)
        || scan.rest().starts_with("//"))
        return false;
    parts.body = scan.rest();
    return true;
}

/// `[2026-11-23 12:04:51,120] ERROR in app: text`
bool readFlask(Scan scan, Parts& parts)
{
    if (!scan.take("["))
        return false;
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take("] "))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take(" in ") || !scan.takeUntil(": ", parts.logger)
        || !isLoggerName(parts.logger))
        return false;
    parts.body = scan.rest();
    return true;
}

/// `[2026-11-23 12:04:51 +0000] [657] [INFO] text`
bool readGunicorn(Scan scan, Parts& parts)
{
    if (!scan.take("["))
        return false;
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take("] [") || !scan.takeDigits(parts.process) || !scan.take("] ["))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take("] "))
        return false;
    parts.body = scan.rest();
    return true;
}

/// `[2026-11-23 12:04:51,120: INFO/MainProcess] text`
bool readCelery(Scan scan, Parts& parts)
{
    if (!scan.take("["))
        return false;
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take(": "))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take("/") || !scan.takeUntil("] ", parts.processName))
        return false;
    parts.body = scan.rest();
    return true;
}

/// `2026-11-23 12:04:51.120 | INFO     | app.db:connect:12 - text`
bool readLoguru(Scan scan, Parts& parts)
{
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take(" | "))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.takeSpaces() || !scan.take("| ")
        || !scan.takeUntil(":", parts.logger) || !isLoggerName(parts.logger)
        || !scan.takeUntil(":", parts.function) || !scan.takeDigits(parts.line)
        || !scan.take(" - "))
        return false;
    parts.body = scan.rest();
    return true;
}

constexpr std::array<Reader, 6> readers{readDashed,   readColons, readFlask,
                                        readGunicorn, readCelery, readLoguru};

} // namespace

const char* PythonFormat::refuse(const Content& content) const
{
    const char first = content.bytes.empty() ? '\0' : content.bytes.front();
    return first == '[' || isDigit(first) || (first >= 'A' && first <= 'Z')
        ? faultOfText(content)
        : "begins with neither a time nor a level";
}

const char* PythonFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const Scan scan(withoutNewline(content.bytes));
    for (const Reader read : readers) {
        Parts parts;
        if (!read(scan, parts))
            continue;
        LineEvent event(content, builder);
        event.time(parts.time);
        event.severity(*parts.severity);
        event.text("service.name", parts.logger);
        event.typed("pid", parts.process);
        event.text("process", parts.processName);
        event.text("function", parts.function);
        event.typed("line", parts.line);
        event.body(parts.body);
        return nullptr;
    }
    return "none of the layouts of Python's logging";
}

} // namespace weir
