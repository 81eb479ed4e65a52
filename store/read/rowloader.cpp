// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/headeranswers.h"
#include "store/read/matching.h"
#include "store/read/rowplaces.h"
#include "store/read/viewscan.h"

#include <algorithm>
#include <utility>

namespace weir {

namespace {

/// Of a cold block that is not at hand as little is decoded as tells which rows match and when they
/// were: most have none.
Result<Done> collect(IndexReader& reader, const View& view, const std::vector<BlockInfo>& blocks,
                     std::uint32_t index, std::vector<Place>& places)
{
    WantedColumns wanted;
    wanted.everything = reader.hasDecoded(blocks[index]);
    const auto matches = matchesIn(reader, view, blocks[index], EventSeq{}, &wanted);
    if (!matches)
        return matches.error();
    for (const std::uint32_t row : matches->rows)
        places.push_back({matches->stored.key(row), index});
    return Done{};
}

/// Leaves `count` of the places, from the one with this number on, in their order.
void keepRows(std::uint64_t from, std::uint64_t count, std::vector<Place>& places)
{
    const auto begin = places.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = begin + static_cast<std::ptrdiff_t>(count);
    std::nth_element(places.begin(), begin, places.end());
    std::partial_sort(begin, end, places.end());
    places.assign(begin, end);
}

/// The same where places are missing that were counted, by the header of a block that turned out to
/// be damaged. Each bucket begins at its number all the same, so that pages neither repeat nor skip
/// what is left.
void keepRowsOfBuckets(const std::vector<ResultMap::Bucket>& buckets, std::uint64_t first,
                       std::uint64_t last, std::vector<Place>& places)
{
    std::sort(places.begin(), places.end());
    std::vector<Place> kept;
    auto place = places.begin();
    for (auto bucket = buckets.begin(); bucket != buckets.end(); ++bucket) {
        const auto next = std::next(bucket);
        std::uint64_t row = bucket->firstRow;
        for (; place != places.end() && (next == buckets.end() || place->key.time < next->start);
             ++place, ++row) {
            if (row >= first && row <= last && row - bucket->firstRow < bucket->rows)
                kept.push_back(*place);
        }
    }
    places = std::move(kept);
}

/// Whether a block can have events in one of the buckets. Of rare matches most lie in none.
bool overlaps(const BlockInfo& block, const std::vector<ResultMap::Bucket>& buckets,
              Nanoseconds length)
{
    const auto after = std::partition_point(
        buckets.begin(), buckets.end(),
        [&block](const ResultMap::Bucket& bucket) { return bucket.start <= block.lastTime; });
    return after != buckets.begin() && std::prev(after)->start > block.firstTime - length;
}

} // namespace

Result<std::vector<EventRef>> loadRows(IndexReader& reader, const View& view,
                                       const ResultMap& matches, std::uint64_t first,
                                       std::size_t count, const std::stop_token& stop)
{
    if (first >= matches.total() || count == 0)
        return std::vector<EventRef>();
    const std::uint64_t last = first + std::min<std::uint64_t>(count, matches.total() - first) - 1;
    const auto buckets = matches.bucketsOfRows(first, last);
    const ResultMap::Bucket& begin = buckets.front();
    const ResultMap::Bucket& end = buckets.back();
    View part = view;
    part.range.from = std::max(view.range.from, begin.start);
    if (end.start < TimePoint::max() - matches.bucketLength())
        part.range.to = std::min(view.range.to, end.start + matches.bucketLength());
    auto blocks = reader.blocks(part.range, EventSeq{0}, view.ceiling);
    if (!blocks)
        return blocks.error();
    std::erase_if(*blocks, [&](const BlockInfo& block) {
        return !overlaps(block, buckets, matches.bucketLength());
    });

    std::vector<Place> places;
    for (std::uint32_t i = 0; i < blocks->size() && !stop.stop_requested(); ++i) {
        if (const auto collected = collect(reader, part, *blocks, i, places); !collected)
            return collected.error();
    }
    if (places.size() < end.firstRow + end.rows - begin.firstRow)
        keepRowsOfBuckets(buckets, first, last, places);
    else
        keepRows(first - begin.firstRow, last - first + 1, places);
    return eventsAt(reader, *blocks, places, stop);
}

Result<std::uint64_t> rowsBefore(IndexReader& reader, const View& view, const ResultMap& matches,
                                 EventKey key, const std::stop_token& stop)
{
    const std::uint64_t upTo = matches.rowsBefore(
        key.time < TimePoint::max() ? key.time + Nanoseconds(1) : TimePoint::max());
    if (upTo == 0)
        return 0;
    const auto bucket = matches.bucketOfRow(upTo - 1);
    if (bucket.start + matches.bucketLength() <= key.time)
        return upTo;
    View part = view;
    part.range.from = std::max(view.range.from, bucket.start);
    part.range.to = std::min(view.range.to, key.time + Nanoseconds(1));
    const auto blocks = reader.blocks(part.range, EventSeq{0}, view.ceiling);
    if (!blocks)
        return blocks.error();
    std::vector<Place> places;
    for (std::uint32_t i = 0; i < blocks->size() && !stop.stop_requested(); ++i) {
        if (const auto collected = collect(reader, part, *blocks, i, places); !collected)
            return collected.error();
    }
    const auto before = std::count_if(places.begin(), places.end(),
                                      [key](const Place& place) { return place.key < key; });
    return bucket.firstRow + std::min(static_cast<std::uint64_t>(before), bucket.rows);
}

namespace {

/// As far as times go.
TimePoint before(TimePoint time, Nanoseconds step)
{
    return time > TimePoint::min() + step ? time - step : TimePoint::min();
}

/// Collects the newest matches by walking back in time in growing steps, so that a screenful of a
/// busy stream touches the headers of its last second and not those of its whole range.
class WalkBack final
{
public:
    WalkBack(IndexReader& reader, const View& view, std::size_t count)
        : m_reader(reader)
        , m_view(view)
        , m_count(count)
    {
    }

