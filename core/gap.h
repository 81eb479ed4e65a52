// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stream.h"
#include "core/timepoint.h"

#include <cstdint>
#include <string_view>

namespace weir {

/// Events that will never be in the index. Stored, counted and shown like any other fact.
struct Gap
{
    enum class Reason : std::uint8_t {
        QueueFull, ///< shed by us: the source cannot wait
        LostUpstream, ///< the publisher's sequence jumped
        Retention, ///< the broker had deleted it before we came
        TooLarge, ///< above the size limit of a message
        Undecompressable, ///< a batch the client library cannot open
        Quarantined, ///< the collector died on it three times
        SkippedByUser,
    };

    Stream stream;
    /// The missing offsets where the stream has them; both 0 where it has none.
    OffsetRange offsets;
    std::uint64_t count = 0; ///< missing events, as far as known
    Reason reason = Reason::QueueFull;
    TimePoint noticed;

    /// What the user asked for is no alarm; everything else is.
    bool isIntentional() const { return reason == Reason::SkippedByUser; }
};

/// `queue_full lost_upstream retention too_large undecompressable quarantined skipped`.
std::string_view nameOf(Gap::Reason reason);

} // namespace weir
