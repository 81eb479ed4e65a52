// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "ui/models/panelsnapshot.h"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace weir {

/// A dashboard's side of the index: one thread that owns a reader and answers the questions of all
/// panels, then follows what is committed, at most ten times a second. Only the newest snapshot of a
/// panel is kept, so neither memory nor the taker's work grows with the stream.
///
/// Thread safety: every function from the GUI thread; `changed` is called in the worker's thread and
/// must not block. The worker has ended when the destructor returns.
class PanelRun final
{
public:
    /// `clock` outlives it.
    PanelRun(std::filesystem::path index, const Clock& clock, std::function<void()> changed);
    ~PanelRun();
    PanelRun(const PanelRun&) = delete;
    PanelRun& operator=(const PanelRun&) = delete;

    /// Begins anew; snapshots of older questions no longer come.
    void ask(std::vector<PanelQuestion> questions, PanelRange range);
    /// Something was committed: look now instead of at the next slow look.
    void wake();
    /// Held: what is shown stays as it is, nothing is read. Also while nobody looks.
    void setHeld(bool isHeld);

    /// What is new since the last call, by the number of the question.
    std::map<std::size_t, PanelSnapshotPtr> take();

private:
    struct Worker;

    struct Inbox
    {
        bool isAsked = false;
        std::vector<PanelQuestion> questions;
        PanelRange range;
        bool isWoken = false;
        bool isHeld = false;
        std::uint64_t number = 0; ///< of the newest question
    };

    // Constant after construction.
    const std::filesystem::path m_index;
    const Clock& m_clock;
    const std::function<void()> m_changed;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    Inbox m_inbox;
    std::map<std::size_t, PanelSnapshotPtr> m_fresh;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
