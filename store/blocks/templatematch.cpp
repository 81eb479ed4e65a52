// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/templatematch.h"

#include <algorithm>

namespace weir {

namespace {

using Piece = TextColumn::Piece;

constexpr std::size_t mostWithoutMemory = 3;

constexpr char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f');
}

/// Whether a byte of the needle can stand in a variable of this kind.
bool canHold(VariableKind kind, char c)
{
    switch (kind) {
    case VariableKind::Whole:
    case VariableKind::Padded:
        return isDigit(c);
    case VariableKind::Hex:
        return isHex(c);
    case VariableKind::Time:
        return isDigit(c) || c == '-' || c == ':' || c == '.' || c == ',' || c == ' ' || c == 't';
    default:
        return true;
    }
}

/// The fewest and the most bytes of a variable's text.
std::pair<std::size_t, std::size_t> lengthsOf(const TextColumn::VariableColumn& variable)
{
    constexpr std::size_t any = ~std::size_t{0};
    const std::size_t detail = variable.detail;
    switch (variable.kind) {
    case VariableKind::Whole:
        return {1, 20};
    case VariableKind::Padded:
    case VariableKind::Hex:
        return {detail, detail};
    case VariableKind::Time: {
        const std::size_t digits = detail & TimeStyle::digitsMask;
        return {19 + (digits > 0 ? digits + 1 : 0), 19 + (digits > 0 ? digits + 1 : 0)};
    }
    default:
        return {0, any};
    }
}

/// Tries to lay the needle over a template.
class Match final
{
public:
    Match(const TextColumn::Entry& entry, std::string_view needle, const WholeId* excluded)
        : m_entry(entry)
        , m_needle(needle)
        , m_excluded(excluded)
        , m_failed(entry.variables.size() > mostWithoutMemory
                       ? entry.pieces.size() * (needle.size() + 1)
                       : 0)
    {
    }

    TemplateVerdict verdict()
    {
        bool isPossible = false;
        for (std::size_t i = 0; i < m_entry.pieces.size(); ++i) {
            const Piece& piece = m_entry.pieces[i];
            if (piece.variable != Piece::none) {
                isPossible = isPossible || beginsIn(i);
                continue;
            }
            for (std::size_t at = 0; at < piece.text.size(); ++at) {
                const std::size_t same = sameBytes(piece.text.substr(at), 0);
                if (same == m_needle.size())
                    return TemplateVerdict::All;
                if (!isPossible && same == piece.text.size() - at)
                    isPossible = goesOn(i + 1, same);
            }
        }
        return isPossible ? TemplateVerdict::Some : TemplateVerdict::None;
    }

private:
    /// How many bytes of a text are those of the needle from `at` on.
    std::size_t sameBytes(std::string_view text, std::size_t at) const
    {
        const std::size_t most = std::min(text.size(), m_needle.size() - at);
        std::size_t same = 0;
        while (same < most && fold(text[same]) == m_needle[at + same])
            ++same;
        return same;
    }

    /// Whether the rest of the needle, from `at` on, can stand from the begin of a piece on.
    bool goesOn(std::size_t index, std::size_t at)
    {
        if (at == m_needle.size())
            return true;
        if (index == m_entry.pieces.size())
            return false;
        const std::size_t state = index * (m_needle.size() + 1) + at;
        if (m_failed.empty())
            return fits(index, at);
        if (m_failed[state])
            return false;
        m_failed[state] = !fits(index, at);
        return !m_failed[state];
    }

    bool fits(std::size_t index, std::size_t at)
    {
        const Piece& piece = m_entry.pieces[index];
        if (piece.variable == Piece::none) {
            const std::size_t same = sameBytes(piece.text, at);
            if (at + same == m_needle.size())
                return true;
            return same == piece.text.size() && goesOn(index + 1, at + same);
        }
        const auto& variable = m_entry.variables[piece.variable];
        switch (variable.kind) {
        case VariableKind::Word:
            return wordGoesOn(variable, index, at);
        case VariableKind::Decimal:
            return decimalGoesOn(variable.detail, index, at, 1);
        case VariableKind::Uuid:
            return !isExcluded(variable) && uuidGoesOn(index, at, 0);
        default:
            break;
        }
        const auto [least, most] = lengthsOf(variable);
        return variableGoesOn(variable, index, at, least, most);
    }

