// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/records.h"
#include "collectors/decode/valuesink.h"

namespace weir {

/// Makes events of the maps of a binary format: its names mean what they mean in JSON (wellknown.h). An event
/// without a message has its whole content as JSON for a body, since its bytes cannot be read; but no more than some
/// times the message: a schema may have long names for values of no bytes.
class EventSink final : public FieldTarget
{
public:
    /// The next record of a message. `read` puts one map into the sink and gives null, or why it cannot; it is
    /// called twice where the body is made of it. `wireTime` counts where the map has no time of its own.
    template<typename Read>
    const char* write(Records& records, const Content& content, EventBatchBuilder& builder,
                      std::optional<TimePoint> wireTime, Read read)
    {
        constexpr static FieldRules plain;
        if (!records.next())
            return Records::tooMany;
        m_fields.clear(plain);
        m_values.begin(content, builder, *this);
        if (const char* reason = read(m_values))
            return reason;
        m_fields.finish(builder, wireTime);
        if (records.count() == 1)
            m_bodies = 0;
        const bool isTooMuch = m_bodies > mostForNothing + mostForEachByte * content.bytes.size();
        if (builder.lastBody().length > 0 || builder.lastKind() != EventKind::Log || isTooMuch)
            return nullptr;
        m_values.begin(content, builder, *this);
        m_values.beginText();
        const char* const reason = read(m_values);
        builder.setBody(m_values.endText());
        m_bodies += builder.lastBody().length;
        return reason;
    }

private:
    static constexpr std::size_t mostForNothing = std::size_t{64} << 10;
    static constexpr std::size_t mostForEachByte = 8;

    bool add(std::string_view name, ValueType type, ArenaRef text, std::string_view value,
             std::int64_t bits) override
    {
        if (m_fields.isFull())
            return false;
        m_fields.add(name, type, text, value, bits);
        return true;
    }

    EventFields m_fields;
    ValueSink m_values;
    std::size_t m_bodies = 0; ///< bytes that were made for bodies of this message
};

} // namespace weir
