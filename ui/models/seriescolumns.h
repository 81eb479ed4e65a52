// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/seriesdata.h"
#include "ui/models/timescale.h"
#include "ui/models/valueticks.h"

#include <vector>

namespace weir {

/// What one column of pixels shows of a line: everything between two values. NaN: nothing.
struct ColumnRange
{
    double low = noValue;
    double high = noValue;

    bool isEmpty() const { return !(low <= high); }
    friend bool operator==(const ColumnRange&, const ColumnRange&) = default;
};

/// A line as columns of pixels, `columns` of them over the whole scale.
///
/// Dense, where a column holds a cell or more: it has their lowest and highest value, so the highest
/// drawn is the highest there is, and neighbours are joined by reaching down, never up. Sparse: the
/// straight lines between the cells. Where a cell has no value the line is broken.
/// Precondition: low and high have grid.cells elements.
std::vector<ColumnRange> columnRanges(const SeriesGrid& grid, const std::vector<double>& low,
                                      const std::vector<double>& high, const TimeScale& scale,
                                      int columns);

} // namespace weir
