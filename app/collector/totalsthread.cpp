// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/totalsthread.h"

namespace weir {

TotalsThread::TotalsThread(std::filesystem::path index, std::function<void(IndexTotals)> answer)
    : m_index(std::move(index))
    , m_answer(std::move(answer))
    , m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

void TotalsThread::request()
{
    {
        const std::lock_guard lock(m_mutex);
        m_requested = true;
    }
    m_wake.notify_one();
}

void TotalsThread::run(const std::stop_token& stop)
{
    std::unique_ptr<IndexReader> reader;
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return m_requested; })) {
        m_requested = false;
        lock.unlock();
        if (!reader) {
            if (auto opened = IndexReader::open(m_index))
                reader = std::move(*opened);
        }
        // Without an answer from the index a status still says how the sources are.
        auto totals = reader ? reader->totals() : Result<IndexTotals>(IndexTotals{});
        m_answer(totals ? std::move(*totals) : IndexTotals{});
        lock.lock();
    }
}

} // namespace weir
