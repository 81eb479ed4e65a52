// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/binary/cborreader.h"

#include <cbor.h>

#include <array>
#include <charconv>
#include <cmath>

namespace weir {

namespace {

constexpr const char* malformed = "no CBOR: malformed or cut off";
constexpr std::uint64_t timeText = 0;
constexpr std::uint64_t timeNumber = 1;
constexpr int mostTags = 8; ///< in front of one value

template<typename Number>
const char* putNumberKey(ValueSink& sink, Number number)
{
    std::array<char, 24> digits; // NOLINT(*-member-init): written before it is read
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    return sink.key({digits.data(), static_cast<std::size_t>(end - digits.data())}) ? nullptr
                                                                                    : sink.reason();
}

const char* okOr(bool isDone, const ValueSink& sink)
{
    return isDone ? nullptr : sink.reason();
}

} // namespace

void CborReader::put(void* head, Kind kind, std::uint64_t number)
{
    static_cast<Head*>(head)->kind = kind;
    static_cast<Head*>(head)->number = number;
}

void CborReader::putReal(void* head, double number)
{
    static_cast<Head*>(head)->kind = Kind::Real;
    static_cast<Head*>(head)->real = number;
}

void CborReader::putBytes(void* head, Kind kind, const unsigned char* bytes, std::size_t size)
{
    static_cast<Head*>(head)->kind = kind;
    static_cast<Head*>(head)->bytes = {reinterpret_cast<const char*>(bytes), size};
}

void CborReader::putIndefinite(void* head, Kind kind)
{
    static_cast<Head*>(head)->kind = kind;
    static_cast<Head*>(head)->isIndefinite = true;
}

const cbor_callbacks& CborReader::callbacks()
{
    static const cbor_callbacks table = [] {
        cbor_callbacks c = cbor_empty_callbacks;
        c.uint8 = [](void* h, std::uint8_t n) {
            put(h, Kind::Natural, n);
        };
        c.uint16 = [](void* h, std::uint16_t n) {
            put(h, Kind::Natural, n);
        };
        c.uint32 = [](void* h, std::uint32_t n) {
            put(h, Kind::Natural, n);
        };
        c.uint64 = [](void* h, std::uint64_t n) {
            put(h, Kind::Natural, n);
        };
        c.negint8 = [](void* h, std::uint8_t n) {
            put(h, Kind::Negative, n);
        };
        c.negint16 = [](void* h, std::uint16_t n) {
            put(h, Kind::Negative, n);
        };
        c.negint32 = [](void* h, std::uint32_t n) {
            put(h, Kind::Negative, n);
        };
        c.negint64 = [](void* h, std::uint64_t n) {
            put(h, Kind::Negative, n);
        };
        c.byte_string = [](void* h, cbor_data bytes, size_t size) {
            putBytes(h, Kind::Bytes, bytes, size);
        };
        c.string = [](void* h, cbor_data bytes, size_t size) {
            putBytes(h, Kind::Text, bytes, size);
        };
        c.byte_string_start = [](void* h) {
            putIndefinite(h, Kind::Bytes);
        };
        c.string_start = [](void* h) {
            putIndefinite(h, Kind::Text);
        };
        c.array_start = [](void* h, size_t n) {
            put(h, Kind::Array, n);
        };
        c.indef_array_start = [](void* h) {
            putIndefinite(h, Kind::Array);
        };
        c.map_start = [](void* h, size_t n) {
            put(h, Kind::Map, n);
        };
        c.indef_map_start = [](void* h) {
            putIndefinite(h, Kind::Map);
        };
        c.tag = [](void* h, std::uint64_t n) {
            put(h, Kind::Tag, n);
        };
        c.float2 = [](void* h, float n) {
            putReal(h, static_cast<double>(n));
        };
        c.float4 = [](void* h, float n) {
            putReal(h, static_cast<double>(n));
        };
        c.float8 = [](void* h, double n) {
            putReal(h, n);
        };
        c.boolean = [](void* h, bool n) {
            put(h, Kind::Boolean, n ? 1 : 0);
        };
        c.null = [](void* h) {
            put(h, Kind::Null, 0);
        };
        c.undefined = [](void* h) {
            put(h, Kind::Null, 0);
        };
        c.indef_break = [](void* h) {
            put(h, Kind::Break, 0);
        };
        return c;
    }();
    return table;
}

bool CborReader::next()
{
    m_head = {};
    const auto* bytes = reinterpret_cast<const unsigned char*>(m_rest.data());
    const cbor_decoder_result result =
        cbor_stream_decode(bytes, m_rest.size(), &callbacks(), &m_head);
    if (result.status != CBOR_DECODER_FINISHED || m_head.kind == Kind::None)
        return false;
    m_rest.remove_prefix(result.read);
    return true;
}

const char* CborReader::readMap(ValueSink& sink)
{
    for (int tags = 0; tags <= mostTags; ++tags) {
        if (!next())
            return malformed;
        if (m_head.kind == Kind::Map)
            return readMapItems(sink, m_head);
        if (m_head.kind != Kind::Tag)
            break;
    }
    return "CBOR, but no map";
}

const char* CborReader::readItem(ValueSink& sink, const Head& head)
{
    switch (head.kind) {
    case Kind::Map:
        return readMapItems(sink, head);
    case Kind::Array:
        return readArrayItems(sink, head);
    case Kind::Tag:
        return readTagged(sink, head);
    default:
        return readScalar(sink, head);
    }
}

const char* CborReader::readScalar(ValueSink& sink, const Head& head)
{
    Head whole = head;
    switch (head.kind) {
    case Kind::Natural:
        return okOr(sink.natural(head.number), sink);
    case Kind::Negative:
        return readNegative(sink, head.number);
    case Kind::Text:
        if (!joinChunks(whole))
            return malformed;
        return okOr(sink.string(whole.bytes), sink);
    case Kind::Bytes:
        if (!joinChunks(whole))
            return malformed;
        return okOr(sink.bytes(whole.bytes), sink);
    case Kind::Real:
        return okOr(sink.real(head.real), sink);
    case Kind::Boolean:
        return okOr(sink.boolean(head.number != 0), sink);
    case Kind::Null:
        return okOr(sink.null(), sink);
    default:
        return malformed;
    }
}

const char* CborReader::readNegative(ValueSink& sink, std::uint64_t number)
{
    const bool fits = number <= static_cast<std::uint64_t>(INT64_MAX);
    return okOr(fits ? sink.integer(-1 - static_cast<std::int64_t>(number))
                     : sink.real(-1.0 - static_cast<double>(number)),
                sink);
}

const char* CborReader::readMapItems(ValueSink& sink, const Head& map)
{
    const Head own = map;
    if (!sink.beginMap())
        return sink.reason();
    for (std::uint64_t i = 0; own.isIndefinite || i < own.number; ++i) {
        if (!next())
            return malformed;
        if (own.isIndefinite && m_head.kind == Kind::Break)
            break;
        if (const char* reason = putKey(sink, m_head))
            return reason;
        if (!next())
            return malformed;
        if (const char* reason = readItem(sink, m_head))
            return reason;
    }
    return okOr(sink.endMap(), sink);
}

const char* CborReader::readArrayItems(ValueSink& sink, const Head& array)
{
    const Head own = array;
    if (!sink.beginArray())
        return sink.reason();
    for (std::uint64_t i = 0; own.isIndefinite || i < own.number; ++i) {
        if (!next())
            return malformed;
        if (own.isIndefinite && m_head.kind == Kind::Break)
            break;
        if (const char* reason = readItem(sink, m_head))
            return reason;
    }
    return okOr(sink.endArray(), sink);
}

const char* CborReader::readTagged(ValueSink& sink, const Head& tag)
{
    std::uint64_t number = tag.number;
    for (int tags = 0; tags < mostTags; ++tags) {
        if (!next())
            return malformed;
        if (m_head.kind != Kind::Tag)
            break;
        number = m_head.number;
    }
    if (m_head.kind == Kind::Tag)
        return malformed;
    if (number == timeNumber && (m_head.kind == Kind::Natural || m_head.kind == Kind::Real)) {
        const double seconds =
            m_head.kind == Kind::Real ? m_head.real : static_cast<double>(m_head.number);
        constexpr double most = 9e9; // 2255
        if (!(std::abs(seconds) < most))
            return readItem(sink, m_head);
        const double whole = std::floor(seconds);
        const auto microseconds = static_cast<std::int64_t>(std::round((seconds - whole) * 1e6));
        return okOr(sink.time(timePointOf(static_cast<std::int64_t>(whole) * 1'000'000'000
                                          + microseconds * 1000)),
                    sink);
    }
    if (number == timeText && m_head.kind != Kind::Text)
        return malformed;
    return readItem(sink, m_head);
}

const char* CborReader::putKey(ValueSink& sink, const Head& key)
{
    Head whole = key;
    switch (key.kind) {
    case Kind::Text:
        if (!joinChunks(whole))
            return malformed;
        return okOr(sink.key(whole.bytes), sink);
    case Kind::Natural:
        return putNumberKey(sink, key.number);
    case Kind::Negative:
        if (key.number <= static_cast<std::uint64_t>(INT64_MAX))
            return putNumberKey(sink, -1 - static_cast<std::int64_t>(key.number));
        [[fallthrough]];
    default:
        return "a key is neither text nor a whole number";
    }
}

bool CborReader::joinChunks(Head& head)
{
    if (!head.isIndefinite)
        return true;
    m_joined.clear();
    for (;;) {
        if (!next())
            return false;
        if (m_head.kind == Kind::Break)
            break;
        if (m_head.kind != head.kind || m_head.isIndefinite)
            return false;
        m_joined.append(m_head.bytes);
    }
    head.bytes = m_joined;
    return true;
}

} // namespace weir
