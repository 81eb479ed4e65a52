// SPDX-License-Identifier: GPL-3.0-or-later
// What a slice's headers answer; the data of its blocks is read in slicereader.cpp.
#include "store/read/blockrow.h"
#include "store/read/headersalvage.h"
#include "store/read/slicereader.h"

#include <algorithm>
#include <limits>

namespace weir {

namespace {

EventSeq seqOf(std::int64_t value)
{
    return EventSeq{static_cast<std::uint64_t>(value)};
}

/// SQLite's integers are signed; no seq comes near the end.
std::int64_t signedOf(EventSeq seq)
{
    constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::min(number(seq), highest));
}

} // namespace

/// The collector may have brought an old file up to date since it was opened.
Result<Done> SliceReader::adapt()
{
    if (m_version >= 2)
        return Done{};
    const auto version = m_connection->number("PRAGMA user_version");
    if (!version)
        return version.error();
    return *version == m_version ? Result<Done>(Done{}) : prepare();
}

Result<std::vector<BlockInfo>> SliceReader::salvage(const Error& error, std::vector<Error>& damaged)
{
    if (error.code != Error::Code::Corrupt)
        return error;
    damaged.push_back(error);
    return salvageHeaders(*m_connection, m_number, m_version, damaged);
}

Result<EventSeq> SliceReader::newest(std::vector<Error>& damaged)
{
    const ResetAtEnd reset(*m_newest);
    const auto row = m_newest->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        if (!left)
            return left.error();
        return left->empty() ? EventSeq{} : left->back().lastSeq();
    }
    return seqOf(m_newest->integer(0));
}

Result<std::optional<TimePoint>> SliceReader::newestTime(std::vector<Error>& damaged)
{
    const ResetAtEnd reset(*m_newestTime);
    const auto row = m_newestTime->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        if (!left)
            return left.error();
        std::optional<TimePoint> newest;
        for (const BlockInfo& block : *left)
            newest = std::max(newest, std::optional(block.lastTime));
        return newest;
    }
    if (m_newestTime->isNull(0))
        return std::optional<TimePoint>();
    return std::optional(timePointOf(m_newestTime->integer(0)));
}

Result<Done> SliceReader::blocks(TimeRange range, EventSeq after, EventSeq upTo,
                                 std::vector<BlockInfo>& found, std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done;
    Statement& statement = after == EventSeq{} ? *m_blocksByTime : *m_blocks;
    const ResetAtEnd reset(statement);
    statement.bind(1, signedOf(after)).bind(2, signedOf(upTo));
    statement.bind(3, nanosecondsOf(range.from)).bind(4, nanosecondsOf(range.to));
    const auto isWanted = [&](const BlockInfo& block) {
        return block.seqs().rowsUpTo(after) < block.seqs().rowsUpTo(upTo);
    };
    const std::size_t before = found.size();
    auto row = statement.step();
    for (; row && *row; row = statement.step()) {
        auto block = blockRowOf(statement, m_number, file());
        if (!block)
            damaged.push_back(block.error());
        else if (isWanted(*block))
            found.push_back(std::move(*block));
    }
    if (row)
        return Done{};
    auto left = salvage(row.error(), damaged);
    if (!left)
        return left.error();
    found.resize(before);
    for (BlockInfo& block : *left) {
        if (block.lastTime >= range.from && block.firstTime < range.to && isWanted(block))
            found.push_back(std::move(block));
    }
    return Done{};
}

Result<std::optional<BlockInfo>> SliceReader::blockOf(EventSeq seq, std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done.error();
    const ResetAtEnd reset(*m_blockOf);
    m_blockOf->bind(1, signedOf(seq));
    auto row = m_blockOf->step();
    for (; row && *row; row = m_blockOf->step()) {
        auto block = blockRowOf(*m_blockOf, m_number, file());
        if (!block)
            damaged.push_back(block.error());
        else if (block->seqs().has(seq))
            return std::optional<BlockInfo>{std::move(*block)};
    }
    if (row)
        return std::optional<BlockInfo>{};
    const auto left = salvage(row.error(), damaged);
    if (!left)
        return left.error();
    const auto found = std::find_if(left->begin(), left->end(), [seq](const BlockInfo& block) {
        return block.seqs().has(seq);
    });
    return found == left->end() ? std::optional<BlockInfo>{} : std::optional(*found);
}

Result<std::optional<BlockInfo>> SliceReader::successorOf(const BlockInfo& block,
                                                          std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done.error();
    const ResetAtEnd reset(*m_successor);
    // Blocks of one source never overlap, and one is only ever replaced by one that spans it.
    m_successor->bind(1, signedOf(block.firstSeq)).bind(2, signedOf(block.lastSeq()));
    m_successor->bindText(3, block.source);
    const auto row = m_successor->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        if (!left)
            return left.error();
        const auto found = std::find_if(left->begin(), left->end(), [&](const BlockInfo& other) {
            return other.source == block.source && other.lastSeq() >= block.firstSeq
                && other.firstSeq <= block.lastSeq();
        });
        return found == left->end() ? std::optional<BlockInfo>{} : std::optional(*found);
    }
    if (!*row)
        return std::optional<BlockInfo>{};
    auto successor = blockRowOf(*m_successor, m_number, file());
    if (!successor)
        return successor.error();
    return std::optional<BlockInfo>{std::move(*successor)};
}

SliceReader::Totals SliceReader::totalsOf(const std::vector<BlockInfo>& blocks)
{
    Totals totals;
    for (const BlockInfo& block : blocks) {
        totals.events += block.count;
        totals.oldest = std::min(totals.oldest.value_or(block.firstTime), block.firstTime);
        totals.newest = std::max(totals.newest.value_or(block.lastTime), block.lastTime);
    }
    return totals;
}

Result<SliceReader::Totals> SliceReader::totals(std::vector<Error>& damaged)
{
    if (const auto done = adapt(); !done)
        return done.error();
    const std::string events = m_version < 2 ? "last_seq - first_seq + 1" : "events";
    auto statement = m_connection->prepare("SELECT ifnull(sum(" + events
                                           + "), 0), min(first_time),"
                                             " max(last_time) FROM blocks");
    if (!statement)
        return statement.error();
    const auto row = statement->step();
    if (!row) {
        const auto left = salvage(row.error(), damaged);
        return left ? Result<Totals>(totalsOf(*left)) : left.error();
    }
    Totals totals;
    totals.events = static_cast<std::uint64_t>(statement->integer(0));
    if (totals.events != 0) {
        totals.oldest = timePointOf(statement->integer(1));
        totals.newest = timePointOf(statement->integer(2));
    }
    return totals;
}

} // namespace weir
