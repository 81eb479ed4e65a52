// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/jsondecoder.h"

#include "collectors/decode/jsonnumber.h"
#include "collectors/decode/jsonstring.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <cstring>

namespace weir {

namespace {

using namespace simdjson;

constexpr int maxDepth = 64;
constexpr std::size_t maxName = 1024;
/// Room for the dotted names of one event; memory is touched only as far as it is used.
constexpr std::size_t namesRoom = EventFields::maxFields * (maxName + 1);
/// Above this the parser's buffers (about 6 times the message) are given back.
constexpr std::size_t keptCapacity = std::size_t{1} << 20;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";

std::string_view withoutTrailingBlanks(std::string_view token)
{
    while (!token.empty() && blanks.find(token.back()) != std::string_view::npos)
        token.remove_suffix(1);
    return token;
}

/// Any word that begins with n has the type null.
bool isNull(ondemand::value& value)
{
    bool truth = false;
    return value.is_null().get(truth) == SUCCESS && truth;
}

const char* reasonFor(error_code error)
{
    switch (error) {
    case UTF8_ERROR:
        return "not UTF-8";
    case EMPTY:
        return "empty, not a JSON object";
    case CAPACITY:
    case MEMALLOC:
        return "too large for the JSON parser";
    default:
        return "not valid JSON";
    }
}

} // namespace

struct JsonDecoder::Parser
{
    ondemand::parser parser;
};

/// One pass over one message.
class JsonDecoder::Walk
{
public:
    Walk(JsonDecoder& decoder, EventBatchBuilder& builder)
        : m_decoder(decoder)
        , m_builder(builder)
    {
    }

    bool run(std::string_view payload);
    /// Why run() returned false.
    const char* reason() const { return m_reason; }

private:
    bool fail(const char* reason)
    {
        m_reason = reason;
        return false;
    }
    bool fail(error_code error) { return fail(reasonFor(error)); }

    bool walkObject(ondemand::object object, std::string_view prefix, int depth);
    bool takeKey(ondemand::field& field, std::string_view& key);
    bool takeName(std::string_view prefix, std::string_view key, std::string_view& name);
    bool keepName(std::string_view prefix, std::string_view key, std::string_view& name);
    bool takeValue(ondemand::value value, std::string_view name, int depth);
    bool takeString(ondemand::value& value, std::string_view name);
    bool takeNumber(ondemand::value& value, std::string_view name);
    bool takeBool(ondemand::value& value, std::string_view name);
    bool takeArray(ondemand::value& value, std::string_view name, int depth);
    bool checkArray(ondemand::array array, int depth);
    bool checkValue(ondemand::value value, int depth);
    bool add(std::string_view name, ValueType type, std::string_view piece, std::int64_t bits = 0);

