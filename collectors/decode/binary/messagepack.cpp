// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/binary/messagepack.h"

#include <msgpack.hpp>

#include <array>
#include <charconv>

namespace weir::messagepack {

namespace {

constexpr const char* malformed = "no MessagePack: malformed or cut off";
constexpr const char* wrongKey = "a key is neither text nor a whole number";

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char byte : bytes)
        number = (number << 8U) | static_cast<unsigned char>(byte);
    return number;
}

std::optional<TimePoint> timeOfParts(std::int64_t seconds, std::uint64_t nanoseconds)
{
    constexpr std::int64_t most = INT64_MAX / 1'000'000'000 - 1;
    if (seconds > most || seconds < -most || nanoseconds > 999'999'999)
        return std::nullopt;
    return timePointOf(seconds * 1'000'000'000 + static_cast<std::int64_t>(nanoseconds));
}

/// An extension that is a time: MessagePack's own of type -1 in its three sizes, and Fluent's EventTime of type 0.
std::optional<TimePoint> timeOfExtension(std::int8_t type, std::string_view data)
{
    if (type == 0 && data.size() == 8)
        return timeOfParts(static_cast<std::int64_t>(bigEndian(data.substr(0, 4))),
                           bigEndian(data.substr(4)));
    if (type != -1)
        return std::nullopt;
    if (data.size() == 4)
        return timeOfParts(static_cast<std::int64_t>(bigEndian(data)), 0);
    if (data.size() == 8) {
        constexpr unsigned secondsBits = 34;
        const std::uint64_t both = bigEndian(data);
        return timeOfParts(
            static_cast<std::int64_t>(both & ((std::uint64_t{1} << secondsBits) - 1)),
            both >> secondsBits);
    }
    if (data.size() == 12)
        return timeOfParts(static_cast<std::int64_t>(bigEndian(data.substr(4))),
                           bigEndian(data.substr(0, 4)));
    return std::nullopt;
}

/// Follows the structure and nothing else, up to a depth.
class Structure : public msgpack::null_visitor
{
public:
    bool start_array(std::uint32_t) { return ++m_depth <= ValueSink::maxDepth; }
    bool end_array() { return leave(); }
    bool start_map(std::uint32_t) { return ++m_depth <= ValueSink::maxDepth; }
    bool end_map() { return leave(); }
    void parse_error(std::size_t, std::size_t) { }
    void insufficient_bytes(std::size_t, std::size_t) { }

private:
    bool leave()
    {
        --m_depth;
        return true;
    }

    std::size_t m_depth = 0;
};

/// Puts what msgpack's parser meets into a sink.
class Reader : public msgpack::null_visitor
{
public:
    explicit Reader(ValueSink& sink)
        : m_sink(sink)
    {
    }

    const char* reason() const { return m_reason; }

    bool start_map(std::uint32_t) { return !m_isKey ? put(m_sink.beginMap()) : fail(wrongKey); }
    bool end_map() { return put(m_sink.endMap()); }
    bool start_array(std::uint32_t) { return !m_isKey ? put(m_sink.beginArray()) : fail(wrongKey); }
    bool end_array() { return put(m_sink.endArray()); }
    bool start_map_key()
    {
        m_isKey = true;
        return true;
    }
    bool end_map_key()
    {
        m_isKey = false;
        return true;
    }

    bool visit_str(const char* text, std::uint32_t size)
    {
        const std::string_view view(text, size);
        return put(m_isKey ? m_sink.key(view) : m_sink.string(view));
    }
    bool visit_bin(const char* bytes, std::uint32_t size)
    {
        const std::string_view view(bytes, size);
        // Producers of the old specification, which had no strings, write names so.
        return put(m_isKey ? m_sink.key(view) : m_sink.bytes(view));
    }
    bool visit_positive_integer(std::uint64_t number)
    {
        return m_isKey ? numberKey(number) : put(m_sink.natural(number));
    }
    bool visit_negative_integer(std::int64_t number)
    {
        return m_isKey ? numberKey(number) : put(m_sink.integer(number));
    }
    bool visit_float32(float number) { return visit_float64(static_cast<double>(number)); }
    bool visit_float64(double number)
    {
        return !m_isKey ? put(m_sink.real(number)) : fail(wrongKey);
    }
    bool visit_boolean(bool truth)
    {
        return !m_isKey ? put(m_sink.boolean(truth)) : fail(wrongKey);
    }
    bool visit_nil() { return !m_isKey ? put(m_sink.null()) : fail(wrongKey); }
    /// `data` begins with the type, which `size` counts.
    bool visit_ext(const char* data, std::uint32_t size)
    {
        if (m_isKey || size == 0)
            return fail(wrongKey);
        const std::string_view content(data + 1, size - 1);
        const auto time = timeOfExtension(static_cast<std::int8_t>(*data), content);
        return put(time ? m_sink.time(*time) : m_sink.bytes(content));
    }
    void parse_error(std::size_t, std::size_t) { }
    void insufficient_bytes(std::size_t, std::size_t) { }

private:
    bool fail(const char* reason)
    {
        m_reason = reason;
        return false;
    }
    bool put(bool isTaken) { return isTaken ? true : fail(m_sink.reason()); }
    template<typename Number>
    bool numberKey(Number number)
    {
        std::array<char, 24> digits; // NOLINT(*-member-init): written before it is read
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        return put(m_sink.key({digits.data(), static_cast<std::size_t>(end - digits.data())}));
    }

    ValueSink& m_sink;
    bool m_isKey = false;
    const char* m_reason = malformed;
};

/// One scalar at the head of an object.
class Scalar : public msgpack::null_visitor
{
public:
    bool visit_str(const char* text, std::uint32_t size)
    {
        bytes = std::string_view(text, size);
        return true;
    }
    bool visit_bin(const char* data, std::uint32_t size) { return visit_str(data, size); }
    bool visit_positive_integer(std::uint64_t number)
    {
        if (number <= static_cast<std::uint64_t>(INT64_MAX))
            time = timeOfParts(static_cast<std::int64_t>(number), 0);
        return true;
    }
    bool visit_float64(double number)
    {
        time = timeByMagnitude(number);
        return true;
    }
    bool visit_ext(const char* data, std::uint32_t size)
    {
        if (size > 0)
            time = timeOfExtension(static_cast<std::int8_t>(*data), {data + 1, size - 1});
        return true;
    }
    bool start_array(std::uint32_t) { return false; }
    bool start_map(std::uint32_t) { return false; }
    void parse_error(std::size_t, std::size_t) { }
    void insufficient_bytes(std::size_t, std::size_t) { }

    std::optional<std::string_view> bytes;
    std::optional<TimePoint> time;
};

Scalar scalarOf(std::string_view object)
{
    Scalar scalar;
    std::size_t offset = 0;
    msgpack::parse(object.data(), object.size(), offset, scalar);
    return scalar;
}

unsigned firstByte(std::string_view object)
{
    return object.empty() ? 0xC0U : static_cast<unsigned char>(object.front());
}

} // namespace

