// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/hexcolumn.h"

#include <xxhash.h>

#include <algorithm>

namespace weir {

namespace {

/// The first row with the value, for each row; distinct values are numbered as they come.
std::size_t encodeDistinct(std::string_view bytes, std::size_t count, std::string& distinct,
                           std::vector<std::int64_t>& codes, std::vector<std::uint64_t>* hashes)
{
    const std::size_t size = bytes.size() / count;
    std::size_t slots = 16;
    while (slots < count * 2)
        slots *= 2;
    constexpr std::uint32_t none = ~std::uint32_t{0};
    static thread_local std::vector<std::uint32_t> table;
    table.assign(slots, none);
    std::size_t used = 0;
    codes.resize(count);
    for (std::size_t row = 0; row < count; ++row) {
        const std::string_view value = bytes.substr(row * size, size);
        const std::uint64_t hash = XXH3_64bits(value.data(), size);
        std::size_t place = hash & (slots - 1);
        while (table[place] != none
               && std::string_view(distinct).substr(table[place] * size, size) != value)
            place = (place + 1) & (slots - 1);
        if (table[place] == none) {
            table[place] = static_cast<std::uint32_t>(used++);
            distinct.append(value);
            if (hashes != nullptr)
                hashes->push_back(hash);
        }
        codes[row] = table[place];
    }
    return used;
}

} // namespace

void HexColumn::pack(std::string_view bytes, std::size_t count, ByteWriter& catalog,
                     std::string& segment, std::vector<std::uint64_t>* hashes)
{
    static thread_local std::string distinct;
    static thread_local std::vector<std::int64_t> codes;
    distinct.clear();
    const std::size_t used = count == 0 ? 0 : encodeDistinct(bytes, count, distinct, codes, hashes);
    // A code takes two bytes or so.
    const std::size_t size = count == 0 ? 0 : bytes.size() / count;
    if (distinct.size() + 2 * count < used * size + (count - used) * size) {
        catalog.putVarint(used);
        segment.append(distinct);
        IntStream::pack(segment, codes).put(catalog);
    } else {
        catalog.putVarint(count);
        segment.append(bytes);
    }
}

HexColumn HexColumn::take(ByteReader& catalog, std::size_t count, std::size_t size)
{
    HexColumn column;
    column.m_count = count;
    column.m_size = size;
    const std::uint64_t distinct = catalog.getVarint();
    if (distinct > count || (distinct == 0 && count > 0)) {
        catalog.fail();
        return {};
    }
    column.m_distinct = static_cast<std::size_t>(distinct);
    if (distinct < count)
        column.m_codes = IntStream::take(catalog, count);
    return column;
}

bool HexColumn::unpackCodes(std::string_view words, std::vector<std::int64_t>& codes) const
{
    codes.resize(m_codes.count());
    if (!m_codes.unpack(words.substr(m_distinct * m_size), codes))
        return false;
    return std::all_of(codes.begin(), codes.end(), [this](std::int64_t code) {
        return code >= 0 && static_cast<std::uint64_t>(code) < m_distinct;
    });
}

} // namespace weir
