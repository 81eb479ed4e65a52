// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/exactsum.h"

#include <cmath>

namespace weir {

void ExactSum::add(double number)
{
    std::size_t kept = 0;
    for (const double part : m_parts) {
        const double sum = number + part;
        const double taken = sum - number;
        const double lost = (number - (sum - taken)) + (part - taken);
        if (lost != 0)
            m_parts[kept++] = lost;
        number = sum;
    }
    m_parts.resize(kept);
    if (!std::isfinite(number)) {
        m_beyond += number;
        m_parts.clear();
    } else if (number != 0) {
        m_parts.push_back(number);
    }
}

/// A double has 53 digits: what has more comes in two halves.
void ExactSum::add(std::int64_t number)
{
    constexpr std::int64_t halfRange = std::int64_t{1} << 32;
    const std::int64_t low = number % halfRange;
    if (number != low)
        add(static_cast<double>(number - low));
    add(static_cast<double>(low));
}

void ExactSum::merge(const ExactSum& other)
{
    for (const double part : other.m_parts)
        add(part);
    m_beyond += other.m_beyond;
}

double ExactSum::value() const
{
    if (m_beyond != 0)
        return m_beyond;
    if (m_parts.empty())
        return 0;
    std::size_t left = m_parts.size() - 1;
    double sum = m_parts[left];
    double lost = 0;
    while (left > 0 && lost == 0) {
        const double before = sum;
        const double part = m_parts[--left];
        sum = before + part;
        lost = part - (sum - before);
    }
    // What was lost is exactly half of the last digit and more of the same sign follows: it was rounded
    // to even, and has to be rounded away from it.
    const bool isMore = left > 0 && lost != 0 && (lost < 0) == (m_parts[left - 1] < 0);
    if (isMore) {
        const double corrected = sum + lost * 2;
        if (corrected - sum == lost * 2)
            sum = corrected;
    }
    return sum;
}

} // namespace weir
