// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaclient.h"

#include "collectors/kafka/kafkawords.h"

#include <librdkafka/rdkafka.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <future>
#include <thread>

namespace weir {

namespace {

struct DestroyList
{
    void operator()(rd_kafka_topic_partition_list_t* list) const
    {
        rd_kafka_topic_partition_list_destroy(list);
    }
};
using ListPtr = std::unique_ptr<rd_kafka_topic_partition_list_t, DestroyList>;

ListPtr makeList(std::size_t size)
{
    return ListPtr(rd_kafka_topic_partition_list_new(static_cast<int>(size)));
}

std::span<const rd_kafka_topic_partition_t> elements(const ListPtr& list)
{
    return {list->elems, static_cast<std::size_t>(list->cnt)};
}

Error unanswered(rd_kafka_resp_err_t code)
{
    const bool isSlow = code == RD_KAFKA_RESP_ERR__TIMED_OUT;
    return {isSlow ? Error::Code::Busy : Error::Code::Unreachable, "", rd_kafka_err2str(code)};
}

/// Deleted topics and vanished partitions can keep the library from ending (fixed in 2.6.1).
void destroyWithin(std::chrono::seconds atMost, rd_kafka_t* client)
{
    std::promise<void> promise;
    auto ended = promise.get_future();
    std::thread worker([client, promise = std::move(promise)]() mutable {
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        promise.set_value();
    });
    if (ended.wait_for(atMost) == std::future_status::ready)
        worker.join();
    else
        worker.detach();
}

void ignoreLog(const rd_kafka_t*, int, const char*, const char*)
{
    // Everything worth saying arrives in onError(); the rest may hold secrets.
}

} // namespace

KafkaClient::KafkaClient(std::string mechanism)
    : m_mechanism(std::move(mechanism))
{
}

Result<std::unique_ptr<KafkaClient>> KafkaClient::make(const KafkaSource& source)
{
    auto conf = makeKafkaConf(source);
    if (!conf)
        return conf.error();
    std::unique_ptr<KafkaClient> client(new KafkaClient(source.security.mechanism));
    if (const auto opened = client->open(std::move(*conf)); !opened)
        return opened.error();
    return client;
}

Result<Done> KafkaClient::open(KafkaConfPtr conf)
{
    rd_kafka_conf_set_opaque(conf.get(), this);
    rd_kafka_conf_set_log_cb(conf.get(), &ignoreLog);
    rd_kafka_conf_set_error_cb(conf.get(), &KafkaClient::onError);
    rd_kafka_conf_set_stats_cb(conf.get(), &KafkaClient::onStatistics);
    std::array<char, 512> why{};
    m_client = rd_kafka_new(RD_KAFKA_CONSUMER, conf.get(), why.data(), why.size());
    if (!m_client)
        return Error{Error::Code::InvalidInput, "kafka", why.data()};
    (void)conf.release(); // the client's now
    rd_kafka_poll_set_consumer(m_client);
    m_queue = rd_kafka_queue_get_consumer(m_client);
    m_descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    constexpr std::uint64_t one = 1;
    rd_kafka_queue_io_event_enable(m_queue, m_descriptor, &one, sizeof one);
    return Done{};
}

KafkaClient::~KafkaClient()
{
    for (const auto& [name, topic] : m_topics)
        rd_kafka_topic_destroy(topic);
    if (m_queue) {
        rd_kafka_queue_io_event_enable(m_queue, -1, nullptr, 0);
        rd_kafka_queue_destroy(m_queue);
    }
    if (m_client)
        destroyWithin(std::chrono::seconds(2), m_client);
    if (m_descriptor >= 0)
        close(m_descriptor);
}

void KafkaClient::know(const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        if (m_topics.find(name) == m_topics.end()) {
            if (auto* topic = rd_kafka_topic_new(m_client, name.c_str(), nullptr))
                m_topics.emplace(name, topic);
        }
    }
}

