// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/sketchbins.h"

#include <algorithm>
#include <numeric>

namespace weir {

void SketchBins::merge(const SketchBins& other)
{
    // From the top, so that the range finds its final place before what is folded comes.
    for (std::size_t i = other.m_counts.size(); i-- > 0;) {
        if (other.m_counts[i] != 0)
            addOutside(other.m_first + static_cast<int>(i), other.m_counts[i]);
    }
}

std::uint64_t SketchBins::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{0});
}

int SketchBins::indexOf(std::uint64_t rank) const
{
    std::uint64_t passed = 0;
    std::size_t at = 0;
    while (at + 1 < m_counts.size() && (passed += m_counts[at]) <= rank)
        ++at;
    return m_first + static_cast<int>(at);
}

void SketchBins::addOutside(int index, std::uint32_t count)
{
    if (isEmpty())
        m_first = index;
    const int last = m_first + std::max(static_cast<int>(m_counts.size()) - 1, 0);
    const int lowest = std::max(last, index) - maxBins + 1;
    const int first = std::max(std::min(index, m_first), lowest);
    if (first != m_first)
        moveFirstTo(first);
    const int kept = std::max(index, m_first);
    const auto size = static_cast<std::size_t>(kept - m_first) + 1;
    if (m_counts.size() < size)
        m_counts.resize(size);
    increase(m_counts[static_cast<std::size_t>(kept - m_first)], count);
}

/// Room below, or what is below folded into the new first bin.
void SketchBins::moveFirstTo(int first)
{
    if (first < m_first) {
        m_counts.insert(m_counts.begin(), static_cast<std::size_t>(m_first - first), 0);
    } else {
        const auto dropped = std::min(static_cast<std::size_t>(first - m_first), m_counts.size());
        std::uint32_t folded = 0;
        for (std::size_t i = 0; i < dropped; ++i)
            increase(folded, m_counts[i]);
        m_counts.erase(m_counts.begin(), m_counts.begin() + static_cast<std::ptrdiff_t>(dropped));
        if (m_counts.empty())
            m_counts.push_back(0);
        increase(m_counts.front(), folded);
    }
    m_first = first;
}

} // namespace weir
