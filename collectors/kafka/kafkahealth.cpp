// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkahealth.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr auto roundInterval = std::chrono::seconds(10); ///< how soon a new partition is found

} // namespace

void KafkaHealth::took(const KafkaDiscovery::Round& round)
{
    m_isComplete = round.isComplete;
    const auto now = Clock::now();
    if (!round.isConnected) {
        // At first quickly, for a connection takes a moment.
        m_nextRound = now
            + std::min<Clock::duration>(std::chrono::milliseconds(20) * ++m_failedRounds,
                                        missingInterval);
        if (m_connectionError.empty() && m_failedRounds > 5)
            m_connectionError = whyNoBroker();
        return;
    }
    m_failedRounds = 0;
    m_connectionError.clear();
    m_broken.clear();
    m_topicError = round.problem;
    m_nextRound = now + (round.isComplete ? Clock::duration(roundInterval) : missingInterval);
}

void KafkaHealth::lookWithin(Clock::duration time)
{
    m_nextRound = std::min(m_nextRound, Clock::now() + time);
}

void KafkaHealth::lookAgainWithin(Clock::duration time)
{
    m_isComplete = false;
    lookWithin(time);
}

void KafkaHealth::hear(const KafkaClient::Report& report)
{
    const bool isDown = report.allDown || m_failedRounds > 0;
    if (!report.broken.empty())
        m_broken = report.broken; // said once, perhaps before it is known that no other answers
    if (isDown && !report.broken.empty())
        m_connectionError = report.broken;
    else if (report.allDown && m_connectionError.empty())
        m_connectionError = whyNoBroker();
    else
        return;
    // Also reported when an idle connection was closed as planned: the next round knows.
    if (m_failedRounds == 0)
        lookWithin(std::chrono::milliseconds(50));
    judge();
}

std::string KafkaHealth::whyNoBroker() const
{
    return m_broken.empty() ? fmt::format("no broker of {} answers", m_source.brokers) : m_broken;
}

bool KafkaHealth::isUnknown() const
{
    const bool isKnown = std::ranges::any_of(
        m_discovery.partitions(), [](const auto& entry) { return entry.second.next.has_value(); });
    return !isKnown && m_connectionError.empty() && m_topicError.empty();
}

void KafkaHealth::judge()
{
    const auto& partitions = m_discovery.partitions();
    const auto stalled = std::ranges::find_if(partitions, [](const auto& entry) {
        return entry.second.isThere && !entry.second.stall.empty();
    });
    if (!m_connectionError.empty()) {
        m_monitor.setState(SourceState::Retrying);
        m_monitor.setError(m_connectionError);
    } else if (stalled != partitions.end()) {
        m_monitor.setState(SourceState::Stalled);
        m_monitor.setError(stalled->second.stall);
    } else if (m_failedRounds == 0) {
        const bool isReading =
            std::any_of(partitions.begin(), partitions.end(), [](const auto& entry) {
                return entry.second.isAssigned || entry.second.isDone();
            });
        m_monitor.setState(!isReading && !m_topicError.empty() ? SourceState::Retrying
                                                               : SourceState::Live);
        m_monitor.setError(m_topicError);
    }
}

} // namespace weir
