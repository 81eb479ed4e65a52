// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace weir {

/// Hands batches from the collector threads to the writer thread.
///
/// Thread safety: push(), waitForRoom() and close() from any thread; one consumer takes.
/// Invariant: never holds more than `capacity` bytes, except one batch that is larger by itself.
/// What does not fit is refused and stays with the caller: Kafka waits and tries again, ZeroMQ
/// records a gap; nothing is ever lost silently.
class BatchQueue final
{
public:
    explicit BatchQueue(std::size_t capacity);

    /// False when full or closed; the batch is then still the caller's.
    [[nodiscard]] bool push(const EventBatchPtr& batch);

    /// Waits until a batch of `bytes` may fit, the queue is closed, or the time is up.
    void waitForRoom(std::size_t bytes, std::chrono::milliseconds atMost);

    /// Waits for the first batch, for wake() or close(), at most until `deadline`; then takes all
    /// there is. Empty is no error.
    std::vector<EventBatchPtr> popAll(std::chrono::steady_clock::time_point deadline);

    /// popAll() without waiting. A wake() stays for the popAll() it was meant for.
    std::vector<EventBatchPtr> takeAll();

    /// Lets popAll() return at once.
    void wake();

    /// Nothing more can be pushed; what is in the queue can still be taken.
    void close();
    /// Closed and taken empty.
    bool isDrained() const;

    std::size_t bytes() const;

private:
    bool fits(std::size_t bytes) const;
    std::vector<EventBatchPtr> takeUnderLock();

    // Constant after construction.
    const std::size_t m_capacity;

    // Guarded by m_mutex.
    mutable std::mutex m_mutex;
    std::condition_variable m_readable;
    std::condition_variable m_writable;
    std::vector<EventBatchPtr> m_batches;
    std::size_t m_bytes = 0;
    bool m_closed = false;
    bool m_woken = false;
};

} // namespace weir
