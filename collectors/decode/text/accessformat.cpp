// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/accessformat.h"

#include "collectors/decode/text/httpaccess.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/logfmtscanner.h"
#include "collectors/decode/text/textvalue.h"

#include <array>

namespace weir {

namespace {

constexpr std::size_t longestHead = 600; ///< host, client, identity and user

/// The words before the time: client, identity and user, and perhaps a virtual host before them.
const char* readHead(std::string_view head, LineEvent& event)
{
    constexpr const char* fault = "not three or four words before [";
    std::array<std::string_view, 4> words;
    std::size_t count = 0;
    for (Scan scan(head); !scan.isAtEnd(); scan.takeSpaces()) {
        if (count == words.size() || !scan.takeWord(words.at(count++)))
            return fault;
    }
    if (count < 3)
        return fault;
    if (count == 4)
        event.text("vhost", words[0]);
    event.text("client", orNothing(words.at(count - 3)));
    event.text("identity", orNothing(words.at(count - 2)));
    event.text("user", orNothing(words.at(count - 1)));
    return nullptr;
}

/// What sites append: a quoted forwarded-for, a bare request time, names with values. What is none
/// of these is left to the payload.
void readAppendix(std::string_view rest, LineEvent& event)
{
    Scan scan(rest);
    std::string_view part;
    scan.takeSpaces();
    if (takeQuoted(scan, part)) {
        event.text("forwarded_for", orNothing(part));
        scan.takeSpaces();
    }
    Scan ahead = scan;
    if (ahead.takeWord(part) && typeOfText(part).type != ValueType::String) {
        event.typed("request_time", part);
        scan = ahead;
    }
    LogfmtPair pair;
    for (LogfmtScanner pairs(scan.rest()); pairs.next(pair);) {
        if (!pair.hasValue)
            return;
        event.typed(pair.key, orNothing(pair.value));
    }
}

} // namespace

const char* AccessFormat::refuse(const Content& content) const
{
    const std::string_view head = content.bytes.substr(0, longestHead);
    const std::size_t bracket = head.find(" [");
    if (bracket == std::string_view::npos || bracket + 5 > head.size() || head[bracket + 4] != '/')
        return "no [dd/Mon/yyyy behind the client";
    return faultOfText(content);
}

const char* AccessFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const std::string_view line = withoutNewline(content.bytes);
    LineEvent event(content, builder);
    Scan scan(line);
    std::string_view head;
    if (!scan.takeUntil(" [", head))
        return "no [dd/Mon/yyyy behind the client";
    const auto time = scan.takeTime(takeAccessTime);
    if (!time || !scan.take("] "))
        return "its time is not [dd/Mon/yyyy:HH:MM:SS +zone]";
    if (const char* fault = readHead(head, event))
        return fault;
    event.time(time);
    const std::string_view fromRequest = scan.rest();
    std::string_view request;
    std::string_view status;
    std::string_view bytes;
    if (!takeQuoted(scan, request) || !scan.take(" ") || !scan.takeWord(status) || !scan.take(" ")
        || !scan.takeWord(bytes) || (bytes != "-" && !wholeNumber(bytes)))
        return "no \"request\" status bytes behind the time";
    event.body(fromRequest.substr(0, fromRequest.size() - scan.rest().size()));
    writeRequest(request, event);
    if (!writeStatus(status, event))
        return "its status has not three digits";
    event.typed("bytes", orNothing(bytes));
    std::string_view referer;
    std::string_view agent;
    if (scan.take(" ") && takeQuoted(scan, referer)) {
        event.text("referer", orNothing(referer));
        if (scan.take(" ") && takeQuoted(scan, agent))
            event.text("user_agent", orNothing(agent));
    }
    readAppendix(scan.rest(), event);
    return nullptr;
}

} // namespace weir
