// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/blocks/intstream.h"

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// A variable that is one of a few words: they stand in the catalog, so that a search can tell what
/// cannot match without fetching anything; which of them each row has is in the segment.
/// Thread: a value.
class WordColumn final
{
public:
    static constexpr std::size_t mostWords = 1024;

    /// Precondition: codes are numbers of words.
    static void pack(const std::vector<std::string_view>& words,
                     const std::vector<std::int64_t>& codes, ByteWriter& catalog,
                     std::string& segment);
    /// The reader fails on what is none; its bytes outlive the column.
    static WordColumn take(ByteReader& catalog, std::size_t count);

    std::size_t bytes() const { return m_codes.bytes(); }
    const std::vector<std::string_view>& words() const { return m_words; }
    /// False when damaged.
    [[nodiscard]] bool unpackCodes(std::string_view words, std::vector<std::int64_t>& codes) const;

private:
    std::vector<std::string_view> m_words;
    IntStream m_codes;
};

} // namespace weir
