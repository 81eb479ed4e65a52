// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/sysloghead.h"

#include "collectors/decode/text/linetime.h"

#include <array>
#include <charconv>

namespace weir {

namespace {

constexpr std::array<std::string_view, 24> facilities{
    "kern",   "user",   "mail",     "daemon", "auth",   "syslog", "lpr",    "news",
    "uucp",   "cron",   "authpriv", "ftp",    "ntp",    "audit",  "alert",  "clock",
    "local0", "local1", "local2",   "local3", "local4", "local5", "local6", "local7"};

constexpr int highestPriority = 191;
constexpr std::size_t longestHead = 300;

} // namespace

std::optional<int> takePriority(Scan& scan)
{
    Scan ahead = scan;
    std::string_view digits;
    int priority = 0;
    if (!ahead.take("<") || !ahead.takeDigits(digits) || digits.size() > 3 || !ahead.take(">"))
        return std::nullopt;
    std::from_chars(digits.data(), digits.data() + digits.size(), priority);
    if (priority > highestPriority)
        return std::nullopt;
    scan = ahead;
    return priority;
}

std::string_view facilityName(int priority)
{
    return facilities.at(static_cast<std::size_t>(priority) / 8);
}

Severity severityOfPriority(int priority)
{
    return severityOfNumber(priority % 8).value_or(Severity::Unset);
}

SyslogHead takeSyslogHead(Scan& scan, TimePoint now)
{
    SyslogHead head;
    head.priority = takePriority(scan);
    Scan ahead = scan;
    head.time = ahead.takeTime(takeNamedMonth, now);
    head.hasNamedMonth = head.time.has_value();
    if (!head.time)
        head.time = ahead.takeTime(takeDatedTime);
    if (!head.time || !ahead.takeSpaces()) {
        head.time.reset();
        return head;
    }
    scan = ahead;
    // What ends with a colon is the program: the host was left out.
    if (ahead.takeWord(head.host) && ahead.takeSpaces() && !head.host.ends_with(':')
        && !head.host.ends_with(']'))
        scan = ahead;
    else
        head.host = {};
    return head;
}

bool hasMark(std::string_view text, std::string_view mark)
{
    return text.substr(0, longestHead + mark.size()).find(mark) != std::string_view::npos;
}

std::optional<SyslogHead> takeHeadBefore(std::string_view mark, Scan& scan, TimePoint now)
{
    const std::string_view text = scan.rest();
    const std::size_t at = text.substr(0, longestHead + mark.size()).find(mark);
    if (at == std::string_view::npos)
        return std::nullopt;
    Scan before(text.substr(0, at));
    SyslogHead head;
    if (at > 0) {
        const auto priority = takePriority(before);
        before.take("1 ");
        head = takeSyslogHead(before, now);
        head.priority = priority;
        if (!head.priority && !head.time)
            return std::nullopt;
    }
    scan.skip(at + mark.size());
    return head;
}

void writeSyslogHead(const SyslogHead& head, LineEvent& event)
{
    event.time(head.time);
    event.text("host.name", head.host);
    if (!head.priority)
        return;
    event.severity(severityOfPriority(*head.priority));
    event.word("facility", facilityName(*head.priority));
}

} // namespace weir
