// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace weir {

/// How many lines a second a result gains, measured over a second at least. What is counted of old
/// events is no gain: only the difference between two whole counts is.
/// Thread: that of its owner.
class LineRate final
{
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Of another result: nothing is known of it.
    void reset() { *this = {}; }
    /// The lines there are at this time; nothing while they are being counted.
    void take(std::optional<std::uint64_t> lines, Time now);
    /// 0 until it has been measured.
    double perSecond() const { return m_perSecond; }

private:
    struct Count
    {
        std::uint64_t lines = 0;
        Time at;
    };
    std::optional<Count> m_from;
    double m_perSecond = 0;
};

} // namespace weir
