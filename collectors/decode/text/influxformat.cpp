// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/influxformat.h"

#include "collectors/decode/records.h"
#include "collectors/decode/text/lineevent.h"
#include "collectors/decode/text/textvalue.h"
#include "core/textcursor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

namespace weir {

namespace {

constexpr const char* noInflux = "not lines of measurement,tag=value field=value time";
constexpr std::size_t mostParts = 1000;
constexpr std::size_t longestName = 256;

/// Telegraf's log inputs name their levels and programs so.
constexpr std::array roles{
    NamedRole{"appname", {Role::Service, 1}},
    NamedRole{"name", {}},
    NamedRole{"value", {}},
    NamedRole{"type", {}},
};
constexpr FieldRules rules{.roles = roles};

/// Up to one of `ends` that has no backslash before it; the end is not taken.
std::string_view takeEscaped(std::string_view& rest, std::string_view ends)
{
    std::size_t size = 0;
    while (size < rest.size() && ends.find(rest[size]) == std::string_view::npos)
        size += rest[size] == '\\' && size + 1 < rest.size() ? 2U : 1U;
    const std::string_view part = rest.substr(0, size);
    rest.remove_prefix(part.size());
    return part;
}

bool take(std::string_view& rest, char wanted)
{
    if (rest.empty() || rest.front() != wanted)
        return false;
    rest.remove_prefix(1);
    return true;
}

/// Comma, blank and equals sign lose their meaning by a backslash; before anything else it is one.
void unescape(std::string_view escaped, std::string& out)
{
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        const char next = escaped[i] == '\\' && i + 1 < escaped.size() ? escaped[i + 1] : '\0';
        const bool isEscape = next == ',' || next == ' ' || next == '=';
        out.push_back(escaped[isEscape ? ++i : i]);
    }
}

std::optional<bool> truthOf(std::string_view word)
{
    for (const std::string_view yes : {"t", "T", "true", "True", "TRUE"}) {
        if (word == yes)
            return true;
    }
    for (const std::string_view no : {"f", "F", "false", "False", "FALSE"}) {
        if (word == no)
            return false;
    }
    return std::nullopt;
}

std::optional<std::uint64_t> unsignedNumber(std::string_view text)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

bool isMessage(std::string_view name)
{
    return name == "message" || name == "msg";
}

} // namespace

const char* InfluxFormat::refuse(const Content& content) const
{
    const std::string_view head = content.bytes;
    const std::size_t blank = head.find(' ');
    if (blank == std::string_view::npos || blank == 0 || head.find('=') == std::string_view::npos)
        return noInflux;
    if (head.front() == ',' || head.front() == '{' || head.front() == '"' || head.front() == '<'
        || head.front() == '[')
        return noInflux;
    return faultOfText(content);
}

const char* InfluxFormat::decode(const Content& content, EventBatchBuilder& builder)
{
    Records records(builder);
    m_labels = 0;
    std::string_view rest = content.bytes;
    for (;;) {
        while (!rest.empty()
               && (rest.front() == '\n' || rest.front() == '\r' || rest.front() == ' '))
            rest.remove_prefix(1);
        if (rest.empty())
            break;
        if (rest.front() == '#') {
            rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
            continue;
        }
        if (const char* fault = readLine(rest, content, builder))
            return fault;
        if (const char* fault = write(content, builder, records))
            return fault;
    }
    return records.count() > 0 ? nullptr : noInflux;
}

const char* InfluxFormat::readLine(std::string_view& rest, const Content& content,
                                   EventBatchBuilder& builder)
{
    const std::string_view whole = rest;
    m_line = {};
    m_parts.clear();
    m_names.clear();
    const std::string_view measurement = takeEscaped(rest, ", \n");
    if (measurement.empty() || measurement.size() > longestName
        || (!m_isChosen && measurement.find('=') != std::string_view::npos))
        return noInflux;
    unescape(measurement, m_line.measurement);
    if (const char* fault = readTags(rest, content, builder))
        return fault;
    m_line.tags = m_parts.size();
    if (const char* fault = readFields(rest, content, builder))
        return fault;
    if (take(rest, ' ')) {
        const std::string_view time = trimmed(rest.substr(0, rest.find_first_of("\r\n")));
        rest.remove_prefix(std::min(rest.find_first_of("\r\n"), rest.size()));
        const auto number = wholeNumber(time);
        if (!time.empty() && !number)
            return "its time is not a whole number";
        if (number)
            m_line.time = timeByMagnitude(*number);
    }
    if (!rest.empty() && rest.front() != '\n' && rest.front() != '\r')
        return noInflux;
    m_line.text = whole.substr(0, whole.size() - rest.size());
    if (!m_isChosen && m_line.tags == 0 && !m_line.time)
        return "neither a tag nor a time says that it is line protocol";
    return nullptr;
}

const char* InfluxFormat::readTags(std::string_view& rest, const Content& content,
                                   EventBatchBuilder& builder)
{
    while (take(rest, ',')) {
        const std::string_view name = takeEscaped(rest, ",= \n");
        if (name.empty() || name.size() > longestName || !take(rest, '='))
            return "a tag is not name=value";
        const std::string_view value = takeEscaped(rest, ",= \n");
        if (value.empty() || m_parts.size() == mostParts)
            return "a tag is not name=value";
        m_parts.push_back({labelField(nameOf(name)), textOf(value, content, builder), value});
    }
    return take(rest, ' ') ? nullptr : noInflux;
}

