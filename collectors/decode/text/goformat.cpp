// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/goformat.h"

#include "collectors/decode/linehead.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/scan.h"

namespace weir {

namespace {

constexpr const char* noGo = "does not begin with yyyy/mm/dd HH:MM:SS";

/// `main.go:23: ` in front of the text.
void takePlace(Scan& scan, LineEvent& event)
{
    Scan ahead = scan;
    std::string_view file;
    std::string_view line;
    if (!ahead.takeUntil(".go:", file) || file.find(' ') != std::string_view::npos
        || !ahead.takeDigits(line) || !ahead.take(": "))
        return;
    event.text("file", scan.rest().substr(0, file.size() + 3));
    event.typed("line", line);
    scan = ahead;
}

} // namespace

const char* GoFormat::refuse(const Content& content) const
{
    const std::string_view text = content.bytes;
    return text.size() >= 20 && text[4] == '/' && text[7] == '/' && text[10] == ' '
            && text[13] == ':'
        ? faultOfText(content)
        : noGo;
}

const char* GoFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const std::string_view line = withoutNewline(content.bytes);
    Scan scan(line);
    LineEvent event(content, builder);
    const auto time = scan.takeTime(takeSlashedTime);
    if (!time || !scan.take(" "))
        return noGo;
    event.time(time);
    takePlace(scan, event);
    // With its time: a level in lower case counts only behind one.
    event.severity(readLineHead(line, *time).severity);
    event.body(scan.rest());
    return nullptr;
}

} // namespace weir
