// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/aggregator.h"
#include "store/read/viewscan.h"
#include "ui/models/panelsnapshot.h"

#include <map>
#include <memory>

namespace weir {

/// One panel's numbers: reads what there is block by block, newest first, then only what is new.
/// Reading on gives the same numbers as reading anew.
///
/// Thread: that of the reader, which outlives it.
class PanelScan final
{
public:
    /// Series drawn; more are no longer told apart by an eye.
    static constexpr std::size_t maxSeries = 40;
    /// Cells of a grid; more windows are made into one, keeping lowest and highest.
    static constexpr std::size_t maxCells = 4096;

    struct Setup
    {
        FilterPtr filter; ///< never null
        Aggregate aggregate;
        PanelRange range;
        EventSeq ceiling{};
        TimePoint now;
        std::optional<TimePoint> oldest; ///< of all events in the index; nothing: it is empty
    };

    /// Fails when the blocks cannot be listed. Precondition: oldest <= now, if there is one.
    static Result<std::unique_ptr<PanelScan>> begin(IndexReader& reader, Setup setup);

    /// One more block. False when all are done.
    Result<bool> step() { return m_scan->step(); }
    bool isComplete() const { return m_scan->isComplete(); }
    EventSeq ceiling() const { return m_scan->view().ceiling; }
    /// Precondition: isComplete().
    Result<Done> extendTo(EventSeq ceiling) { return m_scan->extendTo(ceiling); }

    /// Forgets what has left a live range. `now` never goes back.
    void forgetUntil(TimePoint now);
    PanelSnapshot snapshot(TimePoint now);
    /// Whether at `now` there would be another window than at the last snapshot.
    bool hasNewWindow(TimePoint now) const { return gridAt(now) != m_grid; }

private:
    PanelScan(Setup setup, Nanoseconds step, bool isWholeRange);

    /// All windows that are over at `now`, coarsened to at most maxCells.
    SeriesGrid gridAt(TimePoint now) const;
    SeriesData seriesOf(const Aggregator::Series& series, TimePoint known) const;
    int colorOf(const LabelValues& labels);
    void addSeries(PanelSnapshot& snapshot, const std::vector<Aggregator::Series>& all,
                   TimePoint now);
    /// Of the newest window or the whole range, over all series.
    double valueAt(TimePoint now) const;

    // Constant after begin().
    PanelRange m_range;
    Nanoseconds m_window{}; ///< the aggregate's `every`
    bool m_isWholeRange;
    TimePoint m_oldest; ///< of the index; before it nothing is known
    TimePoint m_reached; ///< while the first reading goes on: from here on everything is read
    TimePoint m_begun; ///< the moment up to which the first reading counts
    TimePoint m_first; ///< where the grid begins when no length is given

    Aggregator m_aggregator;
    std::unique_ptr<ViewScan> m_scan;
    SeriesGrid m_grid; ///< of the last snapshot
    std::map<LabelValues, int> m_colors;
};

} // namespace weir
