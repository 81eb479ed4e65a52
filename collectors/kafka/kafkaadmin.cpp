// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaadmin.h"

#include "collectors/kafka/kafkapeek.h"
#include "collectors/kafka/kafkawords.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <span>

namespace weir {

namespace {

constexpr std::size_t mostDescribed = 200; ///< groups
/// Partitions of which a record is read at once; a fetch brings up to 2 MiB of each.
constexpr std::size_t agesAtOnce = 32;

struct DestroyEvent
{
    void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
using EventPtr = std::unique_ptr<rd_kafka_event_t, DestroyEvent>;

struct DestroyMetadata
{
    void operator()(const rd_kafka_metadata_t* metadata) const
    {
        rd_kafka_metadata_destroy(metadata);
    }
};
using MetadataPtr = std::unique_ptr<const rd_kafka_metadata_t, DestroyMetadata>;

struct DestroyTopic
{
    void operator()(rd_kafka_topic_t* topic) const { rd_kafka_topic_destroy(topic); }
};

Error failure(const std::string& what, const char* reason)
{
    return {Error::Code::Io, {}, fmt::format("{}: {}", what, reason)};
}

int milliseconds(Deadline deadline)
{
    // The library refuses a wait of nothing at all.
    return static_cast<int>(std::max<std::int64_t>(timeLeft(deadline).count(), 1));
}

/// Asks by `send(options, queue)` and waits for the one answer.
template<typename Send>
Result<EventPtr> ask(rd_kafka_t* client, rd_kafka_admin_op_t operation, const std::string& what,
                     Deadline deadline, Send send)
{
    const std::unique_ptr<rd_kafka_AdminOptions_t, decltype(&rd_kafka_AdminOptions_destroy)>
        options(rd_kafka_AdminOptions_new(client, operation), &rd_kafka_AdminOptions_destroy);
    const std::unique_ptr<rd_kafka_queue_t, decltype(&rd_kafka_queue_destroy)> queue(
        rd_kafka_queue_new(client), &rd_kafka_queue_destroy);
    std::array<char, 256> why{};
    if (rd_kafka_AdminOptions_set_request_timeout(options.get(), milliseconds(deadline), why.data(),
                                                  why.size())
        != RD_KAFKA_RESP_ERR_NO_ERROR)
        return failure(what, why.data());
    send(options.get(), queue.get());
    EventPtr event(rd_kafka_queue_poll(queue.get(), milliseconds(deadline)));
    if (!event)
        return failure(what, "the broker does not answer in time");
    if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return failure(what, rd_kafka_event_error_string(event.get()));
    return event;
}

Result<MetadataPtr> metadataOf(rd_kafka_t* client, rd_kafka_topic_t* topic, Deadline deadline)
{
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto code = rd_kafka_metadata(client, topic == nullptr ? 1 : 0, topic, &metadata,
                                        milliseconds(deadline));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return failure("the topics cannot be listed", rd_kafka_err2str(code));
    return MetadataPtr(metadata);
}

std::span<const rd_kafka_metadata_topic> topicsOf(const rd_kafka_metadata_t& metadata)
{
    return {metadata.topics, static_cast<std::size_t>(metadata.topic_cnt)};
}

std::string textOf(const char* text)
{
    return text != nullptr ? text : "";
}

KafkaGroupDetails detailsOf(const rd_kafka_ConsumerGroupDescription_t& description)
{
    KafkaGroupDetails details;
    details.group.name = textOf(rd_kafka_ConsumerGroupDescription_group_id(&description));
    details.group.state = rd_kafka_consumer_group_state_name(
        rd_kafka_ConsumerGroupDescription_state(&description));
    const std::size_t count = rd_kafka_ConsumerGroupDescription_member_count(&description);
    for (std::size_t i = 0; i < count; ++i) {
        const auto* member = rd_kafka_ConsumerGroupDescription_member(&description, i);
        std::string host = textOf(rd_kafka_MemberDescription_host(member));
        if (host.starts_with('/')) // as Java writes an address
            host.erase(0, 1);
        details.members.push_back({textOf(rd_kafka_MemberDescription_consumer_id(member)),
                                   textOf(rd_kafka_MemberDescription_client_id(member)),
                                   std::move(host)});
    }
    details.group.members = count;
    return details;
}

std::vector<TopicPartition> placesOf(const std::vector<KafkaGroupPosition>& positions)
{
    std::vector<TopicPartition> places;
    for (const KafkaGroupPosition& position : positions)
        places.push_back(position.where);
    return places;
}

std::optional<std::int64_t> offsetIn(const Result<KafkaClient::Offsets>& offsets,
                                     const TopicPartition& where)
{
    if (!offsets)
        return std::nullopt;
    const auto found = offsets->find(where);
    if (found == offsets->end() || found->second < 0)
        return std::nullopt;
    return found->second;
}

} // namespace

Result<KafkaCluster> KafkaAdmin::cluster(Deadline deadline)
{
    const auto metadata = metadataOf(m_client.handle(), nullptr, deadline);
    if (!metadata)
        return metadata.error();
    KafkaCluster cluster;
    cluster.id = m_client.clusterId(timeLeft(deadline));
    for (const auto& broker :
         std::span((*metadata)->brokers, static_cast<std::size_t>((*metadata)->broker_cnt)))
        cluster.brokers.push_back({broker.id, textOf(broker.host), broker.port});
    for (const auto& topic : topicsOf(**metadata)) {
        const std::string name = textOf(topic.topic);
        cluster.topics.push_back(
            {name, static_cast<std::size_t>(topic.partition_cnt), name.starts_with("__"),
             topic.err == RD_KAFKA_RESP_ERR_NO_ERROR
                 ? std::string()
                 : topicSentence(topic.err, name, m_source.brokers)});
    }
    std::ranges::sort(cluster.brokers, {}, &KafkaBroker::id);
    std::ranges::sort(cluster.topics, {}, &KafkaTopic::name);
    return cluster;
}

Result<KafkaTopicDetails> KafkaAdmin::topic(const std::string& name, Deadline deadline)
{
    const std::unique_ptr<rd_kafka_topic_t, DestroyTopic> handle(
        rd_kafka_topic_new(m_client.handle(), name.c_str(), nullptr));
    if (!handle)
        return Error{Error::Code::InvalidInput, {},
                     fmt::format("'{}' cannot be the name of a topic", name)};
    const auto metadata = metadataOf(m_client.handle(), handle.get(), deadline);
    if (!metadata)
        return metadata.error();
    const auto topics = topicsOf(**metadata);
    const int code = topics.empty() ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART : topics[0].err;
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return Error{Error::Code::NotFound, {}, topicSentence(code, name, m_source.brokers)};

    KafkaTopicDetails details{name, {}, {}};
    std::vector<TopicPartition> places;
    for (const auto& partition :
         std::span(topics[0].partitions, static_cast<std::size_t>(topics[0].partition_cnt))) {
        details.partitions.push_back({partition.id, partition.leader, partition.replica_cnt,
                                      partition.isr_cnt, std::nullopt, std::nullopt});
        places.emplace_back(name, partition.id);
    }
    const auto starts = m_client.offsetsAt(places, KafkaClient::logStart, timeLeft(deadline));
    const auto ends = m_client.offsetsAt(places, KafkaClient::logEnd, timeLeft(deadline));
    for (KafkaPartitionInfo& partition : details.partitions) {
        partition.start = offsetIn(starts, {name, partition.partition});
        partition.end = offsetIn(ends, {name, partition.partition});
    }
    std::ranges::sort(details.partitions, {}, &KafkaPartitionInfo::partition);
    details.settings = settingsOf(name, deadline);
    return details;
}

std::vector<KafkaSetting> KafkaAdmin::settingsOf(const std::string& topic, Deadline deadline)
{
    const std::unique_ptr<rd_kafka_ConfigResource_t, decltype(&rd_kafka_ConfigResource_destroy)>
        resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()),
                 &rd_kafka_ConfigResource_destroy);
    rd_kafka_ConfigResource_t* asked = resource.get();
    const auto event = ask(m_client.handle(), RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, topic, deadline,
                           [&](const auto* options, auto* queue) {
                               rd_kafka_DescribeConfigs(m_client.handle(), &asked, 1, options,
                                                        queue);
                           });
    std::vector<KafkaSetting> settings;
    if (!event)
        return settings;
    std::size_t count = 0;
    const auto** resources = rd_kafka_DescribeConfigs_result_resources(
        rd_kafka_event_DescribeConfigs_result(event->get()), &count);
    for (const auto* described : std::span(resources, count)) {
        std::size_t entries = 0;
        const auto** configs = rd_kafka_ConfigResource_configs(described, &entries);
        for (const auto* entry : std::span(configs, entries))
            settings.push_back({textOf(rd_kafka_ConfigEntry_name(entry)),
                                textOf(rd_kafka_ConfigEntry_value(entry)),
                                rd_kafka_ConfigEntry_is_default(entry) == 1});
    }
    std::ranges::sort(settings, {}, &KafkaSetting::name);
    return settings;
}

