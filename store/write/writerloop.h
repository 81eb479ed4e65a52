// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"
#include "store/write/sliceset.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace weir {

/// What the writer's thread does: takes batches, decides when to commit, ticks, checkpoints, and
/// goes on trying while the disk refuses.
///
/// Thread: run() in the writer's thread; the rest from any.
class WriterLoop final
{
public:
    /// A change of meta.db; tried again, in order, until it succeeds.
    using Request = std::function<Result<Done>(Connection& meta)>;

    WriterLoop(SliceSet& slices, BatchQueue& queue, const Clock& clock,
               std::chrono::milliseconds firstPause);

    /// Until stop() was called and everything is committed, or cannot be.
    void run(CommitListener& listener);
    void stop();

    void setFollowed(bool followed);
    /// Counts from the next tick on.
    void setRetention(RetentionPolicy retention);
    void request(Request request);

    using Work = std::function<Result<Done>(SliceSet&)>;
    /// Does something in the writer's thread, between two commits, and gives what came of it. Busy
    /// when it was not begun: a stop was requested, or the thread has ended.
    Result<Done> call(const Work& work, const std::stop_token& stop);

    using Adopted = std::function<void(Result<std::uint64_t>)>;
    /// Takes a sealed slice over, once; `adopted` is called with what came of it.
    void adopt(std::filesystem::path incoming, Adopted adopted);

private:
    struct Task
    {
        const Work& work;
        std::optional<Result<Done>> outcome;
    };

    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Adoption
    {
        std::filesystem::path incoming;
        Adopted adopted;
        std::uint64_t pending = 0; ///< so many of its events are in m_pending
    };

    void collect();
    void pause();
    bool isCommitDue() const;
    SteadyTime commitTime() const;
    SteadyTime wakeTime() const;

    void step(CommitListener& listener);
    Result<Done> commit(CommitListener& listener);
    Result<Done> tick(CommitListener& listener);
    Result<Done> applyRetention(TimePoint now);
    Result<Done> serveRequests();
    void serveTask();
    Result<Done> serveAdoptions(CommitListener& listener);
    Result<Done> serve(Adoption& adoption, CommitListener& listener);
    void refuseAdoptions();
    void report(const Result<Done>& outcome, CommitListener& listener);
    bool isFinished();

    // Of the writer's thread.
    SliceSet& m_slices;
    BatchQueue& m_queue;
    const Clock& m_clock;
    const std::chrono::milliseconds m_firstPause;
    std::vector<EventBatchPtr> m_pending; ///< taken from the queue, not committed
    std::size_t m_pendingBytes = 0;
    SteadyTime m_pendingSince;
    SteadyTime m_lastCommit;
    TimePoint m_nextTick;
    TimePoint m_floor = TimePoint::min();
    Error m_failure; ///< empty detail: none
    std::chrono::milliseconds m_backoff{};
    std::optional<Adoption> m_adoption; ///< being served
    int m_triesAfterStop = 0;

    std::atomic<bool> m_followed = false;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_stopped;
    std::optional<RetentionPolicy> m_newRetention;
    std::deque<Request> m_requests;
    std::deque<Adoption> m_adoptions;
    Task* m_task = nullptr; ///< not begun yet
    std::condition_variable_any m_taskDone;
    bool m_isStopping = false;
    bool m_hasEnded = false;
};

} // namespace weir
