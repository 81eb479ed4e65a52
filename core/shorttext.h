// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace weir {

/// Names of fields are short and compared by the million; a call of memcmp() or memchr() costs more than
/// the comparison. These look at texts of up to 16 bytes as two overlapping words.

namespace shorttext {

template<typename Word>
Word wordAt(const char* bytes)
{
    Word word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

template<typename Word>
bool isSame(const char* left, const char* right, std::size_t size)
{
    const std::size_t last = size - sizeof(Word);
    return ((wordAt<Word>(left) ^ wordAt<Word>(right))
            | (wordAt<Word>(left + last) ^ wordAt<Word>(right + last)))
        == 0;
}

inline bool holds(std::uint64_t word, char wanted)
{
    constexpr std::uint64_t ones = 0x0101010101010101U;
    const std::uint64_t zeroed = word ^ (ones * static_cast<unsigned char>(wanted));
    return ((zeroed - ones) & ~zeroed & (ones << 7U)) != 0;
}

} // namespace shorttext

inline bool isSameText(std::string_view left, std::string_view right)
{
    const std::size_t size = left.size();
    if (size != right.size())
        return false;
    if (size > 16)
        return std::memcmp(left.data(), right.data(), size) == 0;
    if (size >= 8)
        return shorttext::isSame<std::uint64_t>(left.data(), right.data(), size);
    if (size >= 4)
        return shorttext::isSame<std::uint32_t>(left.data(), right.data(), size);
    for (std::size_t i = 0; i < size; ++i) {
        if (left[i] != right[i])
            return false;
    }
    return true;
}

inline bool holdsCharacter(std::string_view text, char wanted)
{
    const std::size_t size = text.size();
    if (size > 16)
        return std::memchr(text.data(), wanted, size) != nullptr;
    if (size >= 8) {
        const char* const last = text.data() + size - 8;
        return shorttext::holds(shorttext::wordAt<std::uint64_t>(text.data()), wanted)
            || shorttext::holds(shorttext::wordAt<std::uint64_t>(last), wanted);
    }
    for (const char c : text) {
        if (c == wanted)
            return true;
    }
    return false;
}

} // namespace weir
