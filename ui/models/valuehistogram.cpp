// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/valuehistogram.h"

#include <algorithm>
#include <cmath>

namespace weir {

namespace {

constexpr int cellsAnOctave = 4;
/// The first width, in powers of two below the first number: neighbours of it stay apart.
constexpr int finest = 40;

/// Rounded down, also below zero.
std::int64_t halved(std::int64_t cell)
{
    return (cell - (cell < 0 ? 1 : 0)) / 2;
}

} // namespace

std::int64_t ValueHistogram::cellOf(double number) const
{
    return static_cast<std::int64_t>(std::floor(number / m_width));
}

void ValueHistogram::add(double number)
{
    m_lowest = std::min(m_lowest, number);
    m_highest = std::max(m_highest, number);
    if (m_width == 0)
        m_width = std::ldexp(1.0, (number == 0 ? 0 : std::max(std::ilogb(number), -900)) - finest);
    if (m_cells.empty())
        m_first = cellOf(number);
    makeRoom();
    ++m_cells[static_cast<std::size_t>(cellOf(number) - m_first)];
    if (number > 0)
        ++m_magnitudes[static_cast<int>(std::floor(std::log2(number) * cellsAnOctave))];
}

/// Widens until the cells hold everything from the lowest to the highest.
void ValueHistogram::makeRoom()
{
    while (std::floor(m_highest / m_width) - std::floor(m_lowest / m_width)
           >= static_cast<double>(maxCells)) {
        std::vector<std::uint64_t> wider;
        const std::int64_t first = halved(m_first);
        for (std::size_t i = 0; i < m_cells.size(); ++i) {
            const auto at = static_cast<std::size_t>(
                halved(m_first + static_cast<std::int64_t>(i)) - first);
            wider.resize(std::max(wider.size(), at + 1));
            wider[at] += m_cells[i];
        }
        m_cells = std::move(wider);
        m_first = first;
        m_width *= 2;
    }
    const std::int64_t first = cellOf(m_lowest);
    if (first < m_first) {
        m_cells.insert(m_cells.begin(), static_cast<std::size_t>(m_first - first), 0);
        m_first = first;
    }
    const auto wanted = static_cast<std::size_t>(cellOf(m_highest) - m_first) + 1;
    if (wanted > m_cells.size())
        m_cells.resize(wanted);
}

std::vector<ValueHistogram::Bar> ValueHistogram::linear(std::size_t most) const
{
    std::vector<Bar> bars;
    if (m_cells.empty() || most == 0)
        return bars;
    std::int64_t together = 1;
    const std::int64_t last = m_first + static_cast<std::int64_t>(m_cells.size()) - 1;
    const auto group = [&together](std::int64_t cell) {
        return (cell - (cell < 0 ? together - 1 : 0)) / together;
    };
    while (static_cast<std::size_t>(group(last) - group(m_first)) >= most)
        together *= 2;
    const double width = m_width * static_cast<double>(together);
    const std::int64_t first = group(m_first);
    for (std::int64_t i = first; i <= group(last); ++i)
        bars.push_back({static_cast<double>(i) * width, static_cast<double>(i + 1) * width, 0});
    for (std::size_t i = 0; i < m_cells.size(); ++i)
        bars[static_cast<std::size_t>(group(m_first + static_cast<std::int64_t>(i)) - first)]
            .count += m_cells[i];
    return bars;
}

std::vector<ValueHistogram::Bar> ValueHistogram::logarithmic(std::size_t most) const
{
    std::vector<Bar> bars;
    if (m_magnitudes.empty() || m_lowest <= 0 || most == 0)
        return bars;
    const int first = m_magnitudes.begin()->first;
    const int last = m_magnitudes.rbegin()->first;
    const int together = (last - first) / static_cast<int>(most) + 1;
    const auto edge = [](int cell) {
        return std::exp2(static_cast<double>(cell) / cellsAnOctave);
    };
    for (int cell = first; cell <= last; cell += together)
        bars.push_back({edge(cell), edge(cell + together), 0});
    for (const auto& [cell, count] : m_magnitudes)
        bars[static_cast<std::size_t>((cell - first) / together)].count += count;
    return bars;
}

} // namespace weir
