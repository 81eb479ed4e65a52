// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/patternsyntax.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace weir {

namespace {

using Kind = PatternNode::Kind;

constexpr int mostDepth = 100;

struct NamedClass
{
    std::string_view name;
    std::string_view ranges; ///< pairs of the first and the last
};

// As RE2 defines them: github.com/google/re2/wiki/Syntax.
constexpr std::array namedClasses{
    NamedClass{"d", "09"},
    NamedClass{"s", "\t\n\f\r  "},
    NamedClass{"w", "09AZaz__"},
    NamedClass{"alnum", "09AZaz"},
    NamedClass{"alpha", "AZaz"},
    NamedClass{"blank", "\t\t  "},
    NamedClass{"digit", "09"},
    NamedClass{"graph", "!~"},
    NamedClass{"lower", "az"},
    NamedClass{"print", " ~"},
    NamedClass{"punct", "!/:@[`{~"},
    NamedClass{"space", "\t\r  "},
    NamedClass{"upper", "AZ"},
    NamedClass{"word", "09AZaz__"},
    NamedClass{"xdigit", "09AFaf"},
};

std::optional<CharacterSet> namedClass(std::string_view name)
{
    const auto* const found =
        std::find_if(namedClasses.begin(), namedClasses.end(),
                     [name](const NamedClass& named) { return named.name == name; });
    if (found == namedClasses.end())
        return std::nullopt;
    CharacterSet characters;
    for (std::size_t i = 0; i < found->ranges.size(); i += 2)
        characters.addRange(static_cast<unsigned char>(found->ranges[i]),
                            static_cast<unsigned char>(found->ranges[i + 1]));
    return characters;
}

bool isAscii(char c)
{
    return static_cast<unsigned char>(c) < CharacterSet::ascii;
}

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

unsigned hexDigit(char c)
{
    return c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c | 0x20) - 'a' + 10U;
}

CharacterSet only(char c)
{
    CharacterSet characters;
    characters.single.set(static_cast<unsigned char>(c));
    return characters;
}

/// The one of a set; nothing where there are more.
std::optional<unsigned char> singleOf(const CharacterSet& characters)
{
    if (characters.hasOthers || characters.single.count() != 1)
        return std::nullopt;
    unsigned char c = 0;
    while (!characters.single.test(c))
        ++c;
    return c;
}

PatternNode nodeOf(Kind kind)
{
    PatternNode node;
    node.kind = kind;
    return node;
}

PatternNode nodeOf(const CharacterSet& characters)
{
    PatternNode node = nodeOf(Kind::Set);
    node.characters = characters;
    return node;
}

/// Knows that the pattern is valid. Whatever it does not know makes all of it unknown.
class Parser final
{
public:
    explicit Parser(std::string_view pattern)
        : m_rest(pattern)
    {
    }

    std::optional<PatternNode> parse()
    {
        PatternNode node = choice(0);
        if (!m_isKnown || !m_rest.empty())
            return std::nullopt;
        return node;
    }

private:
    PatternNode unknown()
    {
        m_isKnown = false;
        m_rest = {};
        return {};
    }

    bool take(std::string_view text)
    {
        if (!m_rest.starts_with(text))
            return false;
        m_rest.remove_prefix(text.size());
        return true;
    }

    char next()
    {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        return c;
    }

    PatternNode choice(int depth)
    {
        if (depth > mostDepth)
            return unknown();
        PatternNode node = nodeOf(Kind::Choice);
        do {
            node.children.push_back(sequence(depth));
        } while (take("|"));
        return node;
    }

    PatternNode sequence(int depth)
    {
        PatternNode node = nodeOf(Kind::Sequence);
        while (!m_rest.empty() && m_rest.front() != '|' && m_rest.front() != ')')
            node.children.push_back(repeated(atom(depth)));
        return node;
    }

    PatternNode atom(int depth)
    {
        if (take("("))
            return group(depth);
        if (take("["))
            return characterClass();
        if (take("."))
            return nodeOf(only('\n').inverse());
        if (take("^") || take("\\A"))
            return nodeOf(Kind::Begin);
        if (take("$") || take("\\z"))
            return nodeOf(Kind::End);
        if (take("\\")) {
            const auto characters = escaped();
            return characters ? nodeOf(*characters) : unknown();
        }
        return literal();
    }

    /// A character with all its bytes.
    PatternNode literal()
    {
        std::size_t size = 1;
        while (!isAscii(m_rest.front()) && size < m_rest.size()
               && (static_cast<unsigned char>(m_rest[size]) & 0xC0U) == 0x80U)
            ++size;
        PatternNode node = nodeOf(Kind::Bytes);
        node.bytes = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return node;
    }

