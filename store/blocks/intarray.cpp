// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/intarray.h"

#include "store/blocks/bitpacking.h"

#include <algorithm>
#include <array>

namespace weir {

namespace {

constexpr std::array<std::int64_t, 4> scales = {1, 1'000, 1'000'000, 1'000'000'000};

struct Bounds
{
    std::int64_t low = 0;
    std::int64_t high = 0;
};

Bounds boundsOf(std::span<const std::int64_t> values)
{
    if (values.empty())
        return {};
    Bounds bounds{values.front(), values.front()};
    for (const std::int64_t value : values) {
        bounds.low = std::min(bounds.low, value);
        bounds.high = std::max(bounds.high, value);
    }
    return bounds;
}

/// Differences wrap, so that the whole range of 64 bits round-trips.
std::uint64_t distance(std::int64_t from, std::int64_t to)
{
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

std::uint8_t widthFor(std::uint64_t highest)
{
    return highest == 0       ? 0
        : highest <= 0xFF     ? 1
        : highest <= 0xFFFF   ? 2
        : highest >> 32U == 0 ? 4
                              : 8;
}

template<typename Word>
void packAs(char* out, std::span<const std::int64_t> values, std::int64_t low)
{
    for (const std::int64_t value : values) {
        const auto word = static_cast<Word>(distance(low, value));
        std::memcpy(out, &word, sizeof(Word));
        out += sizeof(Word);
    }
}

void putWords(ByteWriter& out, std::span<const std::int64_t> values, std::int64_t low,
              std::uint8_t width)
{
    char* const to = out.grow(values.size() * width);
    switch (width) {
    case 1:
        return packAs<std::uint8_t>(to, values, low);
    case 2:
        return packAs<std::uint16_t>(to, values, low);
    case 4:
        return packAs<std::uint32_t>(to, values, low);
    case 8:
        return packAs<std::uint64_t>(to, values, low);
    default:
        return;
    }
}

void takeWords(ByteReader& in, std::span<std::int64_t> values, std::int64_t low, std::uint8_t width)
{
    const bool isWidth = width <= 8 && (width & (width - 1U)) == 0;
    const auto bytes = in.take(isWidth ? values.size() * width : 0);
    if (!isWidth)
        in.fail();
    if (in.isGood())
        unpackBits(bytes, values, low, width * 8U);
}

/// The largest scale that divides all values; rules a scale out at the first value it does not.
std::uint8_t scaleOf(std::span<const std::int64_t> values)
{
    std::uint8_t scale = scales.size() - 1;
    for (const std::int64_t value : values) {
        while (value % scales[scale] != 0)
            --scale;
        if (scale == 0)
            break;
    }
    return scale;
}

} // namespace

void packInts(ByteWriter& out, std::span<const std::int64_t> values)
{
    const Bounds bounds = boundsOf(values);
    const std::uint8_t width = widthFor(distance(bounds.low, bounds.high));
    out.put(static_cast<std::uint8_t>(IntLayout::Distances));
    out.put(width);
    out.putZigzag(bounds.low);
    putWords(out, values, bounds.low, width);
}

void packDeltas(ByteWriter& out, std::span<const std::int64_t> values,
                std::vector<std::int64_t>& scratch)
{
    scratch.resize(values.empty() ? 0 : values.size() - 1);
    for (std::size_t i = 0; i < scratch.size(); ++i)
        scratch[i] = static_cast<std::int64_t>(distance(values[i], values[i + 1]));
    const std::uint8_t scale = scaleOf(scratch);
    if (scale != 0) {
        for (std::int64_t& delta : scratch)
            delta /= scales[scale];
    }
    const Bounds bounds = boundsOf(scratch);
    const std::uint8_t width = widthFor(distance(bounds.low, bounds.high));
    out.put(static_cast<std::uint8_t>(IntLayout::Deltas));
    out.put(width);
    out.putZigzag(bounds.low);
    out.put(scale);
    out.putZigzag(values.empty() ? 0 : values.front());
    putWords(out, scratch, bounds.low, width);
}

void unpackInts(ByteReader& in, std::span<std::int64_t> values)
{
    const auto layout = in.get<std::uint8_t>();
    const auto width = in.get<std::uint8_t>();
    const std::int64_t low = in.getZigzag();
    if (layout == static_cast<std::uint8_t>(IntLayout::Distances))
        return takeWords(in, values, low, width);
    const auto scale = in.get<std::uint8_t>();
    const std::int64_t first = in.getZigzag();
    if (layout != static_cast<std::uint8_t>(IntLayout::Deltas) || scale >= scales.size())
        return in.fail();
    if (values.empty())
        return;
    takeWords(in, values.subspan(1), low, width);
    if (!in.isGood())
        return;
    const auto factor = static_cast<std::uint64_t>(scales[scale]);
    auto sum = static_cast<std::uint64_t>(first);
    values.front() = first;
    for (std::int64_t& value : values.subspan(1)) {
        sum += static_cast<std::uint64_t>(value) * factor;
        value = static_cast<std::int64_t>(sum);
    }
}

} // namespace weir
