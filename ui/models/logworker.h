// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/rowplaces.h"
#include "ui/models/logfeed.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace weir {

/// What LogFeed's thread does, one bounded step at a time: opens the index when there is one, counts
/// block by block newest first, then extends by what is new. What it finds first is told at once.
///
/// Every step ends within a block when its stop token says so: the question is not the newest any
/// more. Thread: that of the feed.
class LogWorker final
{
public:
    /// `isInterrupted` is asked between blocks: somebody wants something that must not wait until
    /// everything is counted.
    LogWorker(std::filesystem::path index, std::function<bool()> isInterrupted);

    void begin(LogQuestion question, Ticket ticket);
    /// Blocks are left to count, or rows to make: advance() has more to do at once.
    bool isBusy() const
    {
        return m_scan && (!m_scan->isComplete() || hasRowsToTake() || m_hasFirstRowsOnly);
    }

    /// Held: while it counts, nothing above the ceiling comes in, so that who has paused gets the
    /// whole count of what they look at. What is new is counted once the counting is done.
    void setHeld(bool held) { m_isHeld = held; }

    /// Rows are made with this from now on; the newest are made again, nothing is counted again.
    void setForm(RowFormPtr form);

    /// Looks for new events, or counts on for some milliseconds. Nothing when nothing changed.
    std::optional<LogSnapshot> advance(const std::stop_token& stop);
    /// Of no use once it was stopped.
    RowsAnswer rows(const RowsRequest& request, const std::stop_token& stop);
    Result<EventDetails> event(EventSeq seq);

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// False while there is no index to read; `m_error` says why.
    bool openReader();
    bool startScan(EventSeq newest, const std::stop_token& stop);
    bool startAllScan(EventSeq newest, const std::stop_token& stop);
    bool countOn(const std::stop_token& stop);
    bool follow(EventSeq newest, const std::stop_token& stop);
    bool hasFallenBehind(EventSeq newest);
    bool fails(Error error);
    LogSnapshot snapshot();
    bool loadNewestRows(std::size_t count, const std::stop_token& stop);
    /// Whether rows have been found and not been made yet.
    bool hasRowsToTake() const;
    bool takeFoundRows(const std::stop_token& stop);
    void remakeNewest(const std::stop_token& stop);
    void addNewest(const std::vector<EventRef>& events);
    void loadRowsOf(const LogSnapshot& snapshot, RowsAnswer& answer, const std::stop_token& stop);

    /// Who types narrows what they look for: blocks without a match have none for more letters.
    struct RuledOut
    {
        FilterPtr filter;
        ViewScan::BlockNames blocks;
    };

    const std::filesystem::path m_index;
    const std::function<bool()> m_isInterrupted;
    std::unique_ptr<IndexReader> m_reader;
    std::optional<LogQuestion> m_question;
    Ticket m_ticket{};
    std::unique_ptr<ViewScan> m_scan; ///< of the matches
    RuledOut m_ruledOut; ///< by the scan before
    std::unique_ptr<ViewScan> m_allScan; ///< of all events; kept while the range is the same
    std::optional<Error> m_error;
    bool m_errorTold = false;
    bool m_isHeld = false;
    RowFormPtr m_form = usualRowForm();
    bool m_formChanged = false; ///< and m_newest not made again yet
    std::vector<LogRow> m_newest; ///< ascending by key; none will come between or above them
    bool m_hasFirstRowsOnly = false; ///< so that m_newest is to be loaded again
    NewestPlaces m_found; ///< by the scan, and not taken into m_newest yet
    SteadyTime m_rowsAt; ///< when they were loaded last
    SteadyTime m_began; ///< the scan, so that waiting for an index does not count
    Nanoseconds m_took{};
};

} // namespace weir
