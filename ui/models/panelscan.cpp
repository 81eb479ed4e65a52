// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/panelscan.h"

#include "store/read/aggregatescan.h"
#include "ui/models/format.h"
#include "ui/models/timescale.h"

#include <QStringList>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace weir {

namespace {

/// Events of a window may be committed a little after its end; a line that dips at its right end
/// each time would be a lie.
constexpr Nanoseconds settling = std::chrono::milliseconds(300);
/// A single event with an absurd time must not stretch the axis beyond what can be counted.
constexpr Nanoseconds mostEver = std::chrono::hours(24 * 36'500);
/// Windows of a query that names none.
constexpr int wantedWindows = 150;

QString nameOf(const Aggregate& aggregate, const LabelValues& labels)
{
    QStringList parts;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const bool isMissing = labels[i].empty();
        parts << (isMissing ? QStringLiteral("(no %1)").arg(plainText(aggregate.by[i], 40))
                            : plainText(labels[i], 80));
    }
    return parts.join(QStringLiteral(", "));
}

TimePoint floorTo(TimePoint time, Nanoseconds step)
{
    const std::int64_t rest = nanosecondsOf(time) % step.count();
    return time - Nanoseconds(rest < 0 ? rest + step.count() : rest);
}

std::uint64_t eventsOf(const Aggregator::Series& series)
{
    return std::accumulate(
        series.windows.begin(), series.windows.end(), std::uint64_t{0},
        [](std::uint64_t sum, const auto& window) { return sum + window.events; });
}

/// The largest, in their old order.
std::vector<std::size_t> largest(const std::vector<std::uint64_t>& sizes, std::size_t most)
{
    std::vector<std::size_t> indexes(sizes.size());
    std::iota(indexes.begin(), indexes.end(), std::size_t{0});
    if (indexes.size() <= most)
        return indexes;
    std::stable_sort(indexes.begin(), indexes.end(),
                     [&](std::size_t a, std::size_t b) { return sizes[a] > sizes[b]; });
    indexes.resize(most);
    std::sort(indexes.begin(), indexes.end());
    return indexes;
}

} // namespace

PanelScan::PanelScan(Setup setup, Nanoseconds step, bool isWholeRange)
    : m_range(setup.range)
    , m_window(step)
    , m_isWholeRange(isWholeRange)
    , m_oldest(setup.now)
    , m_aggregator([&] {
        setup.aggregate.every = step;
        return setup.aggregate;
    }())
{
}

Result<std::unique_ptr<PanelScan>> PanelScan::begin(IndexReader& reader, Setup setup)
{
    TimeRange range = setup.range.fixed.value_or(TimeRange{});
    if (setup.range.length)
        range.from = setup.now - *setup.range.length;
    const TimePoint oldest =
        std::clamp(setup.oldest.value_or(setup.now), setup.now - mostEver, setup.now);
    const TimePoint from = range.from == TimePoint::min() ? oldest : range.from;
    const TimePoint to = setup.range.fixed ? range.to : setup.now;
    const bool isWholeRange = !setup.aggregate.every.has_value();
    const Nanoseconds window = isWholeRange
        ? std::max(niceStep(to - from, wantedWindows), Nanoseconds(std::chrono::milliseconds(10)))
        : *setup.aggregate.every;

    // Whole windows alone, and one before the range, so that a line comes in from the edge.
    if (range.from != TimePoint::min())
        range.from = floorTo(range.from, window) - window;
    const View view{setup.filter, range, setup.ceiling};
    const TimePoint now = setup.now;
    std::unique_ptr<PanelScan> scan(new PanelScan(std::move(setup), window, isWholeRange));
    scan->m_oldest = oldest;
    scan->m_begun = now;
    scan->m_reached = now;
    scan->m_first = floorTo(from, window) - window;
    scan->m_scan = std::make_unique<ViewScan>(
        reader, view, [owner = scan.get()](const StoredBatch& stored, const auto& rows) {
            owner->m_aggregator.add(stored, rows);
            const auto& times = stored.batch->columns().times;
            if (!times.empty())
                owner->m_reached = *std::min_element(times.begin(), times.end());
        },
        wantedBy(scan->m_aggregator.aggregate()));
    if (auto begun = scan->m_scan->begin(); !begun)
        return begun.error();
    return scan;
}

void PanelScan::forgetUntil(TimePoint now)
{
    if (m_range.length)
        m_aggregator.forgetBefore(floorTo(now - *m_range.length, m_window) - m_window);
}

SeriesGrid PanelScan::gridAt(TimePoint now) const
{
    // What came since the first reading began is only read after it: no zeros until then.
    const TimePoint known = isComplete() ? now : std::min(now, m_begun);
    const TimePoint ended = floorTo(known - settling, m_window);
    const TimePoint first =
        m_range.length ? floorTo(now - *m_range.length, m_window) - m_window : m_first;
    const TimePoint end =
        m_range.fixed ? std::min(floorTo(m_range.fixed->to, m_window), ended) : ended;
    SeriesGrid grid{first, m_window, 0};
    if (end <= first)
        return grid;
    const auto windows = static_cast<std::size_t>((end - first) / m_window);
    const std::size_t together = (windows + maxCells - 1) / maxCells;
    grid.step = m_window * static_cast<Nanoseconds::rep>(together);
    grid.first =
        floorTo(first, grid.step); // aligned, so that a cell keeps its windows as time goes by
    grid.cells = static_cast<std::size_t>((end - grid.first) / grid.step);
    return grid;
}

