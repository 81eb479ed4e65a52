// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/timepoint.h"

#include <QString>

#include <cstddef>
#include <limits>
#include <vector>

namespace weir {

constexpr double noValue = std::numeric_limits<double>::quiet_NaN();

/// The cells of time in which all series of a panel have their values: half-open, side by side.
struct SeriesGrid
{
    TimePoint first; ///< where the first cell begins
    Nanoseconds step{1}; ///< a cell's length
    std::size_t cells = 0;

    /// What a cell's value stands for lies around its middle, so it is drawn there.
    TimePoint middle(std::size_t cell) const
    {
        return first + static_cast<Nanoseconds::rep>(cell) * step + step / 2;
    }
    TimePoint end() const { return first + static_cast<Nanoseconds::rep>(cells) * step; }

    friend bool operator==(const SeriesGrid&, const SeriesGrid&) = default;
};

/// One line of a chart: the lowest and the highest value in each cell of the grid, so that a cell
/// which had to be made of many windows hides no spike. noValue: nothing known.
struct SeriesData
{
    QString name; ///< safe to paint
    int color = 0; ///< index into the theme's series colours, before wrapping around
    std::vector<double> low;
    std::vector<double> high;
    double last = noValue; ///< of the newest window
};

} // namespace weir
