// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkacontact.h"
#include "core/timepoint.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weir {

/// One record as the broker has it.
struct PeekedMessage
{
    TopicPartition where;
    std::int64_t offset = 0;
    std::optional<TimePoint> time; ///< the record's timestamp
    std::optional<std::string> payload; ///< nothing: a tombstone
    std::optional<std::string> key;
    std::vector<std::pair<std::string, std::string>> headers;
};

struct PeekRequest
{
    KafkaClient::Offsets from; ///< where to begin, for every partition that is wanted
    std::size_t perPartition = 20;
    std::size_t total = 20;
};

struct Peeked
{
    std::vector<PeekedMessage> messages; ///< in the order of arrival, at most 32 MiB of them
    std::string problem; ///< a sentence: why a partition gave none; or empty
    bool isComplete = false; ///< everything that was asked for is there, or the end was reached
};

/// Reads some records without leaving a trace: no group, no commit. Returns when it has what is wanted,
/// at the end of all partitions, or at the deadline.
Peeked peek(KafkaClient& client, const KafkaSource& source, const PeekRequest& request,
            Deadline deadline);

} // namespace weir
