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
        addTo(m_ranges[static_cast<std::size_t>(column)], cell);
    }

    /// All that a straight line between two cells passes.
    void addLine(const Cell& from, const Cell& to)
    {
        const auto count = static_cast<double>(m_ranges.size());
        const double first = std::max(0.0, std::floor(from.x));
        const double last = std::min(count - 1, std::floor(to.x));
        for (double column = first; column <= last; ++column) {
            for (const double x : {std::max(from.x, column), std::min(to.x, column + 1)}) {
                const double part = (x - from.x) / (to.x - from.x);
                addTo(m_ranges[static_cast<std::size_t>(column)],
                      {x, std::lerp(from.low, to.low, part), std::lerp(from.high, to.high, part)});
            }
        }
    }

    std::vector<ColumnRange> taken() { return std::move(m_ranges); }

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
    static void addTo(ColumnRange& range, const Cell& cell)
    {
        range.low = std::fmin(range.low, cell.low); // which passes over NaN
        range.high = std::fmax(range.high, cell.high);
    }

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
    const double cellWidth =
        (scale.xOf(grid.first + grid.step) - scale.xOf(grid.first)) / scale.width * columns;
    const bool isDense = cellWidth < 1;
    Cell before;
    bool hasBefore = false;
    for (std::size_t i = 0; i < grid.cells; ++i) {
        if (std::isnan(low[i]) || std::isnan(high[i])) {
            hasBefore = false;
            continue;
        }
        const double x = scale.xOf(grid.middle(i)) / scale.width * columns;
        const Cell cell{x, low[i], high[i]};
        if (hasBefore && !isDense)
            result.addLine(before, cell);
        result.add(cell);
        before = cell;
        hasBefore = true;
    }
    return isDense ? result.joined() : result.taken();
}

} // namespace weir
