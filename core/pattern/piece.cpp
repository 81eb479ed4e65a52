// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/piece.h"

#include <algorithm>

namespace weir {

namespace {

constexpr bool isLetter(char c)
{
    // Bytes of other scripts are letters too.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || static_cast<unsigned char>(c) >= 0x80;
}

constexpr bool isHexLetter(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr bool isHex(char c)
{
    return c == '0' || isHexLetter(c);
}

bool isAnyOf(std::string_view word, std::string_view list)
{
    // The list has a space around each word, so that only whole words are found.
    if (word.empty() || word.size() > 9 || word.find(' ') != std::string_view::npos)
        return false;
    for (auto at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
        if (list[at - 1] == ' ' && list[at + word.size()] == ' ')
            return true;
    }
    return false;
}

constexpr std::string_view separators = "._-/+$~%^#*";
/// What may stand between two values that are one: a date, a version, a UUID.
constexpr std::string_view joints = "._-/+#";

bool hasValue(std::string_view text)
{
    return text.find('0') != std::string_view::npos;
}

bool isAllHex(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), isHex);
}

/// Whether a word between separators is a value as a whole: begins with a number, is hex, or
/// changes between letters and digits as no name does.
bool isValueWord(std::string_view word)
{
    if (!hasValue(word))
        return false;
    if (word.front() == '0' || isAllHex(word))
        return true;
    std::size_t runs = 1;
    for (std::size_t i = 1; i < word.size(); ++i)
        runs += std::size_t{(word[i] == '0') != (word[i - 1] == '0')};
    return runs >= 4;
}

/// UUIDs, whose parts need not all have a digit.
bool isHexGroups(std::string_view piece)
{
    std::size_t groups = 1;
    std::size_t length = 0;
    for (const char c : piece) {
        if (isHex(c)) {
            ++length;
        } else if (length > 0 && separators.find(c) != std::string_view::npos) {
            ++groups;
            length = 0;
        } else {
            return false;
        }
    }
    return groups >= 3 && length > 0 && hasValue(piece);
}

bool isValuePiece(std::string_view piece)
{
    constexpr std::size_t hexWithoutDigits = 8; // no common word is that long without a g to z
    const auto start = piece.find_first_not_of("-+#~%.");
    if (start != std::string_view::npos && piece[start] == '0')
        return true;
    if (piece.size() > 1 && piece.front() == '/')
        return true;
    if (piece.size() > 2 && piece.find('\\') != std::string_view::npos)
        return true;
    return (piece.size() >= hexWithoutDigits && isAllHex(piece)) || isHexGroups(piece);
}

/// Masks word by word, and what lies between two values with them.
class PieceMasker final
{
public:
    PieceMasker(std::size_t offset, std::string& masked, std::vector<MaskSpan>& spans)
        : m_offset(offset)
        , m_begin(masked.size())
        , m_masked(masked)
        , m_spans(spans)
    {
    }

    void mask(std::string_view piece)
    {
        std::size_t at = 0;
        while (at < piece.size()) {
            const auto end = std::min(piece.find_first_of(separators, at), piece.size());
            word(piece.substr(at, end - at), at);
            if (end < piece.size())
                separator(piece[end]);
            at = end + 1;
        }
    }

private:
    void word(std::string_view word, std::size_t at)
    {
        if (word.empty())
            return;
        if (isValueWord(word)) {
            value(at, at + word.size());
            return;
        }
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (word[i] == '0')
                value(at + i, at + i + 1);
            else
                literal(word[i]);
        }
    }

    void value(std::size_t begin, std::size_t end)
    {
        if (m_afterValue && m_joined > 0) {
            m_masked.resize(m_masked.size() - m_joined);
            m_spans.back().end = m_offset + end;
        } else {
            const std::size_t sign = takeSign() ? 1 : 0;
            m_masked.push_back('0');
            m_spans.push_back({m_offset + begin - sign, m_offset + end});
        }
        m_afterValue = true;
        m_joined = 0;
    }

