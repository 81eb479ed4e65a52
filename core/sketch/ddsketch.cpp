// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/ddsketch.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace weir {

namespace {

constexpr double smallest = std::numeric_limits<double>::min();

// A number is 2^exponent (1 + s). exponent + s (c1 + s (c2 + s c3)) stands for its binary logarithm: it
// is continuous, rises, and nowhere slower than c1 for a factor of e.
constexpr double c1 = 10.0 / 7.0;
constexpr double c2 = -3.0 / 5.0;
constexpr double c3 = 6.0 / 35.0;

/// Bins for each step of the exponent, so that the bounds of a bin are at most
/// (1 + accuracy) / (1 - accuracy) apart; a little more of them than that, for rounding.
const double binsPerOctave =
    1.0001 / (c1 * std::log((1 + DDSketch::accuracy) / (1 - DDSketch::accuracy)));

int binOf(double magnitude)
{
    constexpr std::uint64_t fraction = (std::uint64_t{1} << 52) - 1;
    constexpr auto one = std::bit_cast<std::uint64_t>(1.0);
    // Added and taken away again: rounding down without a call.
    constexpr int offset = 1 << 16;
    const auto bits = std::bit_cast<std::uint64_t>(magnitude);
    const auto exponent = static_cast<double>(static_cast<int>(bits >> 52U) - 1023);
    const double s = std::bit_cast<double>((bits & fraction) | one) - 1;
    const double place = exponent + s * (c1 + s * (c2 + s * c3));
    return static_cast<int>(place * binsPerOctave + offset) - offset;
}

/// Where a bin begins: the inverse of binOf().
double beginOf(int bin)
{
    const double place = bin / binsPerOctave;
    const double exponent = std::floor(place);
    const double wanted = place - exponent;
    double s = wanted;
    for (int i = 0; i < 6; ++i) { // Newton's method; three steps are enough for all digits
        const double slope = c1 + s * (2 * c2 + s * 3 * c3);
        s -= (s * (c1 + s * (c2 + s * c3)) - wanted) / slope;
    }
    return std::ldexp(1 + s, static_cast<int>(exponent));
}

/// The value that is as far, in parts of itself, from the beginning of its bin as from the end.
double middleOf(int bin)
{
    const double begin = beginOf(bin);
    return begin * (2 / (1 + begin / beginOf(bin + 1)));
}

} // namespace

void DDSketch::add(double value)
{
    if (value >= smallest)
        m_positive.add(binOf(value));
    else if (value <= -smallest)
        m_negative.add(binOf(-value));
    else
        ++m_zeros;
    ++m_count;
    m_lowest = std::min(m_lowest, value);
    m_highest = std::max(m_highest, value);
}

void DDSketch::merge(const DDSketch& other)
{
    m_positive.merge(other.m_positive);
    m_negative.merge(other.m_negative);
    m_zeros += other.m_zeros;
    m_count += other.m_count;
    m_lowest = std::min(m_lowest, other.m_lowest);
    m_highest = std::max(m_highest, other.m_highest);
}

double DDSketch::percentile(double percent) const
{
    const auto count = static_cast<double>(m_count);
    const auto place = static_cast<std::uint64_t>(std::ceil(percent * count / 100));
    const std::uint64_t rank = std::clamp<std::uint64_t>(place, 1, m_count) - 1;
    if (rank == 0)
        return m_lowest;
    if (rank == m_count - 1)
        return m_highest;
    return std::clamp(valueAt(rank), m_lowest, m_highest);
}

double DDSketch::valueAt(std::uint64_t rank) const
{
    const std::uint64_t negatives = m_negative.total();
    if (rank < negatives)
        return -middleOf(m_negative.indexOf(negatives - 1 - rank));
    if (rank < negatives + m_zeros)
        return 0;
    return middleOf(m_positive.indexOf(rank - negatives - m_zeros));
}

bool DDSketch::covers(double value) const
{
    if (value >= smallest)
        return m_positive.covers(binOf(value));
    return value > -smallest || m_negative.covers(binOf(-value));
}

} // namespace weir
