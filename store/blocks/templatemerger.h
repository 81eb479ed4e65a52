// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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
    };

    void tokenize(std::string_view pattern);
    std::uint32_t& countOf(std::uint64_t key);

    std::vector<Token> m_tokens;
    std::vector<std::uint32_t> m_ends; ///< of each pattern's tokens
    std::vector<std::pair<std::uint64_t, std::uint32_t>> m_counts; ///< open addressing
};

} // namespace weir
