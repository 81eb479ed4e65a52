// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/patternset.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace weir {

/// Tells words that vary from words that tell two cases apart.
///
/// Patterns that are equal but for one place are a family. How many it takes until the place is
/// seen to hold a value depends on what stands there: two are enough for names (`/var/x`, `blk_0`,
/// `a.example:0`), a few for words, more for the first word of a message, and `true` and `false`
/// never are. Where a value has been found, the word before it is remembered: after "user", few are
/// enough from then on.
///
/// Thread: one. Invariant: bounded by its capacity; a family that finds no room is not watched.
class ValueEvidence final
{
public:
    ValueEvidence(SeededHash hash, std::size_t capacity)
        : m_hash(hash)
        , m_capacity(capacity)
    {
    }

    /// Takes note of a living pattern. Gives the patterns that are one with it, itself among them;
    /// empty when there are none.
    std::vector<PatternId> note(const PatternSet& patterns, PatternId id);

    /// A word that the last note() has found values after: patterns with it are worth another
    /// note().
    std::optional<TokenId> takeLearned();

    const std::unordered_set<TokenId>& cues() const { return m_cues; }
    void addCue(TokenId word) { m_cues.insert(word); }

private:
    /// The patterns equal to `id` but for these places, and which they are.
    struct Family
    {
        std::span<const PatternToken> tokens; ///< of `id`
        std::vector<std::size_t> places;
        std::vector<PatternId> members;
    };

    std::uint64_t keyOf(const Family& family) const;
    bool join(const PatternSet& patterns, PatternId id, Family& family);
    std::size_t wanted(const PatternSet& patterns, const Family& family);
    std::size_t wantedAfter(const TokenTable& table, TokenId before, std::size_t members,
                            bool hasMask);

    SeededHash m_hash;
    std::size_t m_capacity;
    std::unordered_map<std::uint64_t, std::vector<PatternId>> m_families;
    std::unordered_set<TokenId> m_cues; ///< words that values were found after
    std::optional<TokenId> m_learned;
};

} // namespace weir