const char* InfluxFormat::readFields(std::string_view& rest, const Content& content,
                                     EventBatchBuilder& builder)
{
    bool hasNumber = false;
    bool hasMessage = false;
    do {
        const std::string_view name = takeEscaped(rest, ",= \n");
        if (name.empty() || name.size() > longestName || !take(rest, '=')
            || m_parts.size() == mostParts)
            return noInflux;
        Part part{nameOf(name), {}, {}};
        if (const char* fault = readValue(rest, part, content, builder))
            return fault;
        m_line.texts += part.type == ValueType::String ? 1U : 0U;
        hasNumber = hasNumber || part.type != ValueType::String;
        hasMessage = hasMessage || (part.type == ValueType::String && isMessage(part.name));
        m_parts.push_back(part);
    } while (take(rest, ','));
    m_line.isLog = hasMessage || !hasNumber;
    return nullptr;
}

const char* InfluxFormat::readValue(std::string_view& rest, Part& part, const Content& content,
                                    EventBatchBuilder& builder)
{
    if (take(rest, '"')) {
        std::size_t end = 0;
        while (end < rest.size() && rest[end] != '"')
            end += rest[end] == '\\' ? 2U : 1U;
        if (end >= rest.size())
            return "a text is not closed";
        part.value = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        part.text = content.piece(part.value);
        if (part.value.find('\\') == std::string_view::npos)
            return nullptr;
        m_unescaped.clear();
        for (std::size_t i = 0; i < part.value.size(); ++i) {
            const bool isEscape = part.value[i] == '\\' && i + 1 < part.value.size()
                && (part.value[i + 1] == '"' || part.value[i + 1] == '\\');
            m_unescaped.push_back(part.value[isEscape ? ++i : i]);
        }
        part.text = builder.append(m_unescaped);
        return nullptr;
    }
    const std::string_view word = rest.substr(0, rest.find_first_of(", \r\n"));
    rest.remove_prefix(word.size());
    if (word.empty())
        return noInflux;
    part.value = word;
    if (const auto truth = truthOf(word)) {
        part.type = ValueType::Bool;
        part.number = *truth ? 1 : 0;
        part.bits = *truth ? 1 : 0;
        part.text = builder.append(*truth ? "true" : "false");
        return nullptr;
    }
    const bool isWhole = word.back() == 'i' || word.back() == 'u';
    const std::string_view digits = isWhole ? word.substr(0, word.size() - 1) : word;
    const auto whole = isWhole ? wholeNumber(digits) : std::nullopt;
    const auto large = word.back() == 'u' ? unsignedNumber(digits) : std::nullopt;
    const auto number = isWhole || !(isDigit(digits.back()) || digits.back() == '.')
        ? std::nullopt
        : anyNumber(digits);
    part.text = content.piece(digits);
    if (whole && (word.back() == 'i' || *whole >= 0)) {
        part.type = ValueType::Int;
        part.bits = *whole;
        part.number = static_cast<double>(*whole);
    } else if (large || number) {
        part.type = ValueType::Double;
        part.number = large ? static_cast<double>(*large) : *number;
        part.bits = std::bit_cast<std::int64_t>(part.number);
    } else {
        return "a value is neither a number, nor true or false, nor in quotes";
    }
    return nullptr;
}

std::string_view InfluxFormat::nameOf(std::string_view escaped)
{
    if (escaped.find('\\') == std::string_view::npos)
        return escaped;
    // Views of the names stay valid: room for all of a line is made at once.
    m_names.reserve(2 * mostParts);
    unescape(escaped, m_names.emplace_back());
    return m_names.back();
}

ArenaRef InfluxFormat::textOf(std::string_view escaped, const Content& content,
                              EventBatchBuilder& builder)
{
    if (escaped.find('\\') == std::string_view::npos)
        return content.piece(escaped);
    m_unescaped.clear();
    unescape(escaped, m_unescaped);
    return builder.append(m_unescaped);
}

const char* InfluxFormat::write(const Content& content, EventBatchBuilder& builder,
                                Records& records)
{
    if (m_line.isLog) {
        if (!records.next())
            return Records::tooMany;
        writeLog(content, builder);
        return nullptr;
    }
    for (std::size_t i = m_line.tags; i < m_parts.size(); ++i) {
        const Part& sample = m_parts[i];
        if (sample.type == ValueType::String)
            continue;
        if (!records.next())
            return Records::tooMany;
        m_labels += m_line.tags + m_line.texts;
        if (m_labels > mostLabelsOfMessage)
            return tooManyLabels;
        LineEvent event(content, builder);
        event.time(m_line.time);
        ArenaRef name = builder.append(m_line.measurement);
        if (sample.name != "value") {
            builder.append("_");
            name.length += 1 + builder.append(sample.name).length;
        }
        builder.setMetric(name, sample.number, {}, MetricType::Unknown);
        for (std::size_t other = 0; other < m_parts.size(); ++other) {
            if (other < m_line.tags || m_parts[other].type == ValueType::String)
                builder.addField(m_parts[other].name, ValueType::String, m_parts[other].text);
        }
    }
    return nullptr;
}

void InfluxFormat::writeLog(const Content& content, EventBatchBuilder& builder)
{
    builder.setBody(content.piece(m_line.text));
    m_fields.clear(rules);
    m_fields.add("measurement", ValueType::String, builder.append(m_line.measurement),
                 m_line.measurement);
    for (const Part& part : m_parts) {
        if (!m_fields.isFull())
            m_fields.add(part.name, part.type, part.text, part.value, part.bits);
    }
    m_fields.finish(builder, content.message.wireTime);
    if (m_line.time)
        builder.setTime(*m_line.time);
}

} // namespace weir
