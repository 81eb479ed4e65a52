// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/cellsof.h"
#include "core/query/cellstates.h"
#include "core/query/counterstates.h"

#include <algorithm>
#include <tuple>

namespace weir {

template<typename State>
typename CellsOf<State>::Cell* CellsOf<State>::findOrMake(SeriesTable::Id series, TimePoint window,
                                                          MemoryBudget& budget)
{
    const std::uint64_t hash = hashOf(series, window);
    std::uint32_t number = m_index.find(hash, [&](std::uint32_t at) {
        return m_cells[at].series == series && m_cells[at].window == window;
    });
    if (number == HashIndex::none) {
        if (budget.isSpent()) {
            budget.refuse();
            return nullptr;
        }
        number = static_cast<std::uint32_t>(m_cells.size());
        m_cells.push_back({series, window, 0, {}});
        m_index.insert(hash, number);
        budget.use(bytesOf(m_cells.back()));
    }
    m_oldest = std::min(m_oldest, window);
    if (series >= m_recent.size())
        m_recent.resize(series + std::size_t{1});
    m_recent[series] = {window, number};
    return &m_cells[number];
}

template<typename State>
void CellsOf<State>::merge(const Cells& other, const std::vector<SeriesTable::Id>& renumbered,
                           MemoryBudget& budget)
{
    for (const Cell& theirs : static_cast<const CellsOf&>(other).m_cells) {
        if (!budget.allows(theirs.state.bytes() > 0))
            continue;
        Cell* const cell = cellOf(renumbered[theirs.series], theirs.window, budget);
        if (cell == nullptr)
            continue;
        const std::size_t before = cell->state.bytes();
        cell->events += theirs.events;
        cell->state.merge(theirs.state);
        budget.use(cell->state.bytes() - before);
    }
}

template<typename State>
bool CellsOf<State>::forgetUntil(TimePoint last)
{
    if (m_oldest > last)
        return false;
    // By series and window: what a series that goes on begins with is the last of what is forgotten.
    std::sort(m_cells.begin(), m_cells.end(), [](const Cell& a, const Cell& b) {
        return std::tie(a.series, a.window) < std::tie(b.series, b.window);
    });
    std::vector<Cell> kept;
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        Cell& cell = m_cells[i];
        if (cell.window > last) {
            kept.push_back(std::move(cell));
            continue;
        }
        const bool isNeeded = State::isPerSeries && i + 1 < m_cells.size()
            && m_cells[i + 1].series == cell.series && m_cells[i + 1].window > last;
        if (isNeeded) {
            cell.events = 0;
            kept.push_back(std::move(cell));
        }
    }
    m_cells = std::move(kept);
    indexAnew();
    return true;
}

template<typename State>
void CellsOf<State>::indexAnew()
{
    m_index = {};
    m_recent.clear();
    m_oldest = TimePoint::max();
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const Cell& cell = m_cells[i];
        m_index.insert(hashOf(cell.series, cell.window), static_cast<std::uint32_t>(i));
        if (cell.events != 0)
            m_oldest = std::min(m_oldest, cell.window);
    }
}

template<typename State>
std::vector<bool> CellsOf<State>::usedSeries(std::size_t count) const
{
    std::vector<bool> isUsed(count);
    for (const Cell& cell : m_cells)
        isUsed[cell.series] = true;
    return isUsed;
}

template<typename State>
void CellsOf<State>::renumber(const std::vector<SeriesTable::Id>& renumbered)
{
    for (Cell& cell : m_cells)
        cell.series = renumbered[cell.series];
    indexAnew();
}

template<typename State>
std::vector<const typename CellsOf<State>::Cell*> CellsOf<State>::ordered() const
{
    std::vector<const Cell*> all;
    all.reserve(m_cells.size());
    for (const Cell& cell : m_cells)
        all.push_back(&cell);
    std::sort(all.begin(), all.end(), [](const Cell* a, const Cell* b) {
        return std::tie(a->series, a->window) < std::tie(b->series, b->window);
    });
    return all;
}

