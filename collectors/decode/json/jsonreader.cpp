// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonreader.h"

#include "collectors/decode/json/jsonnumber.h"
#include "collectors/decode/json/jsonstring.h"
#include "collectors/decode/records.h"
#include "core/shorttext.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace weir {

namespace {

constexpr int maxDepth = 64;
constexpr std::size_t maxName = 1024;
/// Room for the dotted names of one event; memory is touched only as far as it is used.
constexpr std::size_t namesRoom = EventFields::maxFields * (maxName + 1);
constexpr std::size_t firstCapacity = std::size_t{16} << 10;
/// Above this the parser's buffers (some times the message) are given back.
constexpr std::size_t keptCapacity = std::size_t{1} << 20;
constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";
constexpr const char* malformed = "not valid JSON";
constexpr const char* tooDeep = "nested deeper than 64";
constexpr const char* tooManyFields = "more than 1000 fields";
constexpr const char* nameTooLong = "a field name is longer than 1 KiB";
constexpr const char* wrongEscape = "not valid JSON: a wrong escape";

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

const char* reasonFor(simdjson::error_code error)
{
    switch (error) {
    case simdjson::UTF8_ERROR:
        return "not UTF-8";
    case simdjson::EMPTY:
        return "empty, not a JSON object";
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
        return "too large for the JSON parser";
    default:
        return malformed;
    }
}

} // namespace

/// The vectorised first pass of simdjson: checks UTF-8 and finds where each token begins. Its second
/// pass and its on-demand interface are built for the machine's oldest instructions in a portable
/// program, and building a tree is not needed; walking the tokens ourselves is a third faster.
struct JsonReader::Parser
{
    simdjson::error_code findTokens(std::string_view payload)
    {
        if (!implementation || implementation->capacity() < payload.size()) {
            const std::size_t capacity = std::max(std::bit_ceil(payload.size()), firstCapacity);
            implementation = nullptr;
            const auto error =
                simdjson::get_active_implementation()->create_dom_parser_implementation(
                    capacity, 1, implementation);
            if (error != simdjson::SUCCESS)
                return error;
        }
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(payload.data());
        return implementation->stage1(bytes, payload.size(), simdjson::stage1_mode::regular);
    }

    std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;
};

/// One pass over the tokens of one message.
class JsonReader::Walk
{
public:
    Walk(JsonReader& reader, const Content& content, const FieldRules& rules,
         EventBatchBuilder& builder)
        : m_reader(reader)
        , m_content(content)
        , m_rules(rules)
        , m_builder(builder)
    {
    }

    bool run(Shape shape);
    /// Why run() returned false.
    const char* reason() const { return m_reason; }

private:
    bool fail(const char* reason)
    {
        m_reason = reason;
        return false;
    }

    /// The first character of the token at hand; 0 after the last.
    char first() const { return m_at == m_end ? '\0' : m_payload[*m_at]; }
    /// Takes the token at hand: up to the next, without the blanks between.
    std::string_view take();
    bool takeIf(char wanted)
    {
        if (first() != wanted)
            return false;
        ++m_at;
        return true;
    }

    bool walkEvent();
    bool walkMany();
    bool walkObject(std::string_view prefix, int depth);
    bool takeKey(std::string_view& key);
    bool nameFor(std::string_view prefix, std::string_view key, std::string_view& name);
    bool keepName(std::string_view prefix, std::string_view key, std::string_view& name);
    bool takeValue(std::string_view name, int depth);
    bool takeString(std::string_view name);
    bool takeNumber(std::string_view name);
    bool takeWord(std::string_view name);
    bool takeArray(std::string_view name, int depth);
    bool skipArray(int depth);
    bool skipObject(int depth);
    bool skipValue(int depth);
    bool add(std::string_view name, ValueType type, std::string_view piece, std::int64_t bits = 0);

    JsonReader& m_reader;
    const Content& m_content;
    const FieldRules& m_rules;
    EventBatchBuilder& m_builder;
    std::string_view m_payload;
    const std::uint32_t* m_at = nullptr; ///< where in the payload the token at hand begins
    const std::uint32_t* m_end = nullptr; ///< after the last; there stands the payload's size
    const char* m_reason = "";
};

