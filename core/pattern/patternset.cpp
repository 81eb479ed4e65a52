// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patternset.h"

#include <algorithm>

namespace weir {

namespace {

/// Stands in a shape for whatever is no mark.
constexpr std::uint64_t anyPiece = 0xFFFF'FFFF'0000'0000;

/// With fewer, what two patterns have in common says too little, and would overlap with the next.
constexpr std::size_t fewestWords = 2;

bool isGeneral(std::span<const PatternToken> tokens)
{
    return std::any_of(tokens.begin(), tokens.end(),
                       [](const PatternToken& token) { return token.id == wildcard; });
}

/// Makes a wildcard of each token that differs; whether any did.
bool generalise(std::vector<PatternToken>& tokens, std::span<const PatternToken> other)
{
    bool isChanged = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool differs = tokens[i].id != other[i].id && tokens[i].id != wildcard;
        if (differs)
            tokens[i].id = wildcard;
        isChanged = isChanged || differs;
    }
    return isChanged;
}

} // namespace

PatternSet::PatternSet(SeededHash hash, const PatternLimits& limits)
    : m_hash(hash)
    , m_limits(limits)
    , m_table(hash, limits.tokenTableBytes)
    , m_patterns(1) // the catch-all
{
}

PatternId PatternSet::current(PatternId id) const
{
    while (!isLiving(id))
        id = m_patterns[number(id)].parent;
    return id;
}

const std::vector<PatternToken>& PatternSet::tokens(PatternId id) const
{
    return m_patterns[number(id)].tokens;
}

void PatternSet::makeKey(const MessageTokens& message, MessageKey& key) const
{
    key.tokens.clear();
    key.shape = message.size();
    key.whole = message.size();
    for (std::size_t i = 0; i < message.size(); ++i) {
        const TokenId id = m_table.find(message.text(i)).value_or(unknownToken);
        key.tokens.push_back(id);
        key.shape = m_hash(key.shape, message.kind(i) == TokenKind::Mark ? number(id) : anyPiece);
        key.whole = m_hash(key.whole, number(id));
    }
}

std::uint64_t PatternSet::shapeOf(std::span<const PatternToken> tokens) const
{
    std::uint64_t shape = tokens.size();
    for (const PatternToken& token : tokens) {
        const bool isMark = m_table.classOf(token.id).kind == TokenKind::Mark;
        shape = m_hash(shape, isMark ? number(token.id) : anyPiece);
    }
    return shape;
}

std::uint64_t PatternSet::wholeOf(std::span<const PatternToken> tokens) const
{
    std::uint64_t whole = tokens.size();
    for (const PatternToken& token : tokens)
        whole = m_hash(whole, number(token.id));
    return whole;
}

std::uint64_t PatternSet::placeOf(std::uint64_t shape, TokenId first) const
{
    return m_hash(shape, number(first));
}

std::optional<PatternId> PatternSet::find(const MessageKey& key) const
{
    if (const auto found = m_whole.find(key.whole); found != m_whole.end())
        return current(found->second);
    if (key.tokens.empty())
        return std::nullopt;
    for (const TokenId first : {key.tokens.front(), wildcard}) {
        const auto place = m_general.find(placeOf(key.shape, first));
        if (place == m_general.end())
            continue;
        for (const PatternId id : place->second) {
            if (isLiving(id) && fits(id, key))
                return id;
        }
    }
    return std::nullopt;
}

bool PatternSet::fits(PatternId id, const MessageKey& key) const
{
    const Pattern& pattern = m_patterns[number(id)];
    if (pattern.shape != key.shape || pattern.tokens.size() != key.tokens.size())
        return false;
    for (std::size_t i = 0; i < key.tokens.size(); ++i) {
        const TokenId token = pattern.tokens[i].id;
        if (token != wildcard && token != key.tokens[i])
            return false;
    }
    return true;
}

