// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonformat.h"

#include "collectors/decode/json/jsonkeys.h"

namespace weir {

namespace {

constexpr const char* noObject = "does not begin with {";

} // namespace

const char* JsonFormat::refuse(const Content& content) const
{
    if (firstCharacter(content.bytes) != '{')
        return noObject;
    const bool isIt = m_dialect.marks.empty()
        || (m_dialect.hasOnlyMarks ? hasOnlyTopKeys(content.bytes, m_dialect.marks)
                                   : hasTopKeys(content.bytes, m_dialect.marks));
    return isIt ? nullptr : "JSON, without the members of this dialect";
}

const char* JsonFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    return m_reader->read(content, JsonReader::Shape::Object, m_dialect.rules, builder);
}

const char* JsonListFormat::refuse(const Content& content) const
{
    const char first = firstCharacter(content.bytes);
    if (first == '[')
        return nullptr;
    if (first != '{')
        return "begins with neither [ nor {";
    return content.bytes.find("}\n{") != std::string_view::npos
            || content.bytes.find("}\r\n{") != std::string_view::npos
        ? nullptr
        : "one JSON object, not many";
}

const char* JsonListFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    constexpr static FieldRules plain;
    return m_reader->read(content, JsonReader::Shape::Objects, plain, builder);
}

} // namespace weir
