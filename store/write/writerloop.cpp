// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/writerloop.h"

#include <algorithm>
#include <utility>

namespace weir {

using namespace std::chrono_literals;

namespace {

/// Time between two commits: together with the time a source takes to fill a batch within the
/// 20 ms and 250 ms that are promised.
constexpr auto followedInterval = 8ms;
constexpr auto quietInterval = 100ms;
/// Enough for one commit whatever the time.
constexpr std::size_t fullCommit = std::size_t{4} << 20;

/// How long at most until the clock is looked at.
constexpr auto longestWait = 250ms;

constexpr std::chrono::milliseconds longestBackoff = 2s;
constexpr int triesAfterStop = 5;

/// After a longer pause (the machine slept) the seconds in between did not happen.
constexpr auto mostTicksToCatchUp = 60s;

} // namespace

WriterLoop::WriterLoop(SliceSet& slices, BatchQueue& queue, const Clock& clock,
                       std::chrono::milliseconds firstPause)
    : m_slices(slices)
    , m_queue(queue)
    , m_clock(clock)
    , m_firstPause(firstPause)
    , m_nextTick(std::chrono::floor<std::chrono::seconds>(clock.now()) + 1s)
{
}

void WriterLoop::run(CommitListener& listener)
{
    do {
        step(listener);
    } while (!isFinished());
    refuseAdoptions();
    report(m_slices.close(), listener);
}

void WriterLoop::step(CommitListener& listener)
{
    if (m_failure.detail.empty())
        collect();
    else
        pause();

    const bool isTickDue = m_clock.now() >= m_nextTick;
    Result<Done> outcome = Done{};
    if (isTickDue || isCommitDue() || m_queue.isDrained())
        outcome = commit(listener);
    if (outcome)
        outcome = serveRequests();
    if (outcome)
        outcome = serveAdoptions(listener);
    if (outcome && isTickDue)
        outcome = tick(listener);
    if (outcome)
        serveTask();
    if (outcome)
        outcome = m_slices.checkpoint(m_pending.empty() && m_queue.bytes() == 0);
    report(outcome, listener);
}

/// Waits for batches, and takes more until a commit is due.
void WriterLoop::collect()
{
    auto batches = m_queue.popAll(wakeTime());
    if (batches.empty())
        return;
    if (m_pending.empty())
        m_pendingSince = std::chrono::steady_clock::now();
    for (EventBatchPtr& batch : batches) {
        m_pendingBytes += batch->bytes();
        m_pending.push_back(std::move(batch));
    }
}

/// Between two tries. The queue is left alone: it fills, and the sources wait.
void WriterLoop::pause()
{
    std::unique_lock lock(m_mutex);
    if (!m_isStopping || m_triesAfterStop > 0)
        m_stopped.wait_for(lock, m_backoff,
                           [this] { return m_isStopping && m_triesAfterStop == 0; });
    if (m_isStopping)
        ++m_triesAfterStop;
}

WriterLoop::SteadyTime WriterLoop::commitTime() const
{
    return std::max(m_pendingSince, m_lastCommit + (m_followed ? followedInterval : quietInterval));
}

bool WriterLoop::isCommitDue() const
{
    return !m_pending.empty()
        && (m_pendingBytes >= fullCommit || std::chrono::steady_clock::now() >= commitTime());
}

WriterLoop::SteadyTime WriterLoop::wakeTime() const
{
    const auto now = std::chrono::steady_clock::now();
    const Nanoseconds untilTick = m_nextTick - m_clock.now();
    const auto wake = now + std::clamp<Nanoseconds>(untilTick, 0ns, longestWait);
    if (m_pending.empty())
        return wake;
    return m_pendingBytes >= fullCommit ? now : std::min(wake, commitTime());
}

Result<Done> WriterLoop::commit(CommitListener& listener)
{
    if (m_pending.empty())
        return Done{};
    auto stored = m_slices.append(m_pending, m_floor, m_clock.now());
    if (!stored)
        return stored.error();
    for (const EventBatchPtr& batch : m_pending) {
        if (const CommitReceiptPtr& receipt = batch->columns().receipt)
            receipt->add();
    }
    m_pending.clear();
    m_pendingBytes = 0;
    m_lastCommit = std::chrono::steady_clock::now();
    std::erase_if(*stored, [](const StoredBatch& batch) { return batch.batch->isEmpty(); });
    if (!stored->empty())
        listener.committed(*stored);
    return Done{};
}

Result<Done> WriterLoop::tick(CommitListener& listener)
{
    // What was pushed before the second ended belongs before its tick.
    const TimePoint now = m_clock.now();
    for (EventBatchPtr& batch : m_queue.takeAll())
        m_pending.push_back(std::move(batch));
    if (const auto done = commit(listener); !done)
        return done;

    if (now - m_nextTick > mostTicksToCatchUp)
        m_nextTick = std::chrono::floor<std::chrono::seconds>(now);
    for (; m_nextTick <= now; m_nextTick += 1s) {
        m_floor = m_nextTick;
        listener.ticked(m_nextTick);
    }
    return applyRetention(now);
}

Result<Done> WriterLoop::applyRetention(TimePoint now)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_newRetention)
            m_slices.setRetention(*std::exchange(m_newRetention, std::nullopt));
    }
    return m_slices.applyRetention(now);
}

