// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/shorttext.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace weir {

/// Spreads what two hashes or numbers say over 64 bits (the finalizer of MurmurHash3).
inline std::uint64_t mixedHash(std::uint64_t left, std::uint64_t right)
{
    std::uint64_t hash = left * 0x9e3779b97f4a7c15U ^ right;
    hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdU;
    hash = (hash ^ (hash >> 33U)) * 0xc4ceb9fe1a85ec53U;
    return hash ^ (hash >> 33U);
}

/// Most values are short, and then two words of them are all there is to look at.
inline std::uint64_t textHash(std::string_view text)
{
    const std::size_t size = text.size();
    if (size > 16 || size < 4)
        return mixedHash(std::hash<std::string_view>{}(text), size);
    using shorttext::wordAt;
    const char* const begin = text.data();
    const char* const end = begin + size;
    return size >= 8
        ? mixedHash(wordAt<std::uint64_t>(begin) + size, wordAt<std::uint64_t>(end - 8))
        : mixedHash(wordAt<std::uint32_t>(begin) + (size << 32U), wordAt<std::uint32_t>(end - 4));
}

/// From a hash to the number of an element that is kept elsewhere, in one array without a pointer:
/// asked for every event. Elements are never taken out; who needs that builds it anew.
class HashIndex final
{
public:
    static constexpr std::uint32_t none = UINT32_MAX;

    /// The number for which `isWanted(number)` holds among those with this hash, or none.
    template<typename IsWanted>
    std::uint32_t find(std::uint64_t hash, IsWanted isWanted) const
    {
        if (m_slots.empty())
            return none;
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t at = hash & mask; m_slots[at].number != none; at = (at + 1) & mask) {
            if (m_slots[at].hash == hash && isWanted(m_slots[at].number))
                return m_slots[at].number;
        }
        return none;
    }

    /// Precondition: find() did not find it.
    void insert(std::uint64_t hash, std::uint32_t number)
    {
        if (m_size * 2 >= m_slots.size())
            grow();
        place({hash, number});
        ++m_size;
    }

    /// Memory for one more element, about.
    static constexpr std::size_t bytesPerElement() { return 3 * sizeof(Slot); }

private:
    struct Slot
    {
        std::uint64_t hash = 0;
        std::uint32_t number = none;
    };

    void place(Slot slot)
    {
        const std::size_t mask = m_slots.size() - 1;
        std::size_t at = slot.hash & mask;
        while (m_slots[at].number != none)
            at = (at + 1) & mask;
        m_slots[at] = slot;
    }

    void grow()
    {
        std::vector<Slot> old(m_slots.empty() ? 16 : m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old) {
            if (slot.number != none)
                place(slot);
        }
    }

    std::vector<Slot> m_slots; ///< a power of two, at most half of them taken
    std::size_t m_size = 0;
};

} // namespace weir