    JsonDecoder& m_decoder;
    EventBatchBuilder& m_builder;
    ondemand::document m_document;
    const char* m_reason = "";
};

bool JsonDecoder::Walk::run(std::string_view payload)
{
    if (payload.starts_with(byteOrderMark))
        payload.remove_prefix(byteOrderMark.size());
    const padded_string_view json(payload.data(), payload.size(),
                                  payload.size() + SIMDJSON_PADDING);
    if (const auto error = m_decoder.m_parser->parser.iterate(json).get(m_document))
        return fail(error);
    ondemand::object object;
    if (const auto error = m_document.get_object().get(object))
        return fail(error == INCORRECT_TYPE ? "not a JSON object" : reasonFor(error));
    if (!walkObject(object, {}, 1))
        return false;
    // There is no place to name once everything has been read.
    return m_document.current_location().error() == OUT_OF_BOUNDS
        ? true
        : fail("not valid JSON: something follows the object");
}

bool JsonDecoder::Walk::walkObject(ondemand::object object, std::string_view prefix, int depth)
{
    if (depth > maxDepth)
        return fail("nested deeper than 64");
    for (auto next : object) {
        ondemand::field field;
        if (const auto error = std::move(next).get(field))
            return fail(error);
        std::string_view key;
        std::string_view name;
        if (!takeKey(field, key) || !takeName(prefix, key, name)
            || !takeValue(field.value(), name, depth))
            return false;
    }
    return true;
}

bool JsonDecoder::Walk::takeKey(ondemand::field& field, std::string_view& key)
{
    const char* const begin = field.key().raw();
    const char* end = begin;
    // The parser has checked that the closing quote is there.
    while (*end != '"' && *end != '\\')
        ++end;
    if (*end == '"') {
        key = {begin, static_cast<std::size_t>(end - begin)};
        return true;
    }
    while (*end != '"')
        end += *end == '\\' ? 2 : 1;
    std::string& unescaped = m_decoder.m_unescaped;
    unescaped.clear();
    if (!unescapeJson({begin, static_cast<std::size_t>(end - begin)}, unescaped))
        return fail("not valid JSON: a wrong escape");
    return keepName({}, unescaped, key);
}

bool JsonDecoder::Walk::takeName(std::string_view prefix, std::string_view key,
                                 std::string_view& name)
{
    if (!prefix.empty())
        return keepName(prefix, key, name);
    name = key;
    return key.size() <= maxName ? true : fail("a field name is longer than 1 KiB");
}

bool JsonDecoder::Walk::keepName(std::string_view prefix, std::string_view key,
                                 std::string_view& name)
{
    std::string& names = m_decoder.m_names;
    const std::size_t length = prefix.size() + key.size() + (prefix.empty() ? 0 : 1);
    if (length > maxName)
        return fail("a field name is longer than 1 KiB");
    if (names.size() + length > names.capacity())
        return fail("more than 1000 fields");
    const std::size_t begin = names.size();
    names.append(prefix);
    if (!prefix.empty())
        names.push_back('.');
    names.append(key);
    name = std::string_view(names).substr(begin);
    return true;
}

bool JsonDecoder::Walk::takeValue(ondemand::value value, std::string_view name, int depth)
{
    ondemand::json_type type{};
    if (const auto error = value.type().get(type))
        return fail(error);
    switch (type) {
    case ondemand::json_type::string:
        return takeString(value, name);
    case ondemand::json_type::number:
        return takeNumber(value, name);
    case ondemand::json_type::boolean:
        return takeBool(value, name);
    case ondemand::json_type::null:
        return isNull(value) ? true : fail("not valid JSON");
    case ondemand::json_type::array:
        return takeArray(value, name, depth);
    case ondemand::json_type::object: {
        ondemand::object object;
        if (const auto error = value.get_object().get(object))
            return fail(error);
        return walkObject(object, name, depth + 1);
    }
    }
    return fail("not valid JSON");
}

bool JsonDecoder::Walk::takeString(ondemand::value& value, std::string_view name)
{
    const std::string_view token = withoutTrailingBlanks(value.raw_json_token());
    ondemand::raw_json_string consumed;
    if (const auto error = value.get_raw_json_string().get(consumed))
        return fail(error);
    if (token.size() < 2 || token.back() != '"')
        return fail("not valid JSON");
    const std::string_view inner = token.substr(1, token.size() - 2);
    if (inner.empty() || std::memchr(inner.data(), '\\', inner.size()) == nullptr)
        return add(name, ValueType::String, inner);
    std::string& unescaped = m_decoder.m_unescaped;
    unescaped.clear();
    if (!unescapeJson(inner, unescaped))
        return fail("not valid JSON: a wrong escape");
    return add(name, ValueType::String, m_builder.text(m_builder.append(unescaped)));
}

bool JsonDecoder::Walk::takeNumber(ondemand::value& value, std::string_view name)
{
    const std::string_view token = withoutTrailingBlanks(value.raw_json_token());
    const auto number = parseJsonNumber(token);
    return number ? add(name, number->type, token, number->bits)
                  : fail("not valid JSON: a wrong number");
}

bool JsonDecoder::Walk::takeBool(ondemand::value& value, std::string_view name)
{
    const std::string_view token = withoutTrailingBlanks(value.raw_json_token());
    bool truth = false;
    if (const auto error = value.get_bool().get(truth))
        return fail(error);
    return add(name, ValueType::Bool, token, truth ? 1 : 0);
}

bool JsonDecoder::Walk::takeArray(ondemand::value& value, std::string_view name, int depth)
{
    const char* const begin = std::string_view(value.raw_json_token()).data();
    ondemand::array array;
    if (const auto error = value.get_array().get(array))
        return fail(error);
    if (!checkArray(array, depth + 1))
        return false;
    const char* end = nullptr;
    if (m_document.current_location().get(end))
        return fail("not valid JSON");
    return add(name, ValueType::String,
               withoutTrailingBlanks({begin, static_cast<std::size_t>(end - begin)}));
}

bool JsonDecoder::Walk::checkArray(ondemand::array array, int depth)
{
    if (depth > maxDepth)
        return fail("nested deeper than 64");
    for (auto next : array) {
        ondemand::value value;
        if (const auto error = std::move(next).get(value))
            return fail(error);
        if (!checkValue(value, depth))
            return false;
    }
    return true;
}

bool JsonDecoder::Walk::checkValue(ondemand::value value, int depth)
{
    ondemand::json_type type{};
    error_code error = value.type().get(type);
    if (error == SUCCESS && type == ondemand::json_type::array) {
        ondemand::array array;
        error = value.get_array().get(array);
        return error == SUCCESS ? checkArray(array, depth + 1) : fail(error);
    }
    if (error == SUCCESS && type == ondemand::json_type::object) {
        if (depth + 1 > maxDepth)
            return fail("nested deeper than 64");
        ondemand::object object;
        error = value.get_object().get(object);
        if (error != SUCCESS)
            return fail(error);
        for (auto next : object) {
            ondemand::field field;
            error = std::move(next).get(field);
            if (error != SUCCESS)
                return fail(error);
            if (!checkValue(field.value(), depth + 1))
                return false;
        }
        return true;
    }
    if (error == SUCCESS && type == ondemand::json_type::null && !isNull(value))
        return fail("not valid JSON");
    if (error == SUCCESS && type == ondemand::json_type::boolean)
        error = value.get_bool().error();
    if (error == SUCCESS && type == ondemand::json_type::number
        && !parseJsonNumber(withoutTrailingBlanks(value.raw_json_token())))
        return fail("not valid JSON: a wrong number");
    return error == SUCCESS ? true : fail(error);
}

bool JsonDecoder::Walk::add(std::string_view name, ValueType type, std::string_view piece,
                            std::int64_t bits)
{
    EventFields& fields = m_decoder.m_fields;
    if (fields.isFull())
        return fail("more than 1000 fields");
    fields.add(name, type, m_builder.pieceOf(piece), piece, bits);
    return true;
}

JsonDecoder::JsonDecoder()
    : m_parser(std::make_unique<Parser>())
{
    m_names.reserve(namesRoom);
}

JsonDecoder::~JsonDecoder() = default;

void JsonDecoder::decode(const RawMessage& message, EventBatchBuilder& builder)
{
    const std::string_view payload = builder.setPayload(message.payload, SIMDJSON_PADDING);
    m_fields.clear();
    m_names.clear();
    Walk walk(*this, builder);
    if (walk.run(payload)) {
        m_fields.finish(builder, message.wireTime);
    } else {
        builder.setUndecodable(walk.reason());
        if (message.wireTime)
            builder.setTime(*message.wireTime);
    }
    if (payload.size() > keptCapacity)
        m_parser = std::make_unique<Parser>();
}

bool looksLikeJsonObject(std::string_view payload)
{
    if (payload.starts_with(byteOrderMark))
        payload.remove_prefix(byteOrderMark.size());
    const std::size_t first = payload.find_first_not_of(blanks);
    return first != std::string_view::npos && payload[first] == '{';
}

} // namespace weir
