// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkaconfig.h"
#include "collectors/kafka/kafkastatistics.h"

#include <chrono>
#include <map>
#include <optional>
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
    /// Does not connect yet.
    static Result<std::unique_ptr<KafkaClient>> make(const KafkaSource& source);
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

    static constexpr std::int64_t logStart = -2;
    static constexpr std::int64_t logEnd = -1; ///< the last offset that may be read, plus one
    /// The offset of the first record at or after a time in ms, or the ends of the log. -1: there is
    /// none; left out: the broker cannot say now.
    Result<Offsets> offsetsAt(const std::vector<TopicPartition>& partitions, std::int64_t time,
                              Milliseconds atMost);

    Result<Done> assign(const Offsets& from);
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
    struct Report
    {
        std::string broken; ///< a sentence: why there is no connection
        bool allDown = false;
        Offsets ends; ///< readable ends, when there were new statistics
    };
    Report takeReport() { return std::exchange(m_report, {}); }

private:
    explicit KafkaClient(std::string mechanism);
    Result<Done> open(KafkaConfPtr conf);
    void know(const std::vector<std::string>& names);

    static void onError(rd_kafka_s* client, int code, const char* reason, void* self);
    static int onStatistics(rd_kafka_s* client, char* json, std::size_t size, void* self);

    const std::string m_mechanism;
    rd_kafka_s* m_client = nullptr;
    rd_kafka_queue_s* m_queue = nullptr;
    std::map<std::string, rd_kafka_topic_s*> m_topics; ///< kept so that metadata() includes them
    int m_descriptor = -1;
    Report m_report;
};

} // namespace weir
