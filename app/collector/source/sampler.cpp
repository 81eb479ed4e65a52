// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/sampler.h"

#include "collectors/redact/redactkey.h"

#include <exception>
#include <thread>
#include <utility>

namespace weir {

namespace {

/// Keeps what comes until it is enough, and wakes who waits for that.
class SampleSink final : public BatchSink
{
public:
    explicit SampleSink(std::size_t wanted)
        : m_wanted(wanted)
    {
    }

    bool push(const EventBatchPtr& batch) override
    {
        const std::lock_guard lock(m_mutex);
        if (m_sample.events < m_wanted) {
            m_sample.batches.push_back(batch);
            m_sample.events += batch->size();
        }
        m_wake.notify_all();
        return true;
    }
    void waitForRoom(std::size_t, std::chrono::milliseconds) override { }
    std::chrono::milliseconds maxBatchAge() const override { return std::chrono::milliseconds(20); }

    void end(std::string error)
    {
        const std::lock_guard lock(m_mutex);
        m_sample.error = std::move(error);
        m_hasEnded = true;
        m_wake.notify_all();
    }
    void wait(std::chrono::steady_clock::time_point deadline)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait_until(lock, deadline,
                          [this] { return m_hasEnded || m_sample.events >= m_wanted; });
    }
    /// When nobody pushes any more.
    Sample take() { return std::move(m_sample); }

private:
    const std::size_t m_wanted;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    Sample m_sample; ///< guarded by m_mutex
    bool m_hasEnded = false; ///< guarded by m_mutex
};

} // namespace

Sample takeSample(CollectorSetup setup, std::size_t events,
                  std::chrono::steady_clock::time_point deadline)
{
    setup.source.redact.tagKey = keyOfProcess();
    const auto collector = makeCollector(std::move(setup));
    if (!collector)
        return {{}, 0, {}, collector.error().text()};
    SampleSink sink(events);
    std::thread thread([&collector, &sink] {
        try {
            const auto done = (*collector)->run(sink);
            sink.end(done ? std::string() : done.error().text());
        } catch (const std::exception& exception) {
            sink.end(exception.what());
        }
    });
    sink.wait(deadline);
    const SourceStatus status = (*collector)->status();
    (*collector)->requestStop();
    thread.join();
    Sample sample = sink.take();
    sample.status = status;
    return sample;
}

} // namespace weir
