// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlscan.h"

#include "core/config/tomlvalue.h"

#include <algorithm>

namespace weir {

namespace {

/// A key with quotes as it is meant. The parser knows the escapes already.
std::string unquoted(std::string_view key)
{
    const auto parsed = parseToml("x = " + std::string(key));
    const auto* table = std::get_if<TomlValue>(&parsed);
    const TomlMember* member = table != nullptr ? table->member("x") : nullptr;
    return member != nullptr ? member->value.text : std::string(key);
}

/// Walks through a text. Every step goes forward and none beyond `end`.
class Scanner final
{
public:
    Scanner(std::string_view text, std::size_t begin, std::size_t end)
        : m_text(text.substr(0, end))
        , m_at(begin)
    {
    }

    bool isAtEnd() const { return m_at >= m_text.size(); }
    std::size_t at() const { return m_at; }
    char peek() const { return isAtEnd() ? '\0' : m_text[m_at]; }
    void skip(std::size_t count = 1) { m_at = std::min(m_text.size(), m_at + count); }

    void skipAny(std::string_view characters)
    {
        while (!isAtEnd() && characters.find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    /// Space, line ends and comments.
    void skipBetween()
    {
        skipAny(" \t\r\n");
        while (peek() == '#') {
            m_at = std::min(m_text.size(), m_text.find('\n', m_at));
            skipAny(" \t\r\n");
        }
    }

    void skipString()
    {
        const char quote = peek();
        const std::string three(3, quote);
        const bool isLong = m_text.substr(m_at).starts_with(three);
        skip(isLong ? 3 : 1);
        while (!isAtEnd()) {
            if (quote == '"' && peek() == '\\') {
                skip(2);
            } else if (isLong ? m_text.substr(m_at).starts_with(three) : peek() == quote) {
                skip(isLong ? 3 : 1);
                // Up to two more quotes may stand before the three that end it.
                while (isLong && peek() == quote)
                    skip();
                return;
            } else {
                skip();
            }
        }
    }

    /// `[…]` and `{…}` with everything inside, by counting: no recursion over a stranger's text.
    void skipNested()
    {
        std::size_t depth = 0;
        do {
            skipBetween();
            const char c = peek();
            if (c == '"' || c == '\'') {
                skipString();
                continue;
            }
            if (c == '[' || c == '{')
                ++depth;
            else if (c == ']' || c == '}')
                --depth;
            skip();
        } while (depth > 0 && !isAtEnd());
    }

    TomlSpan value()
    {
        const std::size_t begin = m_at;
        const char c = peek();
        if (c == '"' || c == '\'')
            skipString();
        else if (c == '[' || c == '{')
            skipNested();
        else
            m_at = std::min(m_text.size(), m_text.find_first_of(",]}#\r\n", m_at));
        std::size_t end = m_at;
        while (end > begin && (m_text[end - 1] == ' ' || m_text[end - 1] == '\t'))
            --end;
        return {begin, end};
    }

    /// `a."b c".d`; the span ends with its last character.
    TomlPath path(TomlSpan& span)
    {
        TomlPath path;
        span.begin = m_at;
        while (true) {
            const std::size_t begin = m_at;
            const bool isQuoted = peek() == '"' || peek() == '\'';
            if (isQuoted)
                skipString();
            else
                m_at = std::min(m_text.size(), m_text.find_first_of(" \t.=]\r\n", m_at));
            span.end = m_at;
            const std::string_view key = m_text.substr(begin, m_at - begin);
            path.push_back(isQuoted ? unquoted(key) : std::string(key));
            skipAny(" \t");
            if (peek() != '.')
                return path;
            skip();
            skipAny(" \t");
        }
    }

    TomlStatement member()
    {
        TomlStatement statement;
        statement.path = path(statement.key);
        skip(); // the equals sign
        skipAny(" \t");
        statement.value = value();
        return statement;
    }

    TomlStatement header()
    {
        TomlStatement statement;
        const std::size_t begin = m_at;
        const bool isArray = m_text.substr(m_at).starts_with("[[");
        statement.kind = isArray ? TomlStatement::Kind::TableArray : TomlStatement::Kind::Table;
        skip(isArray ? 2 : 1);
        skipAny(" \t");
        statement.path = path(statement.key);
        skip(isArray ? 2 : 1);
        statement.key = {begin, m_at};
        return statement;
    }

private:
    std::string_view m_text;
    std::size_t m_at;
};

} // namespace

std::vector<TomlStatement> scanToml(std::string_view text)
{
    std::vector<TomlStatement> statements;
    Scanner scanner(text, text.starts_with("\xef\xbb\xbf") ? 3 : 0, text.size());
    for (scanner.skipBetween(); !scanner.isAtEnd(); scanner.skipBetween()) {
        const std::size_t before = scanner.at();
        statements.push_back(scanner.peek() == '[' ? scanner.header() : scanner.member());
        if (scanner.at() == before)
            scanner.skip();
    }
    return statements;
}

std::vector<TomlStatement> scanInlineTable(std::string_view text, TomlSpan value)
{
    std::vector<TomlStatement> members;
    Scanner scanner(text, value.begin + 1, value.end > value.begin ? value.end - 1 : value.end);
    for (scanner.skipAny(" \t"); !scanner.isAtEnd(); scanner.skipAny(" \t,")) {
        const std::size_t before = scanner.at();
        members.push_back(scanner.member());
        if (scanner.at() == before)
            scanner.skip();
    }
    return members;
}

} // namespace weir
