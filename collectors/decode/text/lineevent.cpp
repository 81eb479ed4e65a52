// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/lineevent.h"

#include "collectors/decode/text/textvalue.h"
#include "core/json.h"
#include "core/textcursor.h"

#include <algorithm>

namespace weir {

void LineEvent::typed(std::string_view name, std::string_view part)
{
    if (part.empty())
        return;
    const TextValue value = typeOfText(part);
    m_builder.addField(name, value.type, m_content.piece(part), value.bits);
}

void LineEvent::truth(std::string_view name, bool isTrue)
{
    m_builder.addField(name, ValueType::Bool, m_builder.append(isTrue ? "true" : "false"),
                       isTrue ? 1 : 0);
}

void LineEvent::time(std::optional<TimePoint> time)
{
    if (!time)
        time = m_content.message.wireTime;
    if (time)
        m_builder.setTime(*time);
}

std::string_view withoutNewline(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

const char* faultOfText(const Content& content)
{
    return isUtf8(content.bytes) ? nullptr : "not UTF-8";
}

bool isPlainName(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_'
            || c == '-' || c == '.';
    });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::string_view labelField(std::string_view name)
{
    return name == "host" ? "host.name" : name == "service" ? "service.name" : name;
}

} // namespace weir
