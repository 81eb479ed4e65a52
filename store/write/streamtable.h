// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eventbatch.h"
#include "store/connection.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weir {

/// What a slice knows of sources: their streams, positions, gaps and counts, in memory and in the
/// file. Changes are made in both within the caller's transaction; when that fails, load() again.
///
/// Thread: that of the connection, which outlives it.
class StreamTable final
{
public:
    struct Source
    {
        std::int64_t id = 0;
        SourceKind kind = SourceKind::Kafka;
        std::uint64_t events = 0;
        std::uint64_t undecodable = 0;
    };

    struct StreamRow
    {
        std::int64_t id = 0;
        Stream stream;
        std::vector<OffsetRange> ranges;
    };

    struct GapRow
    {
        std::int64_t stream = 0; ///< id
        Gap gap;
        TimePoint lastNoticed;
    };

    static Result<StreamTable> load(Connection& connection);

    /// Writes everything another table has into this one, which is empty.
    Result<Done> copyFrom(const StreamTable& other, const std::vector<GapRow>& gaps);
    Result<std::vector<GapRow>> gaps();

    /// Whether both say of the same offsets of a stream that they are indexed.
    bool overlaps(const StreamTable& other) const;
    using SourceIds = std::map<std::int64_t, std::int64_t>; ///< in the other table: in this one
    /// Adds what a table of other events knows. Precondition: !overlaps(other).
    Result<SourceIds> merge(const StreamTable& other, const std::vector<GapRow>& gaps);
    /// Positions and gaps of all sources, in batches without events.
    Result<std::vector<EventBatchPtr>> asBatches();
    /// Forgets everything.
    Result<Done> clear();

    /// Takes over what a batch says: positions, gaps, numbers of events. The id of its source.
    Result<std::int64_t> apply(const EventBatch& batch, std::uint64_t undecodable);

    /// Takes a range out of what is indexed; as reopenRange().
    Result<Done> reopen(const std::string& source, const Stream& stream, OffsetRange range);

    std::vector<StreamRow> streamsOf(const std::string& source) const;

private:
    explicit StreamTable(Connection& connection);

    Result<Done> read();
    Result<Source*> sourceFor(const std::string& name, SourceKind kind);
    Result<Done> countEvents(Source& source, std::uint64_t events, std::uint64_t undecodable);
    Result<StreamRow*> streamFor(std::int64_t source, const Stream& stream);
    Result<Done> addPosition(StreamRow& row, OffsetRange offsets);
    Result<Done> addGap(StreamRow& row, const Gap& gap);
    Result<Done> insertGap(const GapRow& row);
    Result<Done> insertRange(std::int64_t stream, OffsetRange range);
    Result<Done> removeRanges(std::int64_t stream);

    using StreamId = std::pair<std::int64_t, std::string>; ///< source, Stream::key()

    Connection* m_connection;
    std::map<std::string, Source> m_sources;
    std::map<StreamId, StreamRow> m_streams;
};

} // namespace weir
