// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkacontact.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weir {

struct KafkaBroker
{
    std::int32_t id = 0;
    std::string host;
    int port = 0;
};

struct KafkaTopic
{
    std::string name;
    std::size_t partitions = 0;
    bool isInternal = false; ///< the broker's own, whose names begin with `__`
    std::string error; ///< a sentence; or empty
};

struct KafkaCluster
{
    std::string id;
    std::vector<KafkaBroker> brokers;
    std::vector<KafkaTopic> topics; ///< by name
};

struct KafkaPartitionInfo
{
    std::int32_t partition = 0;
    std::int32_t leader = -1; ///< -1: none
    int replicas = 0;
    int inSync = 0;
    std::optional<std::int64_t> start; ///< nothing where no broker can say
    std::optional<std::int64_t> end; ///< the last offset that may be read, plus one
};

struct KafkaSetting
{
    std::string name;
    std::string value; ///< empty where the broker keeps it to itself
    bool isDefault = false;
};

struct KafkaTopicDetails
{
    std::string topic;
    std::vector<KafkaPartitionInfo> partitions;
    std::vector<KafkaSetting> settings; ///< by name; empty where they may not be read
};

struct KafkaGroupInfo
{
    std::string name;
    std::string state; ///< as Kafka calls it: `Stable`, `Empty`, …
    std::optional<std::size_t> members; ///< nothing where it was not asked for
};

struct KafkaMember
{
    std::string id;
    std::string client;
    std::string host;
};

struct KafkaGroupPosition
{
    TopicPartition where;
    std::int64_t committed = 0;
    std::optional<std::int64_t> end;
    std::optional<std::int64_t> lag; ///< records
    /// How old the record at the committed offset is: how far behind the group is in time.
    std::optional<double> lagSeconds;
};

struct KafkaGroupDetails
{
    KafkaGroupInfo group;
    std::vector<KafkaMember> members;
    std::vector<KafkaGroupPosition> positions;
};

/// Looks at a cluster. Nothing but reading: no group is joined, nothing is committed or created.
///
/// An error is a sentence in `detail`. Thread: one at a time; calls wait until their deadline at most.
class KafkaAdmin final
{
public:
    /// Precondition: makeContact() has found a broker. All outlive it.
    KafkaAdmin(KafkaClient& client, const KafkaSource& source)
        : m_client(client)
        , m_source(source)
    {
    }

    /// One request, however many topics there are.
    Result<KafkaCluster> cluster(Deadline deadline);
    /// NotFound when there is no such topic.
    Result<KafkaTopicDetails> topic(const std::string& name, Deadline deadline);
    /// Numbers of members are asked for up to 200 groups.
    Result<std::vector<KafkaGroupInfo>> groups(Deadline deadline);
    /// NotFound when there is no such group. Reads one record of every partition that lags.
    Result<KafkaGroupDetails> group(const std::string& name, Deadline deadline);

private:
    Result<std::vector<KafkaGroupDetails>> describe(const std::vector<std::string>& names,
                                                    Deadline deadline);
    Result<std::vector<KafkaGroupPosition>> positionsOf(const std::string& group,
                                                        Deadline deadline);
    void addEnds(std::vector<KafkaGroupPosition>& positions, Deadline deadline);
    void addAges(std::vector<KafkaGroupPosition>& positions, Deadline deadline);
    std::vector<KafkaSetting> settingsOf(const std::string& topic, Deadline deadline);

    KafkaClient& m_client;
    const KafkaSource& m_source;
};

} // namespace weir
