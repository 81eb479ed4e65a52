// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/tokentable.h"

namespace weir {

namespace {

/// What an entry costs beside its text, roughly.
constexpr std::size_t entryBytes = 120;

} // namespace

TokenTable::TokenTable(SeededHash hash, std::size_t capacityBytes)
    : m_capacityBytes(capacityBytes)
    , m_texts{std::string()} // the wildcard; no token is empty
    , m_classes{TokenClass{TokenKind::Piece, true, true, false, false}}
    , m_ids(16, hash)
{
}

std::optional<TokenId> TokenTable::find(std::string_view masked) const
{
    const auto found = m_ids.find(masked);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

std::optional<TokenId> TokenTable::add(std::string_view masked)
{
    if (const auto known = find(masked))
        return known;
    if (m_bytes + masked.size() + entryBytes > m_capacityBytes)
        return std::nullopt;
    m_bytes += masked.size() + entryBytes;
    const TokenId id{static_cast<std::uint32_t>(m_texts.size())};
    m_classes.push_back(classOfToken(masked));
    m_ids.emplace(m_texts.emplace_back(masked), id);
    return id;
}

} // namespace weir
