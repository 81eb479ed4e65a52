// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace weir {

/// Does the newest job of a kind in a thread of its own: for what a page reads now and then, files
/// and small tables. A job that has not begun makes room for a newer one.
///
/// Thread safety: ask() and take() from the GUI thread; jobs and `finished` run in the worker's
/// thread. The worker has ended when the destructor returns; so a job must be short.
template<typename Answer>
class Background final
{
public:
    using Job = std::function<Answer()>;

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
        const std::lock_guard lock(m_mutex);
        m_job = std::move(job);
        m_wanted.notify_one();
    }

    /// The newest answer, once.
    std::optional<Answer> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_answer, {});
    }

private:
    void run(const std::stop_token& stop)
    {
        while (true) {
            std::unique_lock lock(m_mutex);
            if (!m_wanted.wait(lock, stop, [this] { return m_job.has_value(); }))
                return;
            const Job job = *std::exchange(m_job, {});
            lock.unlock();
            Answer answer = job();
            lock.lock();
            m_answer = std::move(answer);
            lock.unlock();
            m_finished();
        }
    }

    const std::function<void()> m_finished;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::optional<Job> m_job;
    std::optional<Answer> m_answer;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
