// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/otlp/otlpjsonvalues.h"

#include <charconv>
#include <limits>

namespace weir::otlpjson {

namespace {

constexpr const char* notAValue = "no OTLP: not an attribute value";

template<typename Number>
std::optional<Number> parsed(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

/// The member, unless it is missing or null.
std::optional<Element> memberOf(const Object& object, const char* name)
{
    Element member;
    if (object[name].get(member) != simdjson::SUCCESS || member.is_null())
        return std::nullopt;
    return member;
}

template<typename Value>
bool readAs(const Object& object, const char* name, Value& value)
{
    const auto member = memberOf(object, name);
    return !member || member->get(value) == simdjson::SUCCESS;
}

const char* readList(const Object& list, ValueSink& sink)
{
    if (!sink.beginMap())
        return sink.reason();
    if (const char* reason = readAttributes(list, "values", sink))
        return reason;
    return sink.endMap() ? nullptr : sink.reason();
}

const char* readArray(const Object& array, ValueSink& sink)
{
    std::optional<Array> values;
    if (!read(array, "values", values))
        return notAValue;
    if (!sink.beginArray())
        return sink.reason();
    if (values) {
        for (const Element value : *values) {
            Object object;
            if (value.get(object) != simdjson::SUCCESS)
                return notAValue;
            if (const char* reason = readValue(object, sink))
                return reason;
        }
    }
    return sink.endArray() ? nullptr : sink.reason();
}

/// The text of a number, a truth or a string. Bytes are base64 already, and stay so.
bool putScalar(std::string_view kind, const Element& value, ValueSink& sink, bool& isRight)
{
    std::string_view text;
    bool truth = false;
    isRight = true;
    if ((kind == "stringValue" || kind == "bytesValue") && value.get(text) == simdjson::SUCCESS)
        return sink.string(text);
    if (kind == "boolValue" && value.get(truth) == simdjson::SUCCESS)
        return sink.boolean(truth);
    const auto integer = kind == "intValue" ? integerOf(value) : std::nullopt;
    if (integer)
        return sink.integer(*integer);
    const auto real = kind == "doubleValue" ? realOf(value) : std::nullopt;
    if (real)
        return sink.real(*real);
    isRight = false;
    return true;
}

} // namespace

std::optional<std::int64_t> integerOf(const Element& value)
{
    std::int64_t number = 0;
    std::string_view text;
    if (value.get(number) == simdjson::SUCCESS)
        return number;
    return value.get(text) == simdjson::SUCCESS ? parsed<std::int64_t>(text) : std::nullopt;
}

std::optional<double> realOf(const Element& value)
{
    double number = 0;
    std::string_view text;
    if (value.get(number) == simdjson::SUCCESS)
        return number;
    if (value.get(text) != simdjson::SUCCESS)
        return std::nullopt;
    return parsed<double>(text); // knows NaN and Infinity too
}

bool read(const Object& object, const char* name, std::string_view& text)
{
    return readAs(object, name, text);
}

bool read(const Object& object, const char* name, bool& truth)
{
    return readAs(object, name, truth);
}

bool read(const Object& object, const char* name, std::uint64_t& number)
{
    const auto member = memberOf(object, name);
    std::string_view text;
    if (!member || member->get(number) == simdjson::SUCCESS)
        return true;
    const auto value =
        member->get(text) == simdjson::SUCCESS ? parsed<std::uint64_t>(text) : std::nullopt;
    number = value.value_or(0);
    return value.has_value();
}

bool read(const Object& object, const char* name, std::int64_t& number)
{
    const auto member = memberOf(object, name);
    const auto value = member ? integerOf(*member) : std::nullopt;
    number = value.value_or(number);
    return !member || value;
}

bool read(const Object& object, const char* name, double& number)
{
    std::optional<double> value;
    const bool isRight = read(object, name, value);
    number = value.value_or(number);
    return isRight;
}

bool read(const Object& object, const char* name, std::optional<double>& number)
{
    const auto member = memberOf(object, name);
    if (member)
        number = realOf(*member);
    return !member || number;
}

bool read(const Object& object, const char* name, std::optional<Object>& member)
{
    Object found;
    const auto element = memberOf(object, name);
    if (!element)
        return true;
    if (element->get(found) != simdjson::SUCCESS)
        return false;
    member = found;
    return true;
}

bool read(const Object& object, const char* name, std::optional<Array>& list)
{
    Array found;
    const auto element = memberOf(object, name);
    if (!element)
        return true;
    if (element->get(found) != simdjson::SUCCESS)
        return false;
    list = found;
    return true;
}

const char* readValue(const Object& value, ValueSink& sink)
{
    for (const auto& [kind, member] : value) {
        Object object;
        if (member.is_null())
            continue;
        if (kind == "arrayValue" || kind == "kvlistValue") {
            if (member.get(object) != simdjson::SUCCESS)
                return notAValue;
            return kind == "arrayValue" ? readArray(object, sink) : readList(object, sink);
        }
        bool isRight = false;
        if (!putScalar(kind, member, sink, isRight))
            return sink.reason();
        return isRight ? nullptr : notAValue;
    }
    return sink.null() ? nullptr : sink.reason();
}

const char* readAttributes(const Object& object, const char* name, ValueSink& sink)
{
    std::optional<Array> attributes;
    if (!read(object, name, attributes))
        return notAValue;
    if (!attributes)
        return nullptr;
    for (const Element element : *attributes) {
        Object attribute;
        std::string_view key;
        std::optional<Object> value;
        if (element.get(attribute) != simdjson::SUCCESS || !read(attribute, "key", key)
            || !read(attribute, "value", value))
            return notAValue;
        if (!sink.key(key))
            return sink.reason();
        const char* const reason = value ? readValue(*value, sink) : nullptr;
        if (reason)
            return reason;
    }
    return nullptr;
}

} // namespace weir::otlpjson
