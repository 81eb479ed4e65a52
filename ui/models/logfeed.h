// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/alertrecord.h"
#include "ui/models/eventdetails.h"
#include "ui/models/logsnapshot.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace weir {

/// The log page's side of the index: one thread that owns a reader, answers the newest question,
/// follows what is committed and loads what the list is about to show. What it finds is merged until
/// somebody takes it, so neither memory nor the taker's work grows with the stream.
///
/// Thread safety: every function from the GUI thread; `changed` is called in the worker's thread and
/// must not block. The worker has ended when the destructor returns.
class LogFeed final
{
public:
    LogFeed(std::filesystem::path index, std::function<void()> changed);
    ~LogFeed();
    LogFeed(const LogFeed&) = delete;
    LogFeed& operator=(const LogFeed&) = delete;

    /// Begins anew; snapshots of older questions no longer come.
    Ticket ask(LogQuestion question);
    /// While the list is paused; see LogWorker::setHeld().
    void setHeld(bool held);
    /// While nobody sees the list: nothing is looked for and nothing is answered; what was asked
    /// meanwhile is answered when it is seen again.
    void setAsleep(bool asleep);
    /// Rows are made with this form from now on: the newest again and at once, the others as they are
    /// asked for. Nothing is counted again.
    void setForm(RowFormPtr form);
    /// Something was committed: look now instead of at the next slow look.
    void wake();
    /// Answered in order, also for a result of an older question that is still shown; ask() drops what
    /// has not been answered yet. At most a few are kept: what was asked for long ago has been scrolled
    /// away.
    void load(RowsRequest request);
    void load(EventSeq event);
    /// The newest transitions of alerts.
    void loadAlerts();

    std::optional<LogSnapshot> takeSnapshot();
    std::vector<RowsAnswer> takeRows();
    std::optional<Result<EventDetails>> takeEvent();
    std::optional<std::vector<AlertRecord>> takeAlerts();

private:
    struct Worker;

    struct Inbox
    {
        std::optional<LogQuestion> question;
        Ticket ticket{};
        std::stop_token superseded; ///< a newer question has been asked
        std::deque<RowsRequest> rows;
        RowFormPtr form = nullptr; ///< null: as before
        std::optional<EventSeq> event;
        bool alerts = false;
        bool held = false;
        bool asleep = false;
        bool woken = false;
    };
    struct Outbox
    {
        std::optional<LogSnapshot> snapshot;
        std::vector<RowsAnswer> rows;
        std::optional<Result<EventDetails>> event;
        std::optional<std::vector<AlertRecord>> alerts;
    };

    // Constant after construction.
    const std::filesystem::path m_index;
    const std::function<void()> m_changed;

    // GUI thread.
    Latest m_latest;

    // Any thread.
    std::atomic<bool> m_isUrgent = false; ///< the inbox has what must not wait for a long count

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::stop_source m_question; ///< the newest
    std::condition_variable_any m_wanted;
    Inbox m_inbox;
    Outbox m_outbox;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
