// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonstring.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace weir {

namespace {

constexpr std::uint32_t replacement = 0xFFFD;

void appendUtf8(std::string& out, std::uint32_t code)
{
    const auto tail = [&](unsigned shift) {
        out.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU)));
    };
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0U | (code >> 6U)));
        tail(0);
    } else if (code < 0x10000) {
        out.push_back(static_cast<char>(0xE0U | (code >> 12U)));
        tail(6);
        tail(0);
    } else {
        out.push_back(static_cast<char>(0xF0U | (code >> 18U)));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// The four digits after `\u` at the front of `rest`.
std::optional<std::uint32_t> hexAt(std::string_view rest)
{
    std::uint32_t code = 0;
    if (rest.size() < 4)
        return std::nullopt;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + 4, code, 16);
    return error == std::errc{} && end == rest.data() + 4 ? std::optional(code) : std::nullopt;
}

/// `rest` begins after `\u`. Takes a following low surrogate too; 0 bytes taken is an error.
std::size_t takeUnicode(std::string_view rest, std::uint32_t& code)
{
    const auto first = hexAt(rest);
    if (!first)
        return 0;
    code = *first;
    if (code < 0xD800 || code > 0xDFFF)
        return 4;
    if (code < 0xDC00 && rest.substr(4, 2) == "\\u") {
        const auto second = hexAt(rest.substr(6));
        if (second && *second >= 0xDC00 && *second <= 0xDFFF) {
            code = 0x10000 + ((code - 0xD800) << 10U) + (*second - 0xDC00);
            return 10;
        }
    }
    code = replacement;
    return 4;
}

/// The character of a short escape, or 0.
char shortEscape(char letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return letter;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return '\0';
    }
}

} // namespace

bool unescapeJson(std::string_view escaped, std::string& out)
{
    const std::size_t before = out.size();
    while (!escaped.empty()) {
        const std::size_t slash = escaped.find('\\');
        out.append(escaped.substr(0, slash));
        if (slash == std::string_view::npos)
            return true;
        escaped.remove_prefix(slash + 1);
        const char letter = escaped.empty() ? '\0' : escaped.front();
        std::size_t taken = 1;
        if (letter == 'u') {
            std::uint32_t code = 0;
            const std::size_t digits = takeUnicode(escaped.substr(1), code);
            taken = digits == 0 ? 0 : digits + 1;
            if (taken != 0)
                appendUtf8(out, code);
        } else if (const char plain = shortEscape(letter)) {
            out.push_back(plain);
        } else {
            taken = 0;
        }
        if (taken == 0) {
            out.resize(before);
            return false;
        }
        escaped.remove_prefix(taken);
    }
    return true;
}

} // namespace weir