SeriesData PanelScan::seriesOf(const Aggregator::Series& series, TimePoint known) const
{
    struct Cell
    {
        double low = std::numeric_limits<double>::infinity();
        double high = -std::numeric_limits<double>::infinity();
        std::int64_t windows = 0;
    };
    std::vector<Cell> cells(m_grid.cells);
    const double nothing = m_aggregator.valueOfNothing().number;
    double last = nothing;
    for (const AggregateWindow& window : series.windows) {
        if (window.start < m_grid.first || window.start >= m_grid.end() || !window.value.isNumber())
            continue;
        Cell& cell = cells[static_cast<std::size_t>((window.start - m_grid.first) / m_grid.step)];
        cell.low = std::min(cell.low, window.value.number);
        cell.high = std::max(cell.high, window.value.number);
        ++cell.windows;
        if (window.start == m_grid.end() - m_window)
            last = window.value.number;
    }
    SeriesData data;
    data.name = nameOf(m_aggregator.aggregate(), series.labels);
    data.low.reserve(cells.size());
    data.high.reserve(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Cell& cell = cells[i];
        const bool isUnknown =
            m_grid.first + static_cast<Nanoseconds::rep>(i + 1) * m_grid.step <= known;
        // Of what counts, a window without events is a zero, not a hole: the label set is known.
        if (cell.windows < m_grid.step / m_window && !std::isnan(nothing)) {
            cell.low = std::min(cell.low, nothing);
            cell.high = std::max(cell.high, nothing);
        }
        const bool hasValue = !isUnknown && cell.low <= cell.high;
        data.low.push_back(hasValue ? cell.low : noValue);
        data.high.push_back(hasValue ? cell.high : noValue);
    }
    if (m_grid.cells > 0)
        data.last = last;
    return data;
}

int PanelScan::colorOf(const LabelValues& labels)
{
    return m_colors.try_emplace(labels, static_cast<int>(m_colors.size())).first->second;
}

double PanelScan::valueAt(TimePoint now) const
{
    const bool isRead = isComplete() || m_reached <= m_grid.end() - m_window;
    if (!m_isWholeRange && (m_grid.cells == 0 || !isRead))
        return noValue;
    const bool isBegun = m_range.fixed && m_range.fixed->from != TimePoint::min();
    const TimePoint from = isBegun ? m_range.fixed->from
        : m_range.length           ? now - *m_range.length
                                   : m_first;
    const TimePoint first = m_isWholeRange ? floorTo(from, m_window) : m_grid.end() - m_window;
    const TimePoint end = m_isWholeRange ? TimePoint::max() : m_grid.end();
    const TimePoint to = m_range.fixed ? m_range.fixed->to : now;
    const Nanoseconds span =
        m_isWholeRange ? std::max<Nanoseconds>(to - first, std::chrono::seconds(1)) : m_window;
    return m_aggregator.total({first, end}, span).number;
}

PanelSnapshot PanelScan::snapshot(TimePoint now)
{
    m_grid = gridAt(now);
    PanelSnapshot snapshot;
    snapshot.grid = m_grid;
    snapshot.isOverfull = m_aggregator.isOverfull();
    snapshot.isOutOfMemory = m_aggregator.isOutOfMemory();
    snapshot.isWholeRange = m_isWholeRange;
    const Aggregate& aggregate = m_aggregator.aggregate();
    snapshot.isRate = aggregate.function == Aggregate::Function::Rate
        || aggregate.function == Aggregate::Function::CounterRate;
    snapshot.isAdditive = m_aggregator.isAdditive();
    snapshot.function = plainText(printFunction(aggregate), 60);
    snapshot.window = m_window;
    snapshot.oldest = m_oldest;
    snapshot.blocksDone = m_scan->blocksDone();
    snapshot.blocksTotal = m_scan->blocksTotal();
    snapshot.isComplete = m_scan->isComplete();
    snapshot.ceiling = ceiling();
    addSeries(snapshot, m_aggregator.series(), now);
    return snapshot;
}

void PanelScan::addSeries(PanelSnapshot& snapshot, const std::vector<Aggregator::Series>& all,
                          TimePoint now)
{
    std::vector<std::uint64_t> sizes;
    TimePoint known = m_oldest;
    for (const Aggregator::Series& series : all) {
        sizes.push_back(eventsOf(series));
        known = std::min(known, series.windows.front().start); // what came later, but is older
    }
    const std::vector<std::size_t> shown = largest(sizes, maxSeries);
    snapshot.hiddenSeries = all.size() - shown.size();
    snapshot.value = valueAt(now);

    if (!snapshot.isComplete)
        known = std::max(known, m_reached); // newest first: what is older is not read yet
    // Until everything is read colours follow the order of labels; then a series keeps its own.
    if (!snapshot.isComplete)
        m_colors.clear();
    for (const std::size_t index : shown) {
        snapshot.series.push_back(seriesOf(all[index], known));
        snapshot.series.back().color = colorOf(all[index].labels);
    }
}

} // namespace weir
