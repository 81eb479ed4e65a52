// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/javaformat.h"

#include "collectors/decode/text/levelword.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/scan.h"

#include <array>

namespace weir {

namespace {

/// The parts of one of the layouts.
struct Parts
{
    std::optional<TimePoint> time;
    std::optional<Severity> severity;
    std::string_view thread;
    std::string_view logger;
    std::string_view application;
    std::string_view process;
    std::string_view method;
    std::string_view body;
};

using Reader = bool (*)(Scan scan, TimePoint now, Parts& parts);

std::optional<TimePoint> takeDatedOrClock(Scan& scan, TimePoint now)
{
    const auto time = scan.takeTime(takeDatedTime);
    return time ? time : scan.takeTime(takeClock, now);
}

/// `12:04:51.120 [main] INFO  c.e.Pay - text`, with a date or without; log4j2 and logback.
bool readThreadFirst(Scan scan, TimePoint now, Parts& parts)
{
    parts.time = takeDatedOrClock(scan, now);
    if (!parts.time || !scan.take(" [") || !scan.takeUntil("] ", parts.thread))
        return false;
    scan.takeSpaces(0);
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.takeSpaces() || !scan.takeWord(parts.logger)
        || !isLoggerName(parts.logger) || (!scan.take(" - ") && !scan.take(" -- ")))
        return false;
    parts.body = scan.rest();
    return true;
}

/// `2026-11-23T12:04:51.120Z  INFO 657 --- [app] [           main] c.e.Pay   : text`: Spring Boot;
/// before its version 3.2 without `[app]`.
bool readSpring(Scan scan, TimePoint, Parts& parts)
{
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.takeSpaces())
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take(" ") || !scan.takeDigits(parts.process)
        || !scan.take(" --- [") || !scan.takeUntil("] ", parts.thread))
        return false;
    if (scan.take("[")) {
        parts.application = parts.thread;
        if (!scan.takeUntil("] ", parts.thread))
            return false;
    }
    if (!scan.takeWord(parts.logger) || !isLoggerName(parts.logger) || !scan.takeSpaces()
        || !scan.take(": "))
        return false;
    parts.thread = trimmed(parts.thread);
    parts.body = scan.rest();
    return true;
}

/// `[2026-11-23 12:04:51,120] INFO text (kafka.server.KafkaServer)`: Kafka's own.
bool readKafka(Scan scan, TimePoint, Parts& parts)
{
    if (!scan.take("["))
        return false;
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take("] "))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take(" "))
        return false;
    // The logger ends the first line; a stack trace may follow.
    const std::string_view line = scan.rest().substr(0, scan.rest().find('\n'));
    const std::size_t open = line.rfind(" (");
    if (!line.ends_with(')') || open == std::string_view::npos)
        return false;
    parts.logger = line.substr(open + 2, line.size() - open - 3);
    if (!isLoggerName(parts.logger))
        return false;
    parts.body = line.size() < scan.rest().size() ? scan.rest() : line.substr(0, open);
    return true;
}

/// `2026-11-23 12:04:51,120 INFO org.apache.hadoop.hdfs.NameNode: text`, with `[thread]` behind the
/// level or without: Hadoop, HBase and log4j's usual layout.
bool readLevelFirst(Scan scan, TimePoint, Parts& parts)
{
    parts.time = scan.takeTime(takeDatedTime);
    if (!parts.time || !scan.take(" "))
        return false;
    scan.takeSpaces(0);
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.takeSpaces())
        return false;
    if (scan.take("[") && (!scan.takeUntil("] ", parts.thread) || !scan.takeSpaces(0)))
        return false;
    std::string_view word;
    if (!scan.takeWord(word))
        return false;
    const bool hasColon = word.ends_with(':');
    parts.logger = hasColon ? word.substr(0, word.size() - 1) : word;
    // One word and a colon may be prose: a logger has a package.
    if (!isLoggerName(parts.logger) || parts.logger.find('.') == std::string_view::npos)
        return false;
    if (hasColon ? !scan.take(" ") : !scan.take(" - "))
        return false;
    parts.body = scan.rest();
    return true;
}

/// `Nov 23, 2026 12:04:51 PM com.example.Pay charge` and `INFO: text` in the next line:
/// java.util.logging.
bool readTwoLines(Scan scan, TimePoint now, Parts& parts)
{
    if (isDigit(scan.peek()))
        return false;
    parts.time = scan.takeTime(takeNamedMonth, now);
    if (!parts.time || !scan.take(" ") || !scan.takeWord(parts.logger)
        || !isLoggerName(parts.logger))
        return false;
    if (scan.take(" ") && !scan.takeWord(parts.method))
        return false;
    scan.take("\r");
    if (!scan.take("\n"))
        return false;
    parts.severity = takeLevelWord(scan);
    if (!parts.severity || !scan.take(": "))
        return false;
    parts.body = scan.rest();
    return true;
}

constexpr std::array<Reader, 5> readers{readThreadFirst, readSpring, readKafka, readLevelFirst,
                                        readTwoLines};

} // namespace

const char* JavaFormat::refuse(const Content& content) const
{
    const char first = content.bytes.empty() ? '\0' : content.bytes.front();
    return first == '[' || isDigit(first) || (first >= 'A' && first <= 'Z')
        ? faultOfText(content)
        : "does not begin with a time";
}

const char* JavaFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const Scan scan(withoutNewline(content.bytes));
    for (const Reader read : readers) {
        Parts parts;
        if (!read(scan, nearTime(content), parts))
            continue;
        LineEvent event(content, builder);
        event.time(parts.time);
        event.severity(*parts.severity);
        event.text("service.name", parts.application.empty() ? parts.logger : parts.application);
        if (!parts.application.empty())
            event.text("logger", parts.logger);
        event.text("thread", parts.thread);
        event.typed("pid", parts.process);
        event.text("function", parts.method);
        event.body(parts.body);
        return nullptr;
    }
    return "none of the layouts of Java's logging libraries";
}

} // namespace weir
