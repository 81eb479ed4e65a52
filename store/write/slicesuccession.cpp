// SPDX-License-Identifier: GPL-3.0-or-later
// How a slice that was filled elsewhere gets its place in an index.
#include "store/transaction.h"
#include "store/write/slicewriter.h"

#include <fmt/format.h>

namespace weir {

Result<Done> SliceWriter::follow(SliceWriter& before, const Facts& facts)
{
    const StreamTable own = *m_streams;
    const auto ownGaps = m_streams->gaps();
    if (!ownGaps)
        return ownGaps.error();
    const auto gaps = before.m_streams->gaps();
    if (!gaps)
        return gaps.error();
    const auto transaction = Transaction::begin(*m_connection);
    if (!transaction)
        return transaction.error();
    m_isStale = true;
    if (const auto done = m_streams->clear(); !done)
        return done;
    // What the index knows first: its ids stay the same from slice to slice.
    if (const auto done = m_streams->copyFrom(*before.m_streams, *gaps); !done)
        return done;
    const auto sources = m_streams->merge(own, *ownGaps);
    if (!sources)
        return sources.error();
    if (const auto done = renumber(facts, *sources); !done)
        return done;
    if (const auto done = (*transaction)->commit(); !done)
        return done;
    return load();
}

Result<Done> SliceWriter::renumber(const Facts& facts, const StreamTable::SourceIds& sources)
{
    const auto shift = static_cast<std::int64_t>(number(facts.base) - number(m_facts.base));
    std::string source = "CASE source";
    for (const auto& [theirs, ours] : sources)
        source += fmt::format(" WHEN {} THEN {}", theirs, ours);
    source += " ELSE source END";
    // `runs` say how far seqs are apart, so they stay. The index on seqs is unique after every row: numbers that could be somebody else's on the
    // way are negative until all have moved.
    return m_connection->execute(fmt::format(
        "UPDATE slice SET number = {0}, base_seq = {1}, received_floor = {2}, created = {3};"
        "UPDATE blocks SET last_seq = -last_seq;"
        "UPDATE blocks SET last_seq = {4} - last_seq, first_seq = first_seq + {4},"
        " received_floor = max(received_floor, {2}), source = {5};",
        facts.number, number(facts.base), nanosecondsOf(facts.receivedFloor),
        nanosecondsOf(facts.created), shift, sources.empty() ? "source" : source));
}

} // namespace weir