Result<std::vector<KafkaGroupInfo>> KafkaAdmin::groups(Deadline deadline)
{
    const auto event =
        ask(m_client.handle(), RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, "the groups cannot be listed",
            deadline, [&](const auto* options, auto* queue) {
                rd_kafka_ListConsumerGroups(m_client.handle(), options, queue);
            });
    if (!event)
        return event.error();
    const auto* result = rd_kafka_event_ListConsumerGroups_result(event->get());
    std::size_t count = 0;
    const auto** listed = rd_kafka_ListConsumerGroups_result_valid(result, &count);
    std::vector<KafkaGroupInfo> groups;
    std::vector<std::string> names;
    for (const auto* group : std::span(listed, count)) {
        names.push_back(textOf(rd_kafka_ConsumerGroupListing_group_id(group)));
        groups.push_back({names.back(),
                          rd_kafka_consumer_group_state_name(
                              rd_kafka_ConsumerGroupListing_state(group)),
                          std::nullopt});
    }
    const auto** errors = rd_kafka_ListConsumerGroups_result_errors(result, &count);
    if (groups.empty() && count > 0)
        return failure("the groups cannot be listed", rd_kafka_error_string(errors[0]));
    std::ranges::sort(groups, {}, &KafkaGroupInfo::name);
    if (names.empty() || names.size() > mostDescribed)
        return groups;
    const auto described = describe(names, deadline);
    if (!described)
        return groups;
    for (const KafkaGroupDetails& details : *described) {
        const auto same = std::ranges::find(groups, details.group.name, &KafkaGroupInfo::name);
        if (same != groups.end())
            same->members = details.group.members;
    }
    return groups;
}

