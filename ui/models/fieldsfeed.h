// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/resultmap.h"
#include "store/read/viewscan.h"
#include "ui/models/facets.h"
#include "ui/models/latest.h"
#include "ui/models/loosefields.h"
#include "ui/models/numbertally.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace weir {

struct FieldsQuestion
{
    FilterPtr filter; ///< never null
    TimeRange range;
    bool facets = true;
    std::string statistics; ///< canonical name of a numeric field; empty: none
    /// Whole seconds, over which all events are counted for the timeline; empty: not wanted.
    TimeRange around{TimePoint::min(), TimePoint::min()};
    /// Nothing newer is counted. Unset: follow() will say; until then nothing is counted.
    std::optional<EventSeq> ceiling = std::nullopt;
    std::vector<LooseField> loose = {}; ///< of the filter
};

/// The side of a result that is counted over all of it: its fields, statistics of one of them, and
/// the events around a marked range. A thread of its own with a reader of its own, at a low priority,
/// so that the list waits for none of it. What it finds is kept until somebody takes it.
///
/// Thread safety: every function from the GUI thread; `changed` is called in the worker's thread and
/// must not block. The worker has ended when the destructor returns.
class FieldsFeed final
{
public:
    FieldsFeed(std::filesystem::path index, std::function<void()> changed);
    ~FieldsFeed();
    FieldsFeed(const FieldsFeed&) = delete;
    FieldsFeed& operator=(const FieldsFeed&) = delete;

    /// What is being counted for an older question ends within a block; its answers no longer come. A
    /// part that is asked for as before goes on. Begins when its ceiling is known, and with
    /// rowsAreThere(), or a moment later: until then the processors are the list's.
    void ask(FieldsQuestion question);
    /// The list shows the first rows of what was asked.
    void rowsAreThere();
    /// The ceiling has gone up and the range begins at `from`: only what lies between is counted.
    void follow(EventSeq ceiling, TimePoint from);

    /// The newest since the last call.
    std::optional<Facets> takeFacets();
    std::optional<NumberStatistics> takeStatistics();
    std::shared_ptr<const ResultMap> takeAround(); ///< null: nothing new

private:
    struct Worker;

    struct Advance
    {
        EventSeq ceiling{};
        TimePoint from;
    };
    struct Inbox
    {
        std::optional<FieldsQuestion> question;
        std::chrono::steady_clock::time_point notBefore; ///< the question
        std::optional<Advance> advance;

        bool mustWait() const
        {
            return question
                && (!question->ceiling || std::chrono::steady_clock::now() < notBefore);
        }
    };
    struct Outbox
    {
        std::optional<Facets> facets;
        std::optional<NumberStatistics> statistics;
        std::shared_ptr<const ResultMap> around;
    };

    // Constant after construction.
    const std::filesystem::path m_index;
    const std::function<void()> m_changed;

    // Any thread.
    std::atomic<bool> m_isAsked = false; ///< the inbox has a question

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    Inbox m_inbox;
    Outbox m_outbox;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