    /// `id_-5` is `id_` and a negative number, `a-5` is no difference.
    bool takeSign()
    {
        const auto piece = std::string_view(m_masked).substr(m_begin);
        const bool isSign = piece.size() >= 2 && (piece.back() == '-' || piece.back() == '+')
            && separators.find(piece[piece.size() - 2]) != std::string_view::npos;
        if (isSign)
            m_masked.pop_back();
        return isSign;
    }

    void separator(char c)
    {
        m_masked.push_back(c);
        m_afterValue = m_afterValue && joints.find(c) != std::string_view::npos;
        ++m_joined;
    }

    void literal(char c)
    {
        m_masked.push_back(c);
        m_afterValue = false;
    }

    std::size_t m_offset;
    std::size_t m_begin; ///< of the piece in m_masked
    std::string& m_masked;
    std::vector<MaskSpan>& m_spans;
    bool m_afterValue = false; ///< nothing but m_joined joints since the last value
    std::size_t m_joined = 0;
};

} // namespace

TokenKind kindOfToken(std::string_view masked)
{
    if (masked == "0")
        return TokenKind::Mask;
    const bool isPiece =
        std::any_of(masked.begin(), masked.end(), [](char c) { return isLetter(c) || c == '0'; });
    return isPiece ? TokenKind::Piece : TokenKind::Mark;
}

TokenClass classOfToken(std::string_view masked)
{
    TokenClass result;
    result.kind = kindOfToken(masked);
    result.isWord = std::any_of(masked.begin(), masked.end(), isLetter);
    const bool hasPath = masked.find_first_of("/\\") != std::string_view::npos;
    const bool isNumbered =
        hasValue(masked) && masked.find_first_of("._-([:") != std::string_view::npos;
    result.isName = result.kind == TokenKind::Mask
        || (result.kind == TokenKind::Piece && (hasPath || isNumbered));
    result.isDotted =
        result.isName || (result.isWord && masked.find('.') != std::string_view::npos);
    result.isSwitch = isAnyOf(masked,
                              " true false yes no on off TRUE FALSE YES NO ON OFF"
                              " True False Yes No On Off ");
    return result;
}

void maskPiece(std::string_view piece, std::size_t offset, std::string& masked,
               std::vector<MaskSpan>& spans)
{
    if (isValuePiece(piece)) {
        masked.push_back('0');
        spans.push_back({offset, offset + piece.size()});
        return;
    }
    if (!hasValue(piece)) {
        masked.append(piece);
        return;
    }
    PieceMasker(offset, masked, spans).mask(piece);
}

bool isWeekday(std::string_view word)
{
    return isAnyOf(word,
                   " Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday"
                   " Saturday Sunday ");
}

bool isMonth(std::string_view word)
{
    return isAnyOf(word,
                   " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec January February March"
                   " April June July August September October November December ");
}

bool isUnit(std::string_view word)
{
    return isAnyOf(word, " B kB KB MB GB TB KiB MiB GiB TiB ns us ms s sec secs ");
}

std::size_t colonValueLength(std::string_view text)
{
    // Longer than any such value; without a limit, a line of "a:a:a:..." would be read once for
    // each a.
    constexpr std::size_t longest = 48;
    text = text.substr(0, longest);
    std::size_t length = 0;
    while (length < text.size() && (isHex(text[length]) || text[length] == ':'))
        ++length;
    const bool isWholeWord = length == text.size() || !isLetter(text[length]);
    while (length > 0 && text[length - 1] == ':')
        --length;
    const auto value = text.substr(0, length);
    const auto colons = std::count(value.begin(), value.end(), ':');
    const bool isTime = value == "0:0";
    return isWholeWord && hasValue(value) && (colons >= 2 || isTime) ? length : 0;
}

} // namespace weir
