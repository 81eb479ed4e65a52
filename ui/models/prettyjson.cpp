// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/prettyjson.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The end of the text that begins here, behind its closing quote.
std::size_t textEnd(std::string_view json, std::size_t at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\')
            ++at;
    }
    return at + 1;
}

class Printer final
{
public:
    explicit Printer(std::string_view json)
        : m_json(json)
    {
    }

    std::string print()
    {
        std::size_t at = 0;
        while (at < m_json.size()) {
            const char c = m_json[at];
            const std::size_t end = c == '"' ? textEnd(m_json, at) : at + 1;
            if (!isSpace(c))
                add(m_json.substr(at, end - at));
            at = end;
        }
        return std::move(m_text);
    }

private:
    void add(std::string_view token)
    {
        const char c = token.front();
        const bool closes = c == '}' || c == ']';
        if (closes)
            --m_depth;
        if ((m_isOpen && !closes) || (closes && !m_isOpen) || m_isAfterComma)
            breakLine();
        m_isOpen = c == '{' || c == '[';
        m_isAfterComma = c == ',';
        m_text += token;
        if (m_isOpen)
            ++m_depth;
        if (c == ':')
            m_text += ' ';
    }

    void breakLine()
    {
        constexpr std::size_t deepest = 64; ///< indented further
        m_text += '\n';
        m_text.append(2 * std::min(m_depth, deepest), ' ');
    }

    std::string_view m_json;
    std::string m_text;
    std::size_t m_depth = 0;
    bool m_isOpen = false; ///< the last token opened an object or array
    bool m_isAfterComma = false;
};

} // namespace

std::string prettyJson(std::string_view json)
{
    return Printer(json).print();
}

} // namespace weir