Result<std::vector<TopicInfo>> KafkaClient::topics(const std::vector<std::string>& names,
                                                   Milliseconds atMost)
{
    know(names);
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto code = rd_kafka_metadata(m_client, names.empty() ? 1 : 0, nullptr, &metadata,
                                        static_cast<int>(atMost.count()));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unanswered(code);
    std::vector<TopicInfo> topics;
    for (const auto& topic :
         std::span(metadata->topics, static_cast<std::size_t>(metadata->topic_cnt))) {
        TopicInfo info{topic.topic, topic.err, {}, {}};
        for (const auto& partition :
             std::span(topic.partitions, static_cast<std::size_t>(topic.partition_cnt))) {
            info.partitions.push_back(partition.id);
            info.leaders.push_back(partition.leader);
        }
        topics.push_back(std::move(info));
    }
    rd_kafka_metadata_destroy(metadata);
    return topics;
}

std::string KafkaClient::clusterId(Milliseconds atMost)
{
    char* const id = rd_kafka_clusterid(m_client, static_cast<int>(atMost.count()));
    if (!id)
        return {};
    std::string text(id);
    rd_kafka_mem_free(m_client, id);
    return text;
}

Result<KafkaClient::Offsets> KafkaClient::offsetsAt(const std::vector<TopicPartition>& partitions,
                                                    std::int64_t time, Milliseconds atMost)
{
    const ListPtr list = makeList(partitions.size());
    for (const auto& [topic, partition] : partitions)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = time;
    const auto code =
        rd_kafka_offsets_for_times(m_client, list.get(), static_cast<int>(atMost.count()));
    Offsets offsets;
    for (const auto& element : elements(list)) {
        if (element.err == RD_KAFKA_RESP_ERR_NO_ERROR)
            offsets[{element.topic, element.partition}] = element.offset;
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unanswered(code);
    return offsets;
}

Result<Done> KafkaClient::assign(const Offsets& from)
{
    const ListPtr list = makeList(from.size());
    for (const auto& [where, offset] : from)
        rd_kafka_topic_partition_list_add(list.get(), where.first.c_str(), where.second)->offset =
            offset;
    rd_kafka_error_t* const error = rd_kafka_incremental_assign(m_client, list.get());
    if (!error)
        return Done{};
    const Error result{Error::Code::Io, "assign", rd_kafka_error_string(error)};
    rd_kafka_error_destroy(error);
    return result;
}

void KafkaClient::unassign(const std::vector<TopicPartition>& partitions)
{
    const ListPtr list = makeList(partitions.size());
    for (const auto& [topic, partition] : partitions)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
    // Only what is not assigned is an error here, and that is what was wanted.
    if (rd_kafka_error_t* const error = rd_kafka_incremental_unassign(m_client, list.get()))
        rd_kafka_error_destroy(error);
}

std::size_t KafkaClient::consume(std::span<rd_kafka_message_s*> messages)
{
    const auto count = rd_kafka_consume_batch_queue(m_queue, 0, messages.data(), messages.size());
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::size_t KafkaClient::waiting() const
{
    return rd_kafka_queue_length(m_queue);
}

void KafkaClient::wakeFetcher(const TopicPartition& partition)
{
    std::int64_t low = 0;
    std::int64_t high = 0;
    (void)rd_kafka_query_watermark_offsets(m_client, partition.first.c_str(), partition.second,
                                           &low, &high, 200);
}

void KafkaClient::clearDescriptor() const
{
    eventfd_t count = 0;
    (void)eventfd_read(m_descriptor, &count);
}

void KafkaClient::onError(rd_kafka_t*, int code, const char* reason, void* self)
{
    Report& report = static_cast<KafkaClient*>(self)->m_report;
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN)
        report.allDown = true;
    else
        report.broken = brokerSentence(code, reason, static_cast<KafkaClient*>(self)->m_mechanism);
}

int KafkaClient::onStatistics(rd_kafka_t*, char* json, std::size_t size, void* self)
{
    static_cast<KafkaClient*>(self)->m_report.ends = partitionEnds({json, size});
    return 0; // the library keeps the text
}

} // namespace weir
