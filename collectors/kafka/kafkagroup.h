// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaclient.h"
#include "core/commitreceipt.h"

#include <chrono>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace weir {

/// A source's membership in a Kafka consumer group: which partitions are ours at the moment, and what
/// of them may be committed because the index has it. An offset that is committed here is never read
/// by another member, so it waits for the index; what was not committed in time another one reads
/// again (at least once).
///
/// Thread: the source's.
class KafkaGroup final
{
public:
    /// `client` outlives it and was made for a source with this group; it may be replaced after leave().
    KafkaGroup(const std::unique_ptr<KafkaClient>& client, std::string name);

    /// Joins for these topics, or changes what it is a member for.
    void want(const std::vector<TopicPartition>& partitions);
    /// Those of them that the group has given us.
    std::vector<TopicPartition> oursOf(const std::vector<TopicPartition>& partitions) const;
    /// Whether the group has answered: until then nothing is known to be ours.
    bool isMember() const { return m_isMember; }

    /// What the group has answered since, once: partitions that are ours now are ours already; those
    /// it wants back are to be given to giveBack().
    std::vector<TopicPartition> takeRevoked();
    /// Whether what is ours has changed, once.
    bool takeNews() { return std::exchange(m_hasNews, false); }

    /// Reading goes on here, and everything below is in the batches so far: the next member must not begin
    /// elsewhere though nothing more has come.
    void moved(const KafkaClient::Offsets& next);
    /// For the next batch, which brings the index up to these offsets.
    CommitReceiptPtr receiptFor(KafkaClient::Offsets next);
    /// Commits what has come into the index, now and then.
    void commitIndexed();
    /// Waits for the index to have everything, commits it, and lets the partitions go.
    void giveBack(const std::vector<TopicPartition>& partitions);
    /// The same with everything, and tells the others that they need not wait. want() joins again.
    void leave();

    /// An error of the library that is about no partition.
    void takeError(int code);
    /// A sentence: why we are no member; empty: nothing is wrong.
    const std::string& problem() const { return m_problem; }

private:
    using Clock = std::chrono::steady_clock;

    void learnIndexed();
    void settle();

    const std::unique_ptr<KafkaClient>& m_client;
    const std::string m_name;
    std::vector<std::string> m_topics;
    std::set<TopicPartition> m_ours;
    bool m_isMember = false;
    bool m_hasNews = false;
    std::string m_problem;

    struct Published
    {
        std::uint64_t number = 0; ///< of the receipt
        KafkaClient::Offsets next;
    };
    const CommitReceiptPtr m_receipt = std::make_shared<CommitReceipt>();
    std::uint64_t m_published = 0;
    std::deque<Published> m_waiting; ///< not yet in the index
    KafkaClient::Offsets m_indexed; ///< in the index and not yet committed
    Clock::time_point m_nextCommit;
};

} // namespace weir
