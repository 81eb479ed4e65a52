// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sketch/sketchbins.h"

#include <cstdint>
#include <limits>

namespace weir {

/// Quantiles of any number of values in bounded memory: a quantile is at most 1 % of itself away from
/// the value of that rank, the smallest and the largest value are exact. Merging is exact: sketches of
/// parts give the sketch of the whole.
///
/// The bound holds while the values of one sign span less than 17 powers of ten; beyond, those
/// nearest to zero become one. Magnitudes below 2.3e-308 are zero.
///
/// Masson, Rim, Lee: DDSketch, a fast and fully-mergeable quantile sketch with relative-error
/// guarantees (VLDB 2019). A bin is found by the bits of the number and a cubic polynomial in place of
/// its logarithm, which takes a hundredth more bins and a fraction of the time.
class DDSketch final
{
public:
    static constexpr double accuracy = 0.01;

    /// Precondition: the value is finite.
    void add(double value);
    void merge(const DDSketch& other);

    std::uint64_t count() const { return m_count; }
    /// The value that `percent` of all are not above. Precondition: count() > 0, 0 <= percent <= 100.
    double percentile(double percent) const;
    /// Whether another value like this needs no memory.
    bool covers(double value) const;
    std::size_t bytes() const { return m_positive.bytes() + m_negative.bytes(); }

private:
    double valueAt(std::uint64_t rank) const;

    SketchBins m_positive;
    SketchBins m_negative; ///< by magnitude
    std::uint64_t m_zeros = 0;
    std::uint64_t m_count = 0;
    double m_lowest = std::numeric_limits<double>::infinity();
    double m_highest = -std::numeric_limits<double>::infinity();
};

} // namespace weir
