// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/cells.h"
#include "core/query/windowgrid.h"

#include <utility>

namespace weir {

/// Cells with one kind of state (cellstates.h, counterstates.h). What is not here is in cells.cpp, where
/// they are made.
template<typename State>
class CellsOf final : public Cells
{
public:
    explicit CellsOf(Aggregate aggregate)
        : m_aggregate(std::move(aggregate))
        , m_field(m_aggregate.field)
        , m_grid(m_aggregate.every)
    {
    }

    void add(const StoredBatch& stored, std::span<const std::uint32_t> rows, SeriesReader& seriesOf,
             MemoryBudget& budget) override
    {
        typename State::Input event(stored, m_field);
        for (const std::uint32_t row : rows) {
            if (!event.read(row))
                continue;
            const SeriesTable::Id series = seriesOf.idOf(row);
            Cell* const cell = cellOf(series, m_grid.startOf(stored.batch->time(row)), budget);
            if (cell != nullptr && cell->state.add(event, budget))
                ++cell->events;
        }
    }

    void addCounts(SeriesTable::Id series, TimePoint time, std::uint64_t count,
                   MemoryBudget& budget) override
    {
        if (Cell* const cell = cellOf(series, m_grid.startOf(time), budget))
            cell->events += count;
    }

    void merge(const Cells& other, const std::vector<SeriesTable::Id>& renumbered,
               MemoryBudget& budget) override;

    bool forgetUntil(TimePoint last) override;
    std::vector<bool> usedSeries(std::size_t count) const override;
    void renumber(const std::vector<SeriesTable::Id>& renumbered) override;

    std::vector<std::vector<AggregateWindow>> windows(std::size_t seriesCount,
                                                      Nanoseconds length) const override;
    AggregateValue total(TimeRange range, Nanoseconds length,
                         const std::vector<bool>& isWanted) const override;
    std::vector<std::uint64_t> eventsBySeries(std::size_t seriesCount) const override;
    std::size_t bytes() const override;

private:
    struct Cell
    {
        SeriesTable::Id series = 0;
        TimePoint window;
        std::uint64_t events = 0; ///< 0: forgotten, but what comes after it goes on from it
        State state;
    };
    /// The cell that an event of a series was last in: the next one mostly is too.
    struct Recent
    {
        TimePoint window;
        std::uint32_t cell = HashIndex::none;
    };

    /// Several cells as if they were one.
    struct Together
    {
        void take(const Cell& cell)
        {
            state.merge(cell.state);
            events += cell.events;
        }
        AggregateValue value(const Aggregate& aggregate, Nanoseconds length,
                             const State* before) const
        {
            return events == 0 ? AggregateValue{}
                               : state.value({aggregate, events, length}, before);
        }

        State state;
        std::uint64_t events = 0;
    };

    static std::uint64_t hashOf(SeriesTable::Id series, TimePoint window)
    {
        return mixedHash(series, static_cast<std::uint64_t>(nanosecondsOf(window)));
    }
    static std::size_t bytesOf(const Cell& cell)
    {
        return sizeof(Cell) + HashIndex::bytesPerElement() + cell.state.bytes();
    }

    /// Null when there is no memory for one more.
    Cell* cellOf(SeriesTable::Id series, TimePoint window, MemoryBudget& budget);
    Cell* findOrMake(SeriesTable::Id series, TimePoint window, MemoryBudget& budget);
    void indexAnew();
    /// By series, then window.
    std::vector<const Cell*> ordered() const;
    const State* stateBefore(const std::vector<const Cell*>& ordered, std::size_t at) const;

    const Aggregate m_aggregate;
    const FieldName m_field;
    WindowGrid m_grid;
    std::vector<Cell> m_cells;
    HashIndex m_index; ///< into m_cells
    std::vector<Recent> m_recent; ///< by series
    TimePoint m_oldest = TimePoint::max(); ///< window of all cells
};

template<typename State>
typename CellsOf<State>::Cell* CellsOf<State>::cellOf(SeriesTable::Id series, TimePoint window,
                                                      MemoryBudget& budget)
{
    if (series < m_recent.size()) {
        const Recent& recent = m_recent[series];
        if (recent.cell != HashIndex::none && recent.window == window)
            return &m_cells[recent.cell];
    }
    return series == SeriesTable::none ? nullptr : findOrMake(series, window, budget);
}

} // namespace weir
