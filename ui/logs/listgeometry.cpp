// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/listgeometry.h"

#include <algorithm>
#include <utility>

namespace weir {

ListGeometry::ListGeometry(std::uint64_t rows, int height, HeightOf heightOf)
    : m_rows(rows)
    , m_height(std::max(height, 1))
    , m_heightOf(std::move(heightOf))
{
}

ListPlace ListGeometry::newest() const
{
    if (m_rows == 0)
        return {};
    return clamped({0, m_height - m_heightOf(0)});
}

ListPlace ListGeometry::oldest() const
{
    return m_rows == 0 ? ListPlace{} : clamped({m_rows - 1, 0});
}

ListPlace ListGeometry::clamped(ListPlace place) const
{
    if (m_rows == 0)
        return {};
    place.row = std::min(place.row, m_rows - 1);
    // Down to the lower edge: does the newest end above it?
    std::uint64_t row = place.row;
    int bottom = place.top + m_heightOf(row);
    while (row > 0 && bottom < m_height)
        bottom += m_heightOf(--row);
    place.top += std::max(0, m_height - bottom);
    // Up to the upper edge: does the oldest begin below it?
    row = place.row;
    int top = place.top;
    while (row + 1 < m_rows && top > 0)
        top -= m_heightOf(++row);
    place.top -= std::max(0, top);
    return place;
}

ListPlace ListGeometry::moved(ListPlace place, int pixels) const
{
    place.top += pixels;
    place = clamped(place);
    // By a row that is seen, so that the way to it stays short.
    const auto seen = lines(place);
    return seen.empty() ? place : ListPlace{seen.front().row, seen.front().top};
}

/// Of a row, when `place` is where the list is. Costs the rows in between.
int ListGeometry::topAbove(ListPlace place, std::uint64_t row) const
{
    int top = place.top;
    for (std::uint64_t newer = place.row; newer < row; ++newer)
        top -= m_heightOf(newer + 1);
    for (std::uint64_t older = place.row; older > row; --older)
        top += m_heightOf(older);
    return top;
}

ListPlace ListGeometry::showing(std::uint64_t row, ListPlace place) const
{
    if (m_rows == 0)
        return {};
    row = std::min(row, m_rows - 1);
    place = clamped(place);
    const int height = m_heightOf(row);
    const auto rowsSeen = static_cast<std::uint64_t>(m_height);
    const std::uint64_t distance = row > place.row ? row - place.row : place.row - row;
    // A row is one pixel at least: further away it cannot be seen.
    const bool isFar = distance > 2 * rowsSeen;
    const int top = isFar ? (row > place.row ? -height : m_height) : topAbove(place, row);
    if (top >= 0 && top + height <= m_height)
        return clamped({row, top});
    const bool toTheTop = top < 0 || height > m_height;
    return clamped({row, toTheTop ? 0 : m_height - height});
}

std::vector<ListGeometry::Line> ListGeometry::lines(ListPlace place) const
{
    std::vector<Line> lines;
    if (m_rows == 0)
        return lines;
    std::uint64_t row = std::min(place.row, m_rows - 1);
    int top = place.top;
    while (row + 1 < m_rows && top > 0)
        top -= m_heightOf(++row);
    int bottom = top + m_heightOf(row);
    while (row > 0 && bottom <= 0) {
        top = bottom;
        bottom += m_heightOf(--row);
    }
    while (top < m_height) {
        lines.push_back({row, top, bottom - top});
        if (row == 0)
            break;
        top = bottom;
        bottom += m_heightOf(--row);
    }
    return lines;
}

std::uint64_t ListGeometry::rowsAtNewest() const
{
    std::uint64_t rows = 0;
    int height = 0;
    while (rows < m_rows) {
        height += m_heightOf(rows);
        if (height > m_height)
            break;
        ++rows;
    }
    return std::max<std::uint64_t>(rows, 1);
}

} // namespace weir
