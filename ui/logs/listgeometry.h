// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace weir {

/// Where a list is: this row has its upper edge here. Rows are named by their distance from the
/// newest; all others follow from this one, so what happens elsewhere moves nothing.
struct ListPlace
{
    std::uint64_t row = 0;
    int top = 0; ///< pixels below the upper edge of what is seen; negative: above it

    friend bool operator==(const ListPlace&, const ListPlace&) = default;
};

/// Lays out a list of any number of rows of different heights, the newest at the bottom. Looks only at
/// rows near the place, never at all of them.
///
/// The list has no gap at its ends: the newest row ends at the lower edge at the lowest, the oldest
/// begins at the upper edge at the highest, and rows that do not fill the height begin at the top.
/// Pure: knows no widget, and asks for heights as it needs them.
class ListGeometry final
{
public:
    /// Of a row, in pixels, at least 1. Cheap: it is asked again and again.
    using HeightOf = std::function<int(std::uint64_t row)>;

    /// A row as it is seen, or a part of it.
    struct Line
    {
        std::uint64_t row = 0;
        int top = 0;
        int height = 0;
        int bottom() const { return top + height; }
    };

    /// `rows` of them in `height` pixels.
    ListGeometry(std::uint64_t rows, int height, HeightOf heightOf);

    ListPlace newest() const;
    ListPlace oldest() const;
    /// The nearest place that leaves no gap.
    ListPlace clamped(ListPlace place) const;
    /// By so many pixels: positive shows older ones. Costs the rows in between.
    ListPlace moved(ListPlace place, int pixels) const;
    /// The least movement that shows the row whole, or its beginning where it is higher than all of it.
    ListPlace showing(std::uint64_t row, ListPlace place) const;

    /// What is seen from a clamped place, from the top down.
    std::vector<Line> lines(ListPlace place) const;
    /// How many rows fit whole above the lower edge when it ends with the newest; at least 1.
    std::uint64_t rowsAtNewest() const;

private:
    int topAbove(ListPlace place, std::uint64_t row) const;

    std::uint64_t m_rows;
    int m_height;
    HeightOf m_heightOf;
};

} // namespace weir
