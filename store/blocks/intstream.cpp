// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/intstream.h"

#include "store/blocks/bitpacking.h"
#include "store/blocks/zstdframe.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

struct Bounds
{
    std::int64_t low = 0;
    unsigned bits = 0;
};

std::uint64_t distance(std::int64_t from, std::int64_t to)
{
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

Bounds boundsOf(std::span<const std::int64_t> values)
{
    if (values.empty())
        return {};
    std::int64_t low = values.front();
    std::int64_t high = values.front();
    for (const std::int64_t value : values) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    return {low, bitsFor(distance(low, high))};
}

/// Below this a frame's own bytes eat what it saves.
constexpr std::size_t worthCompressing = 512;
constexpr unsigned mostCompressedBits = 32;
constexpr int fastLevel = 1; ///< what can be saved here is in the frequencies, not in repetitions

} // namespace

IntStream IntStream::pack(std::string& segment, std::span<const std::int64_t> values)
{
    IntStream stream;
    stream.m_count = values.size();
    const Bounds plain = boundsOf(values);
    stream.m_low = plain.low;
    stream.m_bits = plain.bits;
    if (plain.bits == 0)
        return stream;

    static thread_local std::vector<std::int64_t> deltas;
    deltas.resize(values.size() - 1);
    for (std::size_t i = 0; i < deltas.size(); ++i)
        deltas[i] = static_cast<std::int64_t>(distance(values[i], values[i + 1]));
    const Bounds steps = boundsOf(deltas);
    if (steps.bits < plain.bits) {
        stream.m_layout = Layout::Deltas;
        stream.m_low = steps.low;
        stream.m_bits = steps.bits;
        stream.m_first = values.front();
        values = deltas;
    }
    const std::size_t begin = segment.size();
    const auto packed = static_cast<std::size_t>(packedBytes(values.size(), stream.m_bits));
    // Codes that are common are only seen as such where each has bytes of its own.
    const unsigned whole = (stream.m_bits + 7) / 8 * 8;
    if (packed >= worthCompressing && whole <= mostCompressedBits) {
        packBits(segment, values, stream.m_low, whole);
        stream.m_isCompressed = compressTail(segment, begin, fastLevel, packed);
        if (stream.m_isCompressed)
            stream.m_bits = whole;
        else
            segment.resize(begin);
    }
    if (!stream.m_isCompressed)
        packBits(segment, values, stream.m_low, stream.m_bits);
    stream.m_bytes = segment.size() - begin;
    return stream;
}

std::size_t IntStream::words() const
{
    return m_layout == Layout::Deltas ? m_count - 1 : m_count;
}

void IntStream::put(ByteWriter& catalog) const
{
    const auto layout = static_cast<unsigned>(m_layout) | (m_isCompressed ? 2U : 0U);
    catalog.put(static_cast<std::uint8_t>(layout));
    catalog.put(static_cast<std::uint8_t>(m_bits));
    catalog.putZigzag(m_low);
    if (m_layout == Layout::Deltas)
        catalog.putZigzag(m_first);
    if (m_isCompressed)
        catalog.putVarint(m_bytes);
}

IntStream IntStream::take(ByteReader& catalog, std::size_t count)
{
    IntStream stream;
    stream.m_count = count;
    const auto layout = catalog.get<std::uint8_t>();
    const auto bits = catalog.get<std::uint8_t>();
    stream.m_low = catalog.getZigzag();
    stream.m_layout = (layout & 1U) != 0 ? Layout::Deltas : Layout::Distances;
    stream.m_isCompressed = (layout & 2U) != 0;
    stream.m_bits = bits;
    if (layout > 3 || bits > 64 || (count == 0 && stream.m_layout == Layout::Deltas)) {
        catalog.fail();
        return {};
    }
    if (stream.m_layout == Layout::Deltas)
        stream.m_first = catalog.getZigzag();
    const std::uint64_t packed = packedBytes(stream.words(), bits);
    const std::uint64_t bytes = stream.m_isCompressed ? catalog.getVarint() : packed;
    if (bytes > packed) // a frame is only kept where it is smaller
        catalog.fail();
    stream.m_bytes = static_cast<std::size_t>(bytes);
    return catalog.isGood() ? stream : IntStream{};
}

bool IntStream::mayHold(std::int64_t lowest, std::int64_t highest) const
{
    if (m_count == 0)
        return false;
    if (m_layout == Layout::Deltas || m_bits == 64)
        return true;
    const std::uint64_t span = (std::uint64_t{1} << m_bits) - 1;
    // The highest that the bits allow, held at the end of the range of 64 bits.
    const std::uint64_t room = distance(m_low, std::numeric_limits<std::int64_t>::max());
    const std::int64_t top = m_low + static_cast<std::int64_t>(std::min(span, room));
    return lowest <= top && highest >= m_low;
}

bool IntStream::unpack(std::string_view words, std::span<std::int64_t> values) const
{
    if (values.empty())
        return true;
    static thread_local std::string raw;
    if (m_isCompressed) {
        if (!decompressTo(words, static_cast<std::size_t>(packedBytes(this->words(), m_bits)), raw))
            return false;
        words = raw;
    }
    if (m_layout == Layout::Distances) {
        unpackBits(words, values, m_low, m_bits);
        return true;
    }
    unpackBits(words, values.subspan(1), m_low, m_bits);
    values.front() = m_first;
    auto sum = static_cast<std::uint64_t>(m_first);
    for (std::int64_t& value : values.subspan(1)) {
        sum += static_cast<std::uint64_t>(value);
        value = static_cast<std::int64_t>(sum);
    }
    return true;
}

} // namespace weir
