// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkagroup.h"

#include "collectors/kafka/kafkawords.h"

#include <algorithm>
#include <thread>

namespace weir {

namespace {

using namespace std::chrono_literals;

constexpr auto commitInterval = 500ms;
/// How long the others wait for our index; what is not in it by then they read again.
constexpr auto settlePatience = 2s;
constexpr auto leavePatience = 2s;

} // namespace

KafkaGroup::KafkaGroup(const std::unique_ptr<KafkaClient>& client, std::string name)
    : m_client(client)
    , m_name(std::move(name))
{
}

void KafkaGroup::want(const std::vector<TopicPartition>& partitions)
{
    std::vector<std::string> topics;
    for (const auto& [topic, partition] : partitions)
        topics.push_back(topic);
    std::ranges::sort(topics);
    const auto twice = std::ranges::unique(topics);
    topics.erase(twice.begin(), twice.end());
    // Without any topic there is nothing to be a member for; what was there may come back.
    if (topics.empty() || topics == m_topics)
        return;
    if (const auto subscribed = m_client->subscribe(topics); subscribed)
        m_topics = std::move(topics);
    else
        m_problem = subscribed.error().text();
}

std::vector<TopicPartition>
KafkaGroup::oursOf(const std::vector<TopicPartition>& partitions) const
{
    std::vector<TopicPartition> ours;
    std::ranges::copy_if(partitions, std::back_inserter(ours),
                         [this](const TopicPartition& id) { return m_ours.contains(id); });
    return ours;
}

std::vector<TopicPartition> KafkaGroup::takeRevoked()
{
    auto rebalance = m_client->takeRebalance();
    if (!rebalance)
        return {};
    m_hasNews = true;
    m_isMember = true;
    m_problem.clear();
    if (!rebalance->isRevoked) {
        m_ours.insert(rebalance->partitions.begin(), rebalance->partitions.end());
        (void)m_client->assign({}); // the answer; where each begins is found out first
        return {};
    }
    if (rebalance->partitions.empty())
        m_client->unassign({});
    return std::move(rebalance->partitions);
}

void KafkaGroup::moved(const KafkaClient::Offsets& next)
{
    KafkaClient::Offsets& known = m_waiting.empty() ? m_indexed : m_waiting.back().next;
    for (const auto& [id, offset] : next)
        known[id] = offset;
}

CommitReceiptPtr KafkaGroup::receiptFor(KafkaClient::Offsets next)
{
    m_waiting.push_back({++m_published, std::move(next)});
    return m_receipt;
}

void KafkaGroup::learnIndexed()
{
    const std::uint64_t committed = m_receipt->committed();
    for (; !m_waiting.empty() && m_waiting.front().number <= committed; m_waiting.pop_front()) {
        for (const auto& [id, next] : m_waiting.front().next)
            m_indexed[id] = next;
    }
}

void KafkaGroup::commitIndexed()
{
    learnIndexed();
    if (m_indexed.empty() || Clock::now() < m_nextCommit)
        return;
    m_nextCommit = Clock::now() + commitInterval;
    (void)m_client->commit(std::exchange(m_indexed, {}), false);
}

void KafkaGroup::settle()
{
    const auto end = Clock::now() + settlePatience;
    learnIndexed();
    while (!m_waiting.empty() && Clock::now() < end) {
        std::this_thread::sleep_for(2ms); // a commit of the index takes about that long
        learnIndexed();
    }
    if (!m_indexed.empty())
        (void)m_client->commit(std::exchange(m_indexed, {}), true);
}

void KafkaGroup::giveBack(const std::vector<TopicPartition>& partitions)
{
    settle();
    m_client->unassign(partitions);
    for (const TopicPartition& id : partitions)
        m_ours.erase(id);
    // What comes into the index only now is no longer ours to commit.
    for (Published& published : m_waiting) {
        for (const TopicPartition& id : partitions)
            published.next.erase(id);
    }
}

void KafkaGroup::leave()
{
    settle();
    m_client->leaveGroup(leavePatience);
    m_ours.clear();
    m_topics.clear();
    m_isMember = false;
    for (Published& published : m_waiting)
        published.next.clear();
}

void KafkaGroup::takeError(int code)
{
    m_problem = groupSentence(code, m_name);
}

} // namespace weir
