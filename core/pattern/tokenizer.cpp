// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/tokenizer.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::string_view marks = ",;=()[]{}\"'|<>:@&";
constexpr std::string_view spaces = " \t\n\v\f\r";

using ByteSet = std::array<bool, 256>;

constexpr void setAll(ByteSet& set, std::string_view bytes, bool value)
{
    for (const char c : bytes)
        set[static_cast<unsigned char>(c)] = value;
}

constexpr bool isIn(const ByteSet& set, char c)
{
    return set[static_cast<unsigned char>(c)];
}

constexpr ByteSet spaceBytes = [] {
    ByteSet set{};
    setAll(set, spaces, true);
    return set;
}();

/// What ends a piece.
constexpr ByteSet pieceEnds = [] {
    ByteSet set = spaceBytes;
    setAll(set, marks, true);
    return set;
}();

/// What ends an address such as http://host:80/path?a=b.
constexpr ByteSet addressEnds = [] {
    ByteSet set = pieceEnds;
    setAll(set, "=:@&", false);
    return set;
}();

constexpr bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isScheme(std::string_view piece)
{
    return isAsciiLetter(piece.front()) && std::all_of(piece.begin(), piece.end(), [](char c) {
               return isAsciiLetter(c) || c == '0' || c == '+' || c == '.' || c == '-';
           });
}

class Tokenizer final
{
public:
    Tokenizer(std::string_view skeleton, MessageTokens& tokens)
        : m_skeleton(skeleton)
        , m_tokens(tokens)
    {
    }

    void run(bool isCut, std::size_t most)
    {
        while (!isAtEnd() && m_tokens.size() < most)
            step();
        if (isCut || !isAtEnd())
            m_tokens.pushValue({m_at, m_skeleton.size()}, m_isSpaced);
    }

private:
    bool isAtEnd() const { return m_at == m_skeleton.size(); }

    void step()
    {
        if (isIn(spaceBytes, m_skeleton[m_at])) {
            m_isSpaced = true;
            ++m_at;
            return;
        }
        const bool isSpaced = m_isSpaced;
        m_isSpaced = false;
        if (takeColonValue(isSpaced))
            return;
        const std::size_t begin = m_at;
        if (isIn(pieceEnds, m_skeleton[m_at])) {
            m_tokens.pushMark(m_skeleton.substr(m_at++, 1), begin, isSpaced);
            return;
        }
        m_at = endFrom(begin, pieceEnds);
        if (isAddress(begin)) {
            m_at = endFrom(m_at, addressEnds);
            m_tokens.pushValue({begin, m_at}, isSpaced);
            return;
        }
        pushPiece(begin, isSpaced);
    }

    bool takeColonValue(bool isSpaced)
    {
        const bool isAfterPiece = !isSpaced && !m_tokens.isEmpty()
            && m_tokens.kind(m_tokens.size() - 1) != TokenKind::Mark;
        if (isAfterPiece)
            return false;
        const std::size_t length = colonValueLength(m_skeleton.substr(m_at));
        if (length == 0)
            return false;
        m_tokens.pushValue({m_at, m_at + length}, isSpaced);
        m_at += length;
        return true;
    }

    /// The full stop of a sentence is not part of its last word.
    void pushPiece(std::size_t begin, bool isSpaced)
    {
        const auto piece = m_skeleton.substr(begin, m_at - begin);
        const auto length = std::max(piece.find_last_not_of(".!?") + 1, std::size_t{1});
        m_tokens.pushPiece(piece.substr(0, length), begin, isSpaced);
        if (length < piece.size())
            m_tokens.pushMark(piece.substr(length), begin + length, false);
    }

    std::size_t endFrom(std::size_t at, const ByteSet& ends) const
    {
        while (at < m_skeleton.size() && !isIn(ends, m_skeleton[at]))
            ++at;
        return at;
    }

    /// Whether the piece up to here is the beginning of a URL or of a path with a drive letter.
    bool isAddress(std::size_t begin) const
    {
        const auto piece = m_skeleton.substr(begin, m_at - begin);
        const auto after = m_skeleton.substr(m_at);
        if (after.starts_with("://"))
            return isScheme(piece);
        return piece.size() == 1 && isAsciiLetter(piece.front())
            && (after.starts_with(":\\") || after.starts_with(":/"));
    }

    std::string_view m_skeleton;
    MessageTokens& m_tokens;
    std::size_t m_at = 0;
    bool m_isSpaced = false;
};

} // namespace

void tokenize(std::string_view skeleton, bool isCut, std::size_t most, MessageTokens& tokens)
{
    tokens.clear();
    Tokenizer(skeleton, tokens).run(isCut, most);
}

} // namespace weir
