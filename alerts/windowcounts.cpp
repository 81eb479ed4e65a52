// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/windowcounts.h"

#include <algorithm>
#include <numeric>

namespace weir {

using std::chrono::floor;
using std::chrono::seconds;

WindowShape::WindowShape(Nanoseconds length)
    : m_length(length)
    , m_cut((seconds(1) - length % seconds(1)) % seconds(1))
{
}

Nanoseconds WindowShape::grain() const
{
    return Nanoseconds(std::gcd(m_length.count(), Nanoseconds(seconds(1)).count()));
}

TimePoint WindowShape::bucketOf(TimePoint time) const
{
    const TimePoint second = floor<seconds>(time);
    return time - second >= m_cut ? second + m_cut : second;
}

std::size_t WindowShape::bucketsPerWindow() const
{
    const auto whole = static_cast<std::size_t>(floor<seconds>(m_length).count()) + 1;
    return m_cut == Nanoseconds(0) ? whole : 2 * whole;
}

bool WindowCounts::add(TimePoint bucket, std::uint64_t count, const WindowShape& shape)
{
    if (m_end && bucket < *m_end + seconds(1) - shape.length())
        return false;
    const auto at =
        std::lower_bound(m_buckets.begin(), m_buckets.end(), bucket,
                         [](const Bucket& b, TimePoint start) { return b.start < start; });
    const bool isNew = at == m_buckets.end() || at->start != bucket;
    if (isNew)
        m_buckets.insert(at, {bucket, count});
    else
        at->count += count;
    if (m_end && bucket < *m_end) { // late for windows judged already, in time for the next ones
        m_sum += count;
        m_entered += isNew ? 1 : 0;
    }
    return true;
}

void WindowCounts::advance(TimePoint end, const WindowShape& shape)
{
    m_end = end;
    for (; m_entered < m_buckets.size() && m_buckets[m_entered].start < end; ++m_entered)
        m_sum += m_buckets[m_entered].count;
    const TimePoint begin = end - shape.length();
    while (m_entered > 0 && m_buckets.front().start < begin) {
        m_sum -= m_buckets.front().count;
        m_buckets.pop_front();
        --m_entered;
    }
}

std::size_t WindowCounts::waitingBefore(TimePoint place) const
{
    const auto first = m_buckets.begin() + static_cast<std::ptrdiff_t>(m_entered);
    const auto last = std::ranges::lower_bound(first, m_buckets.end(), place, {}, &Bucket::start);
    return static_cast<std::size_t>(last - first);
}

std::optional<TimePoint> WindowCounts::nextBucket() const
{
    if (m_entered == m_buckets.size())
        return std::nullopt;
    return m_buckets[m_entered].start;
}

} // namespace weir
