// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/indexreader.h"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace weir {

/// Asks the index one thing at a time, in a thread of its own with a reader of its own: for what a
/// panel wants to know beside the list. A newer question ends the one before.
///
/// Thread safety: ask(), cancel() and take() from the GUI thread; jobs and `finished` run in the
/// worker's thread. The worker has ended when the destructor returns.
template<typename Answer>
class IndexQuestions final
{
public:
    /// Looks at its stop token often enough.
    using Job = std::function<Result<Answer>(IndexReader&, const std::stop_token&)>;

    IndexQuestions(std::filesystem::path index, std::function<void()> finished)
        : m_index(std::move(index))
        , m_finished(std::move(finished))
        , m_thread([this](const std::stop_token& stop) { run(stop); })
    {
    }
    ~IndexQuestions() { cancel(); }
    IndexQuestions(const IndexQuestions&) = delete;
    IndexQuestions& operator=(const IndexQuestions&) = delete;

    void ask(Job job)
    {
        const std::lock_guard lock(m_mutex);
        m_stop.request_stop();
        m_stop = {};
        m_answer.reset();
        m_job = std::move(job);
        m_wanted.notify_one();
    }

    /// No answer comes any more.
    void cancel()
    {
        const std::lock_guard lock(m_mutex);
        m_stop.request_stop();
        m_job.reset();
        m_answer.reset();
    }

    /// The answer to the newest question, once.
    std::optional<Result<Answer>> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_answer, {});
    }

private:
    void run(const std::stop_token& stop)
    {
        std::unique_ptr<IndexReader> reader;
        std::unique_lock lock(m_mutex);
        while (m_wanted.wait(lock, stop, [this] { return m_job.has_value(); })) {
            const Job job = *std::exchange(m_job, {});
            const std::stop_token asked = m_stop.get_token();
            lock.unlock();
            auto answer = answerTo(job, asked, reader);
            lock.lock();
            if (asked.stop_requested())
                continue;
            m_answer = std::move(answer);
            lock.unlock();
            m_finished();
            lock.lock();
        }
    }

    Result<Answer> answerTo(const Job& job, const std::stop_token& stop,
                            std::unique_ptr<IndexReader>& reader) const
    {
        if (!reader) {
            auto opened = IndexReader::open(m_index);
            if (!opened)
                return opened.error();
            reader = std::move(*opened);
        }
        return job(*reader, stop);
    }

    const std::filesystem::path m_index;
    const std::function<void()> m_finished;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::stop_source m_stop;
    std::optional<Job> m_job;
    std::optional<Result<Answer>> m_answer;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
