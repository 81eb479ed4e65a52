// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/read/indexreader.h"

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace weir {

/// Asks the index what it holds, in a thread of its own: the main thread waits for no disk.
/// Thread safety: request() from any thread.
class TotalsThread final
{
public:
    /// `answer` is called in the thread, once for one or several requests.
    TotalsThread(std::filesystem::path index, std::function<void(IndexTotals)> answer);

    void request();

private:
    void run(const std::stop_token& stop);

    const std::filesystem::path m_index;
    const std::function<void(IndexTotals)> m_answer;

    // Guarded by m_mutex.
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_requested = false;

    // Last, so destroyed first.
    std::jthread m_thread;
};

} // namespace weir
