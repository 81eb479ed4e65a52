// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/batchsink.h"
#include "collectors/collector.h"
#include "core/offsetranges.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace weir {

/// Keeps every batch that it has room for. Thread safety: any thread.
class FakeSink final : public BatchSink
{
public:
    bool push(const EventBatchPtr& batch) override
    {
        const std::lock_guard lock(m_mutex);
        if (!hasRoom()) {
            ++refused;
            return false;
        }
        m_batches.push_back(batch);
        if (const auto& receipt = batch->columns().receipt; receipt && isIndexed)
            receipt->add();
        m_events += batch->size();
        return true;
    }
    void waitForRoom(std::size_t, std::chrono::milliseconds atMost) override
    {
        std::unique_lock lock(m_mutex);
        m_roomy.wait_for(lock, atMost, [this] { return hasRoom(); });
    }
    std::chrono::milliseconds maxBatchAge() const override { return std::chrono::milliseconds(5); }

    void setFull(bool isFull) { setRoomFor(isFull ? 0 : SIZE_MAX); }
    /// Full as soon as it has so many events.
    void setRoomFor(std::size_t events)
    {
        const std::lock_guard lock(m_mutex);
        m_room = events;
        m_roomy.notify_all();
    }

    std::size_t events() const
    {
        const std::lock_guard lock(m_mutex);
        return m_events;
    }
    std::vector<EventBatchPtr> batches() const
    {
        const std::lock_guard lock(m_mutex);
        return m_batches;
    }
    void forget()
    {
        const std::lock_guard lock(m_mutex);
        m_batches.clear();
        m_events = 0;
        m_roomy.notify_all();
    }

    std::vector<Gap> gaps() const
    {
        std::vector<Gap> gaps;
        for (const auto& batch : batches())
            gaps.insert(gaps.end(), batch->columns().gaps.begin(), batch->columns().gaps.end());
        return gaps;
    }
    /// Calls for every event in the order of arrival.
    void each(const std::function<void(const EventBatch&, std::size_t)>& visit) const
    {
        for (const auto& batch : batches()) {
            for (std::size_t row = 0; row < batch->size(); ++row)
                visit(*batch, row);
        }
    }
    std::vector<std::string> payloads() const
    {
        std::vector<std::string> payloads;
        each([&](const EventBatch& batch, std::size_t row) {
            payloads.emplace_back(batch.payload(row));
        });
        return payloads;
    }
    /// What an index would give back at the next start.
    std::vector<StartPosition> positions() const
    {
        std::map<std::string, StartPosition> all;
        for (const auto& batch : batches()) {
            for (const PositionSpan& span : batch->columns().positions) {
                const Stream& stream = batch->columns().streams[span.stream];
                StartPosition& position = all[stream.key()];
                position.stream = stream;
                addRange(position.indexed, span.offsets);
            }
            for (const Gap& gap : batch->columns().gaps) {
                StartPosition& position = all[gap.stream.key()];
                position.stream = gap.stream;
                addRange(position.indexed, gap.offsets);
            }
        }
        std::vector<StartPosition> positions;
        for (auto& [key, position] : all)
            positions.push_back(std::move(position));
        return positions;
    }

    std::atomic<bool> isIndexed = true; ///< batches count as committed at once; else never
    std::atomic<int> refused = 0;

private:
    bool hasRoom() const { return m_events < m_room; }

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_roomy;
    std::vector<EventBatchPtr> m_batches;
    std::size_t m_events = 0;
    std::size_t m_room = SIZE_MAX;
};

/// A collector in a thread of its own, as in the program; stopped and joined at the end.
class RunningCollector final
{
public:
    RunningCollector(CollectorSetup setup, BatchSink& sink)
        : m_collector(std::move(*makeCollector(std::move(setup))))
        , m_thread([this, &sink] {
            const auto done = m_collector->run(sink);
            if (!done)
                m_error = done.error().text();
            m_ended = true;
        })
    {
    }
    ~RunningCollector() { stop(); }

    void stop()
    {
        m_collector->requestStop();
        if (m_thread.joinable())
            m_thread.join();
    }
    bool hasEnded() const { return m_ended; }
    /// Precondition: hasEnded().
    const std::string& error() const { return m_error; }
    SourceStatus status() const { return m_collector->status(); }
    void request(PositionRequest request) { m_collector->request(std::move(request)); }

private:
    std::unique_ptr<Collector> m_collector;
    std::string m_error;
    std::atomic<bool> m_ended = false;
    std::thread m_thread;
};

} // namespace weir
