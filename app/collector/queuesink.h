// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/batchsink.h"
#include "core/batchqueue.h"

#include <atomic>

namespace weir {

/// Where every collector puts its batches: the writer's queue. Thread safety: any thread.
class QueueSink final : public BatchSink
{
public:
    /// `queue` outlives it.
    explicit QueueSink(BatchQueue& queue)
        : m_queue(queue)
    {
    }

    bool push(const EventBatchPtr& batch) override { return m_queue.push(batch); }
    void waitForRoom(std::size_t bytes, std::chrono::milliseconds atMost) override
    {
        m_queue.waitForRoom(bytes, atMost);
    }
    /// Together with the writer's own wait it keeps the promised 20 and 250 ms to a commit.
    std::chrono::milliseconds maxBatchAge() const override
    {
        return std::chrono::milliseconds(m_followed.load(std::memory_order_relaxed) ? 8 : 200);
    }

    void setFollowed(bool followed) { m_followed.store(followed, std::memory_order_relaxed); }

private:
    BatchQueue& m_queue;
    std::atomic<bool> m_followed = false;
};

} // namespace weir