template<typename State>
const State* CellsOf<State>::stateBefore(const std::vector<const Cell*>& ordered,
                                         std::size_t at) const
{
    const bool isFirst = at == 0 || ordered[at - 1]->series != ordered[at]->series;
    return isFirst ? nullptr : &ordered[at - 1]->state;
}

template<typename State>
std::vector<std::vector<AggregateWindow>> CellsOf<State>::windows(std::size_t seriesCount,
                                                                  Nanoseconds length) const
{
    std::vector<std::vector<AggregateWindow>> bySeries(seriesCount);
    const auto cells = ordered();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const Cell& cell = *cells[i];
        if (cell.events == 0)
            continue;
        bySeries[cell.series].push_back(
            {cell.window, cell.events,
             cell.state.value({m_aggregate, cell.events, length}, stateBefore(cells, i))});
    }
    return bySeries;
}

template<typename State>
AggregateValue CellsOf<State>::total(TimeRange range, Nanoseconds length,
                                     const std::vector<bool>& isWanted) const
{
    Together all;
    ExactSum sum; // of series that are not to be mixed
    bool isKnown = false;
    const auto cells = ordered();
    for (std::size_t i = 0; i < cells.size();) {
        const SeriesTable::Id series = cells[i]->series;
        const State* before = nullptr;
        Together own;
        for (; i < cells.size() && cells[i]->series == series; ++i) {
            if (cells[i]->window < range.from || cells[i]->events == 0)
                before = &cells[i]->state;
            else if (range.contains(cells[i]->window) && isWanted[series])
                (State::isPerSeries ? own : all).take(*cells[i]);
        }
        const auto value = own.value(m_aggregate, length, before);
        if (value.isNumber()) {
            sum.add(value.number);
            isKnown = true;
        }
    }
    return isKnown ? AggregateValue{sum.value(), {}} : all.value(m_aggregate, length, nullptr);
}

template<typename State>
std::vector<std::uint64_t> CellsOf<State>::eventsBySeries(std::size_t seriesCount) const
{
    std::vector<std::uint64_t> events(seriesCount);
    for (const Cell& cell : m_cells)
        events[cell.series] += cell.events;
    return events;
}

template<typename State>
std::size_t CellsOf<State>::bytes() const
{
    std::size_t bytes = 0;
    for (const Cell& cell : m_cells)
        bytes += bytesOf(cell);
    return bytes;
}

std::unique_ptr<Cells> makeCells(const Aggregate& aggregate)
{
    switch (aggregate.function) {
    case Aggregate::Function::Count:
    case Aggregate::Function::Rate:
    case Aggregate::Function::Top:
        break;
    case Aggregate::Function::Sum:
    case Aggregate::Function::Average:
        return std::make_unique<CellsOf<SumState>>(aggregate);
    case Aggregate::Function::Min:
    case Aggregate::Function::Max:
        return std::make_unique<CellsOf<RangeState>>(aggregate);
    case Aggregate::Function::Quantile:
        return std::make_unique<CellsOf<QuantileState>>(aggregate);
    case Aggregate::Function::Distinct:
        return std::make_unique<CellsOf<DistinctState>>(aggregate);
    case Aggregate::Function::First:
        return std::make_unique<CellsOf<EndState<true>>>(aggregate);
    case Aggregate::Function::Last:
        return std::make_unique<CellsOf<EndState<false>>>(aggregate);
    case Aggregate::Function::Increase:
    case Aggregate::Function::CounterRate:
        return std::make_unique<CellsOf<CounterState>>(aggregate);
    case Aggregate::Function::Delta:
        return std::make_unique<CellsOf<DeltaState>>(aggregate);
    }
    return std::make_unique<CellsOf<CountState>>(aggregate);
}

} // namespace weir
