// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/eventwriter.h"
#include "collectors/kafka/kafkagroup.h"
#include "collectors/kafka/kafkahealth.h"
#include "collectors/kafka/kafkamover.h"
#include "collectors/stopsignal.h"

#include <array>
#include <span>
#include <vector>

struct rd_kafka_message_s;
struct rd_kafka_topic_s;

namespace weir {

/// Takes what the client library hands out. A record becomes an event and moves its partition on; the
/// end of a partition moves it over what is never delivered; an error stalls it, or has it looked at
/// again in the next round; while a skip searches, all of it only answers the search.
///
/// Each offset is taken once, wherever the library goes on reading by itself. What may not be decoded or
/// fetched again is left alone: with a client that fetches one batch at a time, a partition is left as soon
/// as the one before it has come. Thread: the source's; consume() waits for room in the sink.
class KafkaIntake final
{
public:
    /// What it works with; all outlive it.
    struct Parts
    {
        const CollectorSetup& setup;
        const std::unique_ptr<KafkaClient>& client; ///< may be replaced by another
        KafkaGroup* group; ///< null: no member of one
        KafkaDiscovery& discovery;
        EventWriter& writer;
        KafkaSpans& spans;
        KafkaMover& mover;
        KafkaHealth& health;
        const StopSignal& stop;
    };

    explicit KafkaIntake(const Parts& parts);

    /// What is there, without waiting; how many messages that were. What no room could be found for before
    /// the stop is left out and not accounted for.
    std::size_t consume();
    /// Pushes the batch with what it covers. False when it was given up.
    bool flush();

    /// The client was replaced by another, and its topics are gone.
    void forgetTopics() { m_lastTopic = nullptr; }

private:
    void take(const rd_kafka_message_s& message);
    void readAgain(KafkaPartition& partition);
    void takeError(const rd_kafka_message_s& message, KafkaPartition& partition);
    void takeEvent(const rd_kafka_message_s& message, KafkaPartition& partition);
    void takeDamage(const rd_kafka_message_s& message, KafkaPartition& partition);
    void advance(KafkaPartition& partition, std::int64_t next);
    void stepOver(KafkaPartition& partition, std::int64_t from);
    KafkaPartition* partitionOf(const rd_kafka_message_s& message);
    void searched(const KafkaPartition& partition);
    void stopBeforeQuarantine(std::span<rd_kafka_message_s* const> messages);
    /// True: what is next is quarantined, and discovery finds the way around it.
    bool leaveBeforeQuarantine(KafkaPartition& partition);

    static constexpr std::size_t messagesAtOnce = 4096;

    const CollectorSetup& m_setup;
    const KafkaSource& m_source;
    const std::unique_ptr<KafkaClient>& m_client;
    KafkaGroup* const m_group;
    KafkaDiscovery& m_discovery;
    EventWriter& m_writer;
    KafkaSpans& m_spans;
    KafkaMover& m_mover;
    KafkaHealth& m_health;
    const StopSignal& m_stop;
    std::array<rd_kafka_message_s*, messagesAtOnce> m_messages{};
    TimePoint m_received;
    std::vector<MessageHeader> m_headers; ///< of the message at hand
    // The partition of the message before: its messages come in rows.
    const rd_kafka_topic_s* m_lastTopic = nullptr;
    KafkaPartition* m_last = nullptr;
};

} // namespace weir