Result<std::vector<KafkaGroupDetails>> KafkaAdmin::describe(const std::vector<std::string>& names,
                                                            Deadline deadline)
{
    std::vector<const char*> asked;
    for (const std::string& name : names)
        asked.push_back(name.c_str());
    const auto event = ask(m_client.handle(), RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS,
                           "the group cannot be looked at", deadline,
                           [&](const auto* options, auto* queue) {
                               rd_kafka_DescribeConsumerGroups(m_client.handle(), asked.data(),
                                                               asked.size(), options, queue);
                           });
    if (!event)
        return event.error();
    std::size_t count = 0;
    const auto** descriptions = rd_kafka_DescribeConsumerGroups_result_groups(
        rd_kafka_event_DescribeConsumerGroups_result(event->get()), &count);
    std::vector<KafkaGroupDetails> details;
    for (const auto* description : std::span(descriptions, count)) {
        if (rd_kafka_ConsumerGroupDescription_error(description) == nullptr)
            details.push_back(detailsOf(*description));
    }
    return details;
}

Result<KafkaGroupDetails> KafkaAdmin::group(const std::string& name, Deadline deadline)
{
    const auto described = describe({name}, deadline);
    if (!described)
        return described.error();
    auto positions = positionsOf(name, deadline);
    if (!positions)
        return positions.error();
    KafkaGroupDetails details;
    details.group.name = name;
    details.group.state = "Unknown";
    if (!described->empty())
        details = described->front();
    const bool isNone = described->empty() || details.group.state == "Dead";
    if (isNone && positions->empty())
        return Error{Error::Code::NotFound, {},
                     fmt::format("there is no consumer group '{}' on {}", name, m_source.brokers)};
    addEnds(*positions, deadline);
    addAges(*positions, deadline);
    details.positions = std::move(*positions);
    return details;
}

