// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logfeed.h"

#include "store/read/alertreader.h"
#include "ui/models/logworker.h"
#include "ui/models/threadturns.h"

#include <utility>

namespace weir {

namespace {

/// How often the index is asked for something new when nobody says that there is.
constexpr auto slowLook = std::chrono::milliseconds(500);
/// Between two snapshots of what is new: a frame.
constexpr auto shortestPause = std::chrono::milliseconds(15);
constexpr std::size_t maxRequests = 8;
constexpr std::size_t alertsShown = 200;

} // namespace

struct LogFeed::Worker
{
    LogFeed& feed;
    LogWorker worker;
    std::chrono::steady_clock::time_point toldAt{};

    void run(const std::stop_token& stop)
    {
        runBehind(nicenessOfRows);
        while (!stop.stop_requested()) {
            const Inbox inbox = take(stop);
            if (stop.stop_requested())
                return;
            handle(inbox);
        }
    }

    /// Waits only when there is nothing left to do, or while asleep.
    Inbox take(const std::stop_token& stop)
    {
        std::unique_lock lock(feed.m_mutex);
        feed.m_wanted.wait(lock, stop, [this] { return !feed.m_inbox.asleep; });
        const Inbox& wanted = feed.m_inbox;
        const auto isAsked = [&wanted] {
            return wanted.question || wanted.form || wanted.event || wanted.alerts || !wanted.rows.empty();
        };
        if (!worker.isBusy()) {
            // No frame would show what is found between two.
            feed.m_wanted.wait_until(lock, stop, toldAt + shortestPause, isAsked);
            feed.m_wanted.wait_for(lock, stop, slowLook, [&] { return isAsked() || wanted.woken; });
        }
        feed.m_isUrgent = false;
        Inbox inbox = std::exchange(feed.m_inbox, {});
        feed.m_inbox.ticket = inbox.ticket;
        feed.m_inbox.held = inbox.held;
        feed.m_inbox.asleep = inbox.asleep;
        feed.m_inbox.superseded = inbox.superseded;
        return inbox;
    }

    void handle(const Inbox& inbox)
    {
        const std::stop_token& stop = inbox.superseded;
        worker.setHeld(inbox.held);
        if (inbox.form)
            worker.setForm(inbox.form);
        if (inbox.question)
            worker.begin(*inbox.question, inbox.ticket);
        for (const RowsRequest& request : inbox.rows) {
            RowsAnswer answer = worker.rows(request, stop);
            if (stop.stop_requested())
                break;
            deliver([](Outbox& out, RowsAnswer& rows) { out.rows.push_back(std::move(rows)); },
                    std::move(answer));
        }
        if (inbox.event)
            deliver([](Outbox& out, Result<EventDetails>& event) { out.event = std::move(event); },
                    worker.event(*inbox.event));
        if (inbox.alerts) {
            if (auto history = readAlertHistory(feed.m_index, alertsShown))
                deliver([](Outbox& out, auto& alerts) { out.alerts = std::move(alerts); },
                        std::move(*history));
        }
        if (auto snapshot = worker.advance(stop)) {
            toldAt = std::chrono::steady_clock::now();
            deliver([](Outbox& out, auto& newest) { std::swap(out.snapshot, newest); },
                    std::move(snapshot));
        }
    }

    /// What `put` exchanges goes away without the lock, for which the window would wait.
    template<typename Put, typename T>
    void deliver(const Put& put, T content)
    {
        {
            const std::lock_guard lock(feed.m_mutex);
            put(feed.m_outbox, content);
        }
        feed.m_changed();
    }
};

LogFeed::LogFeed(std::filesystem::path index, std::function<void()> changed)
    : m_index(std::move(index))
    , m_changed(std::move(changed))
    , m_thread([this](const std::stop_token& stop) {
        Worker{*this, LogWorker(m_index, [this] { return m_isUrgent.load(); })}.run(stop);
    })
{
}

LogFeed::~LogFeed()
{
    m_thread.request_stop();
    m_question.request_stop();
}

Ticket LogFeed::ask(LogQuestion question)
{
    const std::lock_guard lock(m_mutex);
    m_question.request_stop();
    m_question = std::stop_source();
    m_isUrgent = true;
    m_inbox.superseded = m_question.get_token();
    m_inbox.ticket = m_latest.ask();
    m_inbox.question = std::move(question);
    m_inbox.rows.clear();
    m_outbox.snapshot.reset();
    m_outbox.rows.clear();
    m_wanted.notify_one();
    return m_inbox.ticket;
}

void LogFeed::setHeld(bool held)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.held = held;
}

void LogFeed::setAsleep(bool asleep)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.asleep = asleep;
    m_inbox.woken = true;
    m_wanted.notify_one();
}

void LogFeed::setForm(RowFormPtr form)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.form = std::move(form);
    m_isUrgent = true;
    m_wanted.notify_one();
}

void LogFeed::wake()
{
    const std::lock_guard lock(m_mutex);
    m_inbox.woken = true;
    m_wanted.notify_one();
}

void LogFeed::load(RowsRequest request)
{
    const std::lock_guard lock(m_mutex);
    if (m_inbox.rows.size() >= maxRequests)
        m_inbox.rows.pop_front();
    m_inbox.rows.push_back(std::move(request));
    m_isUrgent = true;
    m_wanted.notify_one();
}

void LogFeed::load(EventSeq event)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.event = event;
    m_isUrgent = true;
    m_wanted.notify_one();
}

void LogFeed::loadAlerts()
{
    const std::lock_guard lock(m_mutex);
    m_inbox.alerts = true;
    m_wanted.notify_one();
}

std::optional<LogSnapshot> LogFeed::takeSnapshot()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.snapshot, {});
}

std::vector<RowsAnswer> LogFeed::takeRows()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.rows, {});
}

std::optional<Result<EventDetails>> LogFeed::takeEvent()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.event, {});
}

std::optional<std::vector<AlertRecord>> LogFeed::takeAlerts()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_outbox.alerts, {});
}

} // namespace weir
