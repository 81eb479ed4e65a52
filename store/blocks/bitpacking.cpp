// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/bitpacking.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace weir {

namespace {

/// Above this a word can lie in nine bytes.
constexpr unsigned mostBitsAtOnce = 57;

std::uint64_t maskOf(unsigned bits)
{
    return bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

std::uint64_t loadPart(const char* from, std::size_t size)
{
    std::uint64_t word = 0;
    std::memcpy(&word, from, std::min(size, sizeof(word)));
    return word;
}

/// One word anywhere, also where fewer than eight bytes follow.
std::uint64_t wordAt(std::string_view bytes, std::uint64_t bit, unsigned bits)
{
    const auto at = static_cast<std::size_t>(bit / 8);
    const auto shift = static_cast<unsigned>(bit % 8);
    std::uint64_t word = loadPart(bytes.data() + at, bytes.size() - at) >> shift;
    if (shift + bits > 64)
        word |= loadPart(bytes.data() + at + 8, bytes.size() - at - 8) << (64 - shift);
    return word & maskOf(bits);
}

template<typename Word>
void unpackWords(std::string_view bytes, std::span<std::int64_t> values, std::int64_t low)
{
    const char* in = bytes.data();
    for (std::int64_t& value : values) {
        Word word = 0;
        std::memcpy(&word, in, sizeof(Word));
        in += sizeof(Word);
        value = static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + word);
    }
}

} // namespace

unsigned bitsFor(std::uint64_t highest)
{
    return static_cast<unsigned>(std::bit_width(highest));
}

void packBits(std::string& out, std::span<const std::int64_t> values, std::int64_t low,
              unsigned bits)
{
    if (bits == 0)
        return;
    const std::size_t begin = out.size();
    out.resize(begin + static_cast<std::size_t>(packedBytes(values.size(), bits)) + 8);
    char* to = out.data() + begin;
    std::uint64_t word = 0;
    unsigned filled = 0;
    for (const std::int64_t value : values) {
        const std::uint64_t distance =
            static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(low);
        word |= distance << filled;
        filled += bits;
        if (filled < 64)
            continue;
        std::memcpy(to, &word, sizeof(word));
        to += sizeof(word);
        filled -= 64;
        word = filled == 0 ? 0 : distance >> (bits - filled);
    }
    std::memcpy(to, &word, sizeof(word));
    out.resize(out.size() - 8);
}

void unpackBits(std::string_view bytes, std::span<std::int64_t> values, std::int64_t low,
                unsigned bits)
{
    switch (bits) {
    case 0:
        return std::fill(values.begin(), values.end(), low);
    case 8:
        return unpackWords<std::uint8_t>(bytes, values, low);
    case 16:
        return unpackWords<std::uint16_t>(bytes, values, low);
    case 32:
        return unpackWords<std::uint32_t>(bytes, values, low);
    case 64:
        return unpackWords<std::uint64_t>(bytes, values, low);
    default:
        break;
    }
    const std::uint64_t mask = maskOf(bits);
    const auto base = static_cast<std::uint64_t>(low);
    // As long as eight bytes can be read at once; the last few words take care of the end.
    std::size_t whole = 0;
    if (bits <= mostBitsAtOnce && bytes.size() >= 8)
        whole = std::min<std::size_t>(values.size(), (bytes.size() - 8) * 8 / bits + 1);
    std::uint64_t bit = 0;
    std::size_t i = 0;
    for (; i < whole; ++i, bit += bits) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + bit / 8, sizeof(word));
        values[i] = static_cast<std::int64_t>(base + ((word >> (bit % 8)) & mask));
    }
    for (; i < values.size(); ++i, bit += bits)
        values[i] = static_cast<std::int64_t>(base + wordAt(bytes, bit, bits));
}

} // namespace weir