std::optional<PatternId> PatternSet::add(std::span<const PatternToken> tokens)
{
    const std::uint64_t shape = shapeOf(tokens);
    if (!hasRoom(shape, tokens.size()))
        return std::nullopt;
    const PatternId id{static_cast<std::uint32_t>(m_patterns.size())};
    m_patterns.push_back({{tokens.begin(), tokens.end()}, shape, id});
    m_tokens += tokens.size();
    m_shapes[shape].push_back(id);
    file(id);
    return id;
}

void PatternSet::addMerged(PatternId into)
{
    m_patterns.push_back({{}, 0, into});
}

bool PatternSet::hasRoom(std::uint64_t shape, std::size_t tokens)
{
    if (m_patterns.size() >= m_limits.patterns || m_tokens + tokens > m_limits.tokens)
        return false;
    auto& others = m_shapes[shape];
    if (others.size() >= m_limits.patternsOfOneShape)
        std::erase_if(others, [this](PatternId id) { return !isLiving(id); });
    return others.size() < m_limits.patternsOfOneShape;
}

/// Puts a pattern where find() looks for it.
void PatternSet::file(PatternId id)
{
    const Pattern& pattern = m_patterns[number(id)];
    if (!isGeneral(pattern.tokens)) {
        m_whole.emplace(wholeOf(pattern.tokens), id);
        return;
    }
    auto& place = m_general[placeOf(pattern.shape, pattern.tokens.front().id)];
    std::erase_if(place, [this](PatternId other) { return !isLiving(other); });
    if (std::find(place.begin(), place.end(), id) == place.end())
        place.push_back(id);
}

std::optional<PatternId> PatternSet::merge(std::span<const PatternId> ids)
{
    std::vector<PatternId> merged(ids.begin(), ids.end());
    std::vector<PatternToken> general = tokens(merged.front());
    for (const PatternId id : merged)
        generalise(general, tokens(id));
    if (!hasWord(general))
        return std::nullopt;

    auto& others = m_shapes[m_patterns[number(merged.front())].shape];
    std::erase_if(others, [this](PatternId id) { return !isLiving(id); });
    for (std::size_t i = 0; i < others.size();) {
        const PatternId other = others[i++];
        const Overlap overlap = overlapOf(general, tokens(other));
        if (overlap == Overlap::WithoutWords)
            return std::nullopt;
        if (overlap == Overlap::None
            || std::find(merged.begin(), merged.end(), other) != merged.end())
            continue;
        merged.push_back(other);
        // More general, it may overlap with those that it did not overlap with before.
        if (generalise(general, tokens(other)))
            i = 0;
    }
    const PatternId oldest = *std::min_element(merged.begin(), merged.end());
    become(oldest, std::move(general), merged);
    return oldest;
}

void PatternSet::become(PatternId oldest, std::vector<PatternToken> tokens,
                        std::span<const PatternId> merged)
{
    for (const PatternId id : merged) {
        Pattern& pattern = m_patterns[number(id)];
        m_tokens -= pattern.tokens.size();
        pattern.tokens = {};
        pattern.parent = oldest;
    }
    m_tokens += tokens.size();
    m_patterns[number(oldest)].tokens = std::move(tokens);
    file(oldest);
}

bool PatternSet::hasWord(std::span<const PatternToken> tokens) const
{
    return std::any_of(tokens.begin(), tokens.end(), [this](const PatternToken& token) {
        return m_table.classOf(token.id).isWord;
    });
}

/// Whether a message could have both, and one pattern for both would still say something.
PatternSet::Overlap PatternSet::overlapOf(std::span<const PatternToken> a,
                                          std::span<const PatternToken> b) const
{
    if (a.size() != b.size())
        return Overlap::None;
    std::size_t words = 0;
    bool isWithin = true; // b in a, and so nothing is lost
    for (std::size_t i = 0; i < a.size(); ++i) {
        const TokenId left = a[i].id;
        const TokenId right = b[i].id;
        if (left != right && left != wildcard && right != wildcard)
            return Overlap::None;
        isWithin = isWithin && (left == right || left == wildcard);
        words += std::size_t{left == right && m_table.classOf(left).isWord};
    }
    return isWithin || words >= fewestWords ? Overlap::WithWords : Overlap::WithoutWords;
}

} // namespace weir
