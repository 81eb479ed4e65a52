// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/secondcounts.h"

#include "store/blocks/bytes.h"

#include <algorithm>
#include <unordered_map>

namespace weir {

namespace {

constexpr std::int64_t nanosecondsPerSecond = 1'000'000'000;

/// Counts events into seconds. Neighbours mostly share one, so the second of the event before is
/// tried first: a comparison in place of a division and a look-up.
class SecondCounter final
{
public:
    void add(TimePoint time, SeverityClass severity)
    {
        const std::int64_t at = nanosecondsOf(time);
        // Unsigned, because two times may be further apart than a signed number says.
        const std::uint64_t since =
            static_cast<std::uint64_t>(at) - static_cast<std::uint64_t>(m_from);
        if (!m_hasFrom || at < m_from || since >= static_cast<std::uint64_t>(nanosecondsPerSecond))
            select(secondOf(time));
        ++m_seconds[m_current].counts[static_cast<std::size_t>(severity)];
    }

    std::vector<SecondCounts> take()
    {
        std::sort(m_seconds.begin(), m_seconds.end(),
                  [](const auto& a, const auto& b) { return a.second < b.second; });
        return std::move(m_seconds);
    }

private:
    void select(std::int64_t second)
    {
        const auto [place, isNew] = m_places.try_emplace(second, m_seconds.size());
        if (isNew)
            m_seconds.push_back({second, {}});
        m_current = place->second;
        // The lowest second begins before the earliest time there is.
        m_hasFrom = !__builtin_mul_overflow(second, nanosecondsPerSecond, &m_from);
    }

    std::vector<SecondCounts> m_seconds;
    std::unordered_map<std::int64_t, std::size_t> m_places;
    std::size_t m_current = 0;
    std::int64_t m_from = 0; ///< when the current second begins, if that is a time
    bool m_hasFrom = false;
};

} // namespace

std::int64_t secondOf(TimePoint time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

TimePoint startOfSecond(std::int64_t second)
{
    std::int64_t start = 0;
    if (__builtin_mul_overflow(second, nanosecondsPerSecond, &start))
        return second < 0 ? TimePoint::min() : TimePoint::max();
    return timePointOf(start);
}

BlockSummary summaryOf(const EventColumns& columns)
{
    BlockSummary summary;
    const auto [first, last] = std::minmax_element(columns.times.begin(), columns.times.end());
    summary.firstTime = *first;
    summary.lastTime = *last;
    summary.undecodable = static_cast<std::uint64_t>(
        std::count(columns.kinds.begin(), columns.kinds.end(), EventKind::Undecodable));
    SecondCounter counter;
    for (std::size_t row = 0; row < columns.times.size(); ++row)
        counter.add(columns.times[row], classOf(columns.severities[row]));
    summary.seconds = counter.take();
    return summary;
}

std::string encodeSeconds(const std::vector<SecondCounts>& seconds)
{
    ByteWriter out;
    std::int64_t before = 0;
    for (const SecondCounts& entry : seconds) {
        out.putZigzag(entry.second - before);
        before = entry.second;
        std::uint8_t classes = 0;
        for (std::size_t i = 0; i < severityClassCount; ++i)
            classes = static_cast<std::uint8_t>(classes | (entry.counts[i] != 0 ? 1U << i : 0U));
        out.put(classes);
        for (const std::uint64_t count : entry.counts) {
            if (count != 0)
                out.putVarint(count);
        }
    }
    return std::string(out.view());
}

std::optional<std::vector<SecondCounts>> decodeSeconds(std::string_view bytes)
{
    std::vector<SecondCounts> seconds;
    ByteReader in(bytes);
    std::int64_t second = 0;
    while (!in.isAtEnd()) {
        if (__builtin_add_overflow(second, in.getZigzag(), &second))
            return std::nullopt;
        SecondCounts entry{second, {}};
        const auto classes = in.get<std::uint8_t>();
        for (std::size_t i = 0; i < severityClassCount; ++i) {
            if ((classes & (1U << i)) != 0)
                entry.counts[i] = in.getVarint();
        }
        if (!in.isGood() || (!seconds.empty() && seconds.back().second >= second))
            return std::nullopt;
        seconds.push_back(entry);
    }
    return seconds;
}

} // namespace weir
