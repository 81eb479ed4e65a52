// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/waitingblocks.h"

#include "store/read/blockrow.h"
#include "store/schemasteps.h"

#include <limits>

namespace weir {

namespace {

/// The files that are compacted are those of the writer, which brings them up to date.
std::int64_t newestVersion()
{
    return static_cast<std::int64_t>(sliceSchemaSteps().size());
}

Result<std::vector<BlockInfo>> list(Connection& slice, const std::string& source,
                                    const std::string& condition, std::size_t most,
                                    std::set<std::int64_t>& damaged)
{
    auto statement =
        slice.prepare(selectBlockRows(newestVersion())
                      + "WHERE b.source = (SELECT id FROM sources WHERE name = ?)" + condition
                      + " ORDER BY b.first_seq LIMIT ?");
    if (!statement)
        return statement.error();
    statement->bindText(1, source).bind(2, static_cast<std::int64_t>(most));
    std::vector<BlockInfo> blocks;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        auto block = blockRowOf(*statement, 0, slice.file());
        blocks.push_back(block ? std::move(*block) : BlockInfo{});
        blocks.back().block = statement->integer(0);
        if (!block)
            damaged.insert(statement->integer(0));
    }
    return row ? Result<std::vector<BlockInfo>>(std::move(blocks)) : row.error();
}

} // namespace

Result<std::vector<WaitingSource>> waitingSources(Connection& slice)
{
    auto statement = slice.prepare(
        "SELECT s.name, sum(b.events), min(max(b.received_floor, b.last_received))"
        " FROM blocks b JOIN sources s ON s.id = b.source WHERE b.cold = 0 GROUP BY b.source");
    if (!statement)
        return statement.error();
    std::vector<WaitingSource> sources;
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        sources.push_back({std::string(statement->text(0)),
                           static_cast<std::uint64_t>(statement->integer(1)),
                           timePointOf(statement->integer(2))});
    return row ? Result<std::vector<WaitingSource>>(std::move(sources)) : row.error();
}

Result<std::vector<BlockInfo>> hotBlocksOf(Connection& slice, const std::string& source,
                                           std::size_t most, std::set<std::int64_t>& damaged)
{
    return list(slice, source, " AND b.cold = 0", most, damaged);
}

Result<std::vector<BlockInfo>> allBlocksOf(Connection& slice, const std::string& source,
                                           std::set<std::int64_t>& damaged)
{
    return list(slice, source, "", std::numeric_limits<std::int64_t>::max(), damaged);
}

Result<std::vector<std::string>> sourcesWithBlocks(Connection& slice)
{
    auto statement =
        slice.prepare("SELECT name FROM sources WHERE id IN (SELECT source FROM blocks)");
    if (!statement)
        return statement.error();
    std::vector<std::string> names;
    auto row = statement->step();
    for (; row && *row; row = statement->step())
        names.emplace_back(statement->text(0));
    return row ? Result<std::vector<std::string>>(std::move(names)) : row.error();
}

} // namespace weir
