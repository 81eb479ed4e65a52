// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/resultmap.h"

#include "store/blocks/secondcounts.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace weir {

namespace {

std::int64_t floorDivide(std::int64_t number, std::int64_t by)
{
    return number / by - (number % by < 0 ? 1 : 0);
}

void addTo(SeverityCounts& sum, const SeverityCounts& counts)
{
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += counts[i];
}

/// Which of so many equal parts of a range a time falls into.
class Pieces final
{
public:
    /// Precondition: neither is empty.
    Pieces(TimeRange range, std::size_t count)
        : m_from(range.from)
        , m_length(distance(range.to))
        , m_count(count)
    {
    }

    /// Precondition: the range contains the time.
    std::size_t operator[](TimePoint time) const
    {
        const long double place = distance(time) * static_cast<long double>(m_count) / m_length;
        return std::min(m_count - 1, static_cast<std::size_t>(place));
    }

private:
    /// Unsigned, because the whole of time is longer than a signed number of nanoseconds, and 64
    /// bits of mantissa, so that a bucket on the edge of a piece falls on the right side.
    long double distance(TimePoint to) const
    {
        return static_cast<long double>(static_cast<std::uint64_t>(nanosecondsOf(to))
                                        - static_cast<std::uint64_t>(nanosecondsOf(m_from)));
    }

    TimePoint m_from;
    long double m_length;
    std::size_t m_count;
};

} // namespace

ResultMap::Part ResultMap::partOf(Cells cells)
{
    Part part{CopyOnWrite<Cells>({}), cells.front().index, cells.back().index, {}, 0};
    for (const Cell& cell : cells) {
        addTo(part.counts, cell.counts);
        part.rows += cell.rows;
    }
    part.cells = CopyOnWrite<Cells>(std::move(cells));
    return part;
}

/// Where the part is that an index belongs to: the last one that begins at or before it, else the first.
/// Precondition: there are parts.
std::size_t ResultMap::placeOf(std::int64_t index) const
{
    const auto after =
        std::upper_bound(m_parts.begin(), m_parts.end(), index,
                         [](std::int64_t wanted, const Part& part) { return wanted < part.first; });
    return after == m_parts.begin() ? 0 : static_cast<std::size_t>(after - m_parts.begin()) - 1;
}

/// The part that has a cell of this index, or has room for one.
ResultMap::Part& ResultMap::partFor(std::int64_t index)
{
    if (m_parts.empty())
        return m_parts.emplace_back(partOf({Cell{index, {}, 0}}));
    const std::size_t place = placeOf(index);
    const auto at = m_parts.begin() + static_cast<std::ptrdiff_t>(place);
    if (at->cells->size() < maxCellsOfPart)
        return *at;
    if (index < at->first)
        return *m_parts.insert(at, partOf({Cell{index, {}, 0}}));
    if (index > at->last)
        return *m_parts.insert(std::next(at), partOf({Cell{index, {}, 0}}));
    const Cells& cells = *at->cells;
    const auto middle = cells.begin() + maxCellsOfPart / 2;
    Part upper = partOf({middle, cells.end()});
    *at = partOf({cells.begin(), middle});
    m_parts.insert(std::next(at), std::move(upper));
    return m_parts[placeOf(index)];
}

ResultMap::Cell& ResultMap::cellOf(Part& part, std::int64_t index)
{
    Cells& cells = part.cells.change();
    const auto at =
        std::lower_bound(cells.begin(), cells.end(), index,
                         [](const Cell& cell, std::int64_t wanted) { return cell.index < wanted; });
    if (at != cells.end() && at->index == index)
        return *at;
    part.first = std::min(part.first, index);
    part.last = std::max(part.last, index);
    return *cells.insert(at, Cell{index, {}, 0});
}

void ResultMap::add(std::int64_t second, SeverityClass severity, std::uint64_t count)
{
    if (count == 0)
        return;
    const std::int64_t index = floorDivide(second, m_seconds);
    Part& part = partFor(index);
    Cell& cell = cellOf(part, index);
    m_cells += cell.rows == 0 ? 1 : 0;
    cell.counts[static_cast<std::size_t>(severity)] += count;
    cell.rows += count;
    part.counts[static_cast<std::size_t>(severity)] += count;
    part.rows += count;
    m_total += count;
    if (m_cells > maxCells)
        coarsen();
}

