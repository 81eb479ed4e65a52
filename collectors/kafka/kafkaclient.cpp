// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaclient.h"

#include "collectors/kafka/kafkawords.h"

#include <librdkafka/rdkafka.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <charconv>
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
/// `events` is what it calls back.
void destroyWithin(std::chrono::seconds atMost, rd_kafka_t* client,
                   std::shared_ptr<KafkaEvents> events)
{
    std::promise<void> promise;
    auto ended = promise.get_future();
    std::thread worker([client, events = std::move(events),
                        promise = std::move(promise)]() mutable {
        rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        promise.set_value();
    });
    if (ended.wait_for(atMost) == std::future_status::ready)
        worker.join();
    else
        worker.detach();
}

void fetchOneBatch(rd_kafka_conf_t& conf)
{
    // A broker sends a whole batch of records, and no second one when that is more than was wanted.
    rd_kafka_conf_set(&conf, "fetch.message.max.bytes", "1", nullptr, 0);
    rd_kafka_conf_set(&conf, "queued.min.messages", "1", nullptr, 0);
    // It asks for the next one as soon as the last record was consumed. So much is never there, so the
    // broker waits with its answer, in which time the partition can be left.
    rd_kafka_conf_set(&conf, "fetch.min.bytes", "100000000", nullptr, 0);
    rd_kafka_conf_set(&conf, "fetch.wait.max.ms", "300", nullptr, 0);
}

std::chrono::milliseconds fetchWaitOf(const rd_kafka_conf_t& conf)
{
    std::array<char, 32> text{};
    std::size_t size = text.size();
    rd_kafka_conf_get(&conf, "fetch.wait.max.ms", text.data(), &size);
    int milliseconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    return std::chrono::milliseconds(milliseconds);
}

} // namespace

KafkaClient::KafkaClient(std::shared_ptr<KafkaEvents> events, Pace pace)
    : m_events(std::move(events))
    , m_pace(pace)
{
}

Result<std::unique_ptr<KafkaClient>> KafkaClient::make(const KafkaSource& source,
                                                        KeyringReader keyring, Pace pace)
{
    auto events = std::make_shared<KafkaEvents>(source, std::move(keyring));
    auto conf = makeKafkaConf(source, events->secrets());
    if (!conf)
        return conf.error();
    if (pace == Pace::OneBatch)
        fetchOneBatch(**conf);
    std::unique_ptr<KafkaClient> client(new KafkaClient(std::move(events), pace));
    if (const auto opened = client->open(std::move(*conf)); !opened)
        return opened.error();
    return client;
}

Result<Done> KafkaClient::open(KafkaConfPtr conf)
{
    m_events->listen(*conf);
    m_fetchWait = fetchWaitOf(*conf);
    std::array<char, 512> why{};
    m_client = rd_kafka_new(RD_KAFKA_CONSUMER, conf.get(), why.data(), why.size());
    if (!m_client)
        return Error{Error::Code::InvalidInput, {},
                     setupSentence(m_events->secrets().hide(why.data()),
                                   m_events->secrets().security())};
    (void)conf.release(); // the client's now
    rd_kafka_poll_set_consumer(m_client);
    rd_kafka_set_log_queue(m_client, nullptr); // with everything else
    m_queue = rd_kafka_queue_get_consumer(m_client);
    m_descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    constexpr std::uint64_t one = 1;
    rd_kafka_queue_io_event_enable(m_queue, m_descriptor, &one, sizeof one);
    if (m_events->secrets().security().mechanism == "OAUTHBEARER") {
        // The library asks for it too, but only where messages are waited for.
        if (const std::string fault = m_events->giveToken(*m_client); !fault.empty())
            return Error{Error::Code::Denied, {}, fault};
    }
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
        destroyWithin(std::chrono::seconds(2), m_client, m_events);
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
    if (!m_isFetching)
        return Done{};
    const ListPtr list = makeList(from.size());
    for (const auto& [where, offset] : from)
        rd_kafka_topic_partition_list_add(list.get(), where.first.c_str(), where.second)->offset =
            offset;
    rd_kafka_error_t* const error = rd_kafka_incremental_assign(m_client, list.get());
    if (!error) {
        for (const auto& [where, offset] : from)
            m_assigned.insert(where);
        return Done{};
    }
    const Error result{Error::Code::Io, "assign", rd_kafka_error_string(error)};
    rd_kafka_error_destroy(error);
    return result;
}

void KafkaClient::unassign(const std::vector<TopicPartition>& partitions)
{
    const ListPtr list = makeList(partitions.size());
    for (const TopicPartition& id : partitions) {
        if (m_assigned.erase(id) > 0)
            rd_kafka_topic_partition_list_add(list.get(), id.first.c_str(), id.second);
    }
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

Result<Done> KafkaClient::subscribe(const std::vector<std::string>& topics)
{
    const ListPtr list = makeList(topics.size());
    for (const std::string& topic : topics)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    const auto code = rd_kafka_subscribe(m_client, list.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return Error{Error::Code::Io, "subscribe", rd_kafka_err2str(code)};
    return Done{};
}

Result<KafkaClient::Offsets> KafkaClient::committed(const std::vector<TopicPartition>& partitions,
                                                    Milliseconds atMost)
{
    const ListPtr list = makeList(partitions.size());
    for (const auto& [topic, partition] : partitions)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition);
    const auto code = rd_kafka_committed(m_client, list.get(), static_cast<int>(atMost.count()));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return unanswered(code);
    Offsets offsets;
    for (const auto& element : elements(list)) {
        if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            return unanswered(element.err);
        if (element.offset >= 0)
            offsets[{element.topic, element.partition}] = element.offset;
    }
    return offsets;
}

Result<Done> KafkaClient::commit(const Offsets& next, bool wait)
{
    const ListPtr list = makeList(next.size());
    for (const auto& [where, offset] : next)
        rd_kafka_topic_partition_list_add(list.get(), where.first.c_str(), where.second)->offset =
            offset;
    const auto code = rd_kafka_commit(m_client, list.get(), wait ? 0 : 1);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return Error{Error::Code::Io, "commit", rd_kafka_err2str(code)};
    return Done{};
}

void KafkaClient::leaveGroup(Milliseconds atMost)
{
    const auto end = std::chrono::steady_clock::now() + atMost;
    if (rd_kafka_error_t* const error = rd_kafka_consumer_close_queue(m_client, m_queue)) {
        rd_kafka_error_destroy(error);
        return;
    }
    while (!rd_kafka_consumer_closed(m_client) && std::chrono::steady_clock::now() < end) {
        rd_kafka_message_t* message = nullptr;
        if (rd_kafka_consume_batch_queue(m_queue, 10, &message, 1) > 0)
            rd_kafka_message_destroy(message);
        if (const auto rebalance = takeRebalance())
            unassign(rebalance->partitions);
    }
}

} // namespace weir
