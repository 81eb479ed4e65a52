// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace weir {

/// Does the newest job of a kind in a thread of its own: for what a page reads now and then, files
/// and small tables. A job that has not begun makes room for a newer one.
///
/// Thread safety: ask() and take() from the GUI thread; jobs and `finished` run in the worker's
/// thread. The worker has ended when the destructor returns; so a job must be short, or one that takes
/// a stop token: that is asked to stop when a newer job is there and at the end, and its answer is
/// then dropped.
template<typename Answer>
class Background final
{
public:
    using Job = std::function<Answer()>;
    using LongJob = std::function<Answer(const std::stop_token&)>;

    explicit Background(std::function<void()> finished)
        : m_finished(std::move(finished))
        , m_thread([this](const std::stop_token& stop) { run(stop); })
    {
    }
    ~Background() = default;
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    void ask(Job job)
    {
        ask(Wanted{[job = std::move(job)](const std::stop_token&) { return job(); }, false});
    }
    void ask(LongJob job) { ask(Wanted{std::move(job), true}); }

    /// There is no answer to what was asked until now; a job without a stop token that runs is not kept
    /// from one.
    void cancel()
    {
        const std::lock_guard lock(m_mutex);
        m_job.reset();
        m_answer.reset();
        m_running.request_stop();
    }

    /// The newest answer, once.
    std::optional<Answer> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_answer, {});
    }

private:
    struct Wanted
    {
        LongJob job;
        bool isLong = false;
    };

    void ask(Wanted wanted)
    {
        const std::lock_guard lock(m_mutex);
        m_job = std::move(wanted);
        m_running.request_stop();
        m_wanted.notify_one();
    }

    void run(const std::stop_token& stop)
    {
        while (true) {
            std::unique_lock lock(m_mutex);
            if (!m_wanted.wait(lock, stop, [this] { return m_job.has_value(); }))
                return;
            const Wanted wanted = *std::exchange(m_job, {});
            std::stop_source running;
            m_running = running;
            lock.unlock();
            const std::stop_callback ended(stop, [&running] { running.request_stop(); });
            Answer answer = wanted.job(running.get_token());
            lock.lock();
            if (wanted.isLong && running.stop_requested())
                continue;
            m_answer = std::move(answer);
            lock.unlock();
            m_finished();
        }
    }

    const std::function<void()> m_finished;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::optional<Wanted> m_job;
    std::stop_source m_running; ///< of the job that runs, or ran last
    std::optional<Answer> m_answer;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