Result<Done> WriterLoop::serveRequests()
{
    while (true) {
        Request request;
        {
            const std::lock_guard lock(m_mutex);
            if (m_requests.empty())
                return Done{};
            request = m_requests.front();
        }
        if (const auto done = request(m_slices.meta().connection()); !done)
            return done;
        const std::lock_guard lock(m_mutex);
        m_requests.pop_front();
    }
}

Result<Done> WriterLoop::call(const Work& work, const std::stop_token& stop)
{
    const Error refused{Error::Code::Busy, {}, "the writer is stopping"};
    Task task{work, std::nullopt};
    std::unique_lock lock(m_mutex);
    if (m_hasEnded)
        return refused;
    m_task = &task;
    m_queue.wake();
    const auto isOver = [&] {
        return task.outcome || m_hasEnded;
    };
    m_taskDone.wait(lock, stop, isOver);
    if (m_task == &task) {
        m_task = nullptr;
        return refused;
    }
    // It was begun, and uses what is the caller's.
    m_taskDone.wait(lock, isOver);
    return *task.outcome;
}

/// What fails here is the caller's: commits go on.
void WriterLoop::serveTask()
{
    Task* task = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        task = std::exchange(m_task, nullptr);
    }
    if (task == nullptr)
        return;
    auto outcome = task->work(m_slices);
    const std::lock_guard lock(m_mutex);
    task->outcome = std::move(outcome);
    m_taskDone.notify_all();
}

Result<Done> WriterLoop::serveAdoptions(CommitListener& listener)
{
    while (true) {
        if (!m_adoption) {
            const std::lock_guard lock(m_mutex);
            if (m_adoptions.empty())
                return Done{};
            m_adoption = std::move(m_adoptions.front());
            m_adoptions.pop_front();
        }
        if (const auto done = serve(*m_adoption, listener); !done)
            return done;
        m_adoption.reset();
    }
}

/// Fails only where it is to be tried again.
Result<Done> WriterLoop::serve(Adoption& adoption, CommitListener& listener)
{
    // What is on its way may be what the slice holds: that is known only once it is committed.
    if (const auto done = commit(listener); !done)
        return done;
    if (adoption.pending == 0) {
        auto small = m_slices.smallSlice(adoption.incoming, m_clock.now());
        if (!small) {
            adoption.adopted(small.error());
            return Done{};
        }
        for (EventBatchPtr& batch : *small) {
            adoption.pending += batch->size();
            m_pending.push_back(std::move(batch));
        }
        if (const auto done = commit(listener); !done)
            return done;
    }
    if (adoption.pending > 0) {
        (void)removeDatabase(adoption.incoming); // if it stays, it is found to be indexed
        adoption.adopted(adoption.pending);
        return Done{};
    }
    const auto adopted = m_slices.adopt(adoption.incoming, m_floor, m_clock.now());
    if (adopted)
        listener.adopted(m_slices.newest());
    adoption.adopted(adopted);
    return Done{};
}

void WriterLoop::refuseAdoptions()
{
    std::deque<Adoption> left;
    {
        const std::lock_guard lock(m_mutex);
        left.swap(m_adoptions);
    }
    if (m_adoption)
        left.push_front(std::move(*m_adoption));
    for (const Adoption& adoption : left)
        adoption.adopted(Error{Error::Code::Unreachable, "", "the collector has ended"});
}

/// Says when it stops working, when the reason changes, and when it works again.
void WriterLoop::report(const Result<Done>& outcome, CommitListener& listener)
{
    const bool hadFailed = !m_failure.detail.empty();
    if (outcome) {
        m_backoff = {};
        m_failure = {};
        if (hadFailed)
            listener.failed(m_failure);
        return;
    }
    m_backoff = m_backoff == 0ms ? m_firstPause : std::min(2 * m_backoff, longestBackoff);
    Error failure = outcome.error();
    if (failure.detail.empty())
        failure.detail = "unknown failure";
    const bool isNew = failure.code != m_failure.code || failure.text() != m_failure.text();
    m_failure = std::move(failure);
    if (isNew)
        listener.failed(m_failure);
}

bool WriterLoop::isFinished()
{
    const std::lock_guard lock(m_mutex);
    if (!m_isStopping)
        return false;
    const bool isDone = m_queue.isDrained() && m_pending.empty() && m_requests.empty();
    m_hasEnded = isDone || m_triesAfterStop >= triesAfterStop;
    m_taskDone.notify_all();
    return m_hasEnded;
}

void WriterLoop::stop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopping = true;
    m_queue.close();
    m_stopped.notify_all();
}

void WriterLoop::setFollowed(bool followed)
{
    m_followed = followed;
    m_queue.wake();
}

void WriterLoop::setRetention(RetentionPolicy retention)
{
    const std::lock_guard lock(m_mutex);
    m_newRetention = std::move(retention);
}

void WriterLoop::adopt(std::filesystem::path incoming, Adopted adopted)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_hasEnded) {
            m_adoptions.push_back({std::move(incoming), std::move(adopted), 0});
            m_queue.wake();
            return;
        }
    }
    adopted(Error{Error::Code::Unreachable, "", "the collector has ended"});
}

void WriterLoop::request(Request request)
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_hasEnded) {
            m_requests.push_back(std::move(request));
            m_queue.wake();
            return;
        }
    }
    (void)request(m_slices.meta().connection());
}

} // namespace weir
