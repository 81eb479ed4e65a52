// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/viewscan.h"

#include "store/blocks/secondcounts.h"
#include "store/read/matching.h"

#include <algorithm>

namespace weir {

namespace {

bool isWholeSecond(TimePoint time)
{
    return time == TimePoint::min() || time == TimePoint::max()
        || time.time_since_epoch() % std::chrono::seconds(1) == Nanoseconds{0};
}

/// Whether `edge` cuts one of the block's seconds in two, so that its counts cannot be divided.
bool isCutBy(TimePoint edge, const BlockInfo& block)
{
    return !isWholeSecond(edge)
        && std::any_of(block.seconds.begin(), block.seconds.end(),
                       [second = secondOf(edge)](const SecondCounts& counts) {
                           return counts.second == second;
                       });
}

} // namespace

ViewScan::ViewScan(IndexReader& reader, View view, Matched matched)
    : m_reader(reader)
    , m_view(std::move(view))
    , m_matched(std::move(matched))
{
}

Result<Done> ViewScan::begin()
{
    auto blocks = m_reader.blocks(m_view.range, EventSeq{0}, m_view.ceiling);
    if (!blocks)
        return blocks.error();
    m_blocks = std::move(*blocks);
    std::sort(m_blocks.begin(), m_blocks.end(),
              [](const BlockInfo& a, const BlockInfo& b) { return a.lastTime < b.lastTime; });
    m_total = m_blocks.size();
    m_begun = true;
    return Done{};
}

Result<bool> ViewScan::step()
{
    if (m_blocks.empty())
        return false;
    const BlockInfo block = std::move(m_blocks.back());
    m_blocks.pop_back();
    if (const auto visited = visit(block, EventSeq{}); !visited)
        return visited.error();
    return !m_blocks.empty();
}

Result<Done> ViewScan::run(const std::stop_token& stop)
{
    if (const auto begun = begin(); !begun)
        return begun;
    while (!m_blocks.empty() && !stop.stop_requested()) {
        if (const auto more = step(); !more)
            return more.error();
    }
    return Done{};
}

Result<Done> ViewScan::extendTo(EventSeq ceiling)
{
    const EventSeq seen = m_view.ceiling;
    m_view.ceiling = std::max(seen, ceiling);
    const auto blocks = m_reader.blocks(m_view.range, seen, m_view.ceiling);
    if (!blocks)
        return blocks.error();
    for (const BlockInfo& block : *blocks) {
        if (const auto visited = visit(block, seen); !visited)
            return visited;
    }
    m_total += blocks->size();
    return Done{};
}

bool ViewScan::answersFromHeader(const BlockInfo& block, EventSeq after) const
{
    return !m_matched && block.firstSeq > after && block.lastSeq() <= m_view.ceiling
        && (m_view.filter->matchesEverything() || m_view.filter->severitiesOnly())
        && !isCutBy(m_view.range.from, block) && !isCutBy(m_view.range.to, block);
}

void ViewScan::countFromHeader(const BlockInfo& block)
{
    const auto severities = m_view.filter->severitiesOnly();
    for (const SecondCounts& second : block.seconds) {
        if (!m_view.range.contains(startOfSecond(second.second)))
            continue;
        SeverityCounts counts = second.counts;
        for (std::size_t i = 0; severities && i < counts.size(); ++i)
            counts[i] = (*severities)[i] ? counts[i] : 0;
        m_matches.add(second.second, counts);
    }
}

void ViewScan::countRows(const StoredBatch& stored, const std::vector<std::uint32_t>& rows)
{
    // Neighbours mostly share their second: counted together they cost one search.
    SeverityCounts counts{};
    std::int64_t second = 0;
    bool any = false;
    for (const std::uint32_t row : rows) {
        const std::int64_t own = secondOf(stored.batch->time(row));
        if (any && own != second) {
            m_matches.add(second, counts);
            counts = {};
        }
        second = own;
        any = true;
        ++counts[static_cast<std::size_t>(classOf(stored.batch->severity(row)))];
    }
    if (any)
        m_matches.add(second, counts);
}

Result<Done> ViewScan::visit(const BlockInfo& block, EventSeq after)
{
    if (answersFromHeader(block, after)) {
        countFromHeader(block);
        return Done{};
    }
    const auto stored = loadIfReadable(m_reader, block);
    if (!stored)
        return stored.error();
    if (!*stored)
        return Done{};
    std::vector<std::uint32_t> rows;
    selectRows(m_view, **stored, after, rows);
    countRows(**stored, rows);
    if (m_matched && !rows.empty())
        m_matched(**stored, rows);
    return Done{};
}

} // namespace weir
