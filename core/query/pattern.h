// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/patternautomaton.h"
#include "core/query/query.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Why RE2 refuses a pattern; `at` is a place in the pattern, all of it where RE2 names none.
std::optional<QueryError> checkPattern(std::string_view pattern);

/// A user's regular expression, always RE2: linear time, at most 8 MiB of memory.
///
/// Pattern and text are UTF-8: `.` and classes match whole characters, and nothing matches a byte
/// that is not UTF-8 (the text around it matches all the same). Case-sensitive unless it begins
/// with `(?i)`; `^` and `$` are the ends of the text and `.` matches no line end, which `(?m)` and
/// `(?s)` change.
///
/// Thread safety: immutable; any number of threads may match at the same time.
class Pattern final
{
public:
    /// Precondition: checkPattern() finds nothing.
    explicit Pattern(const std::string& pattern);
    ~Pattern();
    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;

    bool matches(std::string_view text) const;
    /// Every match that is not empty, ascending.
    void findAll(std::string_view text, std::vector<TextSpan>& spans) const;

    /// Pieces of text, folded to lower case; which of them stand in a text decides whether the
    /// pattern can match it. Empty: nothing can be said beforehand.
    const std::vector<std::string>& atoms() const { return m_atoms; }
    /// Whether a text that holds just these atoms (indices into atoms(), ascending) can match.
    bool canMatch(const std::vector<int>& present) const;

    /// Answers as matches() does. Null where there is none for this pattern.
    const PatternAutomaton* automaton() const { return m_automaton.get(); }

private:
    struct Engine;

    std::unique_ptr<Engine> m_engine;
    std::vector<std::string> m_atoms;
    std::unique_ptr<const PatternAutomaton> m_automaton;
};

} // namespace weir
