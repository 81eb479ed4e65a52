// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/timelimit.h"

#include <unistd.h>

#include <utility>

namespace weir {

TimeLimit::TimeLimit(std::chrono::steady_clock::time_point end, std::function<void()> before)
    : m_before(std::move(before))
    , m_thread([this, end] {
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_until(lock, end, [this] { return m_isOver; }))
            return;
        m_before();
        _exit(1);
    })
{
}

TimeLimit::~TimeLimit()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

} // namespace weir
