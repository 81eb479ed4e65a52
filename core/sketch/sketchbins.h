// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir {

/// How often each of a range of indexes was seen, at most maxBins side by side: where the range grows
/// longer, the lowest become one. What is left depends on what was added alone, not on its order nor
/// on how it was spread over bins that were merged.
///
/// A few indexes are kept as a list: of many series most windows have no more.
class SketchBins final
{
public:
    static constexpr int maxBins = 2048;
    static constexpr std::size_t maxListed = 96;

    void add(int index)
    {
        const auto at = static_cast<std::size_t>(static_cast<std::int64_t>(index) - m_first);
        if (at < m_counts.size())
            increase(m_counts[at], 1);
        else
            addElsewhere(index);
    }

    void merge(const SketchBins& other);

    /// Whether another one of this index needs no memory.
    bool covers(int index) const;
    std::uint64_t total() const;
    /// The index of the value of this rank, from 0 for the lowest. Precondition: rank < total().
    int indexOf(std::uint64_t rank) const;
    std::size_t bytes() const
    {
        return m_counts.capacity() * sizeof(std::uint32_t) + m_listed.capacity() * sizeof(int);
    }

private:
    /// A bin of four thousand millions counts no further.
    static void increase(std::uint32_t& bin, std::uint32_t count)
    {
        if (__builtin_add_overflow(bin, count, &bin))
            bin = UINT32_MAX;
    }

    bool isList() const { return m_counts.empty(); }
    void addElsewhere(int index);
    void makeBins();
    void addToBins(int index, std::uint32_t count);
    void moveFirstTo(int first);

    int m_first = 0; ///< index of m_counts[0]
    std::vector<std::uint32_t> m_counts; ///< empty while there are few
    std::vector<int> m_listed; ///< as they came; empty once there are bins
};

} // namespace weir
