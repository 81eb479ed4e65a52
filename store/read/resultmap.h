// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/severity.h"
#include "core/timepoint.h"
#include "store/read/copyonwrite.h"

#include <cstdint>
#include <vector>

namespace weir {

/// How many matches lie where in time: what a view of any size is made of. Memory is per bucket
/// (one second; coarser above 65,536 buckets), not per match. A copy shares what neither changes, so
/// that a growing map can be told to others often.
///
/// Rows are numbered by (time, seq) ascending: row 0 is the oldest match.
/// Thread safety: as of a value; a copy may be used in another thread while the first one grows.
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

    /// The bucket that holds the row. Precondition: row < total().
    Bucket bucketOfRow(std::uint64_t row) const;

    /// The buckets that hold rows [first, last], ascending. Precondition: as of bucketOfRow().
    std::vector<Bucket> bucketsOfRows(std::uint64_t first, std::uint64_t last) const;

    /// Every bucket, ascending. Passes over all of them.
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
    using Cells = std::vector<Cell>; ///< ascending

    /// Some neighbouring cells, one at least, and what they are together.
    struct Part
    {
        CopyOnWrite<Cells> cells;
        std::int64_t first = 0; ///< index
        std::int64_t last = 0;
        SeverityCounts counts{};
        std::uint64_t rows = 0;
    };

    static Part partOf(Cells cells);
    static Cell& cellOf(Part& part, std::int64_t index);
    std::size_t placeOf(std::int64_t index) const;
    Part& partFor(std::int64_t index);
    void coarsen();
    TimePoint startOf(std::int64_t index) const;

    static constexpr std::size_t maxCells = 65'536;
    static constexpr std::size_t maxCellsOfPart = 64;

    std::int64_t m_seconds = 1; ///< a bucket's length
    std::vector<Part> m_parts; ///< ascending, apart
    std::size_t m_cells = 0; ///< of all parts
    std::uint64_t m_total = 0;
};

} // namespace weir
