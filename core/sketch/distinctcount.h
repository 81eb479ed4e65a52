// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir {

/// How many different values there were, each given as a hash of 64 well-mixed bits: exact up to
/// maxExact, then a HyperLogLog of 16,384 registers with a standard error of 0.81 %. Merging is exact:
/// parts give what the whole gives, in any order.
///
/// Flajolet et al.: HyperLogLog (AofA 2007), with the estimator of Ertl: New cardinality estimation
/// algorithms for HyperLogLog sketches (arXiv:1702.01284), which has no bias at any size.
class DistinctCount final
{
public:
    static constexpr std::size_t maxExact = 4096;

    void add(std::uint64_t hash);
    void merge(const DistinctCount& other);

    double count() const;
    /// Whether another value with this hash needs no memory.
    bool covers(std::uint64_t hash) const;
    std::size_t bytes() const
    {
        return m_hashes.capacity() * sizeof(std::uint64_t) + m_registers.capacity();
    }

private:
    bool isExact() const { return m_registers.empty(); }
    std::uint64_t& slotOf(std::uint64_t hash);
    void makeRoom();
    void addToRegisters(std::uint64_t hash);

    std::vector<std::uint64_t> m_hashes; ///< open addressing, 0 is free; never more than half full
    std::size_t m_size = 0; ///< of m_hashes
    std::vector<std::uint8_t> m_registers; ///< empty while exact
};

} // namespace weir