    PatternNode group(int depth)
    {
        if (take("?") && !take(":")) {
            const std::size_t end = m_rest.find('>');
            if (!take("P<") || end == std::string_view::npos)
                return unknown(); // flags
            while (!take(">"))
                (void)next();
        }
        PatternNode node = choice(depth + 1);
        return take(")") ? node : unknown();
    }

    /// What stands behind a backslash, in a class or outside.
    std::optional<CharacterSet> escaped()
    {
        const char c = next();
        if (const auto found = namedClass(std::string_view(&c, 1)))
            return found;
        if (c == 'D' || c == 'S' || c == 'W') {
            const char lower = static_cast<char>(c | 0x20);
            return namedClass(std::string_view(&lower, 1))->inverse();
        }
        constexpr std::string_view letters = "afnrtv";
        constexpr std::string_view meanings = "\a\f\n\r\t\v";
        if (const std::size_t at = letters.find(c); at != std::string_view::npos)
            return only(meanings[at]);
        if (c == 'x')
            return hexadecimal();
        if (isAlphanumeric(c) || !isAscii(c))
            return std::nullopt;
        return only(c);
    }

    /// Two digits, or any number of them in braces.
    std::optional<CharacterSet> hexadecimal()
    {
        const bool isBraced = take("{");
        const std::size_t length = isBraced ? m_rest.find('}') : 2;
        unsigned value = 0;
        for (std::size_t i = 0; i < length && value < CharacterSet::ascii; ++i)
            value = value * 16 + hexDigit(next());
        if (value >= CharacterSet::ascii || (isBraced && !take("}")))
            return std::nullopt;
        return only(static_cast<char>(value));
    }

    PatternNode characterClass()
    {
        const bool isInverse = take("^");
        CharacterSet all;
        do {
            if (!addClassItem(all))
                return unknown();
        } while (!take("]"));
        return nodeOf(isInverse ? all.inverse() : all);
    }

    bool addClassItem(CharacterSet& all)
    {
        if (take("[:"))
            return addNamed(all);
        const auto first = classCharacter();
        if (!first)
            return false;
        if (!m_rest.starts_with('-') || m_rest.starts_with("-]")) {
            all.add(*first);
            return true;
        }
        (void)take("-");
        const auto last = classCharacter();
        const auto from = singleOf(*first);
        const auto to = last ? singleOf(*last) : std::nullopt;
        if (!from || !to)
            return false;
        all.addRange(*from, *to);
        return true;
    }

    bool addNamed(CharacterSet& all)
    {
        const bool isInverse = take("^");
        const std::string_view name = m_rest.substr(0, m_rest.find(':'));
        m_rest.remove_prefix(name.size());
        const auto found = namedClass(name);
        if (!found || !take(":]"))
            return false;
        all.add(isInverse ? found->inverse() : *found);
        return true;
    }

    std::optional<CharacterSet> classCharacter()
    {
        const char c = next();
        if (c == '\\')
            return escaped();
        return isAscii(c) ? std::optional(only(c)) : std::nullopt;
    }

    PatternNode repeated(PatternNode node)
    {
        int least = 0;
        int most = 0;
        while (takeRepetition(least, most)) {
            (void)take("?"); // as few as can be: the same texts match
            PatternNode outer = nodeOf(Kind::Repeat);
            outer.least = least;
            outer.most = most;
            outer.children.push_back(std::move(node));
            node = std::move(outer);
        }
        return node;
    }

    bool takeRepetition(int& least, int& most)
    {
        least = m_rest.starts_with('+') ? 1 : 0;
        most = m_rest.starts_with('?') ? 1 : PatternNode::unlimited;
        if (take("*") || take("+") || take("?"))
            return true;
        // Braces with anything else inside stand for themselves.
        const std::string_view before = m_rest;
        if (!take("{"))
            return false;
        const auto from = number();
        const auto to = take(",") ? number().value_or(PatternNode::unlimited) : from;
        if (!m_isKnown)
            return false;
        if (!from || !take("}")) {
            m_rest = before;
            return false;
        }
        least = *from;
        most = *to;
        return true;
    }

    std::optional<int> number()
    {
        constexpr std::size_t mostDigits = 4; // RE2 allows for 1000
        const std::string_view before = m_rest;
        std::optional<int> value;
        while (!m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9') {
            const std::size_t digits = before.size() - m_rest.size();
            // To RE2 such braces stand for themselves.
            if (digits == mostDigits || (digits == 1 && before.front() == '0')) {
                (void)unknown();
                return std::nullopt;
            }
            value = value.value_or(0) * 10 + (next() - '0');
        }
        return value;
    }

    std::string_view m_rest;
    bool m_isKnown = true;
};

} // namespace

std::optional<PatternNode> parsePattern(std::string_view pattern)
{
    return Parser(pattern).parse();
}

} // namespace weir
