// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <optional>
#include <string_view>
#include <vector>

namespace weir {

/// Characters: those of ASCII each, and all others together or none of them.
struct CharacterSet
{
    static constexpr unsigned ascii = 128; ///< the first that is not

    std::bitset<ascii> single;
    bool hasOthers = false;

    void add(const CharacterSet& more)
    {
        single |= more.single;
        hasOthers = hasOthers || more.hasOthers;
    }
    void addRange(unsigned char first, unsigned char last)
    {
        for (unsigned c = first; c <= last; ++c)
            single.set(c);
    }
    CharacterSet inverse() const { return {~single, !hasOthers}; }
};

/// A regular expression as a tree.
struct PatternNode
{
    enum class Kind {
        Bytes, ///< these, one behind another
        Set, ///< one character
        Sequence, ///< of the children
        Choice, ///< one of the children
        Repeat, ///< the only child, `least` to `most` times
        Begin, ///< of the text
        End,
    };
    static constexpr int unlimited = -1;

    Kind kind = Kind::Sequence;
    std::string_view bytes; ///< of the pattern, or static
    CharacterSet characters;
    std::vector<PatternNode> children;
    int least = 0;
    int most = 0;
};

/// Reads a pattern, a view of which the tree keeps, as RE2 does by default. Nothing where it uses what
/// this does not know: flags, word boundaries, Unicode classes, characters beyond ASCII in classes.
/// Precondition: checkPattern() finds nothing.
std::optional<PatternNode> parsePattern(std::string_view pattern);

} // namespace weir
