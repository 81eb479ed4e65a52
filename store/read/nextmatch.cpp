// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/nextmatch.h"

#include "store/blocks/secondcounts.h"
#include "store/read/matching.h"

#include <algorithm>

namespace weir {

namespace {

constexpr auto firstStep = std::chrono::seconds(1);
constexpr auto lastStep = std::chrono::hours(24); ///< from then on: all that is left

TimePoint later(TimePoint time, Nanoseconds step)
{
    return time < TimePoint::max() - step ? time + step : TimePoint::max();
}

TimePoint earlier(TimePoint time, Nanoseconds step)
{
    return time > TimePoint::min() + step ? time - step : TimePoint::min();
}

/// Walks away from the key in growing steps of time, so that a match close by costs the headers of
/// its neighbourhood and not those of the whole range.
class MatchWalk final
{
public:
    MatchWalk(IndexReader& reader, const View& view, EventKey from, Direction direction)
        : m_reader(reader)
        , m_view(view)
        , m_from(from)
        , m_isNewer(direction == Direction::Newer)
        , m_severities(view.filter->severitiesOnly())
    {
        if (m_isNewer)
            m_view.range.from = std::max(m_view.range.from, from.time);
        else
            m_view.range.to = std::min(m_view.range.to, later(from.time, Nanoseconds(1)));
    }

    Result<std::optional<EventKey>> run(const std::stop_token& stop)
    {
        Nanoseconds step = firstStep;
        // The first step takes every block that begins on the other side of the key, too.
        TimePoint walked = m_isNewer ? TimePoint::min() : TimePoint::max();
        TimePoint edge = m_from.time;
        while (!m_view.range.isEmpty() && !stop.stop_requested()) {
            const bool isLast = step >= lastStep;
            if (m_isNewer)
                edge = isLast ? TimePoint::max() : later(edge, step);
            else
                edge = isLast ? TimePoint::min() : earlier(edge, step);
            if (const auto asked = ask(walked, edge, stop); !asked)
                return asked.error();
            const bool isAtEnd =
                m_isNewer ? edge >= m_view.range.to : edge <= m_view.range.from;
            if (isLast || isAtEnd || (m_best && isFinal(edge)))
                break;
            walked = edge;
            step *= 8;
        }
        return stop.stop_requested() ? std::nullopt : m_best;
    }

private:
    /// Where a block begins, seen from the key.
    TimePoint nearEnd(const BlockInfo& block) const
    {
        return m_isNewer ? block.firstTime : block.lastTime;
    }
    /// Whether nothing from `time` on, seen from the key, can lie before the best.
    bool isFinal(TimePoint time) const
    {
        return m_best && (m_isNewer ? time > m_best->time : time < m_best->time);
    }
    bool isBetter(EventKey key) const
    {
        if (m_isNewer)
            return key > m_from && (!m_best || key < *m_best);
        return key < m_from && (!m_best || key > *m_best);
    }

    /// The blocks that begin between what was walked and the edge.
    Result<Done> ask(TimePoint walked, TimePoint edge, const std::stop_token& stop)
    {
        TimeRange range = m_view.range;
        if (m_isNewer)
            range.to = std::min(range.to, later(edge, Nanoseconds(1)));
        else
            range.from = std::max(range.from, edge);
        auto blocks = m_reader.blocks(range, EventSeq{0}, m_view.ceiling);
        if (!blocks)
            return blocks.error();
        std::sort(blocks->begin(), blocks->end(), [this](const auto& a, const auto& b) {
            return m_isNewer ? nearEnd(a) < nearEnd(b) : nearEnd(a) > nearEnd(b);
        });
        for (const BlockInfo& block : *blocks) {
            if (stop.stop_requested() || isFinal(nearEnd(block)))
                break;
            const bool isDone = m_isNewer ? nearEnd(block) <= walked : nearEnd(block) >= walked;
            const bool isTooFar = m_isNewer ? nearEnd(block) > edge : nearEnd(block) < edge;
            if (isDone || isTooFar || isRuledOut(block))
                continue;
            if (const auto taken = take(block); !taken)
                return taken;
        }
        return Done{};
    }

    /// Whether the header says that no severity of the block will do.
    bool isRuledOut(const BlockInfo& block) const
    {
        if (!m_severities)
            return false;
        const std::int64_t from = m_isNewer ? secondOf(m_from.time) : secondOf(block.firstTime);
        const std::int64_t to = m_isNewer ? secondOf(block.lastTime) : secondOf(m_from.time);
        return std::none_of(block.seconds.begin(), block.seconds.end(), [&](const auto& second) {
            bool any = false;
            for (std::size_t i = 0; i < second.counts.size(); ++i)
                any = any || ((*m_severities)[i] && second.counts[i] > 0);
            return any && second.second >= from && second.second <= to;
        });
    }

    Result<Done> take(const BlockInfo& block)
    {
        View part = m_view;
        if (m_best && m_isNewer)
            part.range.to = std::min(part.range.to, later(m_best->time, Nanoseconds(1)));
        else if (m_best)
            part.range.from = std::max(part.range.from, m_best->time);
        WantedColumns none;
        none.everything = m_reader.hasDecoded(block);
        const auto matches = matchesIn(m_reader, part, block, EventSeq{}, &none);
        if (!matches)
            return matches.error();
        for (const std::uint32_t row : matches->rows) {
            const EventKey key = matches->stored.key(row);
            if (isBetter(key))
                m_best = key;
        }
        return Done{};
    }

    IndexReader& m_reader;
    View m_view;
    const EventKey m_from;
    const bool m_isNewer;
    const std::optional<std::array<bool, severityClassCount>> m_severities;
    std::optional<EventKey> m_best;
};

} // namespace

Result<std::optional<EventKey>> nextMatch(IndexReader& reader, const View& view, EventKey from,
                                          Direction direction, const std::stop_token& stop)
{
    return MatchWalk(reader, view, from, direction).run(stop);
}

Result<std::uint64_t> matchesAfter(IndexReader& reader, const View& view, const ResultMap& matches,
                                   EventKey key)
{
    const Nanoseconds length = matches.bucketLength();
    auto inBucket = key.time.time_since_epoch() % length;
    if (inBucket < Nanoseconds{0})
        inBucket += length;
    const TimePoint end = later(earlier(key.time, inBucket), length);
    const std::uint64_t before = std::min(matches.total(), matches.rowsBefore(end));
    std::uint64_t after = matches.total() - before;

    View part = view;
    part.range.from = std::max(part.range.from, key.time);
    part.range.to = std::min(part.range.to, end);
    if (part.range.isEmpty())
        return after;
    const auto blocks = reader.blocks(part.range, EventSeq{0}, view.ceiling);
    if (!blocks)
        return blocks.error();
    for (const BlockInfo& block : *blocks) {
        WantedColumns none;
        none.everything = reader.hasDecoded(block);
        const auto found = matchesIn(reader, part, block, EventSeq{}, &none);
        if (!found)
            return found.error();
        for (const std::uint32_t row : found->rows)
            after += found->stored.key(row) > key ? 1U : 0U;
    }
    return after;
}

} // namespace weir
