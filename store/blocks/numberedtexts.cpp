// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/numberedtexts.h"

#include <xxhash.h>

namespace weir {

namespace {

constexpr std::size_t fewestSlots = 64;

} // namespace

void NumberedTexts::clear()
{
    m_texts.clear();
    m_slots.assign(m_slots.size(), Slot{});
}

std::uint32_t NumberedTexts::find(std::string_view text)
{
    if (m_slots.empty())
        m_slots.resize(fewestSlots);
    m_hash = XXH3_64bits(text.data(), text.size());
    const std::size_t mask = m_slots.size() - 1;
    m_place = static_cast<std::size_t>(m_hash) & mask;
    while (m_slots[m_place].number != none) {
        const Slot& slot = m_slots[m_place];
        if (slot.hash == m_hash && m_texts[slot.number] == text)
            return slot.number;
        m_place = (m_place + 1) & mask;
    }
    return none;
}

std::uint32_t NumberedTexts::add(std::string_view text)
{
    const auto number = static_cast<std::uint32_t>(m_texts.size());
    m_texts.push_back(text);
    m_slots[m_place] = {m_hash, number};
    if (m_texts.size() * 2 > m_slots.size())
        grow();
    return number;
}

void NumberedTexts::grow()
{
    std::vector<Slot> old(m_slots.size() * 2);
    old.swap(m_slots);
    const std::size_t mask = m_slots.size() - 1;
    for (const Slot& slot : old) {
        if (slot.number == none)
            continue;
        std::size_t place = static_cast<std::size_t>(slot.hash) & mask;
        while (m_slots[place].number != none)
            place = (place + 1) & mask;
        m_slots[place] = slot;
    }
}

} // namespace weir
