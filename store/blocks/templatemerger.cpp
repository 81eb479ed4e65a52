// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/templatemerger.h"

#include "store/blocks/texttemplate.h"

#include <xxhash.h>

#include <algorithm>

namespace weir {

namespace {

/// Fewer different words in a place are rather different messages.
constexpr std::uint32_t leastWords = 8;
/// Words that were taken out let others be seen: first the name, then the service in front of it.
constexpr int mostRounds = 3;
/// A pattern in which more words vary is kept as it is; readers allow for this many.
constexpr std::ptrdiff_t mostWordsOfPattern = 512;

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

TemplateMerger::Variants& TemplateMerger::variantsOf(std::uint64_t key)
{
    const std::size_t mask = m_variants.size() - 1;
    std::size_t place = static_cast<std::size_t>(key) & mask;
    while (m_variants[place].count != 0 && m_variants[place].key != key)
        place = (place + 1) & mask;
    m_variants[place].key = key;
    return m_variants[place];
}

/// The same for patterns that differ in this token alone.
std::uint64_t TemplateMerger::keyOf(std::size_t pattern, std::size_t token) const
{
    // The place goes in too: the first of three and the last of three are not the same.
    return (m_sums[pattern] - m_tokens[token].hash) * 0x9E3779B97F4A7C15U
        + (token - beginOf(pattern));
}

void TemplateMerger::count()
{
    m_sums.clear();
    for (std::size_t pattern = 0; pattern < m_ends.size(); ++pattern) {
        std::uint64_t sum = m_ends[pattern] - beginOf(pattern);
        for (std::size_t i = beginOf(pattern); i < m_ends[pattern]; ++i)
            sum += m_tokens[i].hash;
        m_sums.push_back(sum);
    }
    std::fill(m_variants.begin(), m_variants.end(), Variants{});
    m_kinds.clear();
    for (std::size_t pattern = 0; pattern < m_ends.size(); ++pattern) {
        // Patterns that have become the same count once.
        if (!m_kinds.insert(m_sums[pattern]).second)
            continue;
        for (std::size_t i = beginOf(pattern); i < m_ends[pattern]; ++i) {
            if (!m_tokens[i].isWord)
                continue;
            Variants& variants = variantsOf(keyOf(pattern, i));
            ++variants.count;
            variants.hasVarying = variants.hasVarying || m_tokens[i].varies;
        }
    }
}

/// False when there is nothing more to take out.
bool TemplateMerger::takeOut()
{
    constexpr auto marker = static_cast<char>(VariableKind::Word);
    bool isAny = false;
    for (std::size_t pattern = 0; pattern < m_ends.size(); ++pattern) {
        for (std::size_t i = beginOf(pattern); i < m_ends[pattern]; ++i) {
            Token& token = m_tokens[i];
            if (!token.isWord || token.varies)
                continue;
            const Variants& variants = variantsOf(keyOf(pattern, i));
            if (variants.count < leastWords && !variants.hasVarying)
                continue;
            token.varies = true;
            token.hash = hashOf({&marker, 1}, i - beginOf(pattern));
            isAny = true;
        }
    }
    return isAny;
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
    m_variants.resize(slots);
    for (int round = 0; round < mostRounds; ++round) {
        count();
        if (!takeOut())
            break;
    }

    std::vector<Merged> merged(patterns.size());
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        std::string& pattern = merged[i].pattern;
        const auto begin = m_tokens.begin() + static_cast<std::ptrdiff_t>(beginOf(i));
        const auto end = m_tokens.begin() + static_cast<std::ptrdiff_t>(m_ends[i]);
        const bool areTooMany = std::count_if(begin, end, [](const Token& token) {
            return token.varies;
        }) > mostWordsOfPattern;
        for (std::size_t at = beginOf(i); at < m_ends[i]; ++at) {
            const Token& token = m_tokens[at];
            if (at > beginOf(i))
                pattern.push_back(' ');
            const auto text = patterns[i].substr(token.begin, token.end - token.begin);
            if (token.varies && !areTooMany) {
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