    bool isExcluded(const TextColumn::VariableColumn& variable) const
    {
        return m_excluded != nullptr && variable.kind == m_excluded->kind
            && variable.detail == m_excluded->detail;
    }

    std::size_t digitsEnd(std::size_t at) const
    {
        while (at < m_needle.size() && isDigit(m_needle[at]))
            ++at;
        return at;
    }

    /// Digits, a point and so many digits more, with at least `least` digits before the point.
    bool decimalGoesOn(std::size_t width, std::size_t index, std::size_t at, std::size_t least)
    {
        const std::size_t point = digitsEnd(at);
        if (point == m_needle.size())
            return true;
        return m_needle[point] == '.' && point - at >= least
            && fractionGoesOn(width, index, point + 1, width);
    }

    bool fractionGoesOn(std::size_t most, std::size_t index, std::size_t at, std::size_t least)
    {
        for (std::size_t length = 0; length <= most; ++length) {
            if (at + length == m_needle.size())
                return true;
            if (length >= least && goesOn(index + 1, at + length))
                return true;
            if (!isDigit(m_needle[at + length]))
                return false;
        }
        return false;
    }

    bool uuidGoesOn(std::size_t index, std::size_t at, std::size_t from)
    {
        constexpr std::size_t length = 36;
        for (; from < length; ++from, ++at) {
            if (at == m_needle.size())
                return true;
            const bool isDash = from == 8 || from == 13 || from == 18 || from == 23;
            if (isDash ? m_needle[at] != '-' : !isHex(m_needle[at]))
                return false;
        }
        return goesOn(index + 1, at);
    }

    /// The same for a variable of which at least so many bytes, and at most so many, are left.
    bool variableGoesOn(const TextColumn::VariableColumn& variable, std::size_t index,
                        std::size_t at, std::size_t least, std::size_t most)
    {
        if (isExcluded(variable))
            return false;
        for (std::size_t length = 0;; ++length) {
            if (at + length == m_needle.size())
                return true;
            if (length >= least && goesOn(index + 1, at + length))
                return true;
            if (length == most || !canHold(variable.kind, m_needle[at + length]))
                return false;
        }
    }

    bool wordGoesOn(const TextColumn::VariableColumn& variable, std::size_t index, std::size_t at)
    {
        const auto& words = variable.words.words();
        return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
            const std::size_t same = sameBytes(word, at);
            return at + same == m_needle.size()
                || (same == word.size() && goesOn(index + 1, at + same));
        });
    }

    /// Whether the needle can begin inside a variable.
    bool beginsIn(std::size_t index)
    {
        const auto& variable = m_entry.variables[m_entry.pieces[index].variable];
        switch (variable.kind) {
        case VariableKind::Word:
            return wordBeginsIn(variable, index);
        case VariableKind::Decimal:
            return decimalGoesOn(variable.detail, index, 0, 0)
                || fractionGoesOn(variable.detail, index, 0, 1);
        case VariableKind::Uuid:
            if (isExcluded(variable))
                return false;
            for (std::size_t from = 0; from < 36; ++from) {
                if (uuidGoesOn(index, 0, from))
                    return true;
            }
            return false;
        default:
            return canHold(variable.kind, m_needle.front())
                && variableGoesOn(variable, index, 0, 1, lengthsOf(variable).second);
        }
    }

    bool wordBeginsIn(const TextColumn::VariableColumn& variable, std::size_t index)
    {
        const auto& words = variable.words.words();
        return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
            for (std::size_t at = 0; at < word.size(); ++at) {
                const std::size_t same = sameBytes(word.substr(at), 0);
                if (same == m_needle.size()
                    || (same == word.size() - at && goesOn(index + 1, same)))
                    return true;
            }
            return false;
        });
    }

    const TextColumn::Entry& m_entry;
    const std::string_view m_needle;
    const WholeId* const m_excluded;
    /// Where it is known that the rest cannot stand: with many variables the ways there are many.
    std::vector<bool> m_failed;
};

} // namespace

TemplateVerdict verdictOn(const TextColumn::Entry& entry, std::string_view needle,
                          const WholeId* excluded)
{
    return Match(entry, needle, excluded).verdict();
}

} // namespace weir
