// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/templatemerger.h"

#include "store/blocks/texttemplate.h"

#include <xxhash.h>

namespace weir {

namespace {

/// Fewer different words in a place are rather different messages.
constexpr std::uint32_t leastWords = 8;

/// A token counts in its place: the sum over all tokens then tells patterns apart, and the sum
/// without one token those that differ in it alone.
std::uint64_t hashOf(std::string_view token, std::size_t place)
{
    return XXH3_64bits_withSeed(token.data(), token.size(), place + 1);
}

} // namespace

void TemplateMerger::tokenize(std::string_view pattern)
{
    const std::size_t first = m_tokens.size();
    Token token;
    token.isWord = true;
    const auto finish = [&](std::size_t end) {
        token.end = static_cast<std::uint32_t>(end);
        token.isWord = token.isWord && end > token.begin;
        token.hash = hashOf(pattern.substr(token.begin, end - token.begin),
                            m_tokens.size() - first);
        m_tokens.push_back(token);
        token = {};
        token.begin = static_cast<std::uint32_t>(end + 1);
        token.isWord = true;
    };
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (pattern[at] == ' ') {
            finish(at);
        } else if (isMarker(pattern[at])) {
            token.isWord = false;
            at += hasDetail(static_cast<VariableKind>(pattern[at])) ? 1U : 0U;
        }
    }
    finish(pattern.size());
    m_ends.push_back(static_cast<std::uint32_t>(m_tokens.size()));
}

std::uint32_t& TemplateMerger::countOf(std::uint64_t key)
{
    const std::size_t mask = m_counts.size() - 1;
    std::size_t place = static_cast<std::size_t>(key) & mask;
    while (m_counts[place].second != 0 && m_counts[place].first != key)
        place = (place + 1) & mask;
    m_counts[place].first = key;
    return m_counts[place].second;
}

std::vector<TemplateMerger::Merged>
TemplateMerger::merge(const std::vector<std::string_view>& patterns)
{
    m_tokens.clear();
    m_ends.clear();
    for (const std::string_view pattern : patterns)
        tokenize(pattern);
    std::size_t slots = 64;
    while (slots < m_tokens.size() * 2)
        slots *= 2;
    m_counts.assign(slots, {});

    // Patterns are different, so equal keys mean as many different words in one place.
    std::vector<std::uint64_t> keys(m_tokens.size());
    std::size_t at = 0;
    for (const std::uint32_t end : m_ends) {
        std::uint64_t sum = end - at;
        for (std::size_t i = at; i < end; ++i)
            sum += m_tokens[i].hash;
        for (std::size_t place = 0; at < end; ++at, ++place) {
            // The place goes in too: the first of three and the last of three are not the same.
            keys[at] = (sum - m_tokens[at].hash) * 0x9E3779B97F4A7C15U + place;
            if (m_tokens[at].isWord)
                ++countOf(keys[at]);
        }
    }

    std::vector<Merged> merged(patterns.size());
    at = 0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        std::string& pattern = merged[i].pattern;
        const std::size_t begin = at;
        for (; at < m_ends[i]; ++at) {
            const Token& token = m_tokens[at];
            if (at > begin)
                pattern.push_back(' ');
            const auto text = patterns[i].substr(token.begin, token.end - token.begin);
            if (token.isWord && countOf(keys[at]) >= leastWords) {
                pattern.push_back(static_cast<char>(VariableKind::Word));
                merged[i].words.push_back(text);
            } else {
                pattern.append(text);
            }
        }
    }
    return merged;
}

} // namespace weir
