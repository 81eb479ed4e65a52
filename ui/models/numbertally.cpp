// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/numbertally.h"

#include <cmath>

namespace weir {

namespace {

constexpr std::size_t mostBars = 48;

} // namespace

NumberTally::NumberTally(std::string field)
    : m_field(std::move(field))
    , m_name(m_field)
{
}

void NumberTally::add(const StoredBatch& stored, const std::vector<std::uint32_t>& rows)
{
    FieldReader reader(stored, m_name);
    for (const std::uint32_t row : rows) {
        const auto number = reader.number(row);
        if (!number)
            continue;
        const double value = number->isInt ? static_cast<double>(number->whole) : number->real;
        if (!std::isfinite(value))
            continue;
        if (number->isInt)
            m_sum.add(number->whole);
        else
            m_sum.add(value);
        m_sketch.add(value);
        m_histogram.add(value);
    }
}

NumberStatistics NumberTally::statistics() const
{
    NumberStatistics statistics;
    statistics.field = m_field;
    statistics.count = m_sketch.count();
    if (statistics.count == 0)
        return statistics;
    statistics.lowest = m_sketch.percentile(0);
    statistics.highest = m_sketch.percentile(100);
    statistics.mean = m_sum.value() / static_cast<double>(statistics.count);
    statistics.p50 = m_sketch.percentile(50);
    statistics.p90 = m_sketch.percentile(90);
    statistics.p95 = m_sketch.percentile(95);
    statistics.p99 = m_sketch.percentile(99);
    statistics.linear = m_histogram.linear(mostBars);
    statistics.logarithmic = m_histogram.logarithmic(mostBars);
    return statistics;
}

} // namespace weir
