// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <google/protobuf/io/coded_stream.h>

#include <bit>
#include <cstdint>
#include <string_view>

namespace weir {

/// The fields of one Protobuf message, one after the other, without generated code and without copies:
/// strings and nested messages are pieces of the message.
/// https://protobuf.dev/programming-guides/encoding/
///
///     while (in.next())
///         ok = in.field() == 1 ? in.isBytes() && take(in.bytes()) : true;
///     return ok && in.isDone();
///
/// What is not read is skipped by the next next(). Whatever is wrong ends the message: isDone() is false.
class WireReader final
{
public:
    explicit WireReader(std::string_view message)
        : m_message(message)
        , m_stream(reinterpret_cast<const std::uint8_t*>(message.data()),
                   static_cast<int>(message.size()))
    {
    }

    /// The next field. False at the end, and where the message is malformed.
    bool next()
    {
        const std::uint32_t tag = m_stream.ReadTag();
        m_field = tag >> 3U;
        m_wire = tag & 7U;
        if (m_field == 0)
            return false;
        m_isGood = take();
        return m_isGood;
    }
    /// Whether the message ended exactly at its end.
    bool isDone() { return m_isGood && m_stream.ConsumedEntireMessage(); }

    std::uint32_t field() const { return m_field; }
    bool isVarint() const { return m_wire == 0; }
    bool isFixed64() const { return m_wire == 1; }
    bool isBytes() const { return m_wire == 2; }
    bool isFixed32() const { return m_wire == 5; }

    // Preconditions: the field is of that kind.
    std::uint64_t number() const { return m_number; } ///< of all but bytes
    std::int64_t signedNumber() const { return static_cast<std::int64_t>(m_number); }
    /// sint32 and sint64.
    std::int64_t zigZag() const
    {
        return static_cast<std::int64_t>((m_number >> 1U) ^ (~(m_number & 1U) + 1U));
    }
    double real() const { return std::bit_cast<double>(m_number); } ///< of a Fixed64
    std::string_view bytes() const { return m_bytes; }

private:
    bool take()
    {
        std::uint32_t length = 0;
        switch (m_wire) {
        case 0:
            return m_stream.ReadVarint64(&m_number);
        case 1:
            return m_stream.ReadLittleEndian64(&m_number);
        case 2: {
            if (!m_stream.ReadVarint32(&length))
                return false;
            const auto at = static_cast<std::size_t>(m_stream.CurrentPosition());
            if (length > m_message.size() - at)
                return false;
            m_bytes = m_message.substr(at, length);
            return m_stream.Skip(static_cast<int>(length));
        }
        case 5:
            if (!m_stream.ReadLittleEndian32(&length))
                return false;
            m_number = length;
            return true;
        default: // groups, which proto3 does not have
            return false;
        }
    }

    const std::string_view m_message;
    google::protobuf::io::CodedInputStream m_stream;
    std::uint32_t m_field = 0;
    std::uint32_t m_wire = 0;
    std::uint64_t m_number = 0;
    std::string_view m_bytes;
    bool m_isGood = true;
};

} // namespace weir
