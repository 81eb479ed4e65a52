// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/aggregatevalue.h"
#include "core/query/fieldvalue.h"
#include "core/query/memorybudget.h"
#include "core/query/query.h"
#include "core/query/seriestable.h"
#include "core/storedbatch.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace weir {

class Cells;

/// Computes an aggregate incrementally: fed with each event once, in any order, it never starts
/// again. Windows are half-open, aligned to multiples of `every` since the epoch, by the event's
/// time; without `every` there is one window that begins at TimePoint::min().
///
/// Always holds: what it says depends on the events alone, not on their order nor on how they were
/// spread over aggregators that were merged; unless it isOverfull().
/// Thread: one at a time.
class Aggregator final
{
public:
    /// Series beyond this number are counted in one with the label `__other__`. `top` has none of
    /// these: it holds as many label sets as there is memory for.
    static constexpr std::size_t maxSeries = 10'000;
    static constexpr std::size_t defaultMemory = std::size_t{64} << 20;

    explicit Aggregator(Aggregate aggregate, std::size_t memoryBytes = defaultMemory);
    ~Aggregator();
    Aggregator(Aggregator&& other) noexcept;
    Aggregator& operator=(Aggregator&& other) noexcept;

    void add(const StoredBatch& stored, std::span<const std::uint32_t> rows);
    /// `count` events of which nothing more is known. Precondition: a function of events, and as many
    /// labels as names after `by`.
    void addCounts(const LabelValues& labels, TimePoint time, std::uint64_t count);
    /// As if the other's events had been added. Precondition: the same aggregate.
    void merge(const Aggregator& other);

    /// Forgets the windows that end at or before `time`: what has left a live panel.
    void forgetBefore(TimePoint time);

    struct Series
    {
        LabelValues labels;
        std::vector<AggregateWindow> windows; ///< ascending; those that had an event
    };

    const Aggregate& aggregate() const { return m_aggregate; }
    /// Ordered by labels; of `top` those alone that are. `length` of the queried range: a rate without
    /// `every` is over it.
    std::vector<Series> series(Nanoseconds length = {}) const;
    /// All series and those windows that begin in the range taken together: quantiles of all events,
    /// counts and rates of all. `length`: that of the windows together, for a rate of events.
    AggregateValue total(TimeRange windows, Nanoseconds length) const;
    /// The value where nothing matched: 0 of what counts or adds up, else no data.
    AggregateValue valueOfNothing() const;
    /// Whether the values of several series may be added; quantiles may not.
    bool isAdditive() const;

    /// Something had to be left out, or was put into `__other__`.
    bool isOverfull() const { return isOutOfMemory() || m_table.isOverfull(); }
    bool isOutOfMemory() const { return m_budget.hasRefused(); }
    /// Memory in use, about.
    std::size_t bytes() const { return m_budget.used(); }

private:
    std::vector<bool> shownSeries() const;

    Aggregate m_aggregate;
    std::vector<FieldName> m_by;
    SeriesTable m_table;
    MemoryBudget m_budget;
    std::unique_ptr<Cells> m_cells;
};

} // namespace weir