bool JsonReader::Walk::run(Shape shape)
{
    std::string_view payload = m_builder.text(m_content.place);
    if (payload.starts_with(byteOrderMark))
        payload.remove_prefix(byteOrderMark.size());
    m_payload = payload;
    Parser& parser = *m_reader.m_parser;
    if (const auto error = parser.findTokens(payload); error != simdjson::SUCCESS)
        return fail(reasonFor(error));
    m_at = parser.implementation->structural_indexes.get();
    m_end = m_at + parser.implementation->n_structural_indexes;
    if (shape == Shape::Objects)
        return walkMany();
    if (first() != '{')
        return fail("not a JSON object");
    if (!walkEvent())
        return false;
    return m_at == m_end ? true : fail("not valid JSON: something follows the object");
}

bool JsonReader::Walk::walkMany()
{
    const bool isArray = takeIf('[');
    Records records(m_builder);
    do {
        if (first() != '{')
            return fail("not a list of JSON objects");
        if (!records.next())
            return fail(Records::tooMany);
        const std::uint32_t begin = *m_at;
        if (!walkEvent())
            return false;
        const std::uint32_t end = m_at[-1] + 1;
        if (m_builder.lastBody().length == 0)
            m_builder.setBody(m_builder.pieceOf(m_payload.substr(begin, end - begin)));
    } while (isArray ? takeIf(',') : m_at != m_end);
    if (isArray && !takeIf(']'))
        return fail(malformed);
    return m_at == m_end ? true : fail("not valid JSON: something follows the objects");
}

bool JsonReader::Walk::walkEvent()
{
    m_reader.m_fields.clear(m_rules);
    m_reader.m_names.clear();
    ++m_at;
    if (!walkObject({}, 1))
        return false;
    m_reader.m_fields.finish(m_builder, m_content.message.wireTime);
    return true;
}

std::string_view JsonReader::Walk::take()
{
    const std::uint32_t begin = *m_at++;
    std::uint32_t end = *m_at;
    while (end > begin && isBlank(m_payload[end - 1]))
        --end;
    return m_payload.substr(begin, end - begin);
}

bool JsonReader::Walk::walkObject(std::string_view prefix, int depth)
{
    if (depth > maxDepth)
        return fail(tooDeep);
    if (takeIf('}'))
        return true;
    do {
        std::string_view key;
        std::string_view name;
        if (!takeKey(key) || !nameFor(prefix, key, name) || !takeValue(name, depth))
            return false;
    } while (takeIf(','));
    return takeIf('}') ? true : fail(malformed);
}

bool JsonReader::Walk::takeKey(std::string_view& key)
{
    if (first() != '"')
        return fail(malformed);
    const std::string_view token = take();
    if (token.size() < 2 || token.back() != '"' || !takeIf(':'))
        return fail(malformed);
    key = token.substr(1, token.size() - 2);
    if (!holdsCharacter(key, '\\'))
        return true;
    std::string& unescaped = m_reader.m_unescaped;
    unescaped.clear();
    return unescapeJson(key, unescaped) ? keepName({}, unescaped, key) : fail(wrongEscape);
}

bool JsonReader::Walk::nameFor(std::string_view prefix, std::string_view key,
                                std::string_view& name)
{
    if (!prefix.empty())
        return keepName(prefix, key, name);
    name = key;
    return key.size() <= maxName ? true : fail(nameTooLong);
}

bool JsonReader::Walk::keepName(std::string_view prefix, std::string_view key,
                                 std::string_view& name)
{
    std::string& names = m_reader.m_names;
    const std::size_t length = prefix.size() + key.size() + (prefix.empty() ? 0 : 1);
    if (length > maxName)
        return fail(nameTooLong);
    if (names.size() + length > names.capacity())
        return fail(tooManyFields);
    const std::size_t begin = names.size();
    names.append(prefix);
    if (!prefix.empty())
        names.push_back('.');
    names.append(key);
    name = std::string_view(names).substr(begin);
    return true;
}

