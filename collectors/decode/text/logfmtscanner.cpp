// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/text/logfmtscanner.h"

#include <array>
#include <charconv>

namespace weir {

namespace {

enum class Kind : unsigned char {
    Other, ///< not in a key
    Key,
    Blank,
};

constexpr auto kinds = [] {
    std::array<Kind, 256> kind{};
    for (unsigned c = 0x21; c < 256; ++c)
        kind[c] = Kind::Key;
    for (const char c : std::string_view("=\"{}<>(),;\\|'\x7f"))
        kind[static_cast<unsigned char>(c)] = Kind::Other;
    kind[static_cast<unsigned char>(' ')] = Kind::Blank;
    kind[static_cast<unsigned char>('\t')] = Kind::Blank;
    return kind;
}();

Kind kindOf(char c)
{
    return kinds[static_cast<unsigned char>(c)];
}

void appendUtf8(unsigned code, std::string& out)
{
    const auto put = [&out](unsigned byte) {
        out.push_back(static_cast<char>(byte));
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

/// The four digits of `\uXXXX` at `at`; above 0xFFFF when there are none.
unsigned codeAt(std::string_view text, std::size_t at)
{
    unsigned code = 0;
    if (at + 4 > text.size())
        return 0x10000;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + 4, code, 16);
    return error == std::errc{} && end == text.data() + at + 4 ? code : 0x10000;
}

/// Appends what `\uXXXX` (its digits at `at`) stands for and moves behind it; half of a pair alone
/// becomes U+FFFD.
void appendCode(std::string_view text, std::size_t& at, std::string& out)
{
    unsigned code = codeAt(text, at);
    if (code > 0xFFFF) {
        out.push_back('u');
        return;
    }
    at += 4;
    if (code >= 0xD800 && code < 0xE000) {
        const bool hasSecond = code < 0xDC00 && text.substr(at, 2) == "\\u";
        const unsigned second = hasSecond ? codeAt(text, at + 2) : 0;
        if (second >= 0xDC00 && second < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10U) + (second - 0xDC00);
            at += 6;
        } else {
            code = 0xFFFD;
        }
    }
    appendUtf8(code, out);
}

} // namespace

bool LogfmtScanner::fail(const char* fault)
{
    m_fault = fault;
    return false;
}

bool LogfmtScanner::next(LogfmtPair& pair)
{
    while (m_at < m_line.size() && kindOf(m_line[m_at]) == Kind::Blank)
        ++m_at;
    if (m_at == m_line.size())
        return false;
    const std::size_t begin = m_at;
    while (m_at < m_line.size() && kindOf(m_line[m_at]) == Kind::Key)
        ++m_at;
    pair = {};
    pair.key = m_line.substr(begin, m_at - begin);
    if (pair.key.empty())
        return fail("a name begins with a character that names do not have");
    if (m_at == m_line.size() || kindOf(m_line[m_at]) == Kind::Blank)
        return true;
    if (m_line[m_at] != '=')
        return fail("a name has a character that names do not have");
    ++m_at;
    pair.hasValue = true;
    return m_at < m_line.size() && m_line[m_at] == '"' ? takeQuoted(pair) : takePlain(pair);
}

bool LogfmtScanner::takeQuoted(LogfmtPair& pair)
{
    const std::size_t begin = ++m_at;
    for (; m_at < m_line.size(); ++m_at) {
        if (m_line[m_at] == '"') {
            pair.value = m_line.substr(begin, m_at - begin);
            pair.isQuoted = true;
            ++m_at;
            return m_at == m_line.size() || kindOf(m_line[m_at]) == Kind::Blank
                || fail("something follows a closing quote");
        }
        if (m_line[m_at] == '\\') {
            pair.hasEscapes = true;
            ++m_at;
        }
    }
    return fail("a quote is not closed");
}

bool LogfmtScanner::takePlain(LogfmtPair& pair)
{
    const std::size_t begin = m_at;
    for (; m_at < m_line.size() && kindOf(m_line[m_at]) != Kind::Blank; ++m_at) {
        const char c = m_line[m_at];
        if (c == '"')
            return fail("a quote inside of a value");
        if (static_cast<unsigned char>(c) < 0x20)
            return fail("more than one line");
    }
    pair.value = m_line.substr(begin, m_at - begin);
    return true;
}

void appendUnescaped(std::string_view escaped, std::string& out)
{
    for (std::size_t at = 0; at < escaped.size();) {
        const std::size_t next = std::min(escaped.find('\\', at), escaped.size());
        out.append(escaped.substr(at, next - at));
        at = next + 1;
        if (at >= escaped.size())
            return;
        const char c = escaped[at++];
        if (c == 'u')
            appendCode(escaped, at, out);
        else
            out.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
    }
}

} // namespace weir
