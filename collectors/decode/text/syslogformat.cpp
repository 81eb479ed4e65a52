// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/syslogformat.h"

#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/sysloghead.h"
#include "core/severity.h"

namespace weir {

namespace {

constexpr std::size_t longestTag = 64; ///< the RFC's own limit is 32
constexpr const char* noHead = "has neither <PRI> nor a time, a host and a program at its start";

/// `sshd[657]: ` or `kernel: `
struct Tag
{
    std::string_view program;
    std::string_view pid;
};

bool isTagCharacter(char c)
{
    return c > ' ' && c != '[' && c != ']' && c != ':' && c != '=' && c != '"' && c != '{'
        && c != '<' && c != '%';
}

std::optional<Tag> takeTag(Scan& scan)
{
    const std::string_view text = scan.rest();
    std::size_t end = 0;
    while (end < text.size() && end <= longestTag && isTagCharacter(text[end]))
        ++end;
    if (end == 0 || end > longestTag)
        return std::nullopt;
    Tag tag{text.substr(0, end), {}};
    Scan ahead = scan;
    ahead.skip(end);
    if (ahead.take("[") && !ahead.takeUntil("]", tag.pid))
        return std::nullopt;
    if (tag.pid.size() > longestTag || !ahead.take(":"))
        return std::nullopt;
    // `10.1.2.3:443` and `http://` are no programs; a colon may end the line.
    if (!ahead.isAtEnd() && !ahead.takeSpaces())
        return std::nullopt;
    scan = ahead;
    return tag;
}

/// `%LINK-3-UPDOWN: `, `%ASA-6-302013: `, `%SYS-SW1-5-CONFIG_I: `: the digit between dashes is a
/// severity.
struct CiscoTag
{
    std::string_view facility;
    std::string_view mnemonic;
    int severity = 0;
};

std::optional<CiscoTag> takeCiscoTag(Scan& scan)
{
    Scan ahead = scan;
    std::string_view whole;
    if (!ahead.take("%") || !ahead.takeUntil(":", whole) || whole.size() > longestTag)
        return std::nullopt;
    const std::size_t last = whole.rfind('-');
    if (last == std::string_view::npos || last < 3 || last + 1 == whole.size()
        || whole[last - 2] != '-' || whole[last - 1] < '0' || whole[last - 1] > '7')
        return std::nullopt;
    const CiscoTag tag{whole.substr(0, last - 2), whole.substr(last + 1), whole[last - 1] - '0'};
    if (whole.find(' ') != std::string_view::npos)
        return std::nullopt;
    ahead.takeSpaces();
    scan = ahead;
    return tag;
}

/// What Cisco puts between priority and tag: `45: `, `router1: `, `*Nov 23 12:04:51.120 UTC: `.
struct CiscoHead
{
    std::string_view sequence;
    std::string_view host;
    std::optional<TimePoint> time;
};

CiscoHead takeCiscoHead(Scan& scan, TimePoint now)
{
    CiscoHead head;
    Scan ahead = scan;
    if (ahead.takeDigits(head.sequence) && ahead.take(":") && ahead.takeSpaces())
        scan = ahead;
    else
        head.sequence = {};
    ahead = scan;
    std::string_view word;
    if (ahead.takeWord(word) && word.ends_with(':') && word.size() > 1 && word.front() != '%'
        && ahead.takeSpaces()) {
        head.host = word.substr(0, word.size() - 1);
        scan = ahead;
    }
    ahead = scan;
    if (!ahead.take("*"))
        ahead.take(".");
    head.time = ahead.takeTime(takeNamedMonth, now);
    if (head.time && (ahead.take(": ") || ahead.take(" : ")))
        scan = ahead;
    else
        head.time.reset();
    return head;
}

/// The whole of a Cisco message behind `<PRI>`; nothing is taken or written when it is none.
bool readCisco(const SyslogHead& head, Scan& scan, LineEvent& event, TimePoint now)
{
    Scan ahead = scan;
    ahead.take(": "); // of `asa1 : %ASA-…`
    const CiscoHead inner = takeCiscoHead(ahead, now);
    const auto tag = takeCiscoTag(ahead);
    if (!tag)
        return false;
    scan = ahead;
    event.text("cisco.facility", tag->facility);
    event.text("cisco.mnemonic", tag->mnemonic);
    event.typed("cisco.sequence", inner.sequence);
    event.text("host.name", inner.host);
    if (inner.time)
        event.time(inner.time);
    if (!head.priority)
        event.severity(severityOfPriority(tag->severity));
    event.body(scan.rest());
    return true;
}

bool isLevel(std::string_view word)
{
    while (!word.empty() && (word.front() == '[' || word.front() == '<'))
        word.remove_prefix(1);
    while (!word.empty() && (word.back() == ']' || word.back() == '>'))
        word.remove_suffix(1);
    return parseSeverityWord(word).has_value();
}

} // namespace

const char* SyslogFormat::refuse(const Content& content) const
{
    if (content.bytes.empty())
        return noHead;
    const char first = content.bytes.front();
    const bool mayBegin = first == '<' || isDigit(first) || (first >= 'A' && first <= 'Z');
    return mayBegin ? faultOfText(content) : noHead;
}

const char* SyslogFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    LineEvent event(content, builder);
    const TimePoint now = nearTime(content);
    const SyslogHead head = takeSyslogHead(scan, now);
    if (!head.priority && !head.time)
        return noHead;
    writeSyslogHead(head, event);
    if ((head.priority || head.hasNamedMonth) && readCisco(head, scan, event, now))
        return nullptr;
    return readMessage(head, scan, event);
}

const char* SyslogFormat::readMessage(const SyslogHead& head, Scan& scan, LineEvent& event) const
{
    const auto tag = takeTag(scan);
    if (!head.priority) {
        // Without <PRI> many a line begins with a time and two words.
        const bool isSure = tag && !head.host.empty() && !isLevel(head.host)
            && !isLevel(tag->program)
            && (head.hasNamedMonth || !tag->pid.empty() || tag->program == "kernel");
        if (!isSure && !m_isChosen)
            return noHead;
    }
    if (tag) {
        event.text("service.name", tag->program);
        event.typed("pid", tag->pid);
    }
    event.body(scan.rest());
    return nullptr;
}

} // namespace weir
