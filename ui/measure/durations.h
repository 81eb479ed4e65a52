// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace weir {

/// How long something took, how often: to a tenth of a millisecond up to a second, and the longest
/// exactly. Of fixed size, whatever is counted. A value.
class Durations final
{
public:
    void add(double milliseconds)
    {
        const auto bin = static_cast<std::size_t>(std::max(0.0, milliseconds) / binMs);
        ++m_bins[std::min(m_bins.size() - 1, bin)];
        ++m_count;
        m_longest = std::max(m_longest, milliseconds);
    }

    std::uint64_t count() const { return m_count; }
    double longest() const { return m_longest; }

    /// The upper edge of the bin below which `share` (0..1) of them lie; 0 when there are none.
    double percentile(double share) const
    {
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(m_count));
        std::uint64_t seen = 0;
        for (std::size_t bin = 0; bin + 1 < m_bins.size(); ++bin) {
            seen += m_bins[bin];
            if (seen > wanted)
                return std::min(m_longest, static_cast<double>(bin + 1) * binMs);
        }
        return m_longest;
    }

private:
    static constexpr double binMs = 0.1;
    std::array<std::uint32_t, 10'001> m_bins{}; ///< the last one is "and longer"
    std::uint64_t m_count = 0;
    double m_longest = 0;
};

} // namespace weir
