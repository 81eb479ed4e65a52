// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace weir {

/// Ends the process when something takes longer than it may, such as a name server that says nothing:
/// calls of the system and of libraries cannot all be told how long to wait.
class TimeLimit final
{
public:
    /// `before` is called in a thread of its own right before the process ends with exit code 1.
    TimeLimit(std::chrono::steady_clock::time_point end, std::function<void()> before);
    ~TimeLimit();
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    const std::function<void()> m_before;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isOver = false; ///< guarded by m_mutex: what was limited has ended
    std::thread m_thread;
};

} // namespace weir
