// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace weir {

/// Finds the words that vary in templates which are equal otherwise, such as the name in "token for
/// amelia refreshed", and makes one template of them with a marker in the word's place.
///
/// Thread: one at a time; keeps its buffers.
class TemplateMerger final
{
public:
    /// A pattern after merging, and the words that were taken out of it, in their order.
    struct Merged
    {
        std::string pattern;
        std::vector<std::string_view> words; ///< views into the patterns given
    };

    /// One for each of the patterns.
    std::vector<Merged> merge(const std::vector<std::string_view>& patterns);

private:
    /// What blanks separate in a pattern.
    struct Token
    {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        std::uint64_t hash = 0;
        bool isWord = false; ///< without a marker in it
        bool varies = false; ///< a word that is taken out
    };

    /// How many patterns, different as they are by now, share everything but one word.
    struct Variants
    {
        std::uint64_t key = 0;
        std::uint32_t count = 0;
        bool hasVarying = false; ///< one of them has had its word taken out
    };

    void tokenize(std::string_view pattern);
    void count();
    bool takeOut();
    Variants& variantsOf(std::uint64_t key);
    std::uint64_t keyOf(std::size_t pattern, std::size_t token) const;
    std::size_t beginOf(std::size_t pattern) const { return pattern == 0 ? 0 : m_ends[pattern - 1]; }

    std::vector<Token> m_tokens;
    std::vector<std::uint32_t> m_ends; ///< of each pattern's tokens
    std::vector<std::uint64_t> m_sums; ///< of each pattern's hashes
    std::unordered_set<std::uint64_t> m_kinds; ///< the different sums
    std::vector<Variants> m_variants; ///< open addressing
};

} // namespace weir
