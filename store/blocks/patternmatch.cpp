// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/patternmatch.h"

#include "core/query/rowset.h"

#include <cstdint>
#include <limits>

namespace weir {

namespace {

using Piece = TextColumn::Piece;
using States = RowSet; ///< a bit a state

constexpr std::size_t mostDigits = 18; ///< of a number in a text
constexpr std::size_t mostUnsignedDigits = 20; ///< where the block is damaged

/// Where a text can lead, and a variable of which only the form is known.
class Walk final
{
public:
    explicit Walk(const PatternAutomaton& automaton)
        : m_automaton(automaton)
        , m_digits(automaton.distinct("0123456789"))
        , m_hexDigits(automaton.distinct("0123456789abcdef"))
    {
    }

    TemplateVerdict over(const TextColumn::Entry& entry)
    {
        States at = none();
        at.add(m_automaton.start());
        for (const Piece& piece : entry.pieces)
            at = piece.variable == Piece::none ? text(at, piece.text)
                                               : variable(at, entry.variables[piece.variable]);
        bool isAny = false;
        bool isEvery = true;
        at.forEach([&](std::size_t state) {
            const bool matches = m_automaton.matchesAtEnd(static_cast<State>(state));
            isAny = isAny || matches;
            isEvery = isEvery && matches;
        });
        if (!isAny)
            return TemplateVerdict::None;
        return isEvery ? TemplateVerdict::All : TemplateVerdict::Some;
    }

private:
    using State = PatternAutomaton::State;

    States none() const { return States(m_automaton.states()); }

    States text(const States& from, std::string_view bytes) const
    {
        States to = none();
        from.forEach([&](std::size_t state) {
            to.add(m_automaton.run(static_cast<State>(state), bytes));
        });
        return to;
    }

    /// After one of the bytes.
    States oneOf(const States& from, std::string_view bytes) const
    {
        States to = none();
        from.forEach([&](std::size_t state) {
            for (const char byte : bytes)
                to.add(m_automaton.step(static_cast<State>(state), byte));
        });
        return to;
    }

    /// After so many of them.
    States several(States at, std::string_view bytes, std::size_t count) const
    {
        for (std::size_t i = 0; i < count; ++i)
            at = oneOf(at, bytes);
        return at;
    }

    /// After digits of as many different lengths as the column's bounds allow, with `fraction` more
    /// digits in each number than are written here.
    States wholeNumber(const States& from, const IntStream& numbers, std::size_t fraction) const
    {
        std::int64_t scale = 1;
        for (std::size_t i = 0; i < fraction; ++i)
            scale *= 10;
        States to = none();
        States at = from;
        std::int64_t lowest = 0;
        for (std::size_t digits = 1; digits + fraction <= mostDigits; ++digits) {
            at = oneOf(at, m_digits);
            const std::int64_t next = digits == 1 ? scale * 10 : lowest * 10;
            if (numbers.mayHold(lowest, next - 1))
                to |= at;
            lowest = next;
        }
        // No writer makes larger ones or negative ones, but their text would be digits all the same.
        constexpr auto limits = std::numeric_limits<std::int64_t>();
        if (numbers.mayHold(lowest, limits.max()) || numbers.mayHold(limits.min(), -1)) {
            for (std::size_t digits = mostDigits - fraction; digits < mostUnsignedDigits; ++digits) {
                at = oneOf(at, m_digits);
                to |= at;
            }
        }
        return to;
    }

    States time(States at, std::uint8_t style) const
    {
        for (const char c : std::string_view("0000-00-00T00:00:00")) {
            const bool isBlank = c == 'T' && (style & TimeStyle::blankBit) != 0;
            at = c == '0' ? oneOf(at, m_digits) : text(at, isBlank ? " " : std::string_view(&c, 1));
        }
        const std::size_t fraction = style & TimeStyle::digitsMask;
        if (fraction == 0)
            return at;
        at = text(at, (style & TimeStyle::commaBit) != 0 ? "," : ".");
        return several(std::move(at), m_digits, fraction);
    }

