// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/completionspot.h"

#include "core/query/lexer.h"
#include "core/query/names.h"

#include <vector>

namespace weir {

namespace {

using Token = QueryToken::Kind;
using Kind = CompletionSpot::Kind;

std::size_t endOf(TextSpan span)
{
    return span.offset + span.length;
}

/// Reads up to the cursor as the parser would, and remembers what it was reading then.
class SpotFinder final
{
public:
    SpotFinder(std::string_view text, std::size_t cursor)
        : m_text(text)
        , m_cursor(cursor)
        , m_lexer(text)
    {
    }

    CompletionSpot find()
    {
        while (!m_isFound)
            readToken();
        return m_spot;
    }

private:
    void found(Kind kind, TextSpan replace)
    {
        m_isFound = true;
        m_spot.kind = kind;
        m_spot.replace = replace;
        m_spot.typed = m_text.substr(replace.offset, m_cursor - replace.offset);
    }

    TextSpan atCursor() const { return {m_cursor, 0}; }
    bool isIn(TextSpan span) const { return span.offset < m_cursor && m_cursor <= endOf(span); }

    void foundTerm(TextSpan replace)
    {
        found(Kind::Term, replace);
        m_spot.isAfterTerm = m_isAfterTerm;
    }

    void readToken()
    {
        auto step = m_lexer.next();
        if (std::holds_alternative<QueryError>(step)) {
            // A quote or pattern without an end.
            if (std::get<QueryError>(step).at.offset < m_cursor)
                found(Kind::None, atCursor());
            else
                foundTerm(atCursor());
            return;
        }
        const auto& token = std::get<QueryToken>(step);
        if (token.kind == Token::End || token.at.offset >= m_cursor)
            foundTerm(atCursor());
        else if (token.kind == Token::Pipe)
            readAggregate();
        else if (token.kind == Token::Field)
            readField(token);
        else
            readTerm(token);
    }

    void readTerm(const QueryToken& token)
    {
        const bool isText = token.kind == Token::Phrase || token.kind == Token::Regex;
        const bool isSign = m_text.substr(token.at.offset, token.at.length) == "-"
            || token.kind == Token::Open || token.kind == Token::Close;
        if (isText && isIn(token.at))
            found(Kind::None, atCursor());
        else if (!isSign && isIn(token.at))
            foundTerm(token.at);
        m_isAfterTerm = isText || token.kind == Token::Word || token.kind == Token::Close;
    }

    void readField(const QueryToken& token)
    {
        const TextSpan name{token.at.offset, token.text.size()};
        if (isIn(name)) {
            found(Kind::FieldName, name);
            return;
        }
        if (m_cursor < endOf(token.at)) {
            found(Kind::None, atCursor());
            return;
        }
        m_spot.field = canonicalName(token.text);
        m_spot.wantsNumber = token.test != QueryToken::Test::Equals;
        auto step = m_lexer.value(token.test);
        const auto* value = std::get_if<QueryToken>(&step);
        if (token.test == QueryToken::Test::Regex) {
            if (value == nullptr || isIn(value->at))
                found(Kind::None, atCursor());
        } else if (value != nullptr && value->kind == Token::Open) {
            readList();
        } else {
            readValue(step);
        }
        m_isAfterTerm = true;
    }

    /// A value that the cursor is in or right before.
    void readValue(const QueryLexer::Step& step)
    {
        if (const auto* error = std::get_if<QueryError>(&step)) {
            // A quote without an end: what is right of the cursor may be anything.
            found(Kind::Value, {error->at.offset, m_cursor - error->at.offset});
            m_spot.typed.erase(0, 1);
            return;
        }
        const auto& token = std::get<QueryToken>(step);
        const bool isPhrase = token.kind == Token::Phrase;
        if (m_cursor > endOf(token.at) || (isPhrase && m_cursor == endOf(token.at)))
            return;
        found(Kind::Value, token.at);
        if (isPhrase && !m_spot.typed.empty())
            m_spot.typed.erase(0, 1);
    }

    void readList()
    {
        bool isAfterValue = false;
        while (!m_isFound) {
            const auto step = m_lexer.listValue();
            const auto* token = std::get_if<QueryToken>(&step);
            const std::size_t begin =
                token != nullptr ? token->at.offset : std::get<QueryError>(step).at.offset;
            const bool isValue = token == nullptr || token->kind == Token::Word
                || token->kind == Token::Phrase || token->kind == Token::Or;
            if (begin >= m_cursor && !(isValue && begin == m_cursor && !isAfterValue)) {
                found(isAfterValue ? Kind::NextValue : Kind::Value, atCursor());
                return;
            }
            if (!isValue)
                return;
            const bool isOr = token != nullptr && token->kind == Token::Or;
            if (isAfterValue && token != nullptr && isIn(token->at))
                found(Kind::NextValue, token->at);
            else if (!isOr)
                readValue(step);
            isAfterValue = !isOr;
        }
    }

    void readAggregate()
    {
        std::vector<std::string> before;
        QueryToken part = m_lexer.nextPart();
        while (!part.text.empty() && endOf(part.at) < m_cursor) {
            before.push_back(part.text);
            part = m_lexer.nextPart();
        }
        const bool isSign = part.text.size() == 1
            && std::string_view("(),|").find(part.text[0]) != std::string_view::npos;
        const bool isWord = !part.text.empty() && !isSign && isIn(part.at);
        if (isSign && isIn(part.at)) {
            before.push_back(part.text);
            part = m_lexer.nextPart();
        }
        found(kindAfter(before), isWord ? part.at : atCursor());
        const QueryToken next = isWord ? m_lexer.nextPart() : part;
        m_spot.isFollowed = next.text == (m_spot.kind == Kind::Function ? "(" : ")");
    }

    Kind kindAfter(const std::vector<std::string>& before)
    {
        if (before.empty())
            return Kind::Function;
        const std::string& last = before.back();
        if (before.size() == 1 && last == "top")
            return Kind::TopCount;
        if (last == "(")
            return Kind::FunctionField;
        if (last == "by" || last == ",")
            return Kind::ByName;
        if (last == "every")
            return Kind::Length;
        for (const std::string& word : before) {
            if (word == "every" || word == "|")
                return Kind::None;
            m_hasBy = m_hasBy || word == "by";
        }
        m_spot.mayHaveBy = !m_hasBy;
        m_spot.mayHaveEvery = before.front() != "top" || m_hasBy;
        return Kind::Clause;
    }

    const std::string_view m_text;
    const std::size_t m_cursor;
    QueryLexer m_lexer;
    CompletionSpot m_spot;
    bool m_isFound = false;
    bool m_isAfterTerm = false;
    bool m_hasBy = false;
};

} // namespace

CompletionSpot completionSpot(std::string_view text, std::size_t cursor)
{
    return SpotFinder(text, cursor).find();
}

} // namespace weir
