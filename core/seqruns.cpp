// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/seqruns.h"

#include <algorithm>
#include <utility>

namespace weir {

SeqRuns::SeqRuns(std::vector<SeqRun> runs)
    : m_runs(std::move(runs))
{
}

EventSeq SeqRuns::seq(std::size_t row) const
{
    const auto next = std::upper_bound(
        m_runs.begin(), m_runs.end(), row,
        [](std::size_t wanted, const SeqRun& run) { return wanted < std::size_t{run.row}; });
    const SeqRun& run = *(next - 1);
    return run.seq + (row - run.row);
}

std::size_t SeqRuns::rowsUpTo(EventSeq seq, std::size_t size) const
{
    const auto next =
        std::upper_bound(m_runs.begin(), m_runs.end(), seq,
                         [](EventSeq wanted, const SeqRun& run) { return wanted < run.seq; });
    if (next == m_runs.begin())
        return 0;
    const SeqRun& run = *(next - 1);
    const std::size_t end = next == m_runs.end() ? size : std::size_t{next->row};
    return run.row + RowSeqs{run.seq, end - run.row}.rowsUpTo(seq);
}

std::size_t RowSeqs::rowsUpTo(EventSeq seq) const
{
    if (runs != nullptr)
        return runs->rowsUpTo(seq, size);
    if (seq < first)
        return 0;
    const std::uint64_t distance = number(seq) - number(first);
    return distance < size ? static_cast<std::size_t>(distance) + 1 : size;
}

} // namespace weir