void ResultMap::add(std::int64_t second, const SeverityCounts& counts)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        add(second, static_cast<SeverityClass>(i), counts[i]);
}

void ResultMap::coarsen()
{
    m_seconds *= 2;
    Cells merged;
    for (const Part& part : m_parts) {
        for (const Cell& cell : *part.cells) {
            const std::int64_t index = floorDivide(cell.index, 2);
            if (merged.empty() || merged.back().index != index)
                merged.push_back({index, {}, 0});
            addTo(merged.back().counts, cell.counts);
            merged.back().rows += cell.rows;
        }
    }
    m_parts.clear();
    m_cells = merged.size();
    for (std::size_t i = 0; i < merged.size(); i += maxCellsOfPart) {
        const auto first = merged.begin() + static_cast<std::ptrdiff_t>(i);
        const auto end = first + static_cast<std::ptrdiff_t>(std::min(maxCellsOfPart, merged.size() - i));
        m_parts.push_back(partOf({first, end}));
    }
}

TimePoint ResultMap::startOf(std::int64_t index) const
{
    return startOfSecond(index * m_seconds);
}

Nanoseconds ResultMap::bucketLength() const
{
    return std::chrono::seconds(m_seconds);
}

ResultMap::Bucket ResultMap::bucketOfRow(std::uint64_t row) const
{
    std::uint64_t before = 0;
    for (const Part& part : m_parts) {
        if (row >= before + part.rows) {
            before += part.rows;
            continue;
        }
        for (const Cell& cell : *part.cells) {
            if (row < before + cell.rows)
                return {startOf(cell.index), before, cell.rows};
            before += cell.rows;
        }
    }
    return {};
}

std::vector<ResultMap::Bucket> ResultMap::bucketsOfRows(std::uint64_t first,
                                                        std::uint64_t last) const
{
    std::vector<Bucket> buckets;
    std::uint64_t before = 0;
    for (const Part& part : m_parts) {
        if (before > last)
            break;
        if (before + part.rows <= first) {
            before += part.rows;
            continue;
        }
        for (const Cell& cell : *part.cells) {
            if (before <= last && before + cell.rows > first)
                buckets.push_back({startOf(cell.index), before, cell.rows});
            before += cell.rows;
        }
    }
    return buckets;
}

std::vector<ResultMap::CountedBucket> ResultMap::countedBuckets() const
{
    std::vector<CountedBucket> buckets;
    buckets.reserve(m_cells);
    std::uint64_t before = 0;
    for (const Part& part : m_parts) {
        for (const Cell& cell : *part.cells) {
            buckets.push_back({{startOf(cell.index), before, cell.rows}, cell.counts});
            before += cell.rows;
        }
    }
    return buckets;
}

std::uint64_t ResultMap::rowsBefore(TimePoint time) const
{
    std::uint64_t before = 0;
    for (const Part& part : m_parts) {
        if (startOf(part.last) < time) {
            before += part.rows;
            continue;
        }
        for (const Cell& cell : *part.cells) {
            if (startOf(cell.index) >= time)
                return before;
            before += cell.rows;
        }
    }
    return before;
}

std::vector<SeverityCounts> ResultMap::histogram(TimeRange range, std::size_t pieces) const
{
    std::vector<SeverityCounts> counts(pieces);
    if (range.isEmpty() || pieces == 0)
        return counts;
    const Pieces place(range, pieces);
    for (const Part& part : m_parts) {
        const TimePoint first = startOf(part.first);
        const TimePoint last = startOf(part.last);
        if (!range.overlaps(first, last))
            continue;
        if (range.contains(first) && range.contains(last) && place[first] == place[last]) {
            addTo(counts[place[first]], part.counts);
            continue;
        }
        const Cells& cells = *part.cells;
        const auto isBefore = [this](const Cell& cell, TimePoint time) {
            return startOf(cell.index) < time;
        };
        auto cell = std::lower_bound(cells.begin(), cells.end(), range.from, isBefore);
        const auto end = std::lower_bound(cell, cells.end(), range.to, isBefore);
        while (cell != end) {
            // Mostly many of them are of one piece, and it takes long to tell which.
            const std::size_t piece = place[startOf(cell->index)];
            const auto next = std::partition_point(cell, end, [&](const Cell& other) {
                return place[startOf(other.index)] == piece;
            });
            for (; cell != next; ++cell)
                addTo(counts[piece], cell->counts);
        }
    }
    return counts;
}

} // namespace weir
