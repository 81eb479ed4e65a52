// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/decode/eventfields.h"
#include "collectors/decode/valuesink.h"

namespace weir {

/// Fields by name alone, without a meaning: what many records of a message have in common is read once
/// and written into each.
class FieldList final : public FieldTarget
{
public:
    void clear() { m_fields.clear(); }
    std::size_t size() const { return m_fields.size(); }

    bool add(std::string_view name, ValueType type, ArenaRef text, std::string_view value,
             std::int64_t bits) override
    {
        (void)value;
        if (m_fields.size() >= EventFields::maxFields)
            return false;
        m_fields.push_back({name, text, bits, type});
        return true;
    }

    void writeTo(EventBatchBuilder& builder) const
    {
        for (const Field& field : m_fields)
            builder.addField(field.name, field.type, field.text, field.bits);
    }

private:
    struct Field
    {
        std::string_view name;
        ArenaRef text;
        std::int64_t bits;
        ValueType type;
    };

    std::vector<Field> m_fields;
};

} // namespace weir
