// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/envoyformat.h"

#include "collectors/decode/text/httpaccess.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/textvalue.h"

#include <array>

namespace weir {

namespace {

constexpr const char* noEnvoy = "does not begin with [time] \"request\"";

/// Behind the response's flags Istio writes a code's details, the flags of the connection and a
/// failure.
void skipDetails(Scan& scan)
{
    Scan ahead = scan;
    std::string_view word;
    std::string_view quoted;
    if (ahead.takeWord(word) && !wholeNumber(word) && ahead.take(" ") && ahead.takeWord(word)
        && ahead.take(" ") && takeQuoted(ahead, quoted) && ahead.take(" "))
        scan = ahead;
}

} // namespace

const char* EnvoyFormat::refuse(const Content& content) const
{
    const std::string_view text = content.bytes;
    return text.size() > 12 && text[0] == '[' && text[5] == '-' && text[8] == '-' && text[11] == 'T'
        ? faultOfText(content)
        : noEnvoy;
}

const char* EnvoyFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    LineEvent event(content, builder);
    if (!scan.take("["))
        return noEnvoy;
    const auto time = scan.takeTime(takeDatedTime);
    std::string_view request;
    const std::string_view fromRequest = time && scan.take("] ") ? scan.rest() : std::string_view();
    std::string_view status;
    std::string_view flags;
    if (fromRequest.empty() || !takeQuoted(scan, request) || !scan.take(" ")
        || !scan.takeWord(status) || !scan.take(" ") || !scan.takeWord(flags))
        return noEnvoy;
    event.time(time);
    event.body(fromRequest.substr(0, fromRequest.size() - scan.rest().size()));
    writeRequest(request, event);
    if (status != "0" && !writeStatus(status, event))
        return "its status has not three digits";
    event.text("flags", orNothing(flags));
    scan.take(" ");
    skipDetails(scan);
    constexpr std::array<std::string_view, 4> numbers{"bytes_received", "bytes", "duration_ms",
                                                      "upstream_ms"};
    for (const std::string_view name : numbers) {
        std::string_view word;
        if (!scan.takeWord(word) || (word != "-" && !wholeNumber(word)) || !scan.take(" "))
            return "no four numbers behind its flags";
        event.typed(name, orNothing(word));
    }
    constexpr std::array<std::string_view, 5> texts{"forwarded_for", "user_agent", "request_id",
                                                    "authority", "upstream"};
    for (const std::string_view name : texts) {
        std::string_view text;
        if (!takeQuoted(scan, text))
            return "no five quoted parts behind its numbers";
        event.text(name, orNothing(text));
        scan.take(" ");
    }
    return nullptr;
}

} // namespace weir
