// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/aggregatevalue.h"
#include "core/query/query.h"
#include "core/query/seriesreader.h"

#include <memory>
#include <span>
#include <vector>

namespace weir {

/// What an aggregate keeps for each window of each series. One implementation (cellsof.h) for each way of
/// keeping it (cellstates.h); what is virtual is called once a batch.
///
/// Series are numbered by a SeriesTable. Whether a cell is made or grows is decided by the budget.
/// Thread: one at a time.
class Cells
{
public:
    virtual ~Cells() = default;

    virtual void add(const StoredBatch& stored, std::span<const std::uint32_t> rows,
                     SeriesReader& seriesOf, MemoryBudget& budget) = 0;
    /// Events of which nothing is known but their number. Precondition: a function of events.
    virtual void addCounts(SeriesTable::Id series, TimePoint time, std::uint64_t count,
                           MemoryBudget& budget) = 0;
    /// `renumbered`: this one's number for each series of the other, none for one to leave out.
    /// Precondition: the same aggregate.
    virtual void merge(const Cells& other, const std::vector<SeriesTable::Id>& renumbered,
                       MemoryBudget& budget) = 0;

    /// Forgets the windows that begin at or before `last`. False when there were none.
    virtual bool forgetUntil(TimePoint last) = 0;
    virtual std::vector<bool> usedSeries(std::size_t count) const = 0;
    virtual void renumber(const std::vector<SeriesTable::Id>& renumbered) = 0;

    /// By series, then ascending; `length` of a window is for rates.
    virtual std::vector<std::vector<AggregateWindow>> windows(std::size_t seriesCount,
                                                              Nanoseconds length) const = 0;
    /// The value of those windows that begin in the range, and of the wanted series, taken together.
    virtual AggregateValue total(TimeRange range, Nanoseconds length,
                                 const std::vector<bool>& isWanted) const = 0;
    virtual std::vector<std::uint64_t> eventsBySeries(std::size_t seriesCount) const = 0;
    virtual std::size_t bytes() const = 0;
};

std::unique_ptr<Cells> makeCells(const Aggregate& aggregate);

} // namespace weir
