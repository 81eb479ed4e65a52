// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/seriescolumns.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

/// A cell on its way to the columns.
struct Cell
{
    double x = 0; ///< in columns
    double low = 0;
    double high = 0;
};

class Columns final
{
public:
    explicit Columns(int count)
        : m_ranges(static_cast<std::size_t>(count))
    {
    }

    void add(const Cell& cell)
    {
        const double column = std::floor(cell.x);
        if (column < 0 || column >= static_cast<double>(m_ranges.size()))
            return;
        ColumnRange& range = m_ranges[static_cast<std::size_t>(column)];
        range.low = range.isEmpty() ? cell.low : std::min(range.low, cell.low);
        range.high = std::isnan(range.high) ? cell.high : std::max(range.high, cell.high);
    }

    /// The columns strictly between two cells that follow each other.
    void interpolate(const Cell& from, const Cell& to)
    {
        const auto count = static_cast<double>(m_ranges.size());
        const double first = std::max(0.0, std::floor(from.x) + 1);
        const double end = std::min(count, std::floor(to.x));
        for (double column = first; column < end; ++column) {
            const double part = (column + 0.5 - from.x) / (to.x - from.x);
            const double value = from.high + (to.high - from.high) * std::clamp(part, 0.0, 1.0);
            m_ranges[static_cast<std::size_t>(column)] = {value, value};
        }
    }

    /// Neighbours touch: the higher one reaches down to the lower.
    std::vector<ColumnRange> joined()
    {
        for (std::size_t i = 1; i < m_ranges.size(); ++i) {
            ColumnRange& before = m_ranges[i - 1];
            ColumnRange& range = m_ranges[i];
            if (before.isEmpty() || range.isEmpty())
                continue;
            if (range.low > before.high)
                range.low = before.high;
            else if (before.low > range.high)
                before.low = range.high;
        }
        return std::move(m_ranges);
    }

private:
    std::vector<ColumnRange> m_ranges;
};

} // namespace

std::vector<ColumnRange> columnRanges(const SeriesGrid& grid, const std::vector<double>& low,
                                      const std::vector<double>& high, const TimeScale& scale,
                                      int columns)
{
    Columns result(std::max(0, columns));
    if (columns <= 0 || scale.width <= 0)
        return {};
    Cell before;
    bool hasBefore = false;
    for (std::size_t i = 0; i < grid.cells; ++i) {
        if (std::isnan(low[i]) || std::isnan(high[i])) {
            hasBefore = false;
            continue;
        }
        const double x = scale.xOf(grid.middle(i)) / scale.width * columns;
        const Cell cell{x, low[i], high[i]};
        if (hasBefore)
            result.interpolate(before, cell);
        result.add(cell);
        before = cell;
        hasBefore = true;
    }
    return result.joined();
}

} // namespace weir
