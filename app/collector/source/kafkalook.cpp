// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/source/kafkalook.h"

#include "app/collector/source/messagepreview.h"
#include "app/shared/alignedtable.h"
#include "collectors/kafka/kafkaadmin.h"
#include "core/config/readers.h"
#include "core/json.h"
#include "core/visible.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace weir {

namespace {

/// So many partitions are looked at for the newest records of a topic that has more.
constexpr std::size_t mostPartitions = 256;

Error wentSilent(KafkaClient& client, const Error& error)
{
    const std::string trouble = connectionTrouble(client);
    if (trouble.empty())
        return {error.code, {}, "the cluster does not say which offsets it has: " + error.detail};
    // The first broker was reached, so this one has another address.
    return {Error::Code::Unreachable, {},
            trouble + "; this is how the cluster itself names its brokers (advertised.listeners)"};
}

struct Bounds
{
    KafkaClient::Offsets starts;
    KafkaClient::Offsets ends;
};

Result<Bounds> boundsOf(KafkaClient& client, const std::vector<TopicPartition>& partitions,
                        Deadline deadline)
{
    const auto starts = client.offsetsAt(partitions, KafkaClient::logStart, timeLeft(deadline));
    if (!starts)
        return wentSilent(client, starts.error());
    const auto ends = client.offsetsAt(partitions, KafkaClient::logEnd, timeLeft(deadline));
    if (!ends)
        return wentSilent(client, ends.error());
    return Bounds{*starts, *ends};
}

/// Where a position that a person wrote is in each partition.
Result<KafkaClient::Offsets> placesOf(KafkaClient& client, const std::string& from,
                                      const Bounds& bounds, Deadline deadline)
{
    std::int64_t offset = 0;
    const auto [end, fault] = std::from_chars(from.data(), from.data() + from.size(), offset);
    const bool isOffset = fault == std::errc{} && end == from.data() + from.size() && offset >= 0;
    const auto start = parseKafkaStart(from);
    if (!isOffset && !start)
        return Error{Error::Code::InvalidInput, {},
                     fmt::format("'{}' is no position: earliest, latest, -15m, a time or an offset",
                                 from)};
    KafkaClient::Offsets places = bounds.starts;
    if (!isOffset && start->kind != KafkaStart::Kind::Earliest) {
        const TimePoint time = start->kind == KafkaStart::Kind::Ago
            ? std::chrono::system_clock::now() - start->ago
            : start->time;
        std::vector<TopicPartition> partitions;
        for (const auto& [id, first] : bounds.starts)
            partitions.push_back(id);
        const auto asked = client.offsetsAt(
            partitions,
            std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count(),
            timeLeft(deadline));
        if (!asked)
            return wentSilent(client, asked.error());
        places = *asked;
    }
    for (auto& [id, place] : places) {
        const auto last = bounds.ends.find(id);
        const std::int64_t stop = last != bounds.ends.end() ? last->second : 0;
        if (isOffset)
            place = std::max(place, offset);
        place = place < 0 ? stop : std::min(place, stop);
    }
    return places;
}

class KafkaLook final
{
public:
    KafkaLook(const CollectorSetup& setup, const SourceLookOptions& options, Deadline deadline,
              SourceReport& report)
        : m_setup(setup)
        , m_kafka(std::get<KafkaSource>(setup.source.input))
        , m_options(options)
        , m_deadline(deadline)
        , m_report(report)
    {
    }

    bool run();

private:
    bool peekTopic(KafkaClient& client);
    Result<Peeked> read(KafkaClient& client, const std::vector<TopicPartition>& partitions);
    bool listTopics(KafkaAdmin& admin);
    bool showTopic(KafkaAdmin& admin);
    bool listGroups(KafkaAdmin& admin);
    bool showGroup(KafkaAdmin& admin);
    bool fail(const std::string& sentence);

