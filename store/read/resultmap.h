// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity.h"
#include "core/timepoint.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace weir {

/// How many matches lie where in time: what a view of any size is made of. Memory is per bucket
/// (one second; coarser above 65,536 buckets), not per match.
///
/// Rows are numbered by (time, seq) ascending: row 0 is the oldest match.
/// Thread: a value; whoever holds it.
class ResultMap final
{
public:
    struct Bucket
    {
        TimePoint start;
        std::uint64_t firstRow = 0;
        std::uint64_t rows = 0;
    };

    /// A bucket with what is known of its rows.
    struct CountedBucket : Bucket
    {
        SeverityCounts counts{};
    };

    ResultMap() = default;

    void add(std::int64_t second, SeverityClass severity, std::uint64_t count);
    void add(std::int64_t second, const SeverityCounts& counts);

    std::uint64_t total() const { return m_total; }
    Nanoseconds bucketLength() const;

    /// The bucket that holds the row. Precondition: row < total(). Passes over all buckets, which is
    /// some 50 µs for the most there can be; in return a copy can be read by any number of threads.
    Bucket bucketOfRow(std::uint64_t row) const;

    /// The buckets that hold rows [first, last], ascending. Precondition and cost as of bucketOfRow().
    std::vector<Bucket> bucketsOfRows(std::uint64_t first, std::uint64_t last) const;

    /// Every bucket, ascending. Cost as of bucketOfRow().
    std::vector<CountedBucket> countedBuckets() const;

    /// The number of rows whose bucket begins before the time: the first row at or after it, to
    /// within a bucket.
    std::uint64_t rowsBefore(TimePoint time) const;

    /// Counts by severity class of `pieces` equal parts of the range; a bucket counts where it begins.
    std::vector<SeverityCounts> histogram(TimeRange range, std::size_t pieces) const;

private:
    /// Counts of one bucket; `index` times the bucket's length is its first second.
    struct Cell
    {
        std::int64_t index = 0;
        SeverityCounts counts{};
        std::uint64_t rows = 0;
    };

    Cell& cellFor(std::int64_t second);
    void coarsen();
    TimePoint startOf(const Cell& cell) const;

    static constexpr std::size_t maxCells = 65'536;

    std::int64_t m_seconds = 1; ///< a bucket's length
    std::deque<Cell>
        m_cells; ///< ascending; grows at both ends, for scans go back and follow goes on
    std::uint64_t m_total = 0;
};

} // namespace weir
