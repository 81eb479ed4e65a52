// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weir {

/// The sum of any numbers, rounded once at its end: so it is the same whatever their order and
/// however they were spread over sums that were merged.
///
/// Shewchuk: Adaptive precision floating-point arithmetic and fast robust geometric predicates (1997);
/// what Python's math.fsum does.
class ExactSum final
{
public:
    /// Precondition: the number is finite.
    void add(double number);
    void add(std::int64_t number);
    void merge(const ExactSum& other);

    /// Infinite where no double is large enough.
    double value() const;

private:
    /// Their sum is the sum; no two have digits at the same place, magnitudes ascend.
    std::vector<double> m_parts;
    double m_beyond = 0; ///< infinite once a double did not suffice
};

} // namespace weir
