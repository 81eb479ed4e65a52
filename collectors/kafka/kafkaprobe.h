// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/kafka/kafkaclient.h"

#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace weir {

/// Reads partitions of a Kafka source one at a time and keeps nothing: to find out, in a process that
/// may die of it, which records cannot even be fetched. Thread: one.
class KafkaProbe final
{
public:
    /// Where the source would go on in a partition, and where that ends.
    struct Place
    {
        Stream stream;
        std::int64_t next = 0;
        std::int64_t end = 0;
    };
    enum class Until { End, First };
    static constexpr std::int64_t nowhere = std::numeric_limits<std::int64_t>::max();

    /// `setup` outlives it.
    static Result<std::unique_ptr<KafkaProbe>> make(const CollectorSetup& setup,
                                                    KafkaClient::Pace pace);

    /// Every partition the source wants. Unreachable when they cannot be found within some seconds.
    Result<std::vector<Place>> places();

    /// Until the first record or the end of the partition. No further, in either case, than a collector
    /// fetches ahead. `read` is told the next offset again and again. Done, too, when nothing comes for
    /// some seconds: whoever waits is alive. `before`: where a batch begins that is known to kill; it is not
    /// fetched by a probe that reads one batch at a time, which takes some seconds at most: a source that
    /// knows of such a batch does so too, and has not come further.
    Result<Done> read(const TopicPartition& partition, std::int64_t from, Until until,
                      const std::function<void(std::int64_t next)>& read,
                      std::int64_t before = nowhere);

private:
    KafkaProbe(const CollectorSetup& setup, std::unique_ptr<KafkaClient> client);

    const CollectorSetup& m_setup;
    std::unique_ptr<KafkaClient> m_client;
};

} // namespace weir
