// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gap.h"
#include "core/result.h"
#include "core/timepoint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

enum class SourceState : std::uint8_t {
    Connecting,
    Live,
    Paused,
    Retrying,
    Stalled,
    Failed,
    Ended
};

/// `connecting live paused retrying stalled failed ended`.
std::string_view nameOf(SourceState state);

/// One partition or file of a source: what comes next and where the stream ends now.
struct PositionStatus
{
    std::string topic; ///< Kafka and ZeroMQ
    std::string path; ///< files
    std::int32_t partition = -1; ///< -1: has none
    std::int64_t next = 0;
    std::optional<std::int64_t> end;
};

struct GapStatus
{
    std::string topic;
    std::int32_t partition = -1;
    std::optional<std::int64_t> from; ///< first missing offset
    std::optional<std::int64_t> to; ///< last missing offset
    std::uint64_t count = 0;
    std::string reason;
};

struct SourceStatus
{
    std::string name;
    std::string kind;
    SourceState state = SourceState::Connecting;
    std::uint64_t events = 0; ///< indexed since the index began
    double eventsPerSecond = 0;
    std::uint64_t bytes = 0; ///< payload bytes received since the collector started
    std::optional<std::uint64_t> lag; ///< events not yet fetched; nothing where it cannot be known
    std::uint64_t dropped = 0;
    std::vector<GapStatus> gaps;
    std::uint64_t undecodable = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t redacted = 0; ///< values taken out of messages since the collector started
    std::string lastError; ///< a sentence; empty: none
    std::string note; ///< a fact worth saying, such as "loss cannot be detected"; may be empty
    std::vector<PositionStatus> positions;
};

/// What `weir status --json` prints, the `status` push carries and the window shows.
/// JSON as in docs/status.md; unknown members are ignored when read.
struct Status
{
    std::int64_t pid = 0;
    std::string state; ///< `running`, `stopping`
    double uptimeSeconds = 0;
    std::uint64_t rssBytes = 0;
    std::vector<SourceStatus> sources;
    std::uint64_t indexEvents = 0;
    std::uint64_t indexBytes = 0;
    std::optional<TimePoint> oldest;
    std::optional<TimePoint> newest;
    std::uint64_t slices = 0;
    std::uint64_t alertsFiring = 0; ///< neither acknowledged nor silenced
    std::uint64_t alertsPending = 0;
    std::string notifier; ///< a sentence when desktop notifications cannot be shown; else empty
    std::string writerError; ///< a sentence when the index cannot be written; else empty
    std::string compactionError; ///< a sentence when something cannot be compacted; else empty

    std::string toJson() const;
    static Result<Status> fromJson(std::string_view json);
};

} // namespace weir
