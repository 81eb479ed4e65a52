// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/syslog5424format.h"

#include "collectors/decode/text/linetime.h"
#include "collectors/decode/text/sysloghead.h"
#include "collectors/decode/text/textvalue.h"

namespace weir {

namespace {

constexpr std::size_t mostParameters = 1000;
constexpr std::size_t longestName = 256; ///< the RFC's own limit is 32
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

/// A header field and the blank behind it; `-` is nothing.
bool takeHeaderField(Scan& scan, std::string_view& field)
{
    if (!scan.takeWord(field))
        return false;
    if (field == "-")
        field = {};
    return scan.take(" ");
}

bool takeVersion(Scan& scan)
{
    return takePriority(scan).has_value() && scan.take("1 ");
}

/// SD-NAME: printable, without `=`, `]`, `"` and blanks.
std::string_view takeSdName(Scan& scan)
{
    const std::string_view text = scan.rest();
    std::size_t size = 0;
    while (size < text.size() && text[size] > ' ' && text[size] != '=' && text[size] != ']'
           && text[size] != '"')
        ++size;
    const std::string_view name = text.substr(0, size);
    scan.skip(name.size());
    return name;
}

} // namespace

const char* Syslog5424Format::refuse(const Content& content) const
{
    Scan scan(content.bytes);
    return takeVersion(scan) ? faultOfText(content) : "does not begin with <PRI>1";
}

const char* Syslog5424Format::decode(const Content& content, EventBatchBuilder& builder)
{
    Scan scan(withoutNewline(content.bytes));
    LineEvent event(content, builder);
    const auto priority = takePriority(scan);
    if (!priority || !scan.take("1 "))
        return "does not begin with <PRI>1";
    const auto time = scan.takeTime(takeDatedTime);
    if (!time && !scan.take("-"))
        return "its time is not one of RFC 5424";
    std::string_view host;
    std::string_view app;
    std::string_view process;
    std::string_view id;
    if (!scan.take(" ") || !takeHeaderField(scan, host) || !takeHeaderField(scan, app)
        || !takeHeaderField(scan, process) || !takeHeaderField(scan, id))
        return "its header ends too early";
    event.time(time);
    event.severity(severityOfPriority(*priority));
    event.word("facility", facilityName(*priority));
    event.text("host.name", host);
    event.text("service.name", app);
    event.typed("pid", process);
    event.text("msgid", id);
    if (const char* fault = readStructuredData(scan, event, builder))
        return fault;
    scan.take(" ");
    scan.take(byteOrderMark);
    event.body(scan.rest());
    return nullptr;
}

const char* Syslog5424Format::readStructuredData(Scan& scan, LineEvent& event,
                                                 EventBatchBuilder& builder)
{
    constexpr const char* fault = "its structured data is not complete";
    if (scan.take("-"))
        return scan.isAtEnd() || scan.peek() == ' ' ? nullptr : fault;
    if (scan.peek() != '[')
        return fault;
    m_parameters = 0;
    while (scan.take("[")) {
        const std::string_view id = takeSdName(scan);
        if (id.empty() || id.size() > longestName)
            return fault;
        m_name.assign("sd.").append(id).append(".");
        m_prefix = m_name.size();
        while (scan.takeSpaces() && scan.peek() != ']') {
            if (const char* wrong = readParameter(scan, event, builder))
                return wrong;
        }
        if (!scan.take("]"))
            return fault;
    }
    return scan.isAtEnd() || scan.peek() == ' ' ? nullptr : fault;
}

const char* Syslog5424Format::readParameter(Scan& scan, LineEvent& event,
                                            EventBatchBuilder& builder)
{
    const std::string_view name = takeSdName(scan);
    if (name.empty() || name.size() > longestName || !scan.take("=\""))
        return "a parameter of its structured data is not name=\"value\"";
    if (++m_parameters > mostParameters)
        return "more than 1000 parameters";
    m_name.resize(m_prefix);
    m_name.append(name);
    const std::string_view text = scan.rest();
    std::size_t end = 0;
    bool hasEscapes = false;
    for (; end < text.size() && text[end] != '"'; ++end) {
        if (text[end] == '\\' && end + 1 < text.size()) {
            hasEscapes = true;
            ++end;
        }
    }
    if (end >= text.size())
        return "a value of its structured data is not closed";
    const std::string_view value = text.substr(0, end);
    scan.skip(end + 1);
    if (!hasEscapes) {
        event.typed(m_name, value);
        return nullptr;
    }
    // Only these three are escaped; a backslash before anything else is a backslash.
    m_unescaped.clear();
    for (std::size_t i = 0; i < value.size(); ++i) {
        const bool isEscape = value[i] == '\\' && i + 1 < value.size()
            && (value[i + 1] == '"' || value[i + 1] == '\\' || value[i + 1] == ']');
        m_unescaped.push_back(value[isEscape ? ++i : i]);
    }
    builder.addField(m_name, ValueType::String, builder.append(m_unescaped));
    return nullptr;
}

} // namespace weir
