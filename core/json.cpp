// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace weir {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

unsigned byteAt(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

/// Length of the multi-byte character at `at`; 0 when there is none (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
std::size_t characterLength(std::string_view text, std::size_t at)
{
    const unsigned lead = byteAt(text, at);
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF ? 2
        : lead >= 0xE0 && lead <= 0xEF                      ? 3
        : lead >= 0xF0 && lead <= 0xF4                      ? 4
                                                            : 0;
    if (length == 0 || text.size() - at < length)
        return 0;
    const unsigned second = byteAt(text, at + 1);
    const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high)
        return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byteAt(text, at + i) & 0xC0U) != 0x80)
            return 0;
    }
    return length;
}

constexpr bool isPlain(unsigned byte)
{
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

constexpr auto plainBytes = [] {
    std::array<bool, 256> plain{};
    for (unsigned byte = 0; byte < 256; ++byte)
        plain[byte] = isPlain(byte);
    return plain;
}();

void appendEscape(std::string& out, unsigned byte)
{
    constexpr std::string_view hex = "0123456789abcdef";
    switch (byte) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += "\\u00";
        out += hex[byte >> 4U];
        out += hex[byte & 0xFU];
    }
}

void appendString(std::string& out, std::string_view text)
{
    out += '"';
    std::size_t done = 0; // everything before is in `out`
    std::size_t at = 0;
    while (at < text.size()) {
        if (plainBytes[byteAt(text, at)]) {
            ++at;
            continue;
        }
        const std::size_t length = byteAt(text, at) < 0x80 ? 0 : characterLength(text, at);
        if (length > 0) {
            at += length;
            continue;
        }
        out.append(text, done, at - done);
        if (byteAt(text, at) < 0x80)
            appendEscape(out, byteAt(text, at));
        else
            out += replacement;
        done = ++at;
    }
    out.append(text, done, text.size() - done);
    out += '"';
}

template<typename T>
void appendInteger(std::string& out, T number)
{
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void appendDouble(std::string& out, double number)
{
    // The shortest form of 100000 is 1e+05, which nobody wants to read.
    const double size = std::fabs(number);
    const bool isCommon = size == 0 || (size >= 1e-5 && size < 1e16);
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), number,
                      isCommon ? std::chars_format::fixed : std::chars_format::scientific)
            .ptr;
    const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    out += text;
    if (isCommon && text.find('.') == std::string_view::npos)
        out += ".0"; // so that it is still told from an integer
}

} // namespace

void JsonWriter::separate()
{
    if (m_needsComma)
        m_text += ',';
    m_needsComma = true;
}

JsonWriter& JsonWriter::beginObject()
{
    separate();
    m_text += '{';
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endObject()
{
    m_text += '}';
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::beginArray()
{
    separate();
    m_text += '[';
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::endArray()
{
    m_text += ']';
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    appendString(m_text, name);
    m_text += ':';
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text)
{
    separate();
    appendString(m_text, text);
    return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number)
{
    separate();
    appendInteger(m_text, number);
    return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number)
{
    separate();
    appendInteger(m_text, number);
    return *this;
}

JsonWriter& JsonWriter::value(double number)
{
    if (std::isnan(number))
        return value("NaN");
    if (std::isinf(number))
        return value(number > 0 ? "Infinity" : "-Infinity");
    separate();
    appendDouble(m_text, number);
    return *this;
}

JsonWriter& JsonWriter::value(bool truth)
{
    return raw(truth ? "true" : "false");
}

JsonWriter& JsonWriter::null()
{
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json)
{
    separate();
    m_text += json;
    return *this;
}

std::string JsonWriter::take()
{
    m_needsComma = false;
    return std::exchange(m_text, {});
}

bool isUtf8(std::string_view bytes)
{
    return simdjson::validate_utf8(bytes.data(), bytes.size());
}

std::string_view utf8Head(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (byteAt(text, most) & 0xC0U) == 0x80)
        --most;
    return text.substr(0, most);
}

std::string base64(std::string_view bytes)
{
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        unsigned group = byteAt(bytes, at) << 16U;
        if (count > 1)
            group |= byteAt(bytes, at + 1) << 8U;
        if (count > 2)
            group |= byteAt(bytes, at + 2);
        out += alphabet[group >> 18U];
        out += alphabet[(group >> 12U) & 63U];
        out += count > 1 ? alphabet[(group >> 6U) & 63U] : '=';
        out += count > 2 ? alphabet[group & 63U] : '=';
    }
    return out;
}

} // namespace weir
