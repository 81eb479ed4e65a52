// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/write/indexwriter.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace weir::test {

/// What the writer said is safe.
struct Promises
{
    std::map<std::int64_t, std::uint64_t> seqs; ///< of acknowledged events, by offset
    int alerts = 0; ///< snapshot
};

/// Hears what the writer says, for whoever waits for it. Thread safety: any thread.
class DiskWitness final : public CommitListener
{
public:
    void committed(const std::vector<StoredBatch>& batches) override
    {
        change([&] {
            for (const StoredBatch& stored : batches) {
                for (std::size_t row = 0; row < stored.batch->size(); ++row)
                    m_promises.seqs[stored.batch->columns().offsets[row]] = number(stored.seq(row));
            }
        });
    }
    void ticked(TimePoint second) override
    {
        change([&] { m_tick = second; });
    }
    void failed(const Error& error) override
    {
        change([&] {
            if (!error.detail.empty())
                m_failures.push_back(error);
        });
    }
    void saved(int snapshot)
    {
        change([&] { m_promises.alerts = snapshot; });
    }

    /// Until it holds; false after a time no disk needs.
    bool await(const std::function<bool()>& condition)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), condition);
    }

    Promises promises()
    {
        const std::lock_guard lock(m_mutex);
        return m_promises;
    }
    std::vector<Error> takeFailures()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_failures, {});
    }

    // For the conditions of await().
    bool hasEvent(std::int64_t offset) const { return m_promises.seqs.count(offset) != 0; }
    bool hasAlerts(int snapshot) const { return m_promises.alerts == snapshot; }
    bool hasTick(TimePoint second) const { return m_tick >= second; }
    bool hasFailed() const { return !m_failures.empty(); }

private:
    void change(const std::function<void()>& action)
    {
        {
            const std::lock_guard lock(m_mutex);
            action();
        }
        m_changed.notify_all();
    }

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_changed;
    Promises m_promises;
    TimePoint m_tick = TimePoint::min();
    std::vector<Error> m_failures;
};

} // namespace weir::test