    const CollectorSetup& m_setup;
    const KafkaSource& m_kafka;
    const SourceLookOptions& m_options;
    const Deadline m_deadline;
    SourceReport& m_report;
};

bool KafkaLook::fail(const std::string& sentence)
{
    m_report.error(sentence);
    return false;
}

bool KafkaLook::run()
{
    const auto client = KafkaClient::make(m_kafka, m_setup.keyring);
    if (!client)
        return fail(client.error().text());
    if (const auto none = makeContact(**client, m_kafka, m_deadline))
        return fail(none->sentence);
    if (m_options.verb == "peek")
        return peekTopic(**client);
    KafkaAdmin admin(**client, m_kafka);
    if (m_options.verb == "topics")
        return m_options.subject.empty() ? listTopics(admin) : showTopic(admin);
    return m_options.subject.empty() ? listGroups(admin) : showGroup(admin);
}

Result<Peeked> KafkaLook::read(KafkaClient& client, const std::vector<TopicPartition>& partitions)
{
    const auto limit = static_cast<std::size_t>(m_options.limit);
    if (m_options.from == "latest")
        return peekLatest(client, m_kafka, partitions, limit, m_deadline);
    const auto bounds = boundsOf(client, partitions, m_deadline);
    if (!bounds)
        return bounds.error();
    const auto places = placesOf(client, m_options.from, *bounds, m_deadline);
    if (!places)
        return places.error();
    return peek(client, m_kafka, {*places, limit, limit}, m_deadline);
}

bool KafkaLook::peekTopic(KafkaClient& client)
{
    const auto previewer = KafkaPreviewer::make(m_setup);
    if (!previewer)
        return fail(previewer.error().text());
    const auto topic = KafkaAdmin(client, m_kafka).topic(m_options.topic, m_deadline);
    if (!topic)
        return fail(topic.error().detail);
    std::vector<TopicPartition> partitions;
    for (const KafkaPartitionInfo& partition : topic->partitions) {
        if (m_options.partition < 0 || m_options.partition == partition.partition)
            partitions.emplace_back(m_options.topic, partition.partition);
    }
    if (partitions.empty())
        return fail(fmt::format("topic '{}' has no partition {}; it has {}", m_options.topic,
                                m_options.partition, topic->partitions.size()));
    const auto peeked = read(client, partitions);
    if (!peeked)
        return fail(peeked.error().detail);
    for (const PeekedMessage& message : peeked->messages) {
        const Preview preview = (*previewer)->preview(message);
        m_report.message(preview.json, preview.text);
    }
    if (peeked->messages.empty() && !peeked->problem.empty())
        return fail(peeked->problem);
    m_report.result(true, {},
                    peeked->messages.empty() ? "there is no message from there on"
                        : peeked->isComplete
                        ? fmt::format("messages shown: {}", peeked->messages.size())
                        : fmt::format("only {} messages came in time", peeked->messages.size()));
    return true;
}

bool KafkaLook::listTopics(KafkaAdmin& admin)
{
    const auto cluster = admin.cluster(m_deadline);
    if (!cluster)
        return fail(cluster.error().detail);
    JsonWriter json;
    json.beginObject().member("cluster", std::string_view(cluster->id));
    json.key("brokers").beginArray();
    std::string text = fmt::format("cluster {}\n", visibleText(cluster->id));
    for (const KafkaBroker& broker : cluster->brokers) {
        json.beginObject()
            .member("id", broker.id)
            .member("host", std::string_view(broker.host))
            .member("port", broker.port)
            .endObject();
        text += fmt::format("broker {} {}:{}\n", broker.id, visibleText(broker.host), broker.port);
    }
    json.endArray().key("topics").beginArray();
    std::vector<std::vector<std::string>> rows{{"TOPIC", "PARTITIONS", ""}};
    for (const KafkaTopic& topic : cluster->topics) {
        json.beginObject()
            .member("name", std::string_view(topic.name))
            .member("partitions", std::uint64_t{topic.partitions})
            .member("internal", topic.isInternal);
        if (!topic.error.empty())
            json.member("error", std::string_view(topic.error));
        json.endObject();
        rows.push_back({visibleText(topic.name), std::to_string(topic.partitions),
                        visibleText(topic.error)});
    }
    json.endArray().endObject();
    m_report.line(json.text(), text + "\n" + alignedTable(rows));
    return true;
}

bool KafkaLook::showTopic(KafkaAdmin& admin)
{
    const auto topic = admin.topic(m_options.subject, m_deadline);
    if (!topic)
        return fail(topic.error().detail);
    JsonWriter json;
    json.beginObject().member("topic", std::string_view(topic->topic));
    json.key("partitions").beginArray();
    std::vector<std::vector<std::string>> rows{
        {"PARTITION", "LEADER", "REPLICAS", "IN SYNC", "START", "END"}};
    for (const KafkaPartitionInfo& partition : topic->partitions) {
        json.beginObject()
            .member("partition", partition.partition)
            .member("leader", partition.leader)
            .member("replicas", partition.replicas)
            .member("in_sync", partition.inSync);
        if (partition.start)
            json.member("start", *partition.start);
        if (partition.end)
            json.member("end", *partition.end);
        json.endObject();
        rows.push_back({std::to_string(partition.partition), std::to_string(partition.leader),
                        std::to_string(partition.replicas), std::to_string(partition.inSync),
                        partition.start ? std::to_string(*partition.start) : "-",
                        partition.end ? std::to_string(*partition.end) : "-"});
    }
    json.endArray().key("config").beginArray();
    std::vector<std::vector<std::string>> settings{{"SETTING", "VALUE", ""}};
    for (const KafkaSetting& setting : topic->settings) {
        json.beginObject()
            .member("name", std::string_view(setting.name))
            .member("value", std::string_view(setting.value))
            .member("default", setting.isDefault)
            .endObject();
        settings.push_back({visibleText(setting.name), visibleText(setting.value),
                            setting.isDefault ? "default" : "set"});
    }
    json.endArray().endObject();
    m_report.line(json.text(),
                  alignedTable(rows)
                      + (settings.size() > 1 ? "\n" + alignedTable(settings) : ""));
    return true;
}

bool KafkaLook::listGroups(KafkaAdmin& admin)
{
    const auto groups = admin.groups(m_deadline);
    if (!groups)
        return fail(groups.error().detail);
    JsonWriter json;
    json.beginObject().key("groups").beginArray();
    std::vector<std::vector<std::string>> rows{{"GROUP", "STATE", "MEMBERS"}};
    for (const KafkaGroupInfo& group : *groups) {
        json.beginObject()
            .member("name", std::string_view(group.name))
            .member("state", std::string_view(group.state));
        if (group.members)
            json.member("members", std::uint64_t{*group.members});
        json.endObject();
        rows.push_back({visibleText(group.name), visibleText(group.state),
                        group.members ? std::to_string(*group.members) : "-"});
    }
    json.endArray().endObject();
    m_report.line(json.text(), alignedTable(rows));
    return true;
}

void writeMembers(JsonWriter& json, const std::vector<KafkaMember>& members)
{
    json.key("members").beginArray();
    for (const KafkaMember& member : members)
        json.beginObject()
            .member("id", std::string_view(member.id))
            .member("client", std::string_view(member.client))
            .member("host", std::string_view(member.host))
            .endObject();
    json.endArray();
}

void writePosition(JsonWriter& json, const KafkaGroupPosition& position)
{
    json.beginObject()
        .member("topic", std::string_view(position.where.first))
        .member("partition", position.where.second)
        .member("committed", position.committed);
    if (position.end)
        json.member("end", *position.end);
    if (position.lag)
        json.member("lag", *position.lag);
    if (position.lagSeconds)
        json.member("lag_seconds", *position.lagSeconds);
    json.endObject();
}

std::vector<std::string> rowOf(const KafkaGroupPosition& position)
{
    return {visibleText(position.where.first),
            std::to_string(position.where.second),
            std::to_string(position.committed),
            position.end ? std::to_string(*position.end) : "-",
            position.lag ? std::to_string(*position.lag) : "-",
            position.lagSeconds ? fmt::format("{:.1f} s", *position.lagSeconds) : "-"};
}

bool KafkaLook::showGroup(KafkaAdmin& admin)
{
    const auto group = admin.group(m_options.subject, m_deadline);
    if (!group)
        return fail(group.error().detail);
    JsonWriter json;
    json.beginObject()
        .member("group", std::string_view(group->group.name))
        .member("state", std::string_view(group->group.state));
    writeMembers(json, group->members);
    json.key("partitions").beginArray();
    std::vector<std::vector<std::string>> rows{
        {"TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "BEHIND"}};
    for (const KafkaGroupPosition& position : group->positions) {
        writePosition(json, position);
        rows.push_back(rowOf(position));
    }
    json.endArray().endObject();
    m_report.line(json.text(),
                  fmt::format("group {} is {} with {} members\n\n{}",
                              visibleText(group->group.name), visibleText(group->group.state),
                              group->members.size(), alignedTable(rows)));
    return true;
}

} // namespace

Result<Peeked> peekLatest(KafkaClient& client, const KafkaSource& source,
                          const std::vector<TopicPartition>& partitions, std::size_t count,
                          Deadline deadline)
{
    const auto bounds = boundsOf(client, partitions, deadline);
    if (!bounds)
        return bounds.error();
    PeekRequest request;
    for (const auto& [id, end] : bounds->ends) {
        const auto start = bounds->starts.find(id);
        if (start != bounds->starts.end() && start->second >= 0 && start->second < end
            && request.from.size() < mostPartitions)
            request.from[id] =
                std::max(start->second, end - static_cast<std::int64_t>(count));
    }
    request.perPartition = count;
    request.total = count * request.from.size();
    Peeked peeked = peek(client, source, request, deadline);
    std::ranges::stable_sort(peeked.messages, {}, &PeekedMessage::time);
    if (peeked.messages.size() > count)
        peeked.messages.erase(peeked.messages.begin(),
                              peeked.messages.end() - static_cast<std::ptrdiff_t>(count));
    return peeked;
}

bool lookAtKafka(const CollectorSetup& setup, const SourceLookOptions& options,
                 Deadline deadline, SourceReport& report)
{
    return KafkaLook(setup, options, deadline, report).run();
}

} // namespace weir
