// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/matching.h"

#include "store/read/coldevaluation.h"

namespace weir {

namespace {

bool isUnreadable(const Error& error)
{
    return error.code == Error::Code::Corrupt || error.code == Error::Code::NotFound;
}

BlockMatches damaged()
{
    BlockMatches none;
    none.isDamaged = true;
    return none;
}

/// Notes how long it took.
Result<BlockMatches> timed(Result<BlockMatches> matches, std::chrono::steady_clock::time_point begin,
                           std::chrono::steady_clock::time_point opened)
{
    if (matches) {
        matches->opening = opened - begin;
        matches->searching = std::chrono::steady_clock::now() - opened;
    }
    return matches;
}

/// Whether the row has a seq in (after, ceiling] and a time in the range.
bool isRowInside(const View& view, const StoredBatch& stored, EventSeq after, std::size_t row)
{
    const EventSeq seq = stored.seq(row);
    return seq > after && seq <= view.ceiling && view.range.contains(stored.batch->time(row));
}

void keepInside(const View& view, const StoredBatch& stored, EventSeq after,
                std::vector<std::uint32_t>& rows)
{
    std::erase_if(rows, [&](std::uint32_t row) { return !isRowInside(view, stored, after, row); });
}

Result<BlockMatches> matchesInLoaded(IndexReader& reader, const View& view, const BlockInfo& block,
                                     EventSeq after)
{
    BlockMatches matches;
    auto stored = loadIfReadable(reader, block);
    if (!stored)
        return stored.error();
    if (!*stored)
        return damaged();
    matches.isDecoded = true;
    matches.stored = std::move(**stored);
    selectRows(view, matches.stored, after, matches.rows);
    return matches;
}

} // namespace

bool isInside(const View& view, const BlockInfo& block, EventSeq after)
{
    return block.firstSeq > after && block.lastSeq() <= view.ceiling
        && view.range.contains(block.firstTime) && view.range.contains(block.lastTime);
}

void selectRows(const View& view, const StoredBatch& stored, EventSeq after,
                std::vector<std::uint32_t>& rows)
{
    rows.clear();
    view.filter->select(stored, rows);
    keepInside(view, stored, after, rows);
}

Result<std::optional<StoredBatch>> loadIfReadable(IndexReader& reader, const BlockInfo& block)
{
    auto stored = reader.load(block);
    if (stored)
        return std::optional<StoredBatch>(std::move(*stored));
    if (isUnreadable(stored.error()))
        return std::optional<StoredBatch>{};
    return stored.error();
}

std::optional<RowSet> rowsInCold(ColdReader& cold, const View& view, const BlockInfo& block,
                                 EventSeq after)
{
    ColdEvaluation evaluation(cold, {block.firstSeq, block.receivedFloor, nullptr, block.runs});
    auto found = evaluation.evaluate(view.filter->root(), RowSet::all(cold.rows()));
    if (!found || found->isEmpty() || isInside(view, block, after))
        return found;
    WantedColumns none;
    none.everything = false;
    const auto stored = evaluation.decode(none);
    if (!stored)
        return std::nullopt;
    RowSet outside(found->size());
    found->forEach([&](std::size_t row) {
        if (!isRowInside(view, *stored, after, row))
            outside.add(row);
    });
    *found -= outside;
    return found;
}

std::optional<BlockMatches> matchesInCold(ColdReader& cold, const View& view,
                                          const BlockInfo& block, EventSeq after,
                                          const WantedColumns* wanted)
{
    BlockMatches matches;
    matches.stored = {block.firstSeq, block.receivedFloor, nullptr, block.runs};
    ColdEvaluation evaluation(cold, matches.stored);
    const auto found = evaluation.evaluate(view.filter->root(), RowSet::all(cold.rows()));
    if (!found)
        return std::nullopt;
    matches.rows.reserve(found->count());
    found->forEach([&matches](std::size_t row) {
        matches.rows.push_back(static_cast<std::uint32_t>(row));
    });
    const bool isWhole = isInside(view, block, after);
    if (!matches.rows.empty() && (wanted != nullptr || !isWhole)) {
        WantedColumns none;
        none.everything = false;
        auto stored = evaluation.decode(wanted != nullptr ? *wanted : none);
        if (!stored)
            return std::nullopt;
        matches.stored = std::move(*stored);
        if (!isWhole)
            keepInside(view, matches.stored, after, matches.rows);
    }
    matches.bytesRead = cold.bytesLoaded();
    matches.filterBytes = cold.filterBytesLoaded();
    return matches;
}

Result<BlockMatches> matchesIn(IndexReader& reader, const View& view, const BlockInfo& block,
                               EventSeq after, const WantedColumns* wanted)
{
    const auto begin = std::chrono::steady_clock::now();
    if (!block.isCold || (wanted != nullptr && wanted->everything))
        return timed(matchesInLoaded(reader, view, block, after), begin, begin);
    const auto cold = reader.openCold(block, &view.filter->root());
    const auto opened = std::chrono::steady_clock::now();
    if (!cold) {
        // Replaced since it was listed: its events are in another block now.
        if (cold.error().code == Error::Code::NotFound)
            return timed(matchesInLoaded(reader, view, block, after), begin, opened);
        return cold.error().code == Error::Code::Corrupt ? Result<BlockMatches>(damaged())
                                                         : cold.error();
    }
    if (*cold == nullptr) {
        BlockMatches denied;
        denied.isDeniedByTrigrams = true;
        return timed(std::move(denied), begin, opened);
    }
    auto matches = matchesInCold(**cold, view, block, after, wanted);
    if (matches)
        return timed(std::move(*matches), begin, opened);
    const Error& error = (*cold)->error();
    if (error.code == Error::Code::NotFound) // Replaced while it was open.
        return timed(matchesInLoaded(reader, view, block, after), begin, opened);
    if (error.code != Error::Code::Corrupt)
        return error;
    reader.reportDamage(error);
    return damaged();
}

} // namespace weir
