// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/certificatefault.h"
#include "collectors/kafka/kafkasecrets.h"
#include "collectors/kafka/kafkastatistics.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

struct rd_kafka_s;
struct rd_kafka_conf_s;
struct rd_kafka_topic_partition_list_s;

namespace weir {

/// The group has given us partitions, or wants them back; answered by assign() or unassign().
struct KafkaRebalance
{
    bool isRevoked = false;
    std::vector<TopicPartition> partitions;
};

/// What the client library calls back about, kept until it is asked for.
///
/// Thread: the source's, within its calls to the library; certificates are judged in the library's own
/// threads. Lives as long as the library's client does, which may be longer than the collector.
class KafkaEvents final
{
public:
    KafkaEvents(const KafkaSource& source, KeyringReader keyring);

    KafkaSecrets& secrets() { return m_secrets; }
    /// Makes these the callbacks of a client; they are this object's, which outlives it.
    void listen(rd_kafka_conf_s& conf);
    /// Hands the token of the configuration to the client; the sentence of why not when it cannot.
    std::string giveToken(rd_kafka_s& client);

    struct Report
    {
        std::string broken; ///< a sentence: why there is no connection
        int brokenCode = 0; ///< the rd_kafka_resp_err_t behind it
        bool allDown = false;
        std::map<TopicPartition, std::int64_t> ends; ///< readable ends, with new statistics
    };
    Report takeReport() { return std::exchange(m_report, {}); }
    std::optional<KafkaRebalance> takeRebalance() { return std::exchange(m_rebalance, {}); }

private:
    static void onError(rd_kafka_s* client, int code, const char* reason, void* self);
    static void onLog(const rd_kafka_s* client, int level, const char* facility, const char* text);
    static int onStatistics(rd_kafka_s* client, char* json, std::size_t size, void* self);
    static void onRebalance(rd_kafka_s* client, int code,
                            rd_kafka_topic_partition_list_s* partitions, void* self);
    static void onTokenWanted(rd_kafka_s* client, const char* config, void* self);
    static int onCertificate(rd_kafka_s* client, const char* broker, std::int32_t id, int* error,
                             int depth, const char* der, std::size_t size, char* why,
                             std::size_t whySize, void* self);

    std::string tlsSentence(int code, const std::string& reason) const;

    const bool m_isMember; ///< of a group
    const bool m_readsUncommitted;
    KafkaSecrets m_secrets;
    Report m_report;
    std::optional<KafkaRebalance> m_rebalance;

    mutable std::mutex m_mutex;
    std::map<std::string, CertificateFault> m_faults; ///< by broker; guarded by m_mutex
};

} // namespace weir
