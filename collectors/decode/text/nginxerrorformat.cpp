// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/nginxerrorformat.h"

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/scan.h"

#include <array>

namespace weir {

namespace {

constexpr const char* noNginx = "does not begin with yyyy/mm/dd HH:MM:SS [level] pid#tid:";

struct Part
{
    std::string_view label; ///< as nginx appends it to the text
    std::string_view field;
};

constexpr std::array parts{
    Part{", client: ", "client"},     Part{", server: ", "server"}, Part{", request: ", "request"},
    Part{", upstream: ", "upstream"}, Part{", host: ", "vhost"},    Part{", referrer: ", "referer"},
};

std::string_view withoutQuotes(std::string_view text)
{
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"'))
        return text.substr(1, text.size() - 2);
    return text;
}

/// The text before what nginx appends, and each appended part as a field.
std::string_view readParts(std::string_view text, LineEvent& event)
{
    std::string_view message = text;
    std::string_view rest = text;
    const Part* open = nullptr;
    for (const Part& part : parts) {
        const std::size_t at = rest.find(part.label);
        if (at == std::string_view::npos)
            continue;
        if (open)
            event.text(open->field, withoutQuotes(rest.substr(0, at)));
        else
            message = rest.substr(0, at);
        open = &part;
        rest.remove_prefix(at + part.label.size());
    }
    if (open)
        event.text(open->field, withoutQuotes(rest));
    return message;
}

} // namespace

const char* NginxErrorFormat::refuse(const Content& content) const
{
    const std::string_view text = content.bytes;
    return text.size() > 22 && text[4] == '/' && text[7] == '/' && text.substr(19, 2) == " ["
        ? faultOfText(content)
        : noNginx;
}

const char* NginxErrorFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    LineEvent event(content, builder);
    const auto time = scan.takeTime(takeSlashedTime);
    std::string_view level;
    std::string_view process;
    std::string_view thread;
    if (!time || !scan.take(" [") || !scan.takeUntil("] ", level) || !scan.takeDigits(process)
        || !scan.take("#") || !scan.takeDigits(thread) || !scan.take(": "))
        return noNginx;
    const auto severity = parseSeverityWord(level);
    if (!severity)
        return "its level is not one of nginx";
    event.time(time);
    event.severity(*severity);
    event.typed("pid", process);
    event.typed("tid", thread);
    Scan ahead = scan;
    std::string_view connection;
    if (ahead.take("*") && ahead.takeDigits(connection) && ahead.take(" ")) {
        event.typed("connection", connection);
        scan = ahead;
    }
    event.body(readParts(scan.rest(), event));
    return nullptr;
}

} // namespace weir
