// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir {

/// How often each of a range of indexes was seen, at most maxBins side by side: where the range grows
/// longer, the lowest become one. What is left depends on what was added alone, not on its order nor
/// on how it was spread over bins that were merged.
class SketchBins final
{
public:
    static constexpr int maxBins = 2048;

    void add(int index)
    {
        const auto at = static_cast<std::size_t>(static_cast<std::int64_t>(index) - m_first);
        if (at < m_counts.size())
            increase(m_counts[at], 1);
        else
            addOutside(index, 1);
    }

    void merge(const SketchBins& other);

    bool isEmpty() const { return m_counts.empty(); }
    /// Whether another one of this index needs no memory.
    bool covers(int index) const
    {
        return !isEmpty() && index >= m_first
            && index < m_first + static_cast<int>(m_counts.size());
    }
    std::uint64_t total() const;
    /// The index of the value of this rank, from 0 for the lowest. Precondition: rank < total().
    int indexOf(std::uint64_t rank) const;
    std::size_t bytes() const { return m_counts.capacity() * sizeof(std::uint32_t); }

private:
    /// A bin of four thousand millions counts no further.
    static void increase(std::uint32_t& bin, std::uint32_t count)
    {
        if (__builtin_add_overflow(bin, count, &bin))
            bin = UINT32_MAX;
    }

    void addOutside(int index, std::uint32_t count);
    void moveFirstTo(int first);

    int m_first = 0; ///< index of m_counts[0]
    std::vector<std::uint32_t> m_counts;
};

} // namespace weir
