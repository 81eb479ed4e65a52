// SPDX-License-Identifier: GPL-3.0-or-later
// Where two tables of streams meet: what a slice from elsewhere knows, and what the index knows.
#include "core/eventbatchbuilder.h"
#include "store/write/positions.h"
#include "store/write/streamtable.h"

#include <algorithm>

namespace weir {

namespace {

bool haveCommon(const std::vector<OffsetRange>& a, const std::vector<OffsetRange>& b)
{
    return std::any_of(a.begin(), a.end(), [&b](const OffsetRange& range) {
        return std::any_of(b.begin(), b.end(), [&range](const OffsetRange& other) {
            return range.from < other.to && other.from < range.to;
        });
    });
}

} // namespace

bool StreamTable::overlaps(const StreamTable& other) const
{
    return std::any_of(other.m_sources.begin(), other.m_sources.end(), [&](const auto& entry) {
        const auto mine = m_sources.find(entry.first);
        if (mine == m_sources.end())
            return false;
        return std::any_of(other.m_streams.begin(), other.m_streams.end(), [&](const auto& theirs) {
            const auto& [id, row] = theirs;
            if (id.first != entry.second.id)
                return false;
            const auto found = m_streams.find({mine->second.id, id.second});
            return found != m_streams.end() && haveCommon(found->second.ranges, row.ranges);
        });
    });
}

Result<StreamTable::SourceIds> StreamTable::merge(const StreamTable& other,
                                                  const std::vector<GapRow>& gaps)
{
    SourceIds ids;
    for (const auto& [name, theirs] : other.m_sources) {
        const auto source = sourceFor(name, theirs.kind);
        if (!source)
            return source.error();
        ids[theirs.id] = (*source)->id;
        if (const auto done = countEvents(**source, theirs.events, theirs.undecodable); !done)
            return done.error();
    }
    std::map<std::int64_t, StreamRow*> streams;
    for (const auto& [id, theirs] : other.m_streams) {
        const auto stream = streamFor(ids[id.first], theirs.stream);
        if (!stream)
            return stream.error();
        streams[theirs.id] = *stream;
        for (const OffsetRange& range : theirs.ranges) {
            if (const auto done = addPosition(**stream, range); !done)
                return done.error();
        }
    }
    for (const GapRow& gap : gaps) {
        const auto stream = streams.find(gap.stream);
        if (stream == streams.end())
            continue;
        if (const auto done = insertGap({stream->second->id, gap.gap, gap.lastNoticed}); !done)
            return done.error();
    }
    return ids;
}

Result<std::vector<EventBatchPtr>> StreamTable::asBatches()
{
    const auto gaps = this->gaps();
    if (!gaps)
        return gaps.error();
    std::vector<EventBatchPtr> batches;
    for (const auto& [name, source] : m_sources) {
        EventBatchBuilder builder(name, source.kind);
        for (const auto& [id, row] : m_streams) {
            if (id.first != source.id)
                continue;
            const std::uint32_t stream = builder.streamIndex(row.stream);
            for (const OffsetRange& range : row.ranges)
                builder.addPosition(stream, range);
            for (const GapRow& gap : *gaps) {
                if (gap.stream == row.id)
                    builder.addGap(gap.gap);
            }
        }
        if (!builder.isEmpty())
            batches.push_back(builder.publish());
    }
    return batches;
}

Result<Done> StreamTable::clear()
{
    m_sources.clear();
    m_streams.clear();
    return m_connection->execute(
        "DELETE FROM positions; DELETE FROM gaps; DELETE FROM streams; DELETE FROM sources");
}

} // namespace weir
