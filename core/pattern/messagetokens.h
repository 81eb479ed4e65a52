// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/piece.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// The tokens of a skeleton. Each that is put on may become one with those before it, so that what
/// is one value to a reader is one mask: a date, a quantity with its unit, an address with its
/// port, a list of numbers.
///
/// Work is linear in the skeleton: only a few tokens at the end are looked at, and each makes one
/// of several. Thread: one. Views hold until the next clear().
class MessageTokens final
{
public:
    void clear();

    /// Puts the piece of the skeleton that begins at `begin` on, masked.
    void pushPiece(std::string_view piece, std::size_t begin, bool isSpaced);
    void pushMark(std::string_view mark, std::size_t begin, bool isSpaced);
    /// A value as a whole.
    void pushValue(MaskSpan place, bool isSpaced);

    /// Appends the tokens as bytes: each with a blank before it, or a line feed where none stands
    /// there. Values are masked, and where they stood is not kept.
    void appendForm(std::string& form) const;
    /// Makes them again. Precondition: appendForm() has made the bytes.
    void readForm(std::string_view form);

    std::size_t size() const { return m_tokens.size(); }
    bool isEmpty() const { return m_tokens.empty(); }
    TokenKind kind(std::size_t i) const { return m_tokens[i].kind; }
    std::string_view text(std::size_t i) const { return textOf(m_tokens[i]); }
    /// Whether a space stands before it.
    bool isSpaced(std::size_t i) const { return m_tokens[i].isSpaced; }

    /// Where a token stands, and where its values stand, in bytes of the skeleton.
    MaskSpan place(std::size_t i) const { return m_tokens[i].place; }
    std::span<const MaskSpan> values(std::size_t i) const;

private:
    struct Token
    {
        MaskSpan place;
        std::size_t textBegin = 0; ///< in m_masked
        std::size_t textEnd = 0;
        std::size_t firstValue = 0; ///< in m_values
        TokenKind kind = TokenKind::Piece;
        bool isSpaced = false;
        std::uint64_t listForm = 0; ///< of its names, when it is a list of some
    };

    std::string_view textOf(const Token& token) const;
    Token begun(MaskSpan place, bool isSpaced) const;
    void put(Token token);

    bool reduce();
    bool closeBracket();
    bool joinMask();
    bool joinDate();
    bool joinList();
    void joinAsMask(std::size_t count);
    void joinAsPiece(std::size_t count);

    // Of the token that is `back` before the last; false where there is none.
    bool isMark(std::size_t back, std::string_view anyOf) const;
    bool isTight(std::size_t back) const;
    bool isKind(std::size_t back, TokenKind kind) const;
    std::uint64_t formOf(std::size_t back) const;
    const Token& last(std::size_t back) const { return m_tokens[m_tokens.size() - 1 - back]; }

    std::vector<Token> m_tokens;
    std::string m_masked; ///< the texts, one after another
    std::vector<MaskSpan> m_values;
};

} // namespace weir
