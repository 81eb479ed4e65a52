// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatchbuilder.h"

namespace weir {

/// The records of one message, in their order. The first is the event that was begun; each further one
/// is an event with the same position, key and headers, the next record number and no payload: the
/// payload stands at the first.
class Records final
{
public:
    /// A hostile message of a few MB can name millions, and each may repeat many fields.
    static constexpr std::size_t most = 100'000;
    static constexpr std::size_t mostBytes = std::size_t{64} << 20; ///< beside the message itself
    static constexpr std::size_t mostValues = 4'000'000;
    static constexpr const char* tooMany =
        "more than 100,000 records, 4,000,000 values or 64 MiB in one message";

    /// Of all records together: what they have in common is written into each.
    static constexpr std::size_t mostFields = 2'000'000;
    static constexpr const char* tooManyFields = "more than 2,000,000 fields in one message";

    explicit Records(EventBatchBuilder& builder)
        : m_builder(builder)
        , m_valuesBefore(builder.fieldValues())
        , m_bytesBefore(builder.arenaBytes())
    {
    }

    /// Begins the next one. False when there are too many.
    [[nodiscard]] bool next()
    {
        if (m_count >= most || m_builder.fieldValues() - m_valuesBefore > mostValues
            || m_builder.arenaBytes() - m_bytesBefore > mostBytes)
            return false;
        if (m_count++ > 0)
            m_builder.beginRecord();
        m_builder.setBody({});
        return true;
    }
    /// Before fields of the record at hand are written. False when there are too many of all.
    [[nodiscard]] bool takeFields(std::size_t count)
    {
        m_fields += count;
        return m_fields <= mostFields;
    }
    std::size_t count() const { return m_count; }

private:
    EventBatchBuilder& m_builder;
    const std::size_t m_valuesBefore;
    const std::size_t m_bytesBefore;
    std::size_t m_count = 0;
    std::size_t m_fields = 0;
};

} // namespace weir
