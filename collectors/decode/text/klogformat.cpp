// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/klogformat.h"

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/logfmtscanner.h"
#include "collectors/decode/text/scan.h"

namespace weir {

namespace {

constexpr const char* noKlog = "does not begin with Lmmdd HH:MM:SS.uuuuuu thread file:line]";

/// `"Pod updated" pod="kube-system/dns" status="ready"`: the text in quotes and what follows as
/// fields. False when the line is not of this kind; what was written then stays to be overwritten.
bool readStructured(std::string_view text, LineEvent& event, EventBatchBuilder& builder)
{
    if (!text.starts_with('"'))
        return false;
    std::size_t end = 1;
    while (end < text.size() && text[end] != '"')
        end += text[end] == '\\' ? 2U : 1U;
    if (end >= text.size() || (end + 1 < text.size() && text[end + 1] != ' '))
        return false;
    LogfmtPair pair;
    LogfmtScanner check(text.substr(end + 1));
    while (check.next(pair)) {
        if (!pair.hasValue)
            return false;
    }
    if (check.fault())
        return false;
    std::string unescaped;
    for (LogfmtScanner pairs(text.substr(end + 1)); pairs.next(pair);) {
        if (!pair.hasEscapes) {
            if (pair.isQuoted)
                event.text(labelField(pair.key), pair.value);
            else
                event.typed(labelField(pair.key), pair.value);
            continue;
        }
        unescaped.clear();
        appendUnescaped(pair.value, unescaped);
        event.word(labelField(pair.key), unescaped);
    }
    const std::string_view message = text.substr(1, end - 1);
    if (message.find('\\') == std::string_view::npos) {
        event.body(message);
        return true;
    }
    unescaped.clear();
    appendUnescaped(message, unescaped);
    builder.setBody(builder.append(unescaped));
    return true;
}

} // namespace

const char* KlogFormat::refuse(const Content& content) const
{
    const std::string_view text = content.bytes;
    if (text.size() < 20 || std::string_view("IWEFD").find(text[0]) == std::string_view::npos)
        return noKlog;
    for (std::size_t i = 1; i < 5; ++i) {
        if (!isDigit(text[i]))
            return noKlog;
    }
    return faultOfText(content);
}

const char* KlogFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const std::string_view line = withoutNewline(content.bytes);
    Scan scan(line);
    LineEvent event(content, builder);
    const auto severity = parseSeverityWord(line.substr(0, 1));
    if (!severity)
        return noKlog;
    scan.skip(1);
    const auto time = scan.takeTime(takePackedTime, nearTime(content));
    std::string_view thread;
    std::string_view file;
    std::string_view number;
    if (!time || !scan.takeSpaces() || !scan.takeDigits(thread) || !scan.takeSpaces()
        || !scan.takeUntil(":", file) || file.empty() || file.find(' ') != std::string_view::npos
        || !scan.takeDigits(number) || !scan.take("]"))
        return noKlog;
    scan.take(" ");
    event.time(time);
    event.severity(*severity);
    event.typed("thread", thread);
    event.text("file", file);
    event.typed("line", number);
    if (!readStructured(scan.rest(), event, builder))
        event.body(scan.rest());
    return nullptr;
}

} // namespace weir
