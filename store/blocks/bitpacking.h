// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace weir {

/// The fewest bits that hold the number: 0 for 0, 64 at most.
unsigned bitsFor(std::uint64_t highest);

/// Bytes that `count` words of `bits` bits take.
constexpr std::uint64_t packedBytes(std::uint64_t count, unsigned bits)
{
    return (count * bits + 7) / 8;
}

/// Appends the words' lowest `bits` bits, one behind another from the lowest bit of the first byte
/// on. Each word is stored as its distance from `low`, modulo 2^64.
void packBits(std::string& out, std::span<const std::int64_t> values, std::int64_t low,
              unsigned bits);

/// The reverse. Precondition: bits <= 64, bytes.size() == packedBytes(values.size(), bits).
void unpackBits(std::string_view bytes, std::span<std::int64_t> values, std::int64_t low,
                unsigned bits);

} // namespace weir
