// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/sketchbins.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace weir {

void SketchBins::merge(const SketchBins& other)
{
    for (const int index : other.m_listed)
        add(index);
    if (other.isList())
        return;
    makeBins();
    // From the top, so that the range finds its final place before what is folded comes.
    for (std::size_t i = other.m_counts.size(); i-- > 0;) {
        if (other.m_counts[i] != 0)
            addToBins(other.m_first + static_cast<int>(i), other.m_counts[i]);
    }
}

bool SketchBins::covers(int index) const
{
    if (isList())
        return m_listed.size() < m_listed.capacity();
    return index >= m_first && index < m_first + static_cast<int>(m_counts.size());
}

std::uint64_t SketchBins::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::uint64_t{m_listed.size()});
}

int SketchBins::indexOf(std::uint64_t rank) const
{
    if (isList()) {
        std::vector<int> indexes = m_listed;
        const auto wanted = indexes.begin() + static_cast<std::ptrdiff_t>(rank);
        std::nth_element(indexes.begin(), wanted, indexes.end());
        return *wanted;
    }
    std::uint64_t passed = 0;
    std::size_t at = 0;
    while (at + 1 < m_counts.size() && (passed += m_counts[at]) <= rank)
        ++at;
    return m_first + static_cast<int>(at);
}

void SketchBins::addElsewhere(int index)
{
    if (!isList()) {
        addToBins(index, 1);
        return;
    }
    m_listed.push_back(index);
    if (m_listed.size() > maxListed)
        makeBins();
}

void SketchBins::makeBins()
{
    for (const int index : std::exchange(m_listed, {}))
        addToBins(index, 1);
}

void SketchBins::addToBins(int index, std::uint32_t count)
{
    if (m_counts.empty())
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
