// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace weir {

/// Value <-> pixel; y grows downwards, as on the screen. Precondition: low < high.
struct ValueScale
{
    double low = 0;
    double high = 1;
    double height = 0;

    /// Not clamped: a value outside gives a y outside the chart.
    double yOf(double value) const { return height - (value - low) / (high - low) * height; }
    double valueAt(double y) const { return low + (height - y) / height * (high - low); }
};

/// Where an axis of values is marked, in steps a person counts in.
struct ValueTicks
{
    double low = 0; ///< the axis begins here, at or below the lowest value
    double high = 1; ///< and ends here; both are ticks
    double step = 1;
    std::vector<double> at; ///< ascending, low and high included
};

/// Steps of 1, 2 or 5 times a power of ten; at most `wanted` between the two values, one more where
/// these are no multiples. Values that are all alike get room above them.
/// Precondition: finite, low <= high, wanted >= 1.
ValueTicks valueTicks(double low, double high, int wanted);

} // namespace weir