Result<std::vector<KafkaGroupPosition>> KafkaAdmin::positionsOf(const std::string& group,
                                                                Deadline deadline)
{
    const std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t,
                          decltype(&rd_kafka_ListConsumerGroupOffsets_destroy)>
        request(rd_kafka_ListConsumerGroupOffsets_new(group.c_str(), nullptr),
                &rd_kafka_ListConsumerGroupOffsets_destroy);
    rd_kafka_ListConsumerGroupOffsets_t* asked = request.get();
    const auto event =
        ask(m_client.handle(), RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS,
            "the group's positions cannot be read", deadline,
            [&](const auto* options, auto* queue) {
                rd_kafka_ListConsumerGroupOffsets(m_client.handle(), &asked, 1, options, queue);
            });
    if (!event)
        return event.error();
    std::size_t count = 0;
    const auto** results = rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(event->get()), &count);
    std::vector<KafkaGroupPosition> positions;
    for (const auto* result : std::span(results, count)) {
        const auto* list = rd_kafka_group_result_partitions(result);
        if (list == nullptr)
            continue;
        for (const auto& element : std::span(list->elems, static_cast<std::size_t>(list->cnt))) {
            if (element.err == RD_KAFKA_RESP_ERR_NO_ERROR && element.offset >= 0)
                positions.push_back({{textOf(element.topic), element.partition}, element.offset,
                                     std::nullopt, std::nullopt, std::nullopt});
        }
    }
    std::ranges::sort(positions, {}, &KafkaGroupPosition::where);
    return positions;
}

void KafkaAdmin::addEnds(std::vector<KafkaGroupPosition>& positions, Deadline deadline)
{
    if (positions.empty())
        return;
    const auto ends =
        m_client.offsetsAt(placesOf(positions), KafkaClient::logEnd, timeLeft(deadline));
    for (KafkaGroupPosition& position : positions) {
        position.end = offsetIn(ends, position.where);
        if (position.end)
            position.lag = std::max<std::int64_t>(*position.end - position.committed, 0);
        if (position.lag == 0)
            position.lagSeconds = 0;
    }
}

void KafkaAdmin::addAges(std::vector<KafkaGroupPosition>& positions, Deadline deadline)
{
    std::vector<TopicPartition> behind;
    std::map<TopicPartition, KafkaGroupPosition*> byPlace;
    for (KafkaGroupPosition& position : positions) {
        if (position.lag.value_or(0) == 0)
            continue;
        behind.push_back(position.where);
        byPlace[position.where] = &position;
    }
    if (behind.empty())
        return;
    // What retention has removed meanwhile is as old as the oldest record there is.
    const auto starts = m_client.offsetsAt(behind, KafkaClient::logStart, timeLeft(deadline));
    for (std::size_t first = 0; first < behind.size(); first += agesAtOnce) {
        PeekRequest request{{}, 1, agesAtOnce};
        for (const TopicPartition& where :
             std::span(behind).subspan(first, std::min(agesAtOnce, behind.size() - first)))
            request.from[where] =
                std::max(byPlace[where]->committed, offsetIn(starts, where).value_or(0));
        const Peeked peeked = peek(m_client, m_source, request, deadline);
        const TimePoint now = std::chrono::system_clock::now();
        for (const PeekedMessage& message : peeked.messages) {
            if (message.time)
                byPlace[message.where]->lagSeconds = std::max(
                    std::chrono::duration<double>(now - *message.time).count(), 0.0);
        }
    }
}

} // namespace weir
