// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/sourcetotals.h"

#include <algorithm>

namespace weir {

namespace {

Result<Done> readGaps(Connection& connection, std::vector<SourceTotals>& sources,
                      const std::vector<std::int64_t>& ids)
{
    auto statement = connection.prepare(
        "SELECT t.source, t.kind, t.scope, t.name, t.partition, t.epoch, g.from_offset,"
        " g.to_offset, g.count, g.reason, g.noticed FROM gaps g JOIN streams t ON t.id = g.stream"
        " ORDER BY g.id");
    if (!statement)
        return statement.error();
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        const auto source = std::find(ids.begin(), ids.end(), statement->integer(0));
        if (source == ids.end())
            continue;
        Gap gap;
        gap.stream = {static_cast<SourceKind>(statement->integer(1)),
                      std::string(statement->text(2)), std::string(statement->text(3)),
                      static_cast<std::int32_t>(statement->integer(4)),
                      static_cast<std::uint32_t>(statement->integer(5))};
        gap.offsets = {statement->integer(6), statement->integer(7)};
        gap.count = static_cast<std::uint64_t>(statement->integer(8));
        gap.reason = static_cast<Gap::Reason>(statement->integer(9));
        gap.noticed = timePointOf(statement->integer(10));
        sources[static_cast<std::size_t>(source - ids.begin())].gaps.push_back(std::move(gap));
    }
    return row ? Result<Done>(Done{}) : row.error();
}

} // namespace

Result<std::vector<SourceTotals>> readSourceTotals(Connection& connection)
{
    auto statement =
        connection.prepare("SELECT id, name, events, undecodable FROM sources ORDER BY name");
    if (!statement)
        return statement.error();
    std::vector<SourceTotals> sources;
    std::vector<std::int64_t> ids;
    auto row = statement->step();
    for (; row && *row; row = statement->step()) {
        ids.push_back(statement->integer(0));
        sources.push_back({std::string(statement->text(1)),
                           static_cast<std::uint64_t>(statement->integer(2)),
                           static_cast<std::uint64_t>(statement->integer(3)),
                           {}});
    }
    if (!row)
        return row.error();
    if (const auto done = readGaps(connection, sources, ids); !done)
        return done.error();
    return sources;
}

} // namespace weir
