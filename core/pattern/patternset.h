// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/messagetokens.h"
#include "core/pattern/patternid.h"
#include "core/pattern/tokentable.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace weir {

/// How much a miner may keep. What is beyond is the catch-all pattern.
struct PatternLimits
{
    std::size_t patterns = std::size_t{1} << 16; ///< ids
    std::size_t patternsOfOneShape = 1024;
    std::size_t tokens = std::size_t{1} << 20; ///< of all patterns together
    std::size_t tokenTableBytes = std::size_t{8} << 20;
    std::size_t families = std::size_t{1} << 18; ///< groups of patterns that are watched
    std::size_t messageTokens = 128; ///< what is beyond in a message is one value
    std::size_t messageBytes = 4096; ///< of its skeleton; the same
};

struct PatternToken
{
    TokenId id{};
    bool isSpaced = false; ///< a space stands before it

    friend bool operator==(PatternToken, PatternToken) = default;
};

/// A message in the words of a TokenTable.
struct MessageKey
{
    std::vector<TokenId> tokens; ///< `unknownToken` where the table has it not
    std::uint64_t shape = 0; ///< of the marks and where the others stand
    std::uint64_t whole = 0;
};

constexpr TokenId unknownToken{0xFFFF'FFFF};

/// The patterns, and which of them a message has.
///
/// A pattern lives until it becomes part of an older one; its id then stands for that one.
/// Invariants: no two living patterns fit one message; and a message that had a pattern has it, or
/// what it became part of, for ever, as tokens are only made wildcards. Thread: one.
class PatternSet final
{
public:
    PatternSet(SeededHash hash, const PatternLimits& limits);

    /// Ids given, the catch-all's included.
    std::size_t size() const { return m_patterns.size(); }
    /// What an id stands for today. Precondition for all: id < size().
    PatternId current(PatternId id) const;
    bool isLiving(PatternId id) const { return m_patterns[number(id)].parent == id; }
    /// Empty when it does not live.
    const std::vector<PatternToken>& tokens(PatternId id) const;

    const TokenTable& table() const { return m_table; }
    TokenTable& table() { return m_table; }

    void makeKey(const MessageTokens& message, MessageKey& key) const;
    std::optional<PatternId> find(const MessageKey& key) const;
    /// Whether the message is one of this pattern. Precondition: it lives.
    bool fits(PatternId id, const MessageKey& key) const;

    /// A new pattern of these tokens; nothing when a limit is reached.
    std::optional<PatternId> add(std::span<const PatternToken> tokens);
    /// An id that has become part of an older one.
    void addMerged(PatternId into);

    /// Makes living patterns of one shape one, with a wildcard wherever they differ, and with it
    /// each other that could then fit the same message. Gives the oldest of them. Nothing, and
    /// nothing has changed, when hardly a word would be left to tell what it is. Precondition: there
    /// is one.
    std::optional<PatternId> merge(std::span<const PatternId> ids);

private:
    struct Pattern
    {
        std::vector<PatternToken> tokens;
        std::uint64_t shape = 0;
        PatternId parent{};
    };

    enum class Overlap { None, WithWords, WithoutWords };

    std::uint64_t shapeOf(std::span<const PatternToken> tokens) const;
    std::uint64_t wholeOf(std::span<const PatternToken> tokens) const;
    std::uint64_t placeOf(std::uint64_t shape, TokenId first) const;
    void file(PatternId id);
    void become(PatternId oldest, std::vector<PatternToken> tokens,
                std::span<const PatternId> merged);
    bool hasWord(std::span<const PatternToken> tokens) const;
    Overlap overlapOf(std::span<const PatternToken> a, std::span<const PatternToken> b) const;
    bool hasRoom(std::uint64_t shape, std::size_t tokens);

    // Constant after construction.
    SeededHash m_hash;
    PatternLimits m_limits;

    TokenTable m_table;
    std::vector<Pattern> m_patterns; ///< by id
    std::size_t m_tokens = 0; ///< of all of them
    std::unordered_map<std::uint64_t, PatternId> m_whole; ///< without wildcards, living or not
    std::unordered_map<std::uint64_t, std::vector<PatternId>>
        m_general; ///< by shape and first token
    std::unordered_map<std::uint64_t, std::vector<PatternId>> m_shapes; ///< all, by shape
};

} // namespace weir
