// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sourceprobelines.h"

#include "core/control/jsonfields.h"
#include "ui/models/format.h"

namespace weir {

namespace {

constexpr qsizetype mostName = 300;
constexpr qsizetype mostSentence = 1000;
constexpr std::size_t mostTopics = 200'000;

QString text(JsonFields& fields, std::string_view name, qsizetype most)
{
    std::string value;
    fields.read(name, value);
    return plainText(value, most);
}

ProbeStep readStep(JsonFields& fields)
{
    ProbeStep step;
    step.name = text(fields, "step", 40);
    fields.read("ok", step.isGood);
    step.text = text(fields, "text", mostSentence);
    return step;
}

ProbeMessage readMessage(JsonFields fields)
{
    ProbeMessage message;
    message.topic = text(fields, "topic", mostName);
    fields.read("partition", message.partition);
    fields.read("offset", message.offset);
    message.time = text(fields, "time", 40);
    fields.read("size", message.size);
    message.text = text(fields, "text", 2048);
    message.format = text(fields, "format", 60);
    fields.objects("refused", [&](JsonFields refusal) {
        if (message.refused.size() < 100)
            message.refused.push_back(
                {text(refusal, "format", 60), text(refusal, "reason", mostSentence)});
    });
    return message;
}

ProbeResult readResult(JsonFields fields)
{
    ProbeResult result;
    fields.read("ok", result.isGood);
    result.format = text(fields, "format", 60);
    result.text = text(fields, "text", mostSentence);
    return result;
}

ClusterInfo readCluster(JsonFields& fields)
{
    ClusterInfo cluster;
    cluster.id = text(fields, "cluster", mostName);
    fields.objects("brokers", [&](JsonFields broker) {
        std::int64_t id = -1;
        std::int64_t port = 0;
        broker.read("id", id);
        broker.read("port", port);
        if (cluster.brokers.size() < 1000)
            cluster.brokers.push_back(QStringLiteral("%1 · %2:%3")
                                          .arg(id)
                                          .arg(text(broker, "host", mostName))
                                          .arg(port));
    });
    fields.objects("topics", [&](JsonFields topic) {
        if (cluster.topics.size() >= mostTopics)
            return;
        ClusterTopic entry;
        topic.read("name", entry.key);
        entry.name = plainText(entry.key, mostName);
        topic.read("partitions", entry.partitions);
        topic.read("internal", entry.isInternal);
        entry.error = text(topic, "error", mostSentence);
        cluster.topics.push_back(std::move(entry));
    });
    return cluster;
}

TopicInfo readTopic(JsonFields& fields)
{
    TopicInfo topic;
    topic.name = text(fields, "topic", mostName);
    fields.objects("partitions", [&](JsonFields partition) {
        TopicPartition entry;
        partition.read("partition", entry.partition);
        partition.read("leader", entry.leader);
        partition.read("replicas", entry.replicas);
        partition.read("in_sync", entry.inSync);
        partition.read("start", entry.start);
        partition.read("end", entry.end);
        topic.partitions.push_back(entry);
    });
    fields.objects("config", [&](JsonFields setting) {
        TopicSetting entry;
        entry.name = text(setting, "name", mostName);
        entry.value = text(setting, "value", mostName);
        setting.read("default", entry.isDefault);
        topic.settings.push_back(std::move(entry));
    });
    return topic;
}

GroupList readGroups(JsonFields& fields)
{
    GroupList list;
    fields.objects("groups", [&](JsonFields group) {
        if (list.groups.size() >= mostTopics)
            return;
        ClusterGroup entry;
        group.read("name", entry.key);
        entry.name = plainText(entry.key, mostName);
        entry.state = text(group, "state", 60);
        group.read("members", entry.members);
        list.groups.push_back(std::move(entry));
    });
    return list;
}

GroupInfo readGroup(JsonFields& fields)
{
    GroupInfo group;
    group.name = text(fields, "group", mostName);
    group.state = text(fields, "state", 60);
    fields.objects("members", [&](JsonFields member) {
        if (group.members.size() < 1000)
            group.members.push_back(text(member, "client", mostName) + QStringLiteral(" · ")
                                    + text(member, "host", mostName));
    });
    fields.objects("partitions", [&](JsonFields position) {
        GroupPosition entry;
        entry.topic = text(position, "topic", mostName);
        position.read("partition", entry.partition);
        position.read("committed", entry.committed);
        position.read("end", entry.end);
        position.read("lag", entry.lag);
        position.read("lag_seconds", entry.lagSeconds);
        group.positions.push_back(std::move(entry));
    });
    return group;
}

std::optional<ProbeLine> readLine(JsonFields& fields)
{
    std::optional<ProbeLine> line;
    if (fields.find("error"))
        return ProbeFailure{text(fields, "error", mostSentence)};
    if (fields.find("step"))
        return readStep(fields);
    if (fields.find("cluster") || fields.find("topics"))
        return readCluster(fields);
    if (fields.find("topic"))
        return readTopic(fields);
    if (fields.find("groups"))
        return readGroups(fields);
    if (fields.find("group"))
        return readGroup(fields);
    fields.object("message", [&](JsonFields message) { line = readMessage(message); });
    fields.object("result", [&](JsonFields result) { line = readResult(result); });
    return line;
}

} // namespace

Result<ProbeLine> parseProbeLine(std::string_view line)
{
    std::optional<ProbeLine> parsed;
    if (const auto failed =
            readJsonObject(line, [&](JsonFields fields) { parsed = readLine(fields); }))
        return *failed;
    if (!parsed)
        return Error{Error::Code::InvalidInput, {}, "a line of no known kind"};
    return std::move(*parsed);
}

} // namespace weir
