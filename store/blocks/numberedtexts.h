// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace weir {

/// Gives different texts numbers, 0 and up, in the order they come. Holds views: the texts are
/// the caller's. Thread: a value; clear() keeps the memory.
class NumberedTexts final
{
public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    void clear();
    std::size_t size() const { return m_texts.size(); }
    const std::vector<std::string_view>& texts() const { return m_texts; }

    /// Its number, or none.
    std::uint32_t find(std::string_view text);
    /// Precondition: find() of this text has just answered none. The view must stay valid.
    std::uint32_t add(std::string_view text);
    /// Either.
    std::uint32_t numberOf(std::string_view text)
    {
        const std::uint32_t number = find(text);
        return number == none ? add(text) : number;
    }

private:
    struct Slot
    {
        std::uint64_t hash = 0;
        std::uint32_t number = none;
    };

    void grow();

    std::vector<std::string_view> m_texts;
    std::vector<Slot> m_slots; ///< open addressing, at most half full
    std::uint64_t m_hash = 0; ///< of the last find(), and where it ended
    std::size_t m_place = 0;
};

} // namespace weir
