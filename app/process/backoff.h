// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace weir {

/// How long to wait before a program that ended is started again: 1 to 30 s, growing with each end. Who
/// lived for a minute is started again at once.
class Backoff final
{
public:
    using Milliseconds = std::chrono::milliseconds;

    static constexpr auto healthyLife = std::chrono::seconds(60);

    /// The program has ended after living so long; the pause before the next start.
    Milliseconds next(std::chrono::nanoseconds lived)
    {
        if (lived > healthyLife) {
            m_next = Milliseconds(0);
            return m_next;
        }
        m_next = std::clamp(m_next * 2, Milliseconds(shortest), Milliseconds(longest));
        return m_next;
    }

private:
    static constexpr auto shortest = std::chrono::seconds(1);
    static constexpr auto longest = std::chrono::seconds(30);

    Milliseconds m_next{0};
};

} // namespace weir
