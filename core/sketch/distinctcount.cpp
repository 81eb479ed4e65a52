// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/distinctcount.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace weir {

namespace {

constexpr int precision = 14;
constexpr std::size_t registerCount = std::size_t{1} << precision;
constexpr int hashBits = 64 - precision;

/// 0 marks a free slot.
std::uint64_t usable(std::uint64_t hash)
{
    return hash == 0 ? 1 : hash;
}

// Ertl's corrections for registers that nothing (sigma) or the highest (tau) has reached.
double sigma(double x)
{
    if (x == 1)
        return std::numeric_limits<double>::infinity();
    double sum = x;
    for (double before = -1, y = 1; sum != before; y += y) {
        before = sum;
        x *= x;
        sum += x * y;
    }
    return sum;
}

double tau(double x)
{
    if (x == 0 || x == 1)
        return 0;
    double sum = 1 - x;
    for (double before = -1, y = 0.5; sum != before; y *= 0.5) {
        before = sum;
        x = std::sqrt(x);
        sum -= (1 - x) * (1 - x) * y;
    }
    return sum / 3;
}

} // namespace

std::uint64_t& DistinctCount::slotOf(std::uint64_t hash)
{
    std::size_t at = hash & (m_hashes.size() - 1);
    while (m_hashes[at] != 0 && m_hashes[at] != hash)
        at = (at + 1) & (m_hashes.size() - 1);
    return m_hashes[at];
}

void DistinctCount::add(std::uint64_t hash)
{
    hash = usable(hash);
    if (!isExact()) {
        addToRegisters(hash);
        return;
    }
    if (m_hashes.empty())
        m_hashes.resize(8);
    std::uint64_t& slot = slotOf(hash);
    if (slot == hash)
        return;
    slot = hash;
    if (++m_size * 2 > m_hashes.size())
        makeRoom();
}

/// Twice the slots, or registers in their place.
void DistinctCount::makeRoom()
{
    const bool staysExact = m_size <= maxExact;
    std::vector<std::uint64_t> old =
        std::exchange(m_hashes, std::vector<std::uint64_t>(staysExact ? m_hashes.size() * 2 : 0));
    if (!staysExact)
        m_registers.resize(registerCount);
    for (const std::uint64_t hash : old) {
        if (hash == 0)
            continue;
        if (staysExact)
            slotOf(hash) = hash;
        else
            addToRegisters(hash);
    }
}

void DistinctCount::addToRegisters(std::uint64_t hash)
{
    std::uint8_t& rank = m_registers[hash >> static_cast<unsigned>(hashBits)];
    const std::uint64_t rest = hash << static_cast<unsigned>(precision);
    rank =
        std::max(rank, static_cast<std::uint8_t>(std::min(std::countl_zero(rest), hashBits) + 1));
}

void DistinctCount::merge(const DistinctCount& other)
{
    for (const std::uint64_t hash : other.m_hashes) {
        if (hash != 0)
            add(hash);
    }
    if (other.isExact())
        return;
    if (isExact()) {
        DistinctCount merged = other;
        for (const std::uint64_t hash : m_hashes) {
            if (hash != 0)
                merged.addToRegisters(hash);
        }
        *this = std::move(merged);
        return;
    }
    for (std::size_t i = 0; i < registerCount; ++i)
        m_registers[i] = std::max(m_registers[i], other.m_registers[i]);
}

double DistinctCount::count() const
{
    if (isExact())
        return static_cast<double>(m_size);
    std::array<double, hashBits + 2> registersAt{};
    for (const std::uint8_t rank : m_registers)
        ++registersAt[rank];
    constexpr auto registers = static_cast<double>(registerCount);
    double sum = registers * tau(1 - registersAt[hashBits + 1] / registers);
    for (std::size_t rank = hashBits; rank >= 1; --rank)
        sum = 0.5 * (sum + registersAt[rank]);
    sum += registers * sigma(registersAt[0] / registers);
    return std::round(registers * registers / (2 * std::numbers::ln2 * sum));
}

bool DistinctCount::covers(std::uint64_t hash) const
{
    if (!isExact())
        return true;
    hash = usable(hash);
    const std::size_t mask = m_hashes.size() - 1;
    for (std::size_t at = hash & mask; !m_hashes.empty() && m_hashes[at] != 0;
         at = (at + 1) & mask) {
        if (m_hashes[at] == hash)
            return true;
    }
    return false;
}

} // namespace weir
