// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/pattern.h"
#include "store/blocks/templatematch.h"

#include <cstdint>
#include <string>
#include <vector>

namespace weir {

/// What a template tells of a regular expression, from the catalog alone: in which states the
/// automaton can be behind it, whatever its variables are. Without one: Some, unless it is a text.
TemplateVerdict verdictOn(const TextColumn::Entry& entry, const Pattern& pattern);

/// Matches the texts of one template: what they share is walked once for all of them, an id that many
/// rows have is looked at once. Thread: one at a time; column and pattern outlive it.
class TextMatcher final
{
public:
    /// Precondition: the entry's variables are unpacked.
    TextMatcher(const TextColumn& column, std::size_t entry, const Pattern& pattern);

    bool matches(std::size_t place);

private:
    using State = PatternAutomaton::State;
    static constexpr State unknown = PatternAutomaton::mostStates + 1;
    enum class Known : std::uint8_t { Nothing, Matches, Not };

    bool look(std::size_t place);
    State throughShared(std::size_t piece, State state);

    const TextColumn& m_column;
    const std::size_t m_number;
    const TextColumn::Entry& m_entry;
    const Pattern& m_pattern;
    std::vector<std::vector<State>> m_through; ///< of each piece that is shared, by the state before it
    std::vector<Known> m_ids; ///< where the texts are ids
    std::string m_text;
};

} // namespace weir
