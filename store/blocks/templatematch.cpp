// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/templatematch.h"

#include "store/blocks/variableform.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

using Piece = TextColumn::Piece;

constexpr std::size_t mostWithoutMemory = 3;
constexpr std::size_t mostPlacements = 16;

constexpr char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether four whole numbers with points between them begin there.
bool isQuad(const TextColumn::Entry& entry, std::size_t index)
{
    if (index + 6 >= entry.pieces.size())
        return false;
    for (std::size_t i = index; i <= index + 6; ++i) {
        const Piece& piece = entry.pieces[i];
        const bool isNumber = piece.variable != Piece::none
            && entry.variables[piece.variable].kind == VariableKind::Whole;
        if ((i - index) % 2 == 0 ? !isNumber : piece.text != ".")
            return false;
    }
    return true;
}

/// Whether there are so many ways through the variables that what failed has to be remembered.
bool needsMemory(const TextColumn::Entry& entry)
{
    const auto ofAnyText = std::count_if(
        entry.variables.begin(), entry.variables.end(), [](const auto& variable) {
            return variable.kind == VariableKind::Word || variable.kind == VariableKind::Text;
        });
    return ofAnyText > 1 || entry.variables.size() > mostWithoutMemory;
}

/// Lays the needle over a template: to learn whether it can stand anywhere, or to learn all places.
class Match final
{
public:
    Match(const TextColumn::Entry& entry, std::string_view needle, const Excluded& excluded)
        : m_entry(entry)
        , m_needle(needle)
        , m_excluded(excluded)
        , m_leadingHex(static_cast<std::size_t>(
              std::find_if_not(needle.begin(), needle.end(), isLowerHex) - needle.begin()))
        , m_failed(needsMemory(entry) ? entry.pieces.size() * (needle.size() + 1) : 0)
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
                if (fold(piece.text[at]) != m_needle.front())
                    continue;
                const std::size_t same = sameBytes(piece.text.substr(at), 0);
                if (same == m_needle.size())
                    return TemplateVerdict::All;
                if (!isPossible && same == piece.text.size() - at)
                    isPossible = goesOn(i + 1, same);
            }
        }
        return isPossible ? TemplateVerdict::Some : TemplateVerdict::None;
    }

    std::optional<std::vector<Placement>> placements()
    {
        std::vector<Placement> found;
        m_placements = &found;
        for (std::size_t i = 0; i < m_entry.pieces.size(); ++i) {
            const Piece& piece = m_entry.pieces[i];
            if (piece.variable != Piece::none) {
                if (beginsIn(i))
                    return std::nullopt;
                continue;
            }
            for (std::size_t at = 0; at < piece.text.size(); ++at) {
                const std::size_t same = sameBytes(piece.text.substr(at), 0);
                if ((same == m_needle.size() && ends())
                    || (same == piece.text.size() - at && goesOn(i + 1, same)))
                    return std::nullopt;
            }
        }
        return found;
    }

