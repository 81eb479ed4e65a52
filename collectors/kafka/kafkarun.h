// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaintake.h"

#include <functional>

namespace weir {

/// One run of a Kafka source, from its start to its end: owns the client and all that works with it, and
/// gives each its turn in one loop. Thread: the source's.
class KafkaRun final
{
public:
    /// What the collector around it lends; all outlive it.
    struct Lent
    {
        const CollectorSetup& setup;
        SourceMonitor& monitor;
        StopSignal& stop;
        BatchSink& sink;
        /// What users have asked for since it was called last.
        std::function<std::vector<PositionRequest>()> takeRequests;
    };

    KafkaRun(Lent lent, std::unique_ptr<KafkaClient> client, std::unique_ptr<TopicChoice> choice,
             std::unique_ptr<Decoder> decoder);

    /// Until it is told to stop, or everything is read where that was wanted. Waits for the broker in
    /// between, 50 ms at a time.
    void loop();

private:
    using Clock = KafkaHealth::Clock;

    void discover();
    void serve();
    void followGroup();
    void hear();
    void keepFetching();
    void judgePace(bool isComplete);
    void changePace(KafkaClient::Pace pace);
    void leaveGroup();
    bool isAtEnd();
    void tell();

    const Lent m_lent;
    const CollectorSetup& m_setup;
    const KafkaSource& m_source;
    SourceMonitor& m_monitor;
    StopSignal& m_stop;
    std::unique_ptr<KafkaClient> m_client;
    const std::unique_ptr<KafkaGroup> m_group; ///< null: no member of one
    KafkaDiscovery m_discovery;
    EventWriter m_writer;
    KafkaSpans m_spans;
    KafkaMover m_mover;
    KafkaHealth m_health;
    KafkaIntake m_intake;

    Clock::time_point m_nextTell;
    Clock::time_point m_nextWake;
    std::size_t m_woken = 0; ///< counts up, so that every leader has its turn
};

} // namespace weir
