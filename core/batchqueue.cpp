// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batchqueue.h"

#include <utility>

namespace weir {

BatchQueue::BatchQueue(std::size_t capacity)
    : m_capacity(capacity)
{
}

bool BatchQueue::fits(std::size_t bytes) const
{
    return m_batches.empty() || m_bytes + bytes <= m_capacity;
}

bool BatchQueue::push(const EventBatchPtr& batch)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed || !fits(batch->bytes()))
        return false;
    m_bytes += batch->bytes();
    m_batches.push_back(batch);
    m_readable.notify_one();
    return true;
}

void BatchQueue::waitForRoom(std::size_t bytes, std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    m_writable.wait_for(lock, atMost, [&] { return m_closed || fits(bytes); });
}

std::vector<EventBatchPtr> BatchQueue::popAll(std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock(m_mutex);
    m_readable.wait_until(lock, deadline,
                          [this] { return m_closed || m_woken || !m_batches.empty(); });
    m_woken = false;
    return takeUnderLock();
}

std::vector<EventBatchPtr> BatchQueue::takeAll()
{
    const std::lock_guard lock(m_mutex);
    return takeUnderLock();
}

std::vector<EventBatchPtr> BatchQueue::takeUnderLock()
{
    m_bytes = 0;
    m_writable.notify_all();
    return std::exchange(m_batches, {});
}

void BatchQueue::wake()
{
    const std::lock_guard lock(m_mutex);
    m_woken = true;
    m_readable.notify_one();
}

void BatchQueue::close()
{
    // Under the lock: a flag set between the consumer's check and its wait would wake nobody,
    // and the consumer would sleep forever.
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    m_readable.notify_all();
    m_writable.notify_all();
}

bool BatchQueue::isDrained() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed && m_batches.empty();
}

std::size_t BatchQueue::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

} // namespace weir
