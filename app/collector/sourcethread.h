// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/positiontracker.h"
#include "collectors/collector.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace weir {

/// Runs one source in a thread of its own: after an error again and again, with growing pauses;
/// with `untilEnd` once.
///
/// Thread safety: status(), request() and requestStop() from any thread, the rest from the owner's.
class SourceThread final
{
public:
    /// `sink` outlives it. `ended` is called in the source's thread when run() has returned for good
    /// without having been asked to.
    SourceThread(CollectorSetup setup, BatchSink& sink, std::function<void()> ended);
    /// Stops and joins.
    ~SourceThread();
    SourceThread(const SourceThread&) = delete;
    SourceThread& operator=(const SourceThread&) = delete;

    void start();
    void requestStop();
    /// Waits until everything received has been pushed. Precondition: requestStop() was called, or
    /// the source ends by itself.
    void join();

    const SourceConfig& config() const { return m_setup.source; }
    /// What the next start of this source goes on from.
    std::vector<StartPosition> positions() const { return m_sink.positions(); }
    SourceStatus status() const;
    /// Hands it to the source; answered at once while that is not running.
    void request(PositionRequest request);

    enum class Outcome { Running, Done, Failed };
    Outcome outcome() const;

private:
    void run();
    Result<Done> runOnce();
    bool waitToRetry(std::chrono::milliseconds pause);
    void finish(Outcome outcome);

    const CollectorSetup m_setup;
    const std::function<void()> m_ended;
    PositionTracker m_sink;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::shared_ptr<Collector> m_collector;
    SourceStatus m_fallback; ///< while there is no collector
    std::string m_error; ///< of the last run
    Outcome m_outcome = Outcome::Running;
    bool m_stopping = false;

    // Last, so destroyed first: the thread has ended before anything it uses goes away.
    std::jthread m_thread;
};

} // namespace weir
