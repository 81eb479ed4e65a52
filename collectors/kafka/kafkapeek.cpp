// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkapeek.h"

#include "collectors/kafka/kafkarecord.h"
#include "collectors/kafka/kafkawords.h"

#include <librdkafka/rdkafka.h>
#include <poll.h>

#include <array>
#include <map>

namespace weir {

namespace {

constexpr std::size_t mostBytes = std::size_t{32} << 20;

PeekedMessage messageOf(const rd_kafka_message_t& message, TopicPartition where)
{
    PeekedMessage peeked;
    peeked.where = std::move(where);
    peeked.offset = message.offset;
    peeked.time = timestampOf(message);
    if (message.payload)
        peeked.payload.emplace(bytesOf(message.payload, message.len));
    if (message.key)
        peeked.key.emplace(bytesOf(message.key, message.key_len));
    std::vector<MessageHeader> headers;
    readHeaders(message, headers);
    for (const MessageHeader& header : headers)
        peeked.headers.emplace_back(header.name, header.value);
    return peeked;
}

/// What is left to be read.
class Peek final
{
public:
    Peek(KafkaClient& client, const KafkaSource& source, const PeekRequest& request)
        : m_client(client)
        , m_source(source)
        , m_request(request)
    {
        for (const auto& [id, offset] : request.from)
            m_missing[id] = request.perPartition;
    }

    Peeked run(Deadline deadline);

private:
    void take(const rd_kafka_message_t& message);
    void finish(const TopicPartition& id);
    bool isDone() const
    {
        return m_missing.empty() || m_peeked.messages.size() >= m_request.total
            || m_bytes >= mostBytes;
    }

    KafkaClient& m_client;
    const KafkaSource& m_source;
    const PeekRequest& m_request;
    std::map<TopicPartition, std::size_t> m_missing; ///< records, of partitions not at their end
    std::size_t m_bytes = 0;
    Peeked m_peeked;
};

Peeked Peek::run(Deadline deadline)
{
    if (m_missing.empty() || m_request.perPartition == 0) {
        m_peeked.isComplete = true;
        return m_peeked;
    }
    if (const auto assigned = m_client.assign(m_request.from); !assigned) {
        m_peeked.problem = assigned.error().detail;
        return m_peeked;
    }
    std::array<rd_kafka_message_t*, 64> messages{};
    while (!isDone() && timeLeft(deadline).count() > 0) {
        m_client.clearDescriptor();
        const std::size_t count = m_client.consume(messages);
        for (std::size_t i = 0; i < count; ++i) {
            if (!isDone())
                take(*messages[i]);
            rd_kafka_message_destroy(messages[i]);
        }
        if (auto report = m_client.takeReport(); !report.broken.empty())
            m_peeked.problem = std::move(report.broken);
        pollfd ready{m_client.descriptor(), POLLIN, 0};
        if (count == 0)
            (void)poll(&ready, 1,
                       static_cast<int>(timeLeft(deadline, std::chrono::milliseconds(50)).count()));
    }
    m_peeked.isComplete = isDone();
    for (const auto& [id, left] : std::map(m_missing))
        finish(id);
    return std::move(m_peeked);
}

void Peek::take(const rd_kafka_message_t& message)
{
    if (!message.rkt)
        return;
    const TopicPartition id{rd_kafka_topic_name(message.rkt), message.partition};
    const auto missing = m_missing.find(id);
    if (missing == m_missing.end())
        return; // has given enough
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
        return finish(id);
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        m_peeked.problem = topicSentence(message.err, id.first, m_source.brokers);
        return finish(id);
    }
    m_bytes += message.len + message.key_len;
    m_peeked.messages.push_back(messageOf(message, id));
    if (--missing->second == 0)
        finish(id);
}

void Peek::finish(const TopicPartition& id)
{
    m_missing.erase(id);
    m_client.unassign({id});
}

} // namespace

Peeked peek(KafkaClient& client, const KafkaSource& source, const PeekRequest& request,
            Deadline deadline)
{
    return Peek(client, source, request).run(deadline);
}

} // namespace weir
