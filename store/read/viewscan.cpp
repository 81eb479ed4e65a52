// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/viewscan.h"

#include "store/blocks/secondcounts.h"
#include "store/read/headeranswers.h"
#include "store/read/matching.h"

#include <algorithm>

namespace weir {

ViewScan::ViewScan(IndexReader& reader, View view, Matched matched, WantedColumns wanted)
    : m_reader(reader)
    , m_view(std::move(view))
    , m_matched(std::move(matched))
    , m_wanted(std::move(wanted))
{
    // Matches are counted by second and severity.
    m_wanted.everything = m_wanted.everything && m_matched;
    m_wanted.severities = true;
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

Result<std::size_t> ViewScan::blocksUpTo(EventSeq ceiling)
{
    const auto blocks = m_reader.blocks(m_view.range, m_view.ceiling, ceiling);
    if (!blocks)
        return blocks.error();
    return blocks->size();
}

Result<Done> ViewScan::extendTo(EventSeq ceiling, const std::stop_token& stop)
{
    const EventSeq seen = m_view.ceiling;
    // Of a block that reaches beyond, what was below the ceiling has to be counted before it moves.
    const auto reaching =
        std::stable_partition(m_blocks.begin(), m_blocks.end(),
                              [seen](const BlockInfo& block) { return block.lastSeq() <= seen; });
    for (auto block = reaching; block != m_blocks.end(); ++block) {
        if (const auto visited = visit(*block, EventSeq{}); !visited)
            return visited;
    }
    m_blocks.erase(reaching, m_blocks.end());
    m_view.ceiling = std::max(seen, ceiling);
    const auto blocks = m_reader.blocks(m_view.range, seen, m_view.ceiling);
    if (!blocks)
        return blocks.error();
    for (const BlockInfo& block : *blocks) {
        if (stop.stop_requested())
            return Done{};
        if (const auto visited = visitNew(block, seen); !visited)
            return visited;
    }
    m_total += blocks->size();
    return Done{};
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
    if (!m_matched && canAnswerFromHeader(m_view, block, after)) {
        forEachHeaderSecond(m_view, block,
                            [this](std::int64_t second, const SeverityCounts& counts) {
                                m_matches.add(second, counts);
                            });
        return Done{};
    }
    const BlockName name{block.firstSeq, block.lastSeq(), block.count};
    if (m_withoutMatches.contains(name))
        return Done{};
    const auto matches = matchesIn(m_reader, m_view, block, after, &m_wanted);
    if (!matches)
        return matches.error();
    if (matches->rows.empty()) {
        if (after == EventSeq{} && isInside(m_view, block, after) && !matches->isDamaged)
            m_withoutMatches.insert(name);
        return Done{};
    }
    countRows(matches->stored, matches->rows);
    if (m_matched)
        m_matched(matches->stored, matches->rows);
    if (m_found)
        m_found(block, matches->stored, matches->rows);
    return Done{};
}

Result<Done> ViewScan::visitNew(const BlockInfo& block, EventSeq after)
{
    const std::uint64_t before = m_matches.total();
    if (const auto visited = visit(block, after); !visited)
        return visited;
    const bool byHeader = !m_matched && canAnswerFromHeader(m_view, block, after);
    if (!m_found || !byHeader || m_matches.total() == before)
        return Done{};
    const auto matches = matchesIn(m_reader, m_view, block, after, &m_wanted);
    if (!matches)
        return matches.error();
    if (!matches->rows.empty())
        m_found(block, matches->stored, matches->rows);
    return Done{};
}

} // namespace weir