bool isMap(std::string_view object)
{
    const unsigned first = firstByte(object);
    return (first & 0xF0U) == 0x80U || first == 0xDEU || first == 0xDFU;
}

bool isArray(std::string_view object)
{
    const unsigned first = firstByte(object);
    return (first & 0xF0U) == 0x90U || first == 0xDCU || first == 0xDDU;
}

std::optional<std::string_view> takeObject(std::string_view& rest)
{
    Structure structure;
    std::size_t offset = 0;
    if (rest.empty() || !msgpack::parse(rest.data(), rest.size(), offset, structure))
        return std::nullopt;
    const std::string_view object = rest.substr(0, offset);
    rest.remove_prefix(offset);
    return object;
}

std::optional<std::vector<std::string_view>> elementsOf(std::string_view object, std::size_t most)
{
    if (!isArray(object))
        return std::nullopt;
    const unsigned first = firstByte(object);
    const std::size_t head = first == 0xDCU ? 3 : first == 0xDDU ? 5 : 1;
    if (object.size() < head)
        return std::nullopt;
    const std::uint64_t count = head == 1 ? first & 0xFU : bigEndian(object.substr(1, head - 1));
    std::string_view rest = object.substr(head);
    // Each element has a byte at least.
    if (count > most || count > rest.size())
        return std::nullopt;
    std::vector<std::string_view> elements;
    elements.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto element = takeObject(rest);
        if (!element)
            return std::nullopt;
        elements.push_back(*element);
    }
    return rest.empty() ? std::optional(std::move(elements)) : std::nullopt;
}

std::optional<std::string_view> bytesOf(std::string_view object)
{
    return scalarOf(object).bytes;
}

std::optional<TimePoint> timeOf(std::string_view object)
{
    return scalarOf(object).time;
}

const char* read(std::string_view object, ValueSink& sink)
{
    Reader reader(sink);
    std::size_t offset = 0;
    const bool isDone = !object.empty()
        && msgpack::parse(object.data(), object.size(), offset, reader) && offset == object.size();
    return isDone ? nullptr : reader.reason();
}

} // namespace weir::messagepack
