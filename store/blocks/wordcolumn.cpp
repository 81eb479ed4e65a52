// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/wordcolumn.h"

#include <algorithm>

namespace weir {

void WordColumn::pack(const std::vector<std::string_view>& words,
                      const std::vector<std::int64_t>& codes, ByteWriter& catalog,
                      std::string& segment)
{
    catalog.putVarint(words.size());
    for (const std::string_view word : words)
        catalog.putText(word);
    IntStream::pack(segment, codes).put(catalog);
}

WordColumn WordColumn::take(ByteReader& catalog, std::size_t count)
{
    WordColumn column;
    const std::uint64_t words = catalog.getVarint();
    if (words > mostWords) {
        catalog.fail();
        return {};
    }
    column.m_words.reserve(static_cast<std::size_t>(words));
    for (std::uint64_t i = 0; i < words && catalog.isGood(); ++i)
        column.m_words.push_back(catalog.getText());
    column.m_codes = IntStream::take(catalog, count);
    return column;
}

bool WordColumn::unpackCodes(std::string_view words, std::vector<std::int64_t>& codes) const
{
    codes.resize(m_codes.count());
    return m_codes.unpack(words, codes)
        && std::all_of(codes.begin(), codes.end(), [this](std::int64_t code) {
               return code >= 0 && static_cast<std::uint64_t>(code) < m_words.size();
           });
}

} // namespace weir
