// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/schema/avroreader.h"

#include "collectors/decode/schema/avroblock.h"

#include <bit>
#include <cstring>

namespace weir {

namespace {

constexpr const char* malformed = "does not fit its Avro schema: malformed or cut off";
constexpr const char* tooDeep = "nested deeper than 64";
constexpr const char* tooMany = "does not fit its Avro schema: more items than bytes";
constexpr int maxDepth = 64;

const char* okOr(bool isDone, const ValueSink& sink)
{
    return isDone ? nullptr : sink.reason();
}

std::optional<TimePoint> timeOf(AvroSchema::Logical logical, std::int64_t number)
{
    std::int64_t unit = 1;
    if (logical == AvroSchema::Logical::TimestampMillis)
        unit = 1'000'000;
    else if (logical == AvroSchema::Logical::TimestampMicros)
        unit = 1000;
    const std::int64_t most = INT64_MAX / unit;
    if (number > most || number < -most)
        return std::nullopt;
    return timePointOf(number * unit);
}

template<typename Number, typename Bits>
Number littleEndian(std::string_view bytes)
{
    Bits bits = 0;
    for (std::size_t i = bytes.size(); i-- > 0;)
        bits = (bits << 8U) | static_cast<unsigned char>(bytes[i]);
    return std::bit_cast<Number>(bits);
}

} // namespace

std::optional<std::string> avroDecimal(std::string_view bytes, int scale)
{
    if (bytes.empty() || bytes.size() > sizeof(std::int64_t))
        return std::nullopt;
    std::uint64_t bits =
        (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes)
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
    const bool isNegative = static_cast<std::int64_t>(bits) < 0;
    std::string digits = std::to_string(isNegative ? ~bits + 1 : bits);
    const auto fraction = static_cast<std::size_t>(scale);
    if (digits.size() <= fraction)
        digits.insert(0, fraction + 1 - digits.size(), '0');
    if (fraction > 0)
        digits.insert(digits.end() - scale, '.');
    if (isNegative)
        digits.insert(digits.begin(), '-');
    return digits;
}

const char* AvroReader::read(ValueSink& sink)
{
    const Node* node = &m_schema.root();
    if (node->type == AvroSchema::Type::Union) {
        std::int64_t branch = 0;
        if (!takeLong(branch) || branch < 0
            || static_cast<std::size_t>(branch) >= node->types.size())
            return malformed;
        node = &m_schema.node(node->types[static_cast<std::size_t>(branch)]);
    }
    if (node->type == AvroSchema::Type::Record || node->type == AvroSchema::Type::Map)
        return readNode(*node, sink, 0);
    if (!sink.beginMap() || !sink.key("value"))
        return sink.reason();
    const char* const reason = readNode(*node, sink, 0);
    return reason ? reason : okOr(sink.endMap(), sink);
}

bool AvroReader::takeLong(std::int64_t& number)
{
    return takeAvroLong(m_rest, number);
}

bool AvroReader::takeBytes(std::size_t size, std::string_view& bytes)
{
    if (size > m_rest.size())
        return false;
    bytes = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return true;
}

bool AvroReader::takeSized(std::string_view& bytes)
{
    std::int64_t size = 0;
    return takeLong(size) && size >= 0 && takeBytes(static_cast<std::size_t>(size), bytes);
}

const char* AvroReader::readNode(const Node& node, ValueSink& sink, int depth)
{
    std::string_view bytes;
    switch (node.type) {
    case AvroSchema::Type::Null:
        return okOr(sink.null(), sink);
    case AvroSchema::Type::Boolean:
        if (!takeBytes(1, bytes) || static_cast<unsigned char>(bytes.front()) > 1)
            return malformed;
        return okOr(sink.boolean(bytes.front() != 0), sink);
    case AvroSchema::Type::Int:
    case AvroSchema::Type::Long:
        return readLong(node, sink);
    case AvroSchema::Type::Float:
        if (!takeBytes(sizeof(float), bytes))
            return malformed;
        return okOr(sink.real(static_cast<double>(littleEndian<float, std::uint32_t>(bytes))),
                    sink);
    case AvroSchema::Type::Double:
        if (!takeBytes(sizeof(double), bytes))
            return malformed;
        return okOr(sink.real(littleEndian<double, std::uint64_t>(bytes)), sink);
    case AvroSchema::Type::String:
        return takeSized(bytes) ? okOr(sink.string(bytes), sink) : malformed;
    case AvroSchema::Type::Bytes:
    case AvroSchema::Type::Fixed:
        return readBytes(node, sink);
    default:
        return depth < maxDepth ? readComplex(node, sink, depth + 1) : tooDeep;
    }
}

const char* AvroReader::readComplex(const Node& node, ValueSink& sink, int depth)
{
    std::int64_t symbol = 0;
    switch (node.type) {
    case AvroSchema::Type::Record:
        return readRecord(node, sink, depth);
    case AvroSchema::Type::Union:
        return readUnion(node, sink, depth);
    case AvroSchema::Type::Array:
        return readArray(node, sink, depth);
    case AvroSchema::Type::Map:
        return readMap(node, sink, depth);
    default: // an enum
        if (!takeLong(symbol) || symbol < 0
            || static_cast<std::size_t>(symbol) >= node.names.size())
            return malformed;
        return okOr(sink.string(node.names[static_cast<std::size_t>(symbol)]), sink);
    }
}

const char* AvroReader::readLong(const Node& node, ValueSink& sink)
{
    std::int64_t number = 0;
    if (!takeLong(number))
        return malformed;
    if (node.logical == AvroSchema::Logical::None)
        return okOr(sink.integer(number), sink);
    if (node.logical == AvroSchema::Logical::Date) {
        constexpr std::int64_t mostDays = 106'000; // of 64 bits of nanoseconds
        if (number > mostDays || number < -mostDays)
            return okOr(sink.integer(number), sink);
        const std::string day = formatTime(timePointOf(number * 86'400'000'000'000));
        return okOr(sink.string(std::string_view(day).substr(0, day.find('T'))), sink);
    }
    const auto time = timeOf(node.logical, number);
    return okOr(time ? sink.time(*time) : sink.integer(number), sink);
}

const char* AvroReader::readBytes(const Node& node, ValueSink& sink)
{
    std::string_view bytes;
    const bool isTaken =
        node.type == AvroSchema::Type::Fixed ? takeBytes(node.size, bytes) : takeSized(bytes);
    if (!isTaken)
        return malformed;
    const auto decimal = node.logical == AvroSchema::Logical::Decimal
        ? avroDecimal(bytes, node.scale)
        : std::nullopt;
    return okOr(decimal ? sink.decimal(*decimal) : sink.bytes(bytes), sink);
}

const char* AvroReader::readRecord(const Node& node, ValueSink& sink, int depth)
{
    if (!sink.beginMap())
        return sink.reason();
    for (std::size_t i = 0; i < node.types.size(); ++i) {
        if (!sink.key(node.names[i]))
            return sink.reason();
        if (const char* reason = readNode(m_schema.node(node.types[i]), sink, depth))
            return reason;
    }
    return okOr(sink.endMap(), sink);
}

const char* AvroReader::readUnion(const Node& node, ValueSink& sink, int depth)
{
    std::int64_t branch = 0;
    if (!takeLong(branch) || branch < 0 || static_cast<std::size_t>(branch) >= node.types.size())
        return malformed;
    return readNode(m_schema.node(node.types[static_cast<std::size_t>(branch)]), sink, depth);
}

/// Blocks of items, each with their number in front; negative: with the size of the block too. 0 is the end.
template<typename Item>
const char* AvroReader::readBlocks(Item item)
{
    for (;;) {
        std::int64_t count = 0;
        std::int64_t size = 0;
        if (!takeLong(count) || count == INT64_MIN || (count < 0 && !takeLong(size)))
            return malformed;
        if (count == 0)
            return nullptr;
        const auto items = static_cast<std::uint64_t>(count < 0 ? -count : count);
        if (items > m_budget)
            return tooMany;
        m_budget -= items;
        for (std::uint64_t i = 0; i < items; ++i) {
            if (const char* reason = item())
                return reason;
        }
    }
}

const char* AvroReader::readArray(const Node& node, ValueSink& sink, int depth)
{
    if (!sink.beginArray())
        return sink.reason();
    const Node& items = m_schema.node(node.types.front());
    if (const char* reason = readBlocks([&] { return readNode(items, sink, depth); }))
        return reason;
    return okOr(sink.endArray(), sink);
}

const char* AvroReader::readMap(const Node& node, ValueSink& sink, int depth)
{
    if (!sink.beginMap())
        return sink.reason();
    const Node& values = m_schema.node(node.types.front());
    const char* const reason = readBlocks([&] {
        std::string_view key;
        if (!takeSized(key))
            return malformed;
        return sink.key(key) ? readNode(values, sink, depth) : sink.reason();
    });
    return reason ? reason : okOr(sink.endMap(), sink);
}

} // namespace weir
