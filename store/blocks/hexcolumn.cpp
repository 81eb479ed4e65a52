// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/hexcolumn.h"

#include <xxhash.h>

#include <algorithm>

namespace weir {

namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};

} // namespace

void DistinctValues::clear(std::size_t size, std::size_t most)
{
    m_size = size;
    m_bytes.clear();
    m_hashes.clear();
    std::size_t slots = 16;
    while (slots < most * 2)
        slots *= 2;
    m_slots.assign(slots, none);
}

std::uint32_t DistinctValues::numberOf(std::string_view value)
{
    const std::uint64_t hash = XXH3_64bits(value.data(), m_size);
    const std::size_t mask = m_slots.size() - 1;
    std::size_t place = static_cast<std::size_t>(hash) & mask;
    while (m_slots[place] != none
           && std::string_view(m_bytes).substr(m_slots[place] * m_size, m_size) != value)
        place = (place + 1) & mask;
    if (m_slots[place] == none) {
        m_slots[place] = static_cast<std::uint32_t>(m_hashes.size());
        m_bytes.append(value);
        m_hashes.push_back(hash);
    }
    return m_slots[place];
}

void HexColumn::pack(std::string_view bytes, std::size_t count, ByteWriter& catalog,
                     std::string& segment, std::vector<std::uint64_t>* hashes)
{
    static thread_local DistinctValues values;
    static thread_local std::vector<std::int64_t> codes;
    const std::size_t size = count == 0 ? 0 : bytes.size() / count;
    values.clear(size, count);
    codes.resize(count);
    for (std::size_t row = 0; row < count; ++row)
        codes[row] = values.numberOf(bytes.substr(row * size, size));
    if (hashes != nullptr)
        hashes->insert(hashes->end(), values.hashes().begin(), values.hashes().end());
    // A code takes two bytes or so.
    if (values.bytes().size() + 2 * count < count * size) {
        catalog.putVarint(values.count());
        segment.append(values.bytes());
        IntStream::pack(segment, codes).put(catalog);
    } else {
        catalog.putVarint(count);
        segment.append(bytes);
    }
}

void HexColumn::packPooled(const std::vector<std::int64_t>& codes, ByteWriter& catalog,
                           std::string& segment)
{
    catalog.putVarint(0);
    IntStream::pack(segment, codes).put(catalog);
}

HexColumn HexColumn::take(ByteReader& catalog, std::size_t count, std::size_t size)
{
    HexColumn column;
    column.m_count = count;
    column.m_size = size;
    const std::uint64_t distinct = catalog.getVarint();
    if (distinct > count) {
        catalog.fail();
        return {};
    }
    column.m_distinct = static_cast<std::size_t>(distinct);
    if (distinct < count)
        column.m_codes = IntStream::take(catalog, count);
    return column;
}

bool HexColumn::unpackCodes(std::string_view words, std::size_t distinct,
                            std::vector<std::int64_t>& codes) const
{
    codes.resize(m_codes.count());
    if (!m_codes.unpack(words.substr(m_distinct * m_size), codes))
        return false;
    return std::all_of(codes.begin(), codes.end(), [distinct](std::int64_t code) {
        return code >= 0 && static_cast<std::uint64_t>(code) < distinct;
    });
}

} // namespace weir
