// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/textformat.h"

#include "collectors/decode/json/jsonreader.h"
#include "collectors/decode/linehead.h"
#include "core/json.h"

namespace weir {

const char* TextFormat::refuse(const Content& content) const
{
    if (!m_takesBraces && firstCharacter(content.bytes) == '{')
        return "begins with {";
    return isUtf8(content.bytes) ? nullptr : "not UTF-8";
}

const char* TextFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const auto wireTime = content.message.wireTime;
    const LineHead head = readLineHead(content.bytes, wireTime.value_or(content.received));
    if (head.time || wireTime)
        builder.setTime(head.time ? *head.time : *wireTime);
    builder.setSeverity(head.severity);
    builder.setBody(content.place);
    return nullptr;
}

} // namespace weir
