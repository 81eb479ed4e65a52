// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pattern/piece.h"
#include "core/pattern/seededhash.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace weir {

/// A token in the table. Small and dense; means nothing outside of its table.
enum class TokenId : std::uint32_t {};

constexpr std::uint32_t number(TokenId id)
{
    return static_cast<std::uint32_t>(id);
}

/// Stands for any piece or mask.
constexpr TokenId wildcard{0};

/// Every token that a pattern is made of, once.
/// Thread: one. Invariant: never holds more than its capacity; nothing is ever taken out.
class TokenTable final
{
public:
    TokenTable(SeededHash hash, std::size_t capacityBytes);

    std::optional<TokenId> find(std::string_view masked) const;
    /// Nothing when the table is full.
    std::optional<TokenId> add(std::string_view masked);

    std::size_t size() const { return m_texts.size(); }
    /// Precondition for these: of this table.
    std::string_view text(TokenId id) const { return m_texts[number(id)]; }
    const TokenClass& classOf(TokenId id) const { return m_classes[number(id)]; }

private:
    // Constant after construction.
    const std::size_t m_capacityBytes;

    std::size_t m_bytes = 0;
    std::deque<std::string> m_texts; ///< a deque, as the keys below point into it
    std::vector<TokenClass> m_classes;
    std::unordered_map<std::string_view, TokenId, SeededHash> m_ids;
};

} // namespace weir
