// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace weir {

/// How often a new notification may appear: a token bucket. Time comes from outside.
class NoticeBudget final
{
public:
    using Clock = std::chrono::steady_clock;

    NoticeBudget(int capacity, std::chrono::milliseconds refill)
        : m_capacity(capacity)
        , m_refill(refill)
        , m_tokens(capacity)
    {
    }

    /// False when there is none left. Precondition: time never goes back.
    bool take(Clock::time_point now)
    {
        while (m_tokens < m_capacity && m_since + m_refill <= now) {
            m_since += m_refill;
            ++m_tokens;
        }
        if (m_tokens == m_capacity)
            m_since = now;
        if (m_tokens == 0)
            return false;
        --m_tokens;
        return true;
    }

private:
    const int m_capacity;
    const std::chrono::milliseconds m_refill;
    int m_tokens;
    Clock::time_point m_since{}; ///< when the last token was added
};

} // namespace weir
