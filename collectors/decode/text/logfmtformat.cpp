// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/logfmtformat.h"

#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/logfmtscanner.h"
#include "collectors/decode/text/textvalue.h"

#include <array>

namespace weir {

namespace {

/// Heroku's router says `at=error`.
constexpr std::array roles{NamedRole{"at", {Role::Severity, 9}}};
constexpr FieldRules rules{.roles = roles};

constexpr std::size_t longestFirstName = 64;

} // namespace

const char* LogfmtFormat::refuse(const Content& content) const
{
    // The first name of a line that is logfmt ends soon, with =.
    const std::string_view head = content.bytes.substr(0, longestFirstName);
    const std::size_t end = head.find_first_of(m_isChosen ? "=" : "= \"");
    if (!m_isChosen && (end == std::string_view::npos || end == 0 || head[end] != '='))
        return "does not begin with name=";
    return faultOfText(content);
}

const char* LogfmtFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    LogfmtScanner scanner(withoutNewline(content.bytes));
    LogfmtPair pair;
    std::size_t withValue = 0;
    std::size_t bare = 0;
    m_fields.clear(rules);
    while (scanner.next(pair)) {
        if (m_fields.isFull())
            return "more than 1000 fields";
        if (pair.hasValue)
            ++withValue;
        else
            ++bare;
        add(pair, content, builder);
    }
    if (scanner.fault())
        return scanner.fault();
    if (withValue == 0)
        return "no name=value";
    if (!m_isChosen && (withValue < 2 || bare * 3 > withValue))
        return "hardly any name=value, or other words among them";
    m_fields.finish(builder, content.message.wireTime);
    return nullptr;
}

void LogfmtFormat::add(const LogfmtPair& pair, const Content& content, EventBatchBuilder& builder)
{
    if (!pair.hasValue) {
        m_fields.add(pair.key, ValueType::Bool, builder.append("true"), "true", 1);
        return;
    }
    if (pair.hasEscapes) {
        m_unescaped.clear();
        appendUnescaped(pair.value, m_unescaped);
        m_fields.add(pair.key, ValueType::String, builder.append(m_unescaped), m_unescaped);
        return;
    }
    const TextValue value = pair.isQuoted ? TextValue{} : typeOfText(pair.value);
    m_fields.add(pair.key, value.type, content.piece(pair.value), pair.value, value.bits);
}

} // namespace weir
