// SPDX-License-Identifier: GPL-3.0-or-later

// The saved state of a miner. Numbers are LEB128; a count stands before what it counts.
//   "weirpat1"
//   texts     count, then length and bytes of each; the n-th is token n, from 1; 0 is the wildcard
//   patterns  count, then each from id 1: 0 and the older id that it has become part of; or 1, the
//             count of its tokens, and of each its number * 2 + whether a space stands before it
//   cues      count, then the token of each
#include "core/pattern/patternminer.h"
#include "core/pattern/tokenizer.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace weir {

namespace {

constexpr std::string_view magic = "weirpat";
constexpr char version = '1';

void putNumber(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<char>((value & 0x7F) | 0x80));
    out.push_back(static_cast<char>(value));
}

/// Reads what may be anything. After the first thing that cannot be, all numbers are 0 and isGood()
/// is false.
class StateReader final
{
public:
    explicit StateReader(std::string_view bytes)
        : m_left(bytes)
    {
    }

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_left.empty(); }

    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 35; shift += 7) {
            if (m_left.empty())
                break;
            const auto byte = static_cast<unsigned char>(m_left.front());
            m_left.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80)
                return m_isGood ? value : 0;
        }
        m_isGood = false;
        return 0;
    }

    /// A count of things that take a byte at least, so that a short state cannot ask for much.
    std::size_t count()
    {
        const std::uint64_t value = number();
        m_isGood = m_isGood && value <= m_left.size();
        return m_isGood ? static_cast<std::size_t>(value) : 0;
    }

    std::string_view text()
    {
        const std::size_t length = count();
        const auto text = m_left.substr(0, length);
        m_left.remove_prefix(length);
        return text;
    }

    void fail() { m_isGood = false; }

private:
    std::string_view m_left;
    bool m_isGood = true;
};

/// Numbers the tokens that are used, in the order of their first use.
class UsedTokens final
{
public:
    std::uint64_t numberOf(TokenId id)
    {
        if (id == wildcard)
            return 0;
        const auto [entry, isNew] = m_numbers.emplace(id, m_tokens.size() + 1);
        if (isNew)
            m_tokens.push_back(id);
        return entry->second;
    }

    const std::vector<TokenId>& tokens() const { return m_tokens; }

private:
    std::unordered_map<TokenId, std::uint64_t> m_numbers;
    std::vector<TokenId> m_tokens;
};

/// Fills the table and gives the token of each number.
std::vector<TokenId> readTexts(StateReader& in, TokenTable& table)
{
    std::vector<TokenId> tokens{wildcard};
    for (std::size_t left = in.count(); left > 0 && in.isGood(); --left) {
        const auto text = in.text();
        const auto id = text.empty() ? std::nullopt : table.add(text);
        if (!id)
            in.fail();
        else
            tokens.push_back(*id);
    }
    return tokens;
}

std::vector<PatternToken> readTokens(StateReader& in, const std::vector<TokenId>& known,
                                     const PatternLimits& limits)
{
    const std::size_t count = in.count();
    std::vector<PatternToken> tokens;
    if (count > limits.messageTokens + tokensBeyond)
        in.fail();
    while (in.isGood() && tokens.size() < count) {
        const std::uint64_t token = in.number();
        if (token / 2 < known.size())
            tokens.push_back({known[token / 2], token % 2 == 1});
        else
            in.fail();
    }
    return tokens;
}

void readPatterns(StateReader& in, const std::vector<TokenId>& known, const PatternLimits& limits,
                  PatternSet& patterns)
{
    for (std::size_t left = in.count(); left > 0 && in.isGood(); --left) {
        if (in.number() == 1) {
            const auto tokens = readTokens(in, known, limits);
            if (in.isGood() && !patterns.add(tokens))
                in.fail();
            continue;
        }
        const std::uint64_t into = in.number();
        // An older one: so that it can be followed to a living one. Not the catch-all, which takes
        // none in.
        if (into == 0 || into >= patterns.size() || patterns.size() >= limits.patterns)
            in.fail();
        else
            patterns.addMerged(PatternId{static_cast<std::uint32_t>(into)});
    }
}

} // namespace

std::string PatternMiner::save() const
{
    UsedTokens used;
    std::string patterns;
    putNumber(patterns, m_patterns.size() - 1);
    for (std::uint32_t i = 1; i < m_patterns.size(); ++i) {
        const PatternId id{i};
        if (!m_patterns.isLiving(id)) {
            putNumber(patterns, 0);
            putNumber(patterns, number(m_patterns.current(id)));
            continue;
        }
        putNumber(patterns, 1);
        putNumber(patterns, m_patterns.tokens(id).size());
        for (const PatternToken& token : m_patterns.tokens(id))
            putNumber(patterns, used.numberOf(token.id) * 2 + (token.isSpaced ? 1 : 0));
    }
    putNumber(patterns, m_evidence.cues().size());
    for (const TokenId word : m_evidence.cues())
        putNumber(patterns, used.numberOf(word));

    std::string state(magic);
    state.push_back(version);
    putNumber(state, used.tokens().size());
    for (const TokenId id : used.tokens()) {
        const auto text = m_patterns.table().text(id);
        putNumber(state, text.size());
        state.append(text);
    }
    return state + patterns;
}

Result<PatternMiner> PatternMiner::restore(std::string_view state, const PatternLimits& limits)
{
    const Error damaged{Error::Code::Corrupt, "patterns", "are damaged"};
    if (!state.starts_with(magic) || state.size() == magic.size())
        return damaged;
    if (state[magic.size()] > version)
        return Error{Error::Code::TooNew, "patterns", "are of a newer version"};
    StateReader in(state.substr(magic.size() + 1));
    PatternMiner miner(limits);
    const auto known = readTexts(in, miner.m_patterns.table());
    readPatterns(in, known, limits, miner.m_patterns);
    for (std::size_t left = in.count(); left > 0 && in.isGood(); --left) {
        const std::uint64_t word = in.number();
        if (word == 0 || word >= known.size())
            in.fail();
        else
            miner.m_evidence.addCue(known[word]);
    }
    if (!in.isGood() || !in.isAtEnd() || state[magic.size()] != version)
        return damaged;
    for (std::uint32_t i = 1; i < miner.m_patterns.size(); ++i) {
        if (miner.m_patterns.isLiving(PatternId{i}))
            miner.m_evidence.note(miner.m_patterns, PatternId{i});
    }
    // Whatever could be learned from these had been.
    miner.m_evidence.takeLearned();
    return miner;
}

} // namespace weir
