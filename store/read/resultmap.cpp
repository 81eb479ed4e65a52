// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/resultmap.h"

#include "store/blocks/secondcounts.h"

#include <algorithm>

namespace weir {

namespace {

std::int64_t floorDivide(std::int64_t number, std::int64_t by)
{
    return number / by - (number % by < 0 ? 1 : 0);
}

} // namespace

ResultMap::Cell& ResultMap::cellFor(std::int64_t second)
{
    const std::int64_t index = floorDivide(second, m_seconds);
    if (m_cells.empty() || index > m_cells.back().index)
        return m_cells.emplace_back(Cell{index, {}, 0});
    if (index < m_cells.front().index)
        return m_cells.emplace_front(Cell{index, {}, 0});
    const auto found =
        std::lower_bound(m_cells.begin(), m_cells.end(), index,
                         [](const Cell& cell, std::int64_t wanted) { return cell.index < wanted; });
    if (found->index == index)
        return *found;
    return *m_cells.insert(found, Cell{index, {}, 0});
}

void ResultMap::add(std::int64_t second, SeverityClass severity, std::uint64_t count)
{
    Cell& cell = cellFor(second);
    cell.counts[static_cast<std::size_t>(severity)] += count;
    cell.rows += count;
    m_total += count;
    if (m_cells.size() > maxCells)
        coarsen();
}

void ResultMap::add(std::int64_t second, const SeverityCounts& counts)
{
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            add(second, static_cast<SeverityClass>(i), counts[i]);
    }
}

void ResultMap::coarsen()
{
    m_seconds *= 2;
    std::deque<Cell> merged;
    for (const Cell& cell : m_cells) {
        const std::int64_t index = floorDivide(cell.index, 2);
        if (merged.empty() || merged.back().index != index)
            merged.emplace_back(Cell{index, {}, 0});
        Cell& into = merged.back();
        for (std::size_t i = 0; i < cell.counts.size(); ++i)
            into.counts[i] += cell.counts[i];
        into.rows += cell.rows;
    }
    m_cells = std::move(merged);
}

TimePoint ResultMap::startOf(const Cell& cell) const
{
    return startOfSecond(cell.index * m_seconds);
}

Nanoseconds ResultMap::bucketLength() const
{
    return std::chrono::seconds(m_seconds);
}

ResultMap::Bucket ResultMap::bucketOfRow(std::uint64_t row) const
{
    std::uint64_t before = 0;
    for (const Cell& cell : m_cells) {
        if (row < before + cell.rows)
            return {startOf(cell), before, cell.rows};
        before += cell.rows;
    }
    return {};
}

std::vector<ResultMap::Bucket> ResultMap::bucketsOfRows(std::uint64_t first,
                                                        std::uint64_t last) const
{
    std::vector<Bucket> buckets;
    std::uint64_t before = 0;
    for (const Cell& cell : m_cells) {
        if (before > last)
            break;
        if (before + cell.rows > first)
            buckets.push_back({startOf(cell), before, cell.rows});
        before += cell.rows;
    }
    return buckets;
}

std::vector<ResultMap::CountedBucket> ResultMap::countedBuckets() const
{
    std::vector<CountedBucket> buckets;
    buckets.reserve(m_cells.size());
    std::uint64_t before = 0;
    for (const Cell& cell : m_cells) {
        buckets.push_back({{startOf(cell), before, cell.rows}, cell.counts});
        before += cell.rows;
    }
    return buckets;
}

std::uint64_t ResultMap::rowsBefore(TimePoint time) const
{
    std::uint64_t before = 0;
    for (const Cell& cell : m_cells) {
        if (startOf(cell) >= time)
            break;
        before += cell.rows;
    }
    return before;
}

std::vector<SeverityCounts> ResultMap::histogram(TimeRange range, std::size_t pieces) const
{
    std::vector<SeverityCounts> counts(pieces);
    if (range.isEmpty() || pieces == 0)
        return counts;
    // Unsigned, because the whole of time is longer than a signed number of nanoseconds, and 64
    // bits of mantissa, so that a bucket on the edge of a piece falls on the right side.
    const auto distance = [&range](TimePoint to) {
        return static_cast<long double>(static_cast<std::uint64_t>(nanosecondsOf(to))
                                        - static_cast<std::uint64_t>(nanosecondsOf(range.from)));
    };
    const long double length = distance(range.to);
    for (const Cell& cell : m_cells) {
        const TimePoint start = startOf(cell);
        if (!range.contains(start))
            continue;
        const auto place =
            static_cast<std::size_t>(distance(start) * static_cast<long double>(pieces) / length);
        SeverityCounts& piece = counts[std::min(pieces - 1, place)];
        for (std::size_t i = 0; i < piece.size(); ++i)
            piece[i] += cell.counts[i];
    }
    return counts;
}

} // namespace weir
