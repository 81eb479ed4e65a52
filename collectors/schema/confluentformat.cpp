// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/schema/confluentformat.h"

#include "collectors/schema/schemacompiler.h"

namespace weir {

namespace {

constexpr std::size_t headSize = 5;

std::uint32_t idOf(std::string_view bytes)
{
    std::uint32_t id = 0;
    for (const char byte : bytes.substr(1, headSize - 1))
        id = (id << 8U) | static_cast<unsigned char>(byte);
    return id;
}

void keepUndecodable(const std::string& reason, const Content& content, EventBatchBuilder& builder)
{
    builder.setUndecodable(reason);
    if (content.message.wireTime)
        builder.setTime(*content.message.wireTime);
}

} // namespace

const char* ConfluentFormat::refuse(const Content& content) const
{
    return content.bytes.size() >= headSize && content.bytes.front() == '\0'
        ? nullptr
        : "does not begin with 00 and the number of a schema";
}

const ConfluentFormat::Compiled& ConfluentFormat::compiled(std::uint32_t id, const SchemaText& text)
{
    const auto known = m_compiled.find(id);
    if (known != m_compiled.end())
        return known->second;
    if (m_compiled.size() >= mostSchemas)
        m_compiled.clear();
    Compiled& made = m_compiled[id];
    auto decoder = compileSchema(text);
    if (decoder)
        made.decoder = std::move(*decoder);
    else
        made.fault = decoder.error().detail;
    return made;
}

const char* ConfluentFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    const std::uint32_t id = idOf(content.bytes);
    const std::string name = "schema " + std::to_string(id);
    auto known = m_compiled.find(id);
    if (known == m_compiled.end()) {
        const SchemaSource::Answer answer = m_source->find(id);
        if (!answer.schema) {
            m_reason = name + " is not known: " + answer.reason;
            if (answer.isMissing)
                return m_reason.c_str();
            keepUndecodable(m_reason, content, builder);
            return nullptr;
        }
        compiled(id, *answer.schema);
        known = m_compiled.find(id);
    }
    if (known->second.decoder)
        return decodeWith(*known->second.decoder, id, content, builder);
    keepUndecodable(name + ": " + known->second.fault, content, builder);
    return nullptr;
}

const char* ConfluentFormat::decodeWith(SchemaDecoder& decoder, std::uint32_t id,
                                        const Content& content, EventBatchBuilder& builder)
{
    const std::string_view datum = content.bytes.substr(headSize);
    const Content inner{datum, content.piece(datum), content.message, content.received};
    const std::string number = std::to_string(id);
    const std::size_t arenaBytes = builder.arenaBytes();
    if (const char* reason = decoder.decode(inner, builder)) {
        builder.takeBack(arenaBytes);
        keepUndecodable("schema " + number + ": " + reason, content, builder);
        return nullptr;
    }
    builder.addField("schema_id", ValueType::Int, builder.append(number), id);
    return nullptr;
}

} // namespace weir