    Result<std::vector<EventRef>> run(const std::stop_token& stop)
    {
        const auto newestTime = m_reader.newestTime();
        if (!newestTime)
            return newestTime.error();
        if (!*newestTime || m_count == 0 || m_view.range.isEmpty())
            return std::vector<EventRef>();
        TimePoint until =
            TimePoint::max(); // blocks whose latest event is before this are still to do
        Nanoseconds step = std::chrono::seconds(1);
        TimePoint from = before(std::min(**newestTime, m_view.range.to), step);
        while (!stop.stop_requested()) {
            from = std::max(from, m_view.range.from);
            if (const auto walked = walk(from, until, stop); !walked)
                return walked.error();
            if (from <= m_view.range.from || isFullBefore(from))
                break;
            until = from;
            step *= 8;
            from = step < std::chrono::hours(24) ? before(from, step) : TimePoint::min();
        }
        return eventsAt(m_reader, m_blocks, m_newest, stop);
    }

private:
    /// Takes the blocks whose latest event lies in [from, until).
    Result<Done> walk(TimePoint from, TimePoint until, const std::stop_token& stop)
    {
        auto blocks = m_reader.blocks({from, m_view.range.to}, EventSeq{0}, m_view.ceiling);
        if (!blocks)
            return blocks.error();
        std::sort(blocks->begin(), blocks->end(),
                  [](const BlockInfo& a, const BlockInfo& b) { return a.lastTime > b.lastTime; });
        for (BlockInfo& block : *blocks) {
            if (stop.stop_requested() || isFullBefore(block.lastTime + Nanoseconds(1)))
                break;
            if (block.lastTime < until && !isRuledOut(block))
                if (const auto taken = take(std::move(block)); !taken)
                    return taken;
        }
        return Done{};
    }

    /// Whether its header says that it has no match: of a rare severity most have none.
    bool isRuledOut(const BlockInfo& block) const
    {
        if (!canAnswerFromHeader(m_view, block, EventSeq{}))
            return false;
        bool hasMatch = false;
        forEachHeaderSecond(m_view, block, [&hasMatch](std::int64_t, const SeverityCounts& counts) {
            hasMatch = hasMatch || counts != SeverityCounts{};
        });
        return !hasMatch;
    }

    Result<Done> take(BlockInfo block)
    {
        m_blocks.push_back(std::move(block));
        const auto index = static_cast<std::uint32_t>(m_blocks.size() - 1);
        const std::size_t before = m_newest.size();
        if (const auto collected = collect(m_reader, m_view, m_blocks, index, m_newest); !collected)
            return collected;
        if (m_newest.size() > before) {
            // Before its rows displace others: it matches, but all of it has to be readable.
            const auto stored = loadIfReadable(m_reader, m_blocks.back());
            if (!stored)
                return stored.error();
            if (!*stored)
                m_newest.resize(before);
        }
        std::sort(m_newest.begin(), m_newest.end());
        if (m_newest.size() > m_count)
            m_newest.erase(m_newest.begin(), m_newest.end() - static_cast<std::ptrdiff_t>(m_count));
        return Done{};
    }

    /// Whether no event before `time` can be among the newest any more.
    bool isFullBefore(TimePoint time) const
    {
        return m_newest.size() == m_count && m_newest.front().key.time >= time;
    }

    IndexReader& m_reader;
    const View& m_view;
    const std::size_t m_count;
    std::vector<BlockInfo> m_blocks; ///< that were looked into
    std::vector<Place> m_newest; ///< ascending, at most m_count
};

} // namespace

Result<std::vector<EventRef>> loadNewest(IndexReader& reader, const View& view, std::size_t count,
                                         const std::stop_token& stop)
{
    return WalkBack(reader, view, count).run(stop);
}

} // namespace weir