private:
    // Functions that answer a bool say whether there is no need to look further: the needle can stand
    // here, or, when all places are wanted, there are too many.

    /// The needle has ended.
    bool ends()
    {
        if (m_placements == nullptr)
            return true;
        m_placements->push_back(m_conditions);
        return m_placements->size() > mostPlacements;
    }

    /// `goOn()` under one more condition.
    template<typename GoOn>
    bool under(Condition condition, GoOn goOn)
    {
        if (m_placements == nullptr)
            return goOn();
        m_conditions.push_back(std::move(condition));
        const bool isEnough = goOn();
        m_conditions.pop_back();
        return isEnough;
    }

    /// How many bytes of a text are those of the needle from `at` on.
    std::size_t sameBytes(std::string_view text, std::size_t at) const
    {
        const std::size_t most = std::min(text.size(), m_needle.size() - at);
        std::size_t same = 0;
        while (same < most && fold(text[same]) == m_needle[at + same])
            ++same;
        return same;
    }

    /// The rest of the needle, from `at` on, from the begin of a piece on.
    bool goesOn(std::size_t index, std::size_t at)
    {
        if (at == m_needle.size())
            return ends();
        if (index == m_entry.pieces.size())
            return false;
        if (m_failed.empty())
            return fits(index, at);
        const std::size_t state = index * (m_needle.size() + 1) + at;
        if (m_failed[state])
            return false;
        const std::size_t before = m_placements == nullptr ? 0 : m_placements->size();
        const bool isEnough = fits(index, at);
        m_failed[state] = !isEnough && (m_placements == nullptr || m_placements->size() == before);
        return isEnough;
    }

    bool fits(std::size_t index, std::size_t at)
    {
        const Piece& piece = m_entry.pieces[index];
        if (piece.variable == Piece::none) {
            const std::size_t same = sameBytes(piece.text, at);
            if (at + same == m_needle.size())
                return ends();
            return same == piece.text.size() && goesOn(index + 1, at + same);
        }
        const auto& variable = m_entry.variables[piece.variable];
        const auto [least, most] = lengthsOf(variable);
        switch (variable.kind) {
        case VariableKind::Whole:
        case VariableKind::Padded:
            return !isExcludedQuad(index, at) && numberGoesOn(index, at, least, most, true);
        case VariableKind::Decimal:
            return decimalGoesOn(index, at, 1);
        case VariableKind::Hex:
        case VariableKind::Uuid:
        case VariableKind::Time:
            return formGoesOn(index, at);
        case VariableKind::Word:
            return wordGoesOn(index, at);
        case VariableKind::Text:
            return bytesGoOn(index, at);
        }
        return true;
    }

    /// The needle begins inside a variable.
    bool beginsIn(std::size_t index)
    {
        const auto& variable = variableOf(index);
        switch (variable.kind) {
        case VariableKind::Whole:
        case VariableKind::Padded:
            return isDigit(m_needle.front()) && !isExcludedQuad(index, 0)
                && numberGoesOn(index, 0, 1, lengthsOf(variable).second, false);
        case VariableKind::Decimal:
            return decimalGoesOn(index, 0, 0) || fractionGoesOn(index, 0, 1);
        case VariableKind::Hex:
        case VariableKind::Uuid:
        case VariableKind::Time:
            return formBegins(index);
        case VariableKind::Word:
            return wordBegins(index);
        case VariableKind::Text:
            return bytesGoOn(index, 0);
        }
        return true;
    }

    const TextColumn::VariableColumn& variableOf(std::size_t index) const
    {
        return m_entry.variables[m_entry.pieces[index].variable];
    }

    /// Whether the filter has answered for the quad that would lie here.
    bool isExcludedQuad(std::size_t index, std::size_t at) const
    {
        return m_excluded.quad && at == m_excluded.quad->at && isQuad(m_entry, index);
    }

    std::size_t digitsEnd(std::size_t at) const
    {
        while (at < m_needle.size() && isDigit(m_needle[at]))
            ++at;
        return at;
    }

    DigitRun runOf(std::size_t at, std::size_t length, bool isWhole) const
    {
        DigitRun run;
        run.scale = 1;
        for (const char c : m_needle.substr(at, length)) {
            if (c == '.')
                continue;
            run.number = run.number * 10 + (c - '0');
            run.scale *= 10;
        }
        run.isWhole = isWhole;
        return run;
    }

    /// Goes on behind digits of the needle that are a number, or only a part of it.
    template<typename GoOn>
    bool withNumber(std::size_t index, const DigitRun& run, GoOn goOn)
    {
        const std::int64_t highest =
            run.isWhole ? run.number : std::numeric_limits<std::int64_t>::max();
        if (!variableOf(index).numbers.mayHold(run.number, highest))
            return false;
        return under({m_entry.pieces[index].variable, run, 0, {}}, goOn);
    }

    /// Digits of a number of which at least so many, and at most so many, are left.
    bool numberGoesOn(std::size_t index, std::size_t at, std::size_t least, std::size_t most,
                      bool isFromBegin)
    {
        const bool isPadded = variableOf(index).kind == VariableKind::Padded;
        const bool isZero = isFromBegin && !isPadded && m_needle[at] == '0';
        for (std::size_t length = 0;; ++length) {
            const bool isEnd = at + length == m_needle.size();
            const bool isWhole = isFromBegin && (isPadded ? length == most : !isEnd);
            // A part of a number with zeros in front tells nothing of its value.
            const bool isKnown =
                length > 0 && length <= DigitRun::mostDigits && (isWhole || !isPadded);
            const auto goOn = [&] { return isEnd ? ends() : goesOn(index + 1, at + length); };
            if ((isEnd || length >= least)
                && (isKnown ? withNumber(index, runOf(at, length, isWhole), goOn) : goOn()))
                return true;
            if (isEnd || length == most || !isDigit(m_needle[at + length])
                || (isZero && length == 1))
                return false;
        }
    }

    /// Digits, a point and the fraction, with at least `least` digits before the point: 0 where the
    /// number has begun before.
    bool decimalGoesOn(std::size_t index, std::size_t at, std::size_t least)
    {
        const std::size_t width = variableOf(index).detail;
        const std::size_t point = digitsEnd(at);
        if (point == m_needle.size())
            return ends();
        if (m_needle[point] != '.' || point - at < least)
            return false;
        const std::size_t end = point + 1 + width;
        const bool isWhole = least > 0 && end < m_needle.size() && digitsEnd(point + 1) >= end
            && end - at - 1 <= DigitRun::mostDigits;
        if (!isWhole)
            return fractionGoesOn(index, point + 1, width);
        return withNumber(index, runOf(at, end - at, true), [&] { return goesOn(index + 1, end); });
    }

    bool fractionGoesOn(std::size_t index, std::size_t at, std::size_t least)
    {
        const std::size_t most = variableOf(index).detail;
        for (std::size_t length = 0; length <= most; ++length) {
            if (at + length == m_needle.size())
                return ends();
            if (length >= least && goesOn(index + 1, at + length))
                return true;
            if (!isDigit(m_needle[at + length]))
                return false;
        }
        return false;
    }

    /// Whether the filter has answered for ids of this form.
    bool isExcludedId(const TextColumn::VariableColumn& variable) const
    {
        return m_excluded.id && variable.kind == m_excluded.id->kind
            && variable.detail == m_excluded.id->detail;
    }

    /// Whether this byte can stand behind the piece.
    bool mayFollow(std::size_t index, char c) const
    {
        if (index + 1 == m_entry.pieces.size())
            return false;
        const Piece& next = m_entry.pieces[index + 1];
        return next.variable != Piece::none || fold(next.text.front()) == c;
    }

    bool formGoesOn(std::size_t index, std::size_t at)
    {
        const auto& variable = variableOf(index);
        // The filter answers for what is the needle and nothing else.
        const bool isExcluded = at == 0 && isExcludedId(variable);
        const auto same = isExcluded ? std::nullopt : bytesOfForm(variable, 0, m_needle.substr(at));
        if (!same)
            return false;
        if (*same < lengthsOf(variable).second)
            return ends();
        const auto goOn = [&] { return goesOn(index + 1, at + *same); };
        if (variable.kind == VariableKind::Time)
            return goOn();
        Condition condition{m_entry.pieces[index].variable, {}, 0, {}};
        packHex(condition.id, m_needle.substr(at, *same));
        return under(std::move(condition), goOn);
    }

    bool formBegins(std::size_t index)
    {
        const auto& variable = variableOf(index);
        const char first = m_needle.front();
        const bool canBegin = isLowerHex(first)
            || (variable.kind != VariableKind::Hex
                && std::string_view("-:.,t ").find(first) != std::string_view::npos);
        if (!canBegin)
            return false;
        if (formGoesOn(index, 0))
            return true;
        const std::size_t length = lengthsOf(variable).second;
        // Only digits that reach the end of the variable, or of the needle, can be its last ones.
        const std::size_t digits = m_leadingHex == m_needle.size() ? length : m_leadingHex;
        std::size_t from = 1;
        if (variable.kind == VariableKind::Hex && length > digits)
            from = length - digits;
        for (; from < length; ++from) {
            const std::size_t left = length - from;
            if (left < m_needle.size() && !mayFollow(index, m_needle[left]))
                continue;
            const auto same = bytesOfForm(variable, from, m_needle);
            if (same && (*same == m_needle.size() ? ends() : goesOn(index + 1, *same)))
                return true;
        }
        return false;
    }

    /// Any bytes.
    bool bytesGoOn(std::size_t index, std::size_t at)
    {
        for (std::size_t end = at;; ++end) {
            if (end == m_needle.size())
                return ends();
            if (goesOn(index + 1, end))
                return true;
        }
    }

    bool wordGoesOn(std::size_t index, std::size_t at)
    {
        const auto& words = variableOf(index).words.words();
        for (std::size_t i = 0; i < words.size(); ++i) {
            const std::size_t same = sameBytes(words[i], at);
            if (at + same < m_needle.size() && same < words[i].size())
                continue;
            if (under(wordCondition(index, i), [&] {
                    return at + same == m_needle.size() ? ends() : goesOn(index + 1, at + same);
                }))
                return true;
        }
        return false;
    }

    bool wordBegins(std::size_t index)
    {
        const auto& words = variableOf(index).words.words();
        for (std::size_t i = 0; i < words.size(); ++i) {
            const std::string_view word = words[i];
            for (std::size_t at = 0; at < word.size(); ++at) {
                if (fold(word[at]) != m_needle.front())
                    continue;
                const std::size_t same = sameBytes(word.substr(at), 0);
                if (same < m_needle.size() && same < word.size() - at)
                    continue;
                if (under(wordCondition(index, i), [&] {
                        return same == m_needle.size() ? ends() : goesOn(index + 1, same);
                    }))
                    return true;
            }
        }
        return false;
    }

    Condition wordCondition(std::size_t index, std::size_t word) const
    {
        return {m_entry.pieces[index].variable, {}, static_cast<std::int64_t>(word), {}};
    }

    const TextColumn::Entry& m_entry;
    const std::string_view m_needle;
    const Excluded& m_excluded;
    const std::size_t m_leadingHex; ///< how many bytes of the needle, from its begin, are 0-9a-f
    std::vector<Placement>* m_placements = nullptr; ///< wanted
    Placement m_conditions; ///< so far
    /// Where it is known that the rest cannot stand: with many variables the ways there are many.
    std::vector<bool> m_failed;
};

} // namespace

TemplateVerdict verdictOn(const TextColumn::Entry& entry, std::string_view needle,
                          const Excluded& excluded)
{
    return Match(entry, needle, excluded).verdict();
}

std::optional<std::vector<Placement>> placementsOf(const TextColumn::Entry& entry,
                                                   std::string_view needle)
{
    const Excluded nothing;
    return Match(entry, needle, nothing).placements();
}

} // namespace weir
