// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A regular expression as a deterministic automaton that is made whole beforehand: it can be stopped
/// anywhere in a text and gone on with from there, so a part that many texts share is walked once for
/// all of them, and for a part that varies one can ask which states it can lead to. RE2, whose answers
/// it gives, shows no automaton.
///
/// Thread safety: immutable; any number of threads.
class PatternAutomaton final
{
public:
    using State = std::uint16_t;
    /// The text matches, whatever follows.
    static constexpr State matched = 0;
    static constexpr std::size_t mostStates = 512;

    /// Null where the pattern uses what parsePattern() does not know, or it would be large.
    /// Precondition: checkPattern() finds nothing.
    static std::unique_ptr<const PatternAutomaton> make(std::string_view pattern);

    std::size_t states() const { return m_matchesAtEnd.size(); }
    State start() const { return m_start; }
    State step(State state, char byte) const
    {
        return m_next[std::size_t{state} * m_classes + m_classOf[static_cast<unsigned char>(byte)]];
    }
    State run(State state, std::string_view text) const
    {
        for (const char byte : text) {
            if (state == matched)
                break;
            state = step(state, byte);
        }
        return state;
    }
    /// Whether a text that ends in this state matches.
    bool matchesAtEnd(State state) const { return m_matchesAtEnd[state]; }
    bool matches(std::string_view text) const { return matchesAtEnd(run(m_start, text)); }

    /// Those bytes of which no other before does the same in every state.
    std::string distinct(std::string_view bytes) const;

private:
    class Maker;

    PatternAutomaton() = default;

    std::array<std::uint8_t, 256> m_classOf{}; ///< bytes of a class do the same in every state
    std::size_t m_classes = 0;
    std::vector<State> m_next; ///< by state and class
    std::vector<bool> m_matchesAtEnd;
    State m_start = 0;
};

} // namespace weir
