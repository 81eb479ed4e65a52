// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/messageredactor.h"

#include "core/config/formatnames.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <string>

namespace weir {

namespace {

/// Without the part of a letter that a cut has left at the end.
std::string_view withoutPartOfLetter(std::string_view text)
{
    constexpr std::size_t longest = 4;
    for (std::size_t back = 1; back <= std::min(longest, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U) // goes on with a letter
            continue;
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back ? text.substr(0, text.size() - back) : text;
    }
    return text;
}

} // namespace

MessageRedactor::MessageRedactor(const RedactRules& rules)
    : m_redactor(rules)
{
}

void MessageRedactor::begin()
{
    m_count = 0;
    m_isText = true;
    m_isWithheld = false;
}

std::string_view MessageRedactor::counted(std::string_view left)
{
    m_count += m_redactor.count();
    return left;
}

std::string_view MessageRedactor::redactKey(std::string_view bytes)
{
    return counted(m_redactor.redact(bytes));
}

std::string_view MessageRedactor::redactHeader(std::string_view name, std::string_view value)
{
    return counted(m_redactor.redactValue(name, value));
}

std::string_view MessageRedactor::redactPayload(const RawMessage& message, const Decoder& decoder,
                                                std::string_view configured)
{
    const std::string_view payload = message.payload;
    m_isText = m_unpacker.open(payload) == nullptr && isPlainText(m_unpacker.content());
    const std::string_view left =
        m_isText ? m_redactor.redact(m_unpacker.content()) : std::string_view();
    m_unpacker.giveBack(); // what is changed is in the redactor
    if (m_isText) {
        if (m_redactor.count() == 0)
            return payload;
        // What looks like text may have lengths in it all the same.
        const std::string_view learnt = decoder.formatOf(message.topic);
        m_isText = !isBinaryFormat(learnt.empty() ? configured : learnt);
        if (m_isText)
            return counted(left);
    }
    m_size = payload.size();
    m_hash = XXH3_64bits(payload.data(), payload.size());
    return payload;
}

CutMessage MessageRedactor::redactCut(const CutMessage& cut)
{
    CutMessage left = cut;
    const std::string_view text = withoutPartOfLetter(cut.kept);
    left.kept = isPlainText(text) ? counted(m_redactor.redact(text)) : std::string_view();
    m_isWithheld = left.kept.empty();
    return left;
}

/// Asked for every message, mostly of the same format.
bool MessageRedactor::isOfBinaryFormat(std::string_view format)
{
    if (format.data() != m_lastFormat.data()) {
        m_lastFormat = format;
        m_isLastBinary = isBinaryFormat(format);
    }
    return m_isLastBinary;
}

void MessageRedactor::redactEvents(EventBatchBuilder& builder, std::size_t mark,
                                   std::string_view format)
{
    if (m_isText && !isOfBinaryFormat(format))
        return;
    if (format.empty())
        return withhold(builder, mark);
    const std::size_t before = m_count;
    builder.visitTexts([this](std::string_view name, std::string_view text) {
        (void)counted(m_redactor.redactValue(name, text));
    });
    if (m_count == before)
        return;
    builder.rewriteTexts(mark, [this](std::string_view name, std::string_view text) {
        return m_redactor.redactValue(name, text);
    });
    m_isWithheld = true;
    builder.addFieldToMessage(withheldField, ValueType::String, builder.append(fmt::format("{} is binary: what was taken out of its fields "
                                                         "stands in its bytes too",
                                                         format)));
}

void MessageRedactor::withhold(EventBatchBuilder& builder, std::size_t mark)
{
    const std::string reason(builder.text(builder.lastBody()));
    builder.rewriteTexts(mark, [](std::string_view, std::string_view) {
        return std::string_view();
    });
    builder.setUndecodable(
        fmt::format("{}; its {} bytes are not kept, because nobody can say whether something is in "
                    "them that is not to be stored (redact); XXH3 of the whole is {:016x}",
                    reason, m_size, m_hash));
    m_isWithheld = true;
    builder.addFieldToMessage(withheldField, ValueType::String,
                              builder.append("the message could not be looked into"));
}

void MessageRedactor::markRedacted(EventBatchBuilder& builder) const
{
    if (m_count > 0)
        builder.addFieldToMessage("weir.redacted", ValueType::Int,
                                  builder.append(std::to_string(m_count)),
                                  static_cast<std::int64_t>(m_count));
}

std::unique_ptr<MessageRedactor> makeRedactor(const RedactRules& rules)
{
    return rules.isEmpty() ? nullptr : std::make_unique<MessageRedactor>(rules);
}

} // namespace weir
