// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace weir {

/// From row `row` on, up to the next run, events have the seqs `seq`, `seq` + 1, …
struct SeqRun
{
    std::uint32_t row = 0;
    EventSeq seq{};

    friend bool operator==(const SeqRun&, const SeqRun&) = default;
};

/// Which seqs the rows of a block have, where those of other sources lie between them. Ascends with
/// the rows. Immutable, so any number of threads may read one.
class SeqRuns final
{
public:
    /// Precondition: not empty, the first begins at row 0, rows and seqs ascend, and no run reaches
    /// into the next.
    explicit SeqRuns(std::vector<SeqRun> runs);

    EventSeq seq(std::size_t row) const;
    /// How many of the first `size` rows have a seq of at most this.
    std::size_t rowsUpTo(EventSeq seq, std::size_t size) const;

    const std::vector<SeqRun>& list() const { return m_runs; }

private:
    std::vector<SeqRun> m_runs;
};

/// Null: the seqs are contiguous.
using SeqRunsPtr = std::shared_ptr<const SeqRuns>;

/// The seqs of `size` rows: what a stored batch and the header of a block know of them.
struct RowSeqs
{
    EventSeq first{};
    std::size_t size = 0;
    const SeqRuns* runs = nullptr;

    EventSeq seq(std::size_t row) const { return runs == nullptr ? first + row : runs->seq(row); }
    std::size_t rowsUpTo(EventSeq seq) const;
    bool has(EventSeq wanted) const
    {
        const std::size_t upTo = rowsUpTo(wanted);
        return upTo > 0 && seq(upTo - 1) == wanted;
    }
};

} // namespace weir
