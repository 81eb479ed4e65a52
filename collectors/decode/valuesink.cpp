// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/valuesink.h"

#include "collectors/decode/eventfields.h"
#include "core/shorttext.h"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <functional>

namespace weir {

namespace {

constexpr std::size_t maxName = 1024;
/// Memory is touched only as far as it is used.
constexpr std::size_t namesRoom = EventFields::maxFields * (maxName + 1);
constexpr const char* tooDeep = "nested deeper than 64";
constexpr const char* tooManyFields = "more than 1000 fields";
constexpr const char* nameTooLong = "a field name is longer than 1 KiB";
constexpr const char* nameNotUtf8 = "a field name is not UTF-8";

bool isText(std::string_view bytes)
{
    constexpr std::uint64_t highBits = 0x8080808080808080U;
    std::uint64_t seen = 0;
    std::size_t at = 0;
    for (; at + sizeof seen <= bytes.size(); at += sizeof seen)
        seen |= shorttext::wordAt<std::uint64_t>(bytes.data() + at);
    for (; at < bytes.size(); ++at)
        seen |= static_cast<unsigned char>(bytes[at]);
    return (seen & highBits) == 0 || isUtf8(bytes);
}

/// With U+FFFD in place of each byte that is not UTF-8.
std::string readableText(std::string_view bytes)
{
    constexpr std::size_t longestCharacter = 4;
    std::string out;
    while (!bytes.empty()) {
        std::size_t length = 1;
        while (length <= longestCharacter && !isUtf8(bytes.substr(0, length)))
            ++length;
        const bool isCharacter = length <= longestCharacter;
        out.append(isCharacter ? bytes.substr(0, length) : "\xEF\xBF\xBD");
        bytes.remove_prefix(isCharacter ? std::min(length, bytes.size()) : 1);
    }
    return out;
}

std::string_view nameOfSpecial(double number)
{
    return std::isnan(number) ? "NaN" : number < 0 ? "-Inf" : "+Inf";
}

} // namespace

ValueSink::ValueSink()
{
    m_names.reserve(namesRoom);
}

void ValueSink::begin(const Content& content, EventBatchBuilder& builder, FieldTarget& target,
                      std::string_view prefix)
{
    m_content = &content;
    m_builder = &builder;
    m_names.clear();
    redirect(target, prefix);
}

void ValueSink::redirect(FieldTarget& target, std::string_view prefix)
{
    m_target = &target;
    m_rootPrefix = prefix;
    m_prefixes.clear();
    m_name = {};
    if (m_jsonDepth > 0)
        m_json.take();
    m_jsonDepth = 0;
    m_isText = false;
}

bool ValueSink::isInMessage(std::string_view text) const
{
    const std::string_view all = m_content->bytes;
    constexpr std::less_equal<const char*> isBefore;
    return isBefore(all.data(), text.data())
        && isBefore(text.data() + text.size(), all.data() + all.size());
}

ArenaRef ValueSink::refOf(std::string_view text)
{
    return isInMessage(text) ? m_content->piece(text) : m_builder->append(text);
}

bool ValueSink::keepName(std::string_view prefix, std::string_view key, std::string_view separator)
{
    const std::size_t length = prefix.size() + separator.size() + key.size();
    if (length > maxName)
        return fail(nameTooLong);
    if (m_names.size() + length > m_names.capacity())
        return fail(tooManyFields);
    const std::size_t begin = m_names.size();
    m_names.append(prefix).append(separator).append(key);
    m_name = std::string_view(m_names).substr(begin);
    return true;
}

bool ValueSink::key(std::string_view name)
{
    if (isJson()) {
        m_json.key(name);
        return true;
    }
    if (!isText(name))
        return fail(nameNotUtf8);
    const std::string_view prefix = m_prefixes.empty() ? std::string_view() : m_prefixes.back();
    if (!prefix.empty())
        return keepName(prefix, name, ".");
    if (!m_rootPrefix.empty() || !isInMessage(name))
        return keepName(m_rootPrefix, name, {});
    m_name = name;
    return name.size() <= maxName ? true : fail(nameTooLong);
}

bool ValueSink::beginMap()
{
    if (m_isText || isJson()) {
        if (!beginJson())
            return false;
        m_json.beginObject();
        return true;
    }
    if (m_prefixes.size() >= maxDepth)
        return fail(tooDeep);
    m_prefixes.push_back(m_name);
    return true;
}

bool ValueSink::endMap()
{
    if (isJson()) {
        m_json.endObject();
        return endJson();
    }
    m_prefixes.pop_back();
    return true;
}

bool ValueSink::beginArray()
{
    if (!beginJson())
        return false;
    m_json.beginArray();
    return true;
}

bool ValueSink::endArray()
{
    m_json.endArray();
    return endJson();
}

bool ValueSink::beginJson()
{
    if (m_prefixes.size() + m_jsonDepth >= maxDepth)
        return fail(tooDeep);
    ++m_jsonDepth;
    return true;
}

/// The outermost is whole: it is a value now.
bool ValueSink::endJson()
{
    if (--m_jsonDepth > 0)
        return true;
    const std::string json = m_json.take();
    return add(ValueType::String, m_builder->append(json), json, 0);
}

bool ValueSink::add(ValueType type, ArenaRef text, std::string_view value, std::int64_t bits)
{
    if (m_isText) {
        m_text = text;
        return true;
    }
    return m_target->add(m_name, type, text, value, bits) ? true : fail(tooManyFields);
}

bool ValueSink::string(std::string_view text)
{
    if (isJson()) {
        m_json.value(text);
        return true;
    }
    const bool isReadable = isText(text);
    if (!isReadable && m_isText) {
        const std::string readable = readableText(text);
        return add(ValueType::String, m_builder->append(readable), readable, 0);
    }
    return add(isReadable ? ValueType::String : ValueType::Bytes, refOf(text), text, 0);
}

bool ValueSink::bytes(std::string_view bytes)
{
    if (!isJson() && !m_isText)
        return add(ValueType::Bytes, refOf(bytes), bytes, 0);
    const std::string text = base64(bytes);
    return string(text);
}

template<typename Number>
bool ValueSink::addNumber(ValueType type, Number number, std::int64_t bits)
{
    std::array<char, 32> digits; // NOLINT(*-member-init): written before it is read
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    return add(type, m_builder->append(text), text, bits);
}

bool ValueSink::integer(std::int64_t number)
{
    if (!isJson())
        return addNumber(ValueType::Int, number, number);
    m_json.value(number);
    return true;
}

bool ValueSink::natural(std::uint64_t number)
{
    if (number <= static_cast<std::uint64_t>(INT64_MAX))
        return integer(static_cast<std::int64_t>(number));
    if (!isJson())
        return addNumber(ValueType::Double, number,
                         std::bit_cast<std::int64_t>(static_cast<double>(number)));
    m_json.value(number);
    return true;
}

bool ValueSink::real(double number)
{
    const auto bits = std::bit_cast<std::int64_t>(number);
    if (isJson()) {
        m_json.value(number);
        return true;
    }
    if (std::isfinite(number))
        return addNumber(ValueType::Double, number, bits);
    const std::string_view name = nameOfSpecial(number);
    return add(ValueType::Double, m_builder->append(name), name, bits);
}

bool ValueSink::decimal(std::string_view text)
{
    if (isJson()) {
        m_json.raw(text);
        return true;
    }
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return add(ValueType::Double, m_builder->append(text), text,
               std::bit_cast<std::int64_t>(number));
}

bool ValueSink::boolean(bool truth)
{
    if (isJson()) {
        m_json.value(truth);
        return true;
    }
    const std::string_view word = truth ? "true" : "false";
    return add(ValueType::Bool, m_builder->append(word), word, truth ? 1 : 0);
}

bool ValueSink::null()
{
    if (isJson())
        m_json.null();
    return true;
}

bool ValueSink::time(TimePoint time)
{
    const std::string text = formatTime(time);
    return string(text);
}

void ValueSink::beginText()
{
    m_isText = true;
    m_text = {};
}

ArenaRef ValueSink::endText()
{
    m_isText = false;
    return m_text;
}

} // namespace weir
