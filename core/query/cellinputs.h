// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/fieldvalue.h"
#include "core/query/hashindex.h"

#include <cmath>
#include <optional>
#include <string_view>

namespace weir {

// What the states of an aggregate's cells read of an event. read() is false where the event has nothing
// of the kind: it then belongs to no window.

/// Nothing but that there is one.
struct NoInput
{
    NoInput(const StoredBatch& /*stored*/, const FieldName& /*field*/) { }
    bool read(std::size_t /*row*/) { return true; }
};

/// A finite number: NaN stands for a gap in many formats, and an infinity hides all else.
class NumberInput
{
public:
    NumberInput(const StoredBatch& stored, const FieldName& field)
        : m_reader(stored, field)
    {
    }

    bool read(std::size_t row)
    {
        const auto number = m_reader.number(row);
        if (!number || (!number->isInt && !std::isfinite(number->real)))
            return false;
        m_number = *number;
        return true;
    }

    const FieldNumber& number() const { return m_number; }
    double real() const
    {
        return m_number.isInt ? static_cast<double>(m_number.whole) : m_number.real;
    }

private:
    FieldReader m_reader;
    FieldNumber m_number;
};

/// A number and its place among the others.
class SampleInput final : public NumberInput
{
public:
    SampleInput(const StoredBatch& stored, const FieldName& field)
        : NumberInput(stored, field)
        , m_stored(stored)
    {
    }

    bool read(std::size_t row)
    {
        m_key = m_stored.key(row);
        return NumberInput::read(row);
    }

    EventKey key() const { return m_key; }

private:
    const StoredBatch& m_stored;
    EventKey m_key;
};

/// Which value it is, as written.
class HashInput final
{
public:
    HashInput(const StoredBatch& stored, const FieldName& field)
        : m_reader(stored, field)
    {
    }

    bool read(std::size_t row)
    {
        const auto text = m_reader.text(row);
        if (text)
            m_hash = textHash(*text);
        return text.has_value();
    }

    std::uint64_t hash() const { return m_hash; }

private:
    FieldReader m_reader;
    std::uint64_t m_hash = 0;
};

/// Any value and its place among the others.
class ValueInput final
{
public:
    ValueInput(const StoredBatch& stored, const FieldName& field)
        : m_stored(stored)
        , m_reader(stored, field)
    {
    }

    bool read(std::size_t row)
    {
        m_key = m_stored.key(row);
        m_text = m_reader.text(row);
        m_number = m_reader.number(row);
        return m_text.has_value();
    }

    EventKey key() const { return m_key; }
    std::string_view text() const { return *m_text; }
    std::optional<FieldNumber> number() const { return m_number; }

private:
    const StoredBatch& m_stored;
    FieldReader m_reader;
    EventKey m_key;
    std::optional<std::string_view> m_text;
    std::optional<FieldNumber> m_number;
};

} // namespace weir
