// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/panelrun.h"

#include "ui/models/panelworker.h"

#include <utility>

namespace weir {

namespace {

/// How often the index is asked for something new when nobody says that there is.
constexpr auto slowLook = std::chrono::milliseconds(500);
/// Between two looks, however often something is committed.
constexpr auto pace = std::chrono::milliseconds(100);

} // namespace

struct PanelRun::Worker
{
    PanelRun& run;
    std::uint64_t number = 0;
    bool isHeld = false;
    PanelWorker worker{run.m_index, run.m_clock, [this](std::size_t panel, PanelSnapshot snapshot) {
                           publish(panel, std::move(snapshot));
                       }};

    void loop(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            const Inbox inbox = take(stop);
            if (stop.stop_requested())
                return;
            isHeld = inbox.isHeld;
            if (inbox.isAsked) {
                number = inbox.number;
                worker.begin(inbox.questions, inbox.range);
            }
            // What was asked for is answered once even while held; it then stays.
            if (!isHeld || inbox.isAsked || worker.isScanning())
                worker.advance(stop);
            if (!worker.isScanning())
                rest(stop);
        }
    }

    Inbox take(const std::stop_token& stop)
    {
        std::unique_lock lock(run.m_mutex);
        if (!worker.isScanning()) {
            run.m_wanted.wait_for(lock, stop, slowLook, [this] {
                const Inbox& inbox = run.m_inbox;
                return inbox.isAsked || inbox.isHeld != isHeld || (inbox.isWoken && !isHeld);
            });
        }
        Inbox inbox = run.m_inbox;
        run.m_inbox.isAsked = false;
        run.m_inbox.isWoken = false;
        return inbox;
    }

    /// Lets commits gather, but not a new question wait.
    void rest(const std::stop_token& stop)
    {
        std::unique_lock lock(run.m_mutex);
        run.m_wanted.wait_for(lock, stop, pace, [this] { return run.m_inbox.isAsked; });
    }

    void publish(std::size_t panel, PanelSnapshot snapshot)
    {
        {
            const std::lock_guard lock(run.m_mutex);
            if (number != run.m_inbox.number)
                return; // nobody asks for that any more
            run.m_fresh[panel] = std::make_shared<const PanelSnapshot>(std::move(snapshot));
        }
        run.m_changed();
    }
};

PanelRun::PanelRun(std::filesystem::path index, const Clock& clock, std::function<void()> changed)
    : m_index(std::move(index))
    , m_clock(clock)
    , m_changed(std::move(changed))
    , m_thread([this](const std::stop_token& stop) { Worker{*this}.loop(stop); })
{
}

PanelRun::~PanelRun() = default;

void PanelRun::ask(std::vector<PanelQuestion> questions, PanelRange range)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.isAsked = true;
    m_inbox.questions = std::move(questions);
    m_inbox.range = range;
    ++m_inbox.number;
    m_fresh.clear();
    m_wanted.notify_one();
}

void PanelRun::wake()
{
    const std::lock_guard lock(m_mutex);
    m_inbox.isWoken = true;
    m_wanted.notify_one();
}

void PanelRun::setHeld(bool isHeld)
{
    const std::lock_guard lock(m_mutex);
    m_inbox.isHeld = isHeld;
    m_wanted.notify_one();
}

std::map<std::size_t, PanelSnapshotPtr> PanelRun::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_fresh, {});
}

} // namespace weir
