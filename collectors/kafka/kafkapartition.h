// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkastatistics.h"
#include "core/stream.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace weir {

/// How far one partition is read.
struct KafkaPartition
{
    TopicPartition id;
    Stream stream;

    /// The next offset to come; nothing of the partition is known before it is resolved.
    std::optional<std::int64_t> next;
    std::int64_t spanFrom = 0; ///< [spanFrom, next) is seen and in no batch yet
    std::optional<std::int64_t> end; ///< of what may be read now, as far as known
    std::optional<std::int64_t> target; ///< read until here, then leave it
    int timesBeyondEnd = 0; ///< in a row that `next` was found above the end of the log
    /// The library has said that `next` is the end, and nothing has come since.
    bool isEndSaid = false;
    bool isAssigned = false;
    bool isTouched = false; ///< has a span for the next batch

    std::uint32_t streamIndex = 0; ///< in the batch with this number
    std::uint64_t batch = 0;

    /// Only of a member of a group, to which others may have read on meanwhile: what is in the index,
    /// and is dropped when it comes again.
    std::vector<OffsetRange> known;
    std::int64_t assignedAt = 0; ///< where reading began this time

    bool isKnown(std::int64_t offset) const;
    /// The first offset from `offset` on that is not known.
    std::int64_t firstUnknown(std::int64_t offset) const;
    /// The group gave it to somebody else: forgets the place, keeps what is known.
    void giveBack();

    bool isDone() const { return target && next && *next >= *target; }
};

/// What of a partition the broker holds: [start, end).
struct PartitionBounds
{
    std::int64_t start = 0;
    std::int64_t end = 0;
};

/// Where to go on in a partition.
struct PartitionPlan
{
    std::int64_t next = 0;
    std::optional<OffsetRange> lost; ///< deleted by the broker before it was read
    /// `next` was beyond the end: the topic was made anew, its offsets mean other messages now.
    bool isNewEpoch = false;
};

/// `next`: the first offset that is not indexed yet.
PartitionPlan planFrom(std::int64_t next, PartitionBounds bounds);

} // namespace weir