bool JsonReader::Walk::takeValue(std::string_view name, int depth)
{
    switch (first()) {
    case '"':
        return takeString(name);
    case '{':
        ++m_at;
        return walkObject(name, depth + 1);
    case '[':
        return takeArray(name, depth + 1);
    case 't':
    case 'f':
    case 'n':
        return takeWord(name);
    case '\0':
        return fail(malformed);
    default:
        return takeNumber(name);
    }
}

bool JsonReader::Walk::takeString(std::string_view name)
{
    const std::string_view token = take();
    if (token.size() < 2 || token.back() != '"')
        return fail(malformed);
    const std::string_view inner = token.substr(1, token.size() - 2);
    if (!holdsCharacter(inner, '\\'))
        return add(name, ValueType::String, inner);
    std::string& unescaped = m_reader.m_unescaped;
    unescaped.clear();
    if (!unescapeJson(inner, unescaped))
        return fail(wrongEscape);
    return add(name, ValueType::String, m_builder.text(m_builder.append(unescaped)));
}

bool JsonReader::Walk::takeNumber(std::string_view name)
{
    const std::string_view token = take();
    const auto number = parseJsonNumber(token);
    if (number)
        return add(name, number->type, token, number->bits);
    const bool isMeant = token.front() == '-' || (token.front() >= '0' && token.front() <= '9');
    return fail(isMeant ? "not valid JSON: a wrong number" : malformed);
}

bool JsonReader::Walk::takeWord(std::string_view name)
{
    const std::string_view word = take();
    if (word == "null")
        return true;
    const bool truth = word == "true";
    return truth || word == "false" ? add(name, ValueType::Bool, word, truth ? 1 : 0)
                                    : fail(malformed);
}

bool JsonReader::Walk::takeArray(std::string_view name, int depth)
{
    const std::uint32_t begin = *m_at++;
    if (!skipArray(depth))
        return false;
    const std::uint32_t end = m_at[-1] + 1; // the bracket just taken
    return add(name, ValueType::String, m_payload.substr(begin, end - begin));
}

bool JsonReader::Walk::skipArray(int depth)
{
    if (depth > maxDepth)
        return fail(tooDeep);
    if (takeIf(']'))
        return true;
    do {
        if (!skipValue(depth))
            return false;
    } while (takeIf(','));
    return takeIf(']') ? true : fail(malformed);
}

bool JsonReader::Walk::skipObject(int depth)
{
    if (depth > maxDepth)
        return fail(tooDeep);
    if (takeIf('}'))
        return true;
    do {
        if (first() != '"' || take().back() != '"' || !takeIf(':'))
            return fail(malformed);
        if (!skipValue(depth))
            return false;
    } while (takeIf(','));
    return takeIf('}') ? true : fail(malformed);
}

bool JsonReader::Walk::skipValue(int depth)
{
    if (takeIf('{'))
        return skipObject(depth + 1);
    if (takeIf('['))
        return skipArray(depth + 1);
    if (m_at == m_end)
        return fail(malformed);
    const std::string_view token = take();
    const bool isGood = token.front() == '"'
        ? token.size() > 1 && token.back() == '"'
        : token == "true" || token == "false" || token == "null" || parseJsonNumber(token);
    return isGood ? true : fail(malformed);
}

bool JsonReader::Walk::add(std::string_view name, ValueType type, std::string_view piece,
                            std::int64_t bits)
{
    EventFields& fields = m_reader.m_fields;
    if (fields.isFull())
        return fail(tooManyFields);
    fields.add(name, type, m_builder.pieceOf(piece), piece, bits);
    return true;
}

JsonReader::JsonReader()
    : m_parser(std::make_unique<Parser>())
{
    m_names.reserve(namesRoom);
}

JsonReader::~JsonReader() = default;

const char* JsonReader::read(const Content& content, Shape shape, const FieldRules& rules,
                             EventBatchBuilder& builder)
{
    Walk walk(*this, content, rules, builder);
    const bool isDone = walk.run(shape);
    if (content.bytes.size() > keptCapacity)
        m_parser = std::make_unique<Parser>();
    return isDone ? nullptr : walk.reason();
}

char firstCharacter(std::string_view text)
{
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? '\0' : text[first];
}

} // namespace weir
