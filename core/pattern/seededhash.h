// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

namespace weir {

/// Hashes with a seed that no producer of messages knows: with a fixed one, messages could be made
/// that all fall into one bucket of a table. Nothing that is saved may depend on it.
/// Thread safety: immutable.
class SeededHash final
{
public:
    /// A table asks with the texts of others too, without making a string of each.
    using is_transparent = void; // NOLINT(readability-identifier-naming): the standard's name

    explicit SeededHash(std::uint64_t seed)
        : m_seed(seed)
    {
    }

    static SeededHash withRandomSeed()
    {
        std::random_device device;
        return SeededHash((std::uint64_t{device()} << 32) | device());
    }

    std::uint64_t operator()(std::string_view text) const
    {
        std::uint64_t hash = m_seed ^ text.size();
        while (text.size() >= sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), sizeof(word));
            hash = multiplied(hash ^ word, factor ^ m_seed);
            text.remove_prefix(sizeof(word));
        }
        std::uint64_t rest = 0;
        std::memcpy(&rest, text.data(), text.size());
        return multiplied(hash ^ rest, factor + m_seed);
    }

    std::uint64_t operator()(std::uint64_t a, std::uint64_t b) const
    {
        return multiplied(multiplied(a ^ m_seed, factor) ^ b, factor ^ m_seed);
    }

private:
    static constexpr std::uint64_t factor = 0x9E37'79B9'7F4A'7C15;

    /// Both halves of the product, so that no bit of either number is without effect.
    static std::uint64_t multiplied(std::uint64_t a, std::uint64_t b)
    {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }

    std::uint64_t m_seed;
};

} // namespace weir
