// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/aggregator.h"

#include "core/query/cells.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace weir {

namespace {

using Function = Aggregate::Function;

std::vector<std::string_view> viewsOf(const LabelValues& labels)
{
    return {labels.begin(), labels.end()};
}

} // namespace

Aggregator::Aggregator(Aggregate aggregate, std::size_t memoryBytes)
    : m_aggregate(std::move(aggregate))
    , m_by(m_aggregate.by.begin(), m_aggregate.by.end())
    , m_table(m_aggregate.function == Function::Top ? SeriesTable::none : maxSeries)
    , m_budget(memoryBytes)
    , m_cells(makeCells(m_aggregate))
{
}

Aggregator::~Aggregator() = default;
Aggregator::Aggregator(Aggregator&& other) noexcept = default;
Aggregator& Aggregator::operator=(Aggregator&& other) noexcept = default;

void Aggregator::add(const StoredBatch& stored, std::span<const std::uint32_t> rows)
{
    SeriesReader seriesOf(stored, m_by, m_table, m_budget);
    m_cells->add(stored, rows, seriesOf, m_budget);
}

void Aggregator::addCounts(const LabelValues& labels, TimePoint time, std::uint64_t count)
{
    const SeriesTable::Id series = m_table.idOf(viewsOf(labels), m_budget);
    if (count > 0)
        m_cells->addCounts(series, time, count, m_budget);
}

void Aggregator::merge(const Aggregator& other)
{
    std::vector<SeriesTable::Id> renumbered;
    renumbered.reserve(other.m_table.size());
    for (std::size_t i = 0; i < other.m_table.size(); ++i) {
        const LabelValues& labels = other.m_table.labels(static_cast<SeriesTable::Id>(i));
        renumbered.push_back(m_table.idOf(viewsOf(labels), m_budget));
    }
    m_cells->merge(*other.m_cells, renumbered, m_budget);
    if (other.m_table.isOverfull())
        m_table.setOverfull();
    if (other.isOutOfMemory())
        m_budget.refuse();
}

void Aggregator::forgetBefore(TimePoint time)
{
    if (!m_aggregate.every || time < TimePoint::min() + *m_aggregate.every)
        return;
    if (!m_cells->forgetUntil(time - *m_aggregate.every))
        return;
    m_cells->renumber(m_table.keepOnly(m_cells->usedSeries(m_table.size())));
    m_budget.setUsed(m_table.bytes() + m_cells->bytes());
}

std::vector<Aggregator::Series> Aggregator::series(Nanoseconds length) const
{
    auto windows = m_cells->windows(m_table.size(), m_aggregate.every.value_or(length));
    const std::vector<bool> isShown = shownSeries();
    std::vector<Series> all;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (isShown[i] && !windows[i].empty())
            all.push_back({m_table.labels(static_cast<SeriesTable::Id>(i)), std::move(windows[i])});
    }
    std::sort(all.begin(), all.end(),
              [](const Series& a, const Series& b) { return a.labels < b.labels; });
    return all;
}

AggregateValue Aggregator::total(TimeRange windows, Nanoseconds length) const
{
    const auto value = m_cells->total(windows, length, shownSeries());
    return value.isKnown() ? value : valueOfNothing();
}

/// Those of `top` with the most events, the first by their labels where these are equal.
std::vector<bool> Aggregator::shownSeries() const
{
    const std::size_t count = m_table.size();
    std::vector<bool> isShown(count, true);
    if (m_aggregate.function != Function::Top || count <= m_aggregate.most)
        return isShown;
    const std::vector<std::uint64_t> events = m_cells->eventsBySeries(count);
    std::vector<SeriesTable::Id> ranked(count);
    std::iota(ranked.begin(), ranked.end(), SeriesTable::Id{0});
    const auto last = ranked.begin() + static_cast<std::ptrdiff_t>(m_aggregate.most);
    std::partial_sort(ranked.begin(), last, ranked.end(),
                      [&](SeriesTable::Id a, SeriesTable::Id b) {
                          return events[a] != events[b] ? events[a] > events[b]
                                                        : m_table.labels(a) < m_table.labels(b);
                      });
    isShown.assign(count, false);
    std::for_each(ranked.begin(), last, [&](SeriesTable::Id id) { isShown[id] = true; });
    return isShown;
}

bool Aggregator::isAdditive() const
{
    switch (m_aggregate.function) {
    case Function::Count:
    case Function::Rate:
    case Function::Top:
    case Function::Sum:
    case Function::Increase:
    case Function::CounterRate:
    case Function::Delta:
        return true;
    default:
        return false;
    }
}

AggregateValue Aggregator::valueOfNothing() const
{
    switch (m_aggregate.function) {
    case Function::Count:
    case Function::Rate:
    case Function::Top:
    case Function::Sum:
    case Function::Distinct:
        return {0, {}};
    default:
        return {};
    }
}

} // namespace weir
