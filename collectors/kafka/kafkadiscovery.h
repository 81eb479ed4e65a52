// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/collector.h"
#include "collectors/kafka/kafkagroup.h"
#include "collectors/kafka/kafkapartition.h"
#include "collectors/kafka/kafkaspans.h"
#include "collectors/kafka/topicchoice.h"

#include <map>
#include <string>
#include <vector>

namespace weir {

/// Finds the partitions a source wants, now and again, and says where each is to be read from: where
/// the first of what is done with ends, so that what an interrupted rewind has left open is fetched,
/// or where the configuration says when nothing is. Assigns them, but nothing in front of a batch that
/// kills who fetches it to a client that fetches ahead.
///
/// Thread: the source's; a round waits for the broker, at most a few of `patience`.
class KafkaDiscovery final
{
public:
    /// `setup` outlives it.
    KafkaDiscovery(const CollectorSetup& setup, std::unique_ptr<TopicChoice> choice);

    /// Only what the group gives us is ours. Outlives it. Without, all of a group's partitions are found,
    /// from where the group is.
    void follow(KafkaGroup& group) { m_group = &group; }

    struct Round
    {
        bool isConnected = false;
        std::string error; ///< the broker's words where there is no connection
        std::string problem; ///< a sentence about a topic; empty: all are there
        std::string note; ///< something the user should know
        bool isComplete = false; ///< every wanted partition is found and has a place to go on
    };
    /// Precondition: no span is open. What retention has taken becomes gaps.
    Round run(KafkaClient& client, KafkaSpans& spans);

    /// The partition will be looked at again in the next round, and go on from where it was.
    void lookAgain(KafkaClient& client, KafkaPartition& partition);
    /// Reads an assigned partition from its `next` on; leaves it to the next round where that is
    /// quarantined, or isTooFast().
    void assignAnew(KafkaClient& client, KafkaPartition& partition);
    /// What is next may not be touched; a round leads around it. Precondition: `next` is resolved.
    bool isBeforeQuarantine(const KafkaPartition& partition) const;
    /// Somewhere ahead of what is next there is a batch that kills who fetches it.
    bool isBeforeDeadly(const KafkaPartition& partition) const;

    KafkaPartition* find(const TopicPartition& id);
    std::map<TopicPartition, KafkaPartition>& partitions() { return m_partitions; }
    const std::string& clusterId() const { return m_clusterId; }

private:
    using Partitions = std::vector<KafkaPartition*>;

    bool isOfGroup() const { return !m_source.group.empty(); }
    /// By the broker that leads them: one that is away holds up its own.
    std::map<std::int32_t, Partitions> unassigned(const TopicChoice::Found& wanted);
    KafkaPartition& add(const TopicPartition& id);
    /// Of the topic something has been read before, or its partitions were found before this one was.
    bool isKnown(const std::string& topic) const;
    Result<KafkaClient::Offsets> startsOf(KafkaClient& client,
                                          const std::vector<TopicPartition>& fresh,
                                          const std::map<TopicPartition, PartitionBounds>& bounds);
    Result<Done> place(KafkaClient& client, const Partitions& partitions, KafkaSpans& spans,
                       Round& round);
    /// False: not yet sure.
    static bool resume(KafkaPartition& partition, PartitionBounds bounds, KafkaSpans& spans,
                       Round& round);
    /// Moves on behind what may not be touched, with a gap.
    void skipQuarantined(KafkaPartition& partition, KafkaSpans& spans, Round& round) const;
    Result<Done> goOnFromGroup(KafkaClient& client,
                               const std::vector<KafkaPartition*>& partitions);
    /// Leaves what the group has given to others.
    void keepOurs(TopicChoice::Found& found);
    /// This client would fetch ahead, into a batch that kills who fetches it: the partition is not assigned.
    bool isTooFast(const KafkaClient& client, const KafkaPartition& partition) const;
    void learnPatience(const Error& error);
    /// Longer while the broker may be keeping a fetch of ours.
    std::chrono::milliseconds patienceWith(const KafkaClient& client) const;

    const CollectorSetup& m_setup;
    const KafkaSource& m_source;
    const std::unique_ptr<TopicChoice> m_choice;
    KafkaGroup* m_group = nullptr;
    const TimePoint m_began; ///< what `-15m` counts from
    std::string m_clusterId;
    bool m_hasLooked = false; ///< a round has shown what there is
    std::map<TopicPartition, KafkaPartition> m_partitions;
    std::chrono::milliseconds m_patience{100};
};

} // namespace weir
