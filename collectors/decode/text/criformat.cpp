// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/criformat.h"

#include "collectors/decode/linehead.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/scan.h"

namespace weir {

namespace {

constexpr const char* noCri = "does not begin with a time, stdout or stderr, and F or P";
constexpr std::size_t longestHead = 50;

} // namespace

const char* CriFormat::refuse(const Content& content) const
{
    const std::string_view head = content.bytes.substr(0, longestHead);
    return head.find(" stdout ") != std::string_view::npos
            || head.find(" stderr ") != std::string_view::npos
        ? faultOfText(content)
        : noCri;
}

const char* CriFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    LineEvent event(content, builder);
    const auto time = scan.takeTime(takeDatedTime);
    std::string_view stream;
    std::string_view tags;
    if (!time || !scan.take(" ") || !scan.takeWord(stream)
        || (stream != "stdout" && stream != "stderr") || !scan.take(" ") || !scan.takeWord(tags))
        return noCri;
    // Tags are divided by colons; the first one says whether the line is complete.
    const bool isPartial = tags == "P" || tags.starts_with("P:");
    if (!isPartial && tags != "F" && !tags.starts_with("F:"))
        return noCri;
    scan.take(" ");
    event.time(time);
    event.severity(readLineHead(scan.rest(), *time).severity);
    event.text("stream", stream);
    if (isPartial)
        event.truth("partial", true);
    event.body(scan.rest());
    return nullptr;
}

} // namespace weir
