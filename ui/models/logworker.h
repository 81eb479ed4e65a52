// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/logfeed.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

namespace weir {

/// What LogFeed's thread does, one bounded step at a time: opens the index when there is one, counts
/// block by block newest first, then extends by what is new. Thread: that of the feed.
class LogWorker final
{
public:
    explicit LogWorker(std::filesystem::path index);

    void begin(LogQuestion question, Ticket ticket);
    /// Blocks are left to count: advance() has more to do at once.
    bool isScanning() const { return m_scan && !m_scan->isComplete(); }

    /// Held: while it counts, nothing above the ceiling comes in, so that who has paused gets the
    /// whole count of what they look at. What is new is counted once the counting is done.
    void setHeld(bool held) { m_isHeld = held; }

    /// Looks for new events, or counts on for some milliseconds. Nothing when nothing changed.
    std::optional<LogSnapshot> advance(const std::stop_token& stop);
    RowsAnswer rows(const RowsRequest& request);
    Result<EventDetails> event(EventSeq seq);
    /// Once a second at most, and only when something changed since.
    std::optional<Facets> facetsWhenDue(const std::stop_token& stop);

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// False while there is no index to read; `m_error` says why.
    bool openReader();
    bool startScan(EventSeq newest);
    bool countOn();
    bool follow(EventSeq newest);
    bool fails(Error error);
    LogSnapshot snapshot(const std::stop_token& stop);
    void loadRowsOf(const LogSnapshot& snapshot, RowsAnswer& answer);
    void loadNewestRows(LogSnapshot& snapshot, const std::stop_token& stop);

    const std::filesystem::path m_index;
    std::unique_ptr<IndexReader> m_reader;
    std::optional<LogQuestion> m_question;
    Ticket m_ticket{};
    std::unique_ptr<ViewScan> m_scan; ///< of the matches
    std::unique_ptr<ViewScan> m_allScan; ///< of all events; none when every event matches
    std::optional<Error> m_error;
    bool m_errorTold = false;
    bool m_isHeld = false;
    std::vector<LogRow>
        m_newest; ///< of m_newestCeiling, so that counting on need not load them again
    std::optional<EventSeq> m_newestCeiling;
    SteadyTime m_began; ///< the scan, so that waiting for an index does not count
    Nanoseconds m_took{};
    SteadyTime m_facetsAt;
    bool m_facetsStale = true;
};

} // namespace weir
