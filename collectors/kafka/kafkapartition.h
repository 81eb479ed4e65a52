// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkastatistics.h"
#include "core/offsetranges.h"
#include "core/stream.h"

#include <cstdint>
#include <optional>

namespace weir {

/// How far one partition is read.
///
/// What is done with is a set of ranges, and reading goes upwards through what is missing: to the
/// begin of the next range, over it, and on after the last one for ever.
struct KafkaPartition
{
    TopicPartition id;
    Stream stream;

    /// Offsets that are in a batch, indexed or in a recorded gap.
    OffsetRanges done;
    /// The next offset to come; nothing of the partition is known before it is resolved.
    std::optional<std::int64_t> next;
    std::int64_t spanFrom = 0; ///< [spanFrom, next) is seen and in no batch yet
    std::optional<OffsetRange> ahead; ///< the first of `done` from `next` on
    std::optional<std::int64_t> end; ///< of what may be read now, as far as known
    std::optional<std::int64_t> target; ///< read until here, then leave it
    int timesBeyondEnd = 0; ///< in a row that `next` was found above the end of the log
    bool isThere = false; ///< the cluster had it in the last round
    bool isNew = false; ///< made since the source began: all of it is wanted
    /// The library has said that `next` is the end, and nothing has come since.
    bool isEndSaid = false;
    bool isAssigned = false;
    bool isStepping = false; ///< assigned anew behind what is indexed, and nothing came from there yet
    bool isTouched = false; ///< has a span for the next batch
    std::string stall; ///< why the record at `next` cannot be read, a sentence; empty: it can

    std::uint32_t streamIndex = 0; ///< in the batch with this number
    std::uint64_t batch = 0;

    /// The group gave it to somebody else, who may read on: forgets the place, keeps what is done.
    /// Precondition: no span is open.
    void giveBack();

    bool isDone() const { return target && next && *next >= *target; }
    /// Above everything that was ever read.
    std::int64_t frontier() const;
    /// Offsets that may be read now and are not done with.
    std::int64_t left() const;
    /// Reading goes on at `offset`, or behind what is done with there. Precondition: no span is open.
    void moveTo(std::int64_t offset);
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
    OffsetRanges lost; ///< deleted by the broker before they were read
    /// What was read reaches beyond the end: the topic was made anew, its offsets mean other messages
    /// now.
    bool isNewEpoch = false;
};

/// Precondition: `next` is resolved.
PartitionPlan planFor(const KafkaPartition& partition, PartitionBounds bounds);

} // namespace weir
