// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaclient.h"
#include "collectors/kafka/kafkadiscovery.h"
#include "collectors/sourcemonitor.h"

#include <chrono>
#include <string>

namespace weir {

/// How a Kafka source is: whether a broker answers, what is wrong with a topic or stalls a partition,
/// which of it is said, and how soon the next round of discovery is to look again.
/// Thread: the source's; it waits for nothing.
class KafkaHealth final
{
public:
    using Clock = std::chrono::steady_clock;

    /// How soon something that is missing is looked for again.
    static constexpr auto missingInterval = std::chrono::seconds(1);

    /// All outlive it.
    KafkaHealth(const KafkaSource& source, KafkaDiscovery& discovery, SourceMonitor& monitor)
        : m_source(source)
        , m_discovery(discovery)
        , m_monitor(monitor)
    {
    }

    bool isRoundDue() const { return Clock::now() >= m_nextRound; }
    /// A round of discovery is over: the next one is due after a while. Does not judge().
    void took(const KafkaDiscovery::Round& round);
    /// A round is due so soon.
    void lookWithin(Clock::duration time);
    /// The same, for a partition that is not read until then.
    void lookAgainWithin(Clock::duration time);
    /// Nothing that is wanted waits for a round.
    bool isComplete() const { return m_isComplete; }

    /// What the client library has said of its connections.
    void hear(const KafkaClient::Report& report);
    /// A sentence.
    void setTopicError(std::string error) { m_topicError = std::move(error); }
    bool hasTopicError() const { return !m_topicError.empty(); }
    /// A sentence; empty: a broker answers, as far as is known.
    const std::string& connectionError() const { return m_connectionError; }
    /// Nothing is known yet, good or bad: the first round is still to come.
    bool isUnknown() const;

    /// Tells the monitor how the source is.
    void judge();

private:
    std::string whyNoBroker() const;

    const KafkaSource& m_source;
    KafkaDiscovery& m_discovery;
    SourceMonitor& m_monitor;
    Clock::time_point m_nextRound;
    int m_failedRounds = 0;
    bool m_isComplete = false;
    std::string m_broken; ///< the last thing said about a connection
    std::string m_connectionError;
    std::string m_topicError;
};

} // namespace weir
