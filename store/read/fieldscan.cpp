// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/fieldscan.h"

#include "store/read/fieldcounting.h"
#include "store/read/headeranswers.h"
#include "store/read/matching.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <mutex>
#include <numeric>
#include <system_error>
#include <thread>

namespace weir {

namespace {

/// Of blocks: below this a second thread costs more than it saves.
constexpr std::size_t fewestForTwo = 8;

/// None where the system gives no more: one thread is enough.
template<typename Work>
std::jthread threadOf(Work work)
{
    try {
        return std::jthread(std::move(work));
    } catch (const std::system_error&) {
        return {};
    }
}

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

bool severitiesOf(ColdReader& cold, const RowSet& rows, SeverityCounts& counts)
{
    std::vector<std::int64_t> all;
    if (!cold.unpack(cold.parts().severities, all))
        return false;
    bool isGood = true;
    rows.forEach([&](std::size_t row) {
        isGood = isGood && all[row] >= 0 && all[row] <= 255;
        ++counts[static_cast<std::size_t>(classOf(static_cast<Severity>(all[row] & 255)))];
    });
    return isGood || cold.fail();
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
    const auto rows = rowsInCold(cold, view, block, after);
    if (!rows)
        return std::nullopt;
    if (rows->isEmpty())
        return 0;
    if (!counted.facts) {
        SeverityCounts counts{};
        if (!severitiesOf(cold, *rows, counts))
            return std::nullopt;
        addFacts(block, counts, tally);
        counted.facts = true;
    }
    return unlessFailed(countCold(cold, &*rows, wanted, tally, counted.left), rows->count());
}

} // namespace

FieldScan::FieldScan(IndexReader& reader, View view, Wanted wanted)
    : FieldScan(reader, std::move(view), std::move(wanted), true)
{
}

FieldScan FieldScan::ofFacts(IndexReader& reader, View view)
{
    return {reader, std::move(view), [](std::string_view) { return false; }, false};
}

FieldScan::FieldScan(IndexReader& reader, View view, Wanted wanted, bool hasFields)
    : m_reader(reader)
    , m_view(std::move(view))
    , m_wanted(std::move(wanted))
    , m_hasFields(hasFields)
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
    const std::uint64_t before = m_tally.events();
    for (const BlockInfo& block : m_blocks) {
        if (canAnswerFromHeader(m_view, block, m_after))
            countHeader(block);
        else
            m_headersEnough = false;
    }
    if (!m_hasFields) {
        m_counted += m_tally.events() - before;
        std::erase_if(m_blocks, [this](const BlockInfo& block) {
            return canAnswerFromHeader(m_view, block, m_after);
        });
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
    Share own{m_reader, m_tally};
    const auto visited = visit(block, own);
    m_counted += own.counted;
    if (!visited)
        return visited.error();
    return !m_blocks.empty();
}

bool FieldScan::isWorthTwo() const
{
    return m_headersEnough && !isFollowing() && m_blocks.size() >= fewestForTwo;
}

Result<Done> FieldScan::countOn(const std::function<bool()>& mustStop, IndexReader* beside)
{
    std::mutex mutex;
    const auto take = [&](bool isSecond) -> std::optional<BlockInfo> {
        const std::lock_guard lock(mutex);
        const auto found = isSecond
            ? std::find_if(m_blocks.rbegin(), m_blocks.rend(), std::mem_fn(&BlockInfo::isCold))
            : m_blocks.rbegin();
        if (found == m_blocks.rend() || mustStop())
            return std::nullopt;
        BlockInfo block = std::move(*found);
        m_blocks.erase(std::prev(found.base()));
        return block;
    };
    const auto work = [&](Share& share, bool isSecond) {
        Result<Done> done = Done{};
        while (done) {
            const auto block = take(isSecond);
            if (!block)
                break;
            done = visit(*block, share);
        }
        return done;
    };
    Share own{m_reader, m_tally};
    Share second{beside != nullptr ? *beside : m_reader, m_besides};
    Result<Done> secondDone = Done{};
    Result<Done> ownDone = Done{};
    {
        std::jthread thread;
        if (beside != nullptr)
            thread = threadOf([&] { secondDone = work(second, true); });
        ownDone = work(own, false);
    }
    m_tally.takeFrom(m_besides);
    m_counted += own.counted + second.counted;
    return ownDone ? secondDone : ownDone;
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
                   m_wanted, m_hasFields);
    if (const auto begun = gone.begin(); !begun)
        return begun;
    while (!gone.isComplete()) {
        if (const auto stepped = gone.step(); !stepped)
            return stepped.error();
    }
    m_tally.subtract(gone.tally());
    m_besides = FieldTally(std::numeric_limits<std::size_t>::max());
    m_counted -= std::min(m_counted, gone.m_counted);
    m_view.range.from = from;
    return Done{};
}

Result<Done> FieldScan::visit(const BlockInfo& block, Share& share) const
{
    Counted counted{canAnswerFromHeader(m_view, block, m_after), {}};
    if (block.isCold) {
        const auto cold = share.reader.openCold(block, &m_view.filter->root());
        if (cold && *cold == nullptr)
            return Done{};
        if (cold) {
            const auto events =
                countInCold(**cold, m_view, block, m_after, m_wanted, share.tally, counted);
            share.counted += events.value_or(0);
            if (events)
                return Done{};
        }
        const Error& error = cold ? (*cold)->error() : cold.error();
        if (error.code == Error::Code::Corrupt) {
            share.reader.reportDamage(error);
            return Done{};
        }
        if (error.code != Error::Code::NotFound)
            return error;
        // Replaced since it was listed: load() still has its events.
    }
    const auto matches = matchesIn(share.reader, m_view, block, m_after, nullptr);
    if (!matches)
        return matches.error();
    if (matches->rows.empty() || !matches->stored.batch)
        return Done{};
    if (!counted.facts)
        addFacts(block, severitiesOf(matches->stored, matches->rows), share.tally);
    countDecoded(matches->stored, matches->rows, m_wanted, share.tally, counted.left);
    share.counted += matches->rows.size();
    return Done{};
}

} // namespace weir
