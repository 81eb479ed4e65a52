// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/tomlguard.h"

#include <algorithm>
#include <string>

namespace weir {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isAscii(char c)
{
    return (static_cast<unsigned char>(c) & 0x80U) == 0;
}

bool beginsKey(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'
        || c == '_' || c == '"' || c == '\'';
}

/// One walk over a text, character by character; strings and comments are passed over whole.
class Walk final
{
public:
    explicit Walk(std::string_view text)
        : m_text(text)
    {
    }

    std::optional<TomlFault> run()
    {
        bool isLineStart = true;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '#') {
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
                continue;
            }
            if (c == '[' && isLineStart && m_open.empty()) {
                if (const auto fault = header())
                    return fault;
            } else if (c == '"' || c == '\'') {
                passString(c);
                isLineStart = false;
                continue;
            } else if (!isAscii(c) && !isMarkOfOrder()) {
                return faultAt(m_at, "a character outside of quotes that is not plain ASCII");
            }
            if (c == '}' && m_open.ends_with('['))
                return faultAt(m_at, "a '}' in an array, where a value or ']' should stand");
            if (c == '[' || c == '{')
                m_open += c;
            else if ((c == ']' || c == '}') && !m_open.empty())
                m_open.pop_back();
            isLineStart = c == '\n' || (isLineStart && (isBlank(c) || c == '\r'));
            ++m_at;
        }
        return std::nullopt;
    }

private:
    /// What toml++ skips at the very beginning.
    bool isMarkOfOrder() const { return m_at < 3 && m_text.starts_with("\xEF\xBB\xBF"); }

    std::size_t blanksFrom(std::size_t at) const
    {
        while (at < m_text.size() && isBlank(m_text[at]))
            ++at;
        return at;
    }

    std::optional<TomlFault> header() const
    {
        std::size_t at = blanksFrom(m_at + 1);
        if (at < m_text.size() && m_text[at] == '[')
            at = blanksFrom(at + 1);
        if (at == m_text.size() || beginsKey(m_text[at]) || m_text[at] == ']')
            return std::nullopt; // right, or an error that toml++ finds
        return faultAt(at, "expected the name of a table here");
    }

    /// To behind the closing quotes, or to the end where there are none.
    void passString(char quote)
    {
        const std::string three(3, quote);
        const bool isLong = m_text.substr(m_at).starts_with(three);
        m_at += isLong ? 3U : 1U;
        while (m_at < m_text.size()) {
            if (isLong ? m_text.substr(m_at).starts_with(three) : m_text[m_at] == quote) {
                m_at += isLong ? 3U : 1U;
                while (isLong && m_at < m_text.size() && m_text[m_at] == quote)
                    ++m_at; // quotes right before the closing ones belong to the text
                return;
            }
            if (!isLong && m_text[m_at] == '\n')
                return; // toml++ says that it is not closed
            m_at += quote == '"' && m_text[m_at] == '\\' ? 2U : 1U;
        }
        m_at = std::min(m_at, m_text.size());
    }

    TomlFault faultAt(std::size_t at, const char* message) const
    {
        const std::string_view before = m_text.substr(0, at);
        const auto lines = std::count(before.begin(), before.end(), '\n');
        const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
        const auto characters = std::count_if(
            before.begin() + static_cast<std::ptrdiff_t>(lineStart), before.end(),
            [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
        return {{static_cast<int>(lines) + 1, static_cast<int>(characters) + 1}, message};
    }

    const std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_open; ///< brackets, the innermost last
};

} // namespace

std::optional<TomlFault> findUnreadable(std::string_view text)
{
    return Walk(text).run();
}

} // namespace weir
