// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

namespace weir {

/// How numbers are spread, in bounded memory and without knowing their bounds before: cells of equal
/// width, a power of two, which doubles when the numbers need more than maxCells of them. Counts are
/// exact. Beside it the same by magnitude, four cells an octave, of the positive ones.
///
/// Thread: a value.
class ValueHistogram final
{
public:
    static constexpr std::size_t maxCells = 2048;

    struct Bar
    {
        double from = 0; ///< included
        double to = 0; ///< excluded
        std::uint64_t count = 0;
    };

    /// Precondition: the number is finite.
    void add(double number);

    /// Side by side, empty ones too, at most `most` of them, from the lowest number to the highest.
    std::vector<Bar> linear(std::size_t most) const;
    /// By magnitude; empty where a number is not positive.
    std::vector<Bar> logarithmic(std::size_t most) const;

private:
    std::int64_t cellOf(double number) const;
    void makeRoom();

    double m_width = 0; ///< 0: nothing yet
    std::int64_t m_first = 0; ///< number of m_cells[0]; a cell's number times the width is its begin
    std::vector<std::uint64_t> m_cells;
    double m_lowest = std::numeric_limits<double>::infinity();
    double m_highest = -std::numeric_limits<double>::infinity();
    std::map<int, std::uint64_t> m_magnitudes;
};

} // namespace weir
