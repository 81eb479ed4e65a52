// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace weir::bench {

/// splitmix64: the same numbers for the same seed on every machine, unlike the distributions of <random>.
/// Not for secrets. Thread: one at a time.
class Random final
{
public:
    explicit Random(std::uint64_t state)
        : m_state(state)
    {
    }

    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    /// In [0, limit).
    std::uint32_t below(std::uint32_t limit)
    {
        return static_cast<std::uint32_t>(((next() & 0xFFFFFFFFU) * limit) >> 32);
    }

    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    /// The sum of `count` units: a rough bell around count / 2.
    double bell(int count)
    {
        double sum = unit();
        for (int i = 1; i < count; ++i)
            sum += unit();
        return sum;
    }

private:
    std::uint64_t m_state;
};

} // namespace weir::bench
