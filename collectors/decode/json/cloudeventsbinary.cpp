// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/cloudeventsbinary.h"

#include "core/json.h"

namespace weir {

namespace {

std::string_view attribute(const Content& content, std::string_view underscored,
                           std::string_view hyphened)
{
    const std::string_view value = content.header(underscored);
    return value.empty() ? content.header(hyphened) : value;
}

} // namespace

const char* CloudEventsBinary::refuse(const Content& content) const
{
    return attribute(content, "ce_specversion", "ce-specversion").empty()
        ? "no header ce_specversion"
        : nullptr;
}

const char* CloudEventsBinary::decode(const Content& content, EventBatchBuilder& builder)
{
    RawMessage message = content.message;
    if (const auto time = parseTime(attribute(content, "ce_time", "ce-time")))
        message.wireTime = time;
    const Content data{content.bytes, content.place, message, content.received};
    if (firstCharacter(content.bytes) == '{') {
        constexpr static FieldRules plain;
        if (const char* reason =
                m_reader->read(data, JsonReader::Shape::Object, plain, builder))
            return reason;
    } else if (!isUtf8(content.bytes)) {
        return "CloudEvents with data that is neither JSON nor text";
    } else if (message.wireTime) {
        builder.setTime(*message.wireTime);
    }
    const auto add = [&](std::string_view field, std::string_view value) {
        if (!value.empty() && isUtf8(value))
            builder.addField(field, ValueType::String, builder.append(value));
    };
    add("service.name", attribute(content, "ce_source", "ce-source"));
    add("type", attribute(content, "ce_type", "ce-type"));
    add("id", attribute(content, "ce_id", "ce-id"));
    add("subject", attribute(content, "ce_subject", "ce-subject"));
    return nullptr;
}

} // namespace weir
