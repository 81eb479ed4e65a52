// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/content.h"
#include "core/eventbatchbuilder.h"

#include <optional>
#include <string_view>

namespace weir {

/// Writes the parts of one line into the event that was begun. Parts are pieces of the content: no
/// copy. An empty part is absent.
class LineEvent final
{
public:
    LineEvent(const Content& content, EventBatchBuilder& builder)
        : m_content(content)
        , m_builder(builder)
    {
    }

    void text(std::string_view name, std::string_view part)
    {
        if (!part.empty())
            m_builder.addField(name, ValueType::String, m_content.piece(part));
    }
    /// A number or a truth where it is one by its spelling.
    void typed(std::string_view name, std::string_view part);
    /// A word that does not stand in the content.
    void word(std::string_view name, std::string_view word)
    {
        m_builder.addField(name, ValueType::String, m_builder.append(word));
    }
    void truth(std::string_view name, bool isTrue);
    void body(std::string_view part) { m_builder.setBody(m_content.piece(part)); }
    void severity(Severity severity) { m_builder.setSeverity(severity); }
    /// The wire's time counts where the line has none.
    void time(std::optional<TimePoint> time);

private:
    const Content& m_content;
    EventBatchBuilder& m_builder;
};

/// What a time without a date is near to: the wire's, else that of arrival.
inline TimePoint nearTime(const Content& content)
{
    return content.message.wireTime.value_or(content.received);
}

/// The content without the newline at its end.
std::string_view withoutNewline(std::string_view text);

/// Null when it is text in UTF-8, else why not.
const char* faultOfText(const Content& content);

/// Whether the bytes are letters, digits, `_`, `-`, `.` and nothing else; at least one.
bool isPlainName(std::string_view text);

/// `name` without blanks at both ends.
std::string_view trimmed(std::string_view text);

/// What OpenTelemetry calls a label, so that one word finds it everywhere: `host` is `host.name`,
/// `service` is `service.name`; others stay as they are.
std::string_view labelField(std::string_view name);

} // namespace weir
