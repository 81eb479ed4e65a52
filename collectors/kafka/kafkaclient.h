// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaconfig.h"
#include "collectors/kafka/kafkaevents.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

struct rd_kafka_s;
struct rd_kafka_message_s;
struct rd_kafka_queue_s;
struct rd_kafka_topic_s;

namespace weir {

/// A topic as the cluster knows it.
struct TopicInfo
{
    std::string name;
    int error = 0; ///< a rd_kafka_resp_err_t
    std::vector<std::int32_t> partitions;
    std::vector<std::int32_t> leaders; ///< of each of them the broker; -1: none now
};

/// The client library's consumer, reduced to what a reader with its own positions needs.
///
/// Thread: the source's; everything, callbacks too, happens within the calls below. Calls that ask
/// the broker wait at most as long as they are told.
class KafkaClient final
{
public:
    /// How much is fetched ahead: as much as is good for the speed, or one batch of records at a time,
    /// and the next one when that has been consumed.
    enum class Pace { Full, OneBatch };

    /// Does not connect yet. `keyring`: for secrets that are kept there.
    static Result<std::unique_ptr<KafkaClient>> make(const KafkaSource& source,
                                                     KeyringReader keyring = {},
                                                     Pace pace = Pace::Full);
    /// Bounded: a client that does not come to an end within two seconds is left behind.
    ~KafkaClient();
    KafkaClient(const KafkaClient&) = delete;
    KafkaClient& operator=(const KafkaClient&) = delete;

    using Milliseconds = std::chrono::milliseconds;
    using Offsets = std::map<TopicPartition, std::int64_t>;

    /// `names`: these topics; empty: all of the cluster. Asking also teaches the client who leads them,
    /// which saves the first half second after assign(). The error's code is Unreachable when no
    /// broker is connected and Busy when one was asked and has not answered in time.
    Result<std::vector<TopicInfo>> topics(const std::vector<std::string>& names,
                                          Milliseconds atMost);
    std::string clusterId(Milliseconds atMost);
    /// For how long a broker keeps a fetch that finds nothing. It answers what came over a connection in
    /// order, so whoever asks it something else may wait that long.
    Milliseconds fetchWait() const { return m_fetchWait; }
    Pace pace() const { return m_pace; }

    static constexpr std::int64_t logStart = -2;
    static constexpr std::int64_t logEnd = -1; ///< the last offset that may be read, plus one
    /// The offset of the first record at or after a time in ms, or the ends of the log. -1: there is
    /// none; left out: the broker cannot say now.
    Result<Offsets> offsetsAt(const std::vector<TopicPartition>& partitions, std::int64_t time,
                              Milliseconds atMost);

    /// In addition to what is assigned already.
    Result<Done> assign(const Offsets& from);
    /// While false, assign() does nothing: to find out where it would begin.
    void setFetching(bool isFetching) { m_isFetching = isFetching; }
    /// What of them is assigned.
    void unassign(const std::vector<TopicPartition>& partitions);

    /// What is there, without waiting. The messages are the caller's, to be destroyed at once.
    std::size_t consume(std::span<rd_kafka_message_s*> messages);
    /// Messages that are here and not consumed yet.
    std::size_t waiting() const;
    /// When its queue was full, the library looks for more to fetch only once a second, unless a
    /// request wakes the thread of that broker: this is one, to the leader of the partition.
    void wakeFetcher(const TopicPartition& partition);
    /// Readable when there may be something to consume; clear it before consume().
    int descriptor() const { return m_descriptor; }
    void clearDescriptor() const;

    /// What happened during the calls above, once.
    using Report = KafkaEvents::Report;
    Report takeReport() { return m_events->takeReport(); }

    // Only for a source that is a member of a group.

    /// Joins the group for these topics and no others.
    Result<Done> subscribe(const std::vector<std::string>& topics);
    /// Once; to be answered by assign() or unassign(), which may be given nothing.
    std::optional<KafkaRebalance> takeRebalance() { return m_events->takeRebalance(); }
    /// What the group has committed; a partition without anything is left out.
    Result<Offsets> committed(const std::vector<TopicPartition>& partitions, Milliseconds atMost);
    /// The next offsets to read. `wait`: until the broker has them.
    Result<Done> commit(const Offsets& next, bool wait);
    /// Gives everything back and tells the group, so that it need not wait for a timeout.
    void leaveGroup(Milliseconds atMost);

    /// The library's own, for requests of its admin interface. Never to be destroyed.
    rd_kafka_s* handle() const { return m_client; }

private:
    KafkaClient(std::shared_ptr<KafkaEvents> events, Pace pace);
    Result<Done> open(KafkaConfPtr conf);
    void know(const std::vector<std::string>& names);

    const std::shared_ptr<KafkaEvents> m_events; ///< shared with a client that was left behind
    const Pace m_pace;
    rd_kafka_s* m_client = nullptr;
    rd_kafka_queue_s* m_queue = nullptr;
    std::set<TopicPartition> m_assigned;
    std::map<std::string, rd_kafka_topic_s*> m_topics; ///< kept so that metadata() includes them
    int m_descriptor = -1;
    Milliseconds m_fetchWait{};
    bool m_isFetching = true;
};

} // namespace weir
