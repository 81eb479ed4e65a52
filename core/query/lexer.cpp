// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/lexer.h"

#include "core/query/names.h"

namespace weir {

namespace {

using Kind = QueryToken::Kind;
using Test = QueryToken::Test;

constexpr std::string_view spaces = " \t\n\r\v\f";
constexpr std::string_view wordEnds = " \t\n\r\v\f()|";

bool isOneOf(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

Kind kindOfWord(std::string_view word)
{
    if (word == "and" || word == "AND")
        return Kind::And;
    if (word == "or" || word == "OR")
        return Kind::Or;
    if (word == "not" || word == "NOT")
        return Kind::Not;
    return Kind::Word;
}

} // namespace

void QueryLexer::skipSpaces()
{
    while (m_at < m_text.size() && isOneOf(m_text[m_at], spaces))
        ++m_at;
}

bool QueryLexer::isAt(std::string_view piece) const
{
    return m_text.substr(m_at).starts_with(piece);
}

/// A dash that negates stands in front of a term; `--option`, `->` and a lonely dash are text.
bool QueryLexer::isMinus() const
{
    if (!isAt("-") || m_at + 1 >= m_text.size())
        return false;
    const char next = m_text[m_at + 1];
    return !isOneOf(next, spaces) && !isOneOf(next, "->)|");
}

QueryLexer::Step QueryLexer::next()
{
    skipSpaces();
    if (m_at >= m_text.size())
        return QueryToken{Kind::End, {}, {}, {m_text.size(), 0}};
    switch (m_text[m_at]) {
    case '|':
        return single(Kind::Pipe);
    case '(':
        return single(Kind::Open);
    case ')':
        return single(Kind::Close);
    case '"':
        return phrase();
    default:
        break;
    }
    if (isMinus())
        return single(Kind::Not);
    if (isAt("~/"))
        return regex(m_at);
    QueryToken token;
    if (readFieldTest(token))
        return token;
    token = word();
    token.kind = kindOfWord(token.text);
    return token;
}

QueryLexer::Step QueryLexer::value(QueryToken::Test test)
{
    if (test == Test::Regex)
        return regex(m_at - 1);
    if (isAt("\""))
        return phrase();
    if (test == Test::Equals && isAt("("))
        return single(Kind::Open);
    return word();
}

QueryLexer::Step QueryLexer::listValue()
{
    skipSpaces();
    if (m_at >= m_text.size() || isOneOf(m_text[m_at], "()|"))
        return next();
    if (isAt("\""))
        return phrase();
    QueryToken token = word();
    if (kindOfWord(token.text) == Kind::Or)
        token.kind = Kind::Or;
    return token;
}

QueryToken QueryLexer::nextPart()
{
    skipSpaces();
    const std::size_t from = m_at;
    if (m_at < m_text.size() && isOneOf(m_text[m_at], ",()|"))
        ++m_at;
    else
        while (m_at < m_text.size() && !isOneOf(m_text[m_at], wordEnds) && m_text[m_at] != ',')
            ++m_at;
    return {Kind::Word, {}, std::string(m_text.substr(from, m_at - from)), {from, m_at - from}};
}

QueryToken QueryLexer::single(QueryToken::Kind kind)
{
    return {kind, {}, std::string(1, m_text[m_at]), {m_at++, 1}};
}

QueryToken QueryLexer::word()
{
    const std::size_t from = m_at;
    while (m_at < m_text.size() && !isOneOf(m_text[m_at], wordEnds))
        ++m_at;
    return {Kind::Word, {}, std::string(m_text.substr(from, m_at - from)), {from, m_at - from}};
}

/// Only `\"` and `\\` are escapes, so that a pasted path keeps its backslashes.
QueryLexer::Step QueryLexer::phrase()
{
    const std::size_t from = m_at++;
    std::string text;
    while (m_at < m_text.size() && m_text[m_at] != '"') {
        if (isAt("\\\"") || isAt("\\\\"))
            ++m_at;
        text.push_back(m_text[m_at++]);
    }
    if (m_at >= m_text.size())
        return QueryError{{from, m_text.size() - from},
                          "The quote is not closed; add \" at the end"};
    ++m_at;
    return QueryToken{Kind::Phrase, {}, std::move(text), {from, m_at - from}};
}

/// `from` is where the `~` stands. Every escape but `\/` is the pattern's own.
QueryLexer::Step QueryLexer::regex(std::size_t from)
{
    m_at = from + 2;
    std::string pattern;
    while (m_at < m_text.size() && m_text[m_at] != '/') {
        if (m_text[m_at] == '\\' && m_at + 1 < m_text.size()) {
            if (m_text[m_at + 1] != '/')
                pattern.push_back('\\');
            ++m_at;
        }
        pattern.push_back(m_text[m_at++]);
    }
    if (m_at >= m_text.size())
        return QueryError{{from, m_text.size() - from},
                          "The regular expression is not closed; add / at the end"};
    const std::size_t close = m_at++;
    if (m_at < m_text.size() && !isOneOf(m_text[m_at], wordEnds))
        return QueryError{{close, 1},
                          "The regular expression ends at this slash; write \\/ for a slash in it, "
                          "and (?i) at its beginning to ignore case"};
    return QueryToken{Kind::Regex, {}, std::move(pattern), {from, m_at - from}};
}

/// `a:b` tests a field only where `a` looks like a name and `b` begins with neither a space nor
/// `//`, so that pasted text stays text.
bool QueryLexer::readFieldTest(QueryToken& token)
{
    const std::size_t length = nameLength(m_text.substr(m_at));
    if (length == 0)
        return false;
    const std::string_view name = m_text.substr(m_at, length);
    const std::string_view rest = m_text.substr(m_at + length);
    std::size_t testLength = 1;
    if (rest.starts_with(':')) {
        if (rest.substr(1).starts_with("//") || (rest.size() > 1 && isOneOf(rest[1], spaces)))
            return false;
        token.test = Test::Equals;
    } else if (rest.starts_with("~/")) {
        token.test = Test::Regex;
    } else if (rest.starts_with('<') || (rest.starts_with('>') && name.back() != '-')) {
        const bool isLess = rest.front() == '<';
        const bool orEqual = rest.substr(1).starts_with('=');
        testLength = orEqual ? 2 : 1;
        token.test = isLess ? (orEqual ? Test::LessEqual : Test::Less)
                            : (orEqual ? Test::GreaterEqual : Test::Greater);
    } else {
        return false;
    }
    token.kind = Kind::Field;
    token.text = name;
    token.at = {m_at, length + testLength};
    m_at += length + testLength;
    return true;
}

} // namespace weir
