// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/blockrow.h"

#include "store/blocks/blockformat.h"
#include "store/blocks/runscodec.h"
#include "store/blocks/secondcounts.h"

namespace weir {

namespace {

EventSeq seqOf(std::int64_t value)
{
    return EventSeq{static_cast<std::uint64_t>(value)};
}

} // namespace

std::string selectBlockRows(std::int64_t version)
{
    // In version 1 every block was hot and contiguous.
    return std::string("SELECT b.id, b.first_seq, b.last_seq, s.name, b.first_time, b.last_time,"
                       " b.received_floor, b.last_received, b.seconds, ")
        + (version < 2 ? "b.last_seq - b.first_seq + 1, x'', 0" : "b.events, b.runs, b.cold")
        + " FROM blocks b JOIN sources s ON s.id = b.source ";
}

Result<BlockInfo> blockRowOf(const Statement& statement, std::int64_t slice,
                             const std::filesystem::path& file)
{
    BlockInfo block;
    block.slice = slice;
    block.block = statement.integer(0);
    block.firstSeq = seqOf(statement.integer(1));
    block.source = statement.text(3);
    block.firstTime = timePointOf(statement.integer(4));
    block.lastTime = timePointOf(statement.integer(5));
    block.receivedFloor = timePointOf(statement.integer(6));
    block.lastReceived = timePointOf(statement.integer(7));
    auto seconds = decodeSeconds(statement.blob(8));
    std::uint64_t counted = 0;
    if (seconds) {
        for (const SecondCounts& second : *seconds) {
            for (const std::uint64_t events : second.counts)
                counted += events;
        }
    }
    const std::int64_t count = statement.integer(9);
    const bool counts = seconds && count > 0 && count <= std::int64_t{blockformat::maxRows}
        && counted == static_cast<std::uint64_t>(count);
    const auto runs = counts
        ? decodeRuns(statement.blob(10), block.firstSeq, static_cast<std::uint32_t>(count),
                     seqOf(statement.integer(2)))
        : std::nullopt;
    if (!runs)
        return Error{Error::Code::Corrupt, file.string(),
                     "the header of block " + std::to_string(block.block) + " is damaged"};
    block.count = static_cast<std::uint32_t>(count);
    block.runs = *runs;
    block.isCold = statement.integer(11) != 0;
    block.seconds = std::move(*seconds);
    return block;
}

} // namespace weir