    States uuid(States at) const
    {
        for (const char c : std::string_view("00000000-0000-0000-0000-000000000000"))
            at = c == '-' ? text(at, "-") : oneOf(at, m_hexDigits);
        return at;
    }

    States anything(States at)
    {
        if (m_bytes.empty()) {
            std::string all;
            for (int byte = 0; byte < 256; ++byte)
                all.push_back(static_cast<char>(byte));
            m_bytes = m_automaton.distinct(all);
        }
        for (States fresh = at; !fresh.isEmpty();) {
            fresh = oneOf(fresh, m_bytes);
            fresh -= at;
            at |= fresh;
        }
        return at;
    }

    States variable(const States& from, const TextColumn::VariableColumn& variable)
    {
        switch (variable.kind) {
        case VariableKind::Whole:
            return wholeNumber(from, variable.numbers, 0);
        case VariableKind::Padded:
            return several(from, m_digits, variable.detail);
        case VariableKind::Decimal:
            return several(text(wholeNumber(from, variable.numbers, variable.detail), "."), m_digits,
                           variable.detail);
        case VariableKind::Hex:
            return several(from, m_hexDigits, variable.detail);
        case VariableKind::Uuid:
            return uuid(from);
        case VariableKind::Time:
            return time(from, variable.detail);
        case VariableKind::Text:
            return anything(from);
        case VariableKind::Word:
            break;
        }
        States to = none();
        for (const std::string_view word : variable.words.words())
            to |= text(from, word);
        return to;
    }

    const PatternAutomaton& m_automaton;
    const std::string m_digits; ///< those that the automaton tells apart
    const std::string m_hexDigits;
    std::string m_bytes; ///< once they were needed
};

} // namespace

TemplateVerdict verdictOn(const TextColumn::Entry& entry, const Pattern& pattern)
{
    if (const PatternAutomaton* const automaton = pattern.automaton())
        return Walk(*automaton).over(entry);
    if (!entry.isText())
        return TemplateVerdict::Some;
    return pattern.matches(entry.pattern) ? TemplateVerdict::All : TemplateVerdict::None;
}

TextMatcher::TextMatcher(const TextColumn& column, std::size_t entry, const Pattern& pattern)
    : m_column(column)
    , m_number(entry)
    , m_entry(column.entries()[entry])
    , m_pattern(pattern)
    , m_through(m_entry.pieces.size())
    , m_ids(m_entry.isId() ? column.hexCount(m_entry.variables[0]) : 0)
{
}

bool TextMatcher::matches(std::size_t place)
{
    if (m_ids.empty())
        return look(place);
    Known& known = m_ids[TextColumn::hexValueOf(m_entry.variables[0], place)];
    if (known == Known::Nothing)
        known = look(place) ? Known::Matches : Known::Not;
    return known == Known::Matches;
}

bool TextMatcher::look(std::size_t place)
{
    const PatternAutomaton* const automaton = m_pattern.automaton();
    if (automaton == nullptr) {
        m_text.clear();
        m_column.append(m_text, m_number, place);
        return m_pattern.matches(m_text);
    }
    State state = automaton->start();
    for (std::size_t i = 0; i < m_entry.pieces.size() && state != PatternAutomaton::matched; ++i) {
        const Piece& piece = m_entry.pieces[i];
        if (piece.variable == Piece::none) {
            state = throughShared(i, state);
            continue;
        }
        m_text.clear();
        m_column.append(m_text, m_entry.variables[piece.variable], place);
        state = automaton->run(state, m_text);
    }
    return automaton->matchesAtEnd(state);
}

TextMatcher::State TextMatcher::throughShared(std::size_t piece, State state)
{
    auto& known = m_through[piece];
    if (known.empty())
        known.assign(m_pattern.automaton()->states(), unknown);
    if (known[state] == unknown)
        known[state] = m_pattern.automaton()->run(state, m_entry.pieces[piece].text);
    return known[state];
}

} // namespace weir
