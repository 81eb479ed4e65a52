// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/fieldscan.h"

#include "store/read/fieldcounting.h"
#include "store/read/headeranswers.h"
#include "store/read/matching.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace weir {

namespace {

void addSource(const std::string& source, std::uint64_t events, FieldTally& tally)
{
    tally.addEvents(events);
    if (FieldTally::Field* const field = tally.field("source"); field != nullptr && events > 0)
        FieldTally::add(*field, source, events);
}

/// What a header has: who the events are from, and how severe.
void addFacts(const BlockInfo& block, const SeverityCounts& counts, FieldTally& tally)
{
    addSource(block.source, std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}), tally);
    addSeverities(counts, tally);
}

SeverityCounts severitiesOf(const StoredBatch& stored, const std::vector<std::uint32_t>& rows)
{
    SeverityCounts counts{};
    for (const std::uint32_t row : rows)
        ++counts[static_cast<std::size_t>(classOf(stored.batch->severity(row)))];
    return counts;
}

bool severitiesOf(ColdReader& cold, const std::vector<std::uint32_t>& rows, SeverityCounts& counts)
{
    std::vector<std::int64_t> all;
    if (!cold.unpack(cold.parts().severities, all))
        return false;
    for (const std::uint32_t row : rows) {
        if (all[row] < 0 || all[row] > 255)
            return cold.fail();
        ++counts[static_cast<std::size_t>(classOf(static_cast<Severity>(all[row])))];
    }
    return true;
}

/// What of a block has been counted before something of it could not be read.
struct Counted
{
    bool facts = false; ///< source and severity
    std::string left; ///< the first name of a field that is not
};

/// How many events there were; nothing: it is damaged or has been replaced.
std::optional<std::uint64_t> countInCold(ColdReader& cold, const View& view, const BlockInfo& block,
                                         EventSeq after, const FieldScan::Wanted& wanted,
                                         FieldTally& tally, Counted& counted)
{
    const auto unlessFailed = [](bool isGood, std::uint64_t events) {
        return isGood ? std::optional(events) : std::nullopt;
    };
    if (counted.facts && view.filter->matchesEverything() && isInside(view, block, after))
        return unlessFailed(countCold(cold, nullptr, wanted, tally, counted.left), block.count);
    const auto matches = matchesInCold(cold, view, block, after, nullptr);
    if (!matches)
        return std::nullopt;
    if (matches->rows.empty())
        return 0;
    if (!counted.facts) {
        SeverityCounts counts{};
        if (!severitiesOf(cold, matches->rows, counts))
            return std::nullopt;
        addFacts(block, counts, tally);
        counted.facts = true;
    }
    return unlessFailed(countCold(cold, &matches->rows, wanted, tally, counted.left),
                        matches->rows.size());
}

} // namespace

FieldScan::FieldScan(IndexReader& reader, View view, Wanted wanted)
    : m_reader(reader)
    , m_view(std::move(view))
    , m_wanted(std::move(wanted))
{
}

Result<Done> FieldScan::begin()
{
    m_headersEnough = true;
    if (const auto listed = list(); !listed)
        return listed;
    m_begun = true;
    return Done{};
}

Result<Done> FieldScan::list()
{
    auto blocks = m_reader.blocks(m_view.range, m_after, m_view.ceiling);
    if (!blocks)
        return blocks.error();
    m_blocks = std::move(*blocks);
    std::sort(m_blocks.begin(), m_blocks.end(),
              [](const BlockInfo& a, const BlockInfo& b) { return a.lastTime < b.lastTime; });
    m_total += m_blocks.size();
    for (const BlockInfo& block : m_blocks) {
        if (canAnswerFromHeader(m_view, block, m_after))
            countHeader(block);
        else
            m_headersEnough = false;
    }
    return Done{};
}

void FieldScan::countHeader(const BlockInfo& block)
{
    SeverityCounts sum{};
    forEachHeaderSecond(m_view, block, [&sum](std::int64_t, const SeverityCounts& counts) {
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += counts[i];
    });
    addFacts(block, sum, m_tally);
}

Result<bool> FieldScan::step()
{
    if (m_blocks.empty())
        return false;
    const BlockInfo block = std::move(m_blocks.back());
    m_blocks.pop_back();
    const bool counted = canAnswerFromHeader(m_view, block, m_after);
    if (const auto visited = visit(block, counted); !visited)
        return visited.error();
    return !m_blocks.empty();
}

Result<Done> FieldScan::extendTo(EventSeq ceiling)
{
    assert(isComplete());
    m_isFollowing = true;
    m_after = m_view.ceiling;
    m_view.ceiling = std::max(m_view.ceiling, ceiling);
    return list();
}

Result<Done> FieldScan::leaveBefore(TimePoint from)
{
    if (from <= m_view.range.from)
        return Done{};
    FieldScan gone(m_reader, View{m_view.filter, {m_view.range.from, from}, m_view.ceiling},
                   m_wanted);
    if (const auto begun = gone.begin(); !begun)
        return begun;
    while (!gone.isComplete()) {
        if (const auto stepped = gone.step(); !stepped)
            return stepped.error();
    }
    m_tally.subtract(gone.tally());
    m_counted -= std::min(m_counted, gone.m_counted);
    m_view.range.from = from;
    return Done{};
}

Result<Done> FieldScan::visit(const BlockInfo& block, bool headersCounted)
{
    Counted counted{headersCounted, {}};
    if (block.isCold) {
        const auto cold = m_reader.openCold(block, &m_view.filter->root());
        if (cold && *cold == nullptr)
            return Done{};
        if (cold) {
            const auto events =
                countInCold(**cold, m_view, block, m_after, m_wanted, m_tally, counted);
            m_counted += events.value_or(0);
            if (events)
                return Done{};
        }
        const Error& error = cold ? (*cold)->error() : cold.error();
        if (error.code == Error::Code::Corrupt) {
            m_reader.reportDamage(error);
            return Done{};
        }
        if (error.code != Error::Code::NotFound)
            return error;
        // Replaced since it was listed: load() still has its events.
    }
    const auto matches = matchesIn(m_reader, m_view, block, m_after, nullptr);
    if (!matches)
        return matches.error();
    if (matches->rows.empty() || !matches->stored.batch)
        return Done{};
    if (!counted.facts)
        addFacts(block, severitiesOf(matches->stored, matches->rows), m_tally);
    countDecoded(matches->stored, matches->rows, m_wanted, m_tally, counted.left);
    m_counted += matches->rows.size();
    return Done{};
}

} // namespace weir
