// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/query.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace weir {

/// A piece of a query's filter.
struct QueryToken
{
    enum class Kind : std::uint8_t {
        End,
        Pipe,
        Open,
        Close,
        And,
        Or,
        Not, ///< `not` and a `-` in front of a term
        Word, ///< as typed
        Phrase, ///< `text` without quotes and escapes
        Regex, ///< `text` is the pattern
        Field, ///< `text` is the name as typed, `test` what follows it; the value is not read yet
    };
    /// What stands between a field's name and its value.
    enum class Test : std::uint8_t { Equals, Less, LessEqual, Greater, GreaterEqual, Regex };

    Kind kind = Kind::End;
    Test test = Test::Equals;
    std::string text;
    TextSpan at;
};

/// Cuts a query into tokens; decides what looks like a field test and what is text. After a token
/// of kind Field the caller reads its value with value() before it calls next() again.
///
/// Thread: one at a time. The text outlives the lexer.
class QueryLexer final
{
public:
    explicit QueryLexer(std::string_view text)
        : m_text(text)
    {
    }

    using Step = std::variant<QueryToken, QueryError>;

    Step next();

    /// The value after a field's name: Word, Phrase, Regex, or Open for a list. A word of length 0
    /// where there is none.
    Step value(QueryToken::Test test);

    /// Within a list of values: Word, Phrase, Or, Close, Pipe, End; a `(` is Open.
    Step listValue();

    /// A name or a run of other characters up to a space, `,`, `(`, `)` or `|`, or one such
    /// character; Word of length 0 at the end. For what follows the `|`.
    QueryToken nextPart();

private:
    void skipSpaces();
    bool isAt(std::string_view piece) const;
    bool isMinus() const;
    Step phrase();
    Step regex(std::size_t from);
    QueryToken single(QueryToken::Kind kind);
    QueryToken word();
    bool readFieldTest(QueryToken& token);

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace weir
