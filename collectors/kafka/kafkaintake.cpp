// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaintake.h"

#include "collectors/kafka/kafkarecord.h"
#include "collectors/kafka/kafkawords.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <utility>

namespace weir {

namespace {

/// What is indexed already and shorter than this is read over; what is longer is stepped over, and so is all
/// of it while one batch at a time is fetched: what kills who fetches it may be there.
constexpr std::int64_t worthSeeking = 10'000;

/// What the library says of a batch that it cannot read.
bool isDamage(int error)
{
    switch (error) {
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__UNDERFLOW:
    case RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED: // a format nobody knows: what follows a damaged batch
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
        return true;
    default:
        return false;
    }
}

} // namespace

KafkaIntake::KafkaIntake(const Parts& parts)
    : m_setup(parts.setup)
    , m_source(std::get<KafkaSource>(parts.setup.source.input))
    , m_client(parts.client)
    , m_group(parts.group)
    , m_discovery(parts.discovery)
    , m_writer(parts.writer)
    , m_spans(parts.spans)
    , m_mover(parts.mover)
    , m_health(parts.health)
    , m_stop(parts.stop)
{
}

std::size_t KafkaIntake::consume()
{
    const std::size_t count = m_client->consume(m_messages);
    if (m_client->pace() == KafkaClient::Pace::OneBatch)
        stopBeforeQuarantine(std::span(m_messages).first(count));
    m_mover.consumed();
    m_received = std::chrono::system_clock::now();
    std::size_t taken = 0;
    // A full batch goes out at once; without room the rest waits here, and the broker behind it.
    for (; taken < count; ++taken) {
        if (m_writer.isFull() && !flush())
            break;
        take(*m_messages[taken]);
        rd_kafka_message_destroy(m_messages[taken]);
    }
    for (; taken < count; ++taken)
        rd_kafka_message_destroy(m_messages[taken]);
    for (KafkaPartition* const partition : m_mover.silent()) {
        m_mover.cannotRead(*partition);
        searched(*partition);
    }
    return count;
}

/// At once, for the library fetches the next batch while these messages are looked at, and the writer
/// may have to be waited for.
void KafkaIntake::stopBeforeQuarantine(std::span<rd_kafka_message_t* const> messages)
{
    for (const rd_kafka_message_t* const message : messages) {
        const KafkaPartition* const partition =
            message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? partitionOf(*message) : nullptr;
        if (partition && partition->isAssigned
            && m_setup.quarantine->find(partition->stream, message->offset + 1))
            m_client->unassign({partition->id});
    }
}

KafkaPartition* KafkaIntake::partitionOf(const rd_kafka_message_t& message)
{
    if (!message.rkt) {
        if (m_group && message.err != RD_KAFKA_RESP_ERR_NO_ERROR)
            m_group->takeError(message.err);
        return nullptr;
    }
    if (m_last && m_lastTopic == message.rkt && m_last->id.second == message.partition)
        return m_last;
    m_lastTopic = message.rkt;
    m_last = m_discovery.find({rd_kafka_topic_name(message.rkt), message.partition});
    return m_last;
}

void KafkaIntake::take(const rd_kafka_message_t& message)
{
    KafkaPartition* const partition = partitionOf(message);
    if (!partition || !partition->isAssigned || !partition->next)
        return; // left meanwhile; what it still brings is fetched again
    const bool isEnd = message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR && !isEnd)
        return takeError(message, *partition);
    if (m_mover.isSearching(*partition)) {
        m_mover.canRead(*partition);
        return searched(*partition);
    }
    if (std::exchange(partition->isEndSaid, isEnd) && message.offset > *partition->next)
        return readAgain(*partition);
    if (isEnd)
        advance(*partition, message.offset);
    else
        takeEvent(message, *partition);
}

/// A skip that has ended where nothing may be read leaves the partition to a round.
void KafkaIntake::searched(const KafkaPartition& partition)
{
    if (!partition.isAssigned)
        m_health.lookAgainWithin({});
    m_health.judge();
}

/// librdkafka 2.12 counts the end it reports as a record that was read: when it pauses and resumes a
/// partition then, as it does in every rebalance, it goes on one offset too far. A jump right after
/// an end is a hole of the log only if it is still there when it is read from before it.
void KafkaIntake::readAgain(KafkaPartition& partition)
{
    partition.isEndSaid = false;
    m_discovery.lookAgain(*m_client, partition);
    m_health.lookAgainWithin({});
}

void KafkaIntake::advance(KafkaPartition& partition, std::int64_t next)
{
    const bool wasStalled = !partition.stall.empty();
    m_spans.advance(partition, next);
    if (wasStalled && partition.stall.empty())
        m_health.judge();
}

void KafkaIntake::takeEvent(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    if (partition.target && message.offset >= *partition.target)
        return advance(partition, *partition.target);
    // What lies before it are holes. Old versions of the library deliver some records again.
    advance(partition, message.offset);
    // Nobody has asked yet about what stands behind a hole, or behind what is indexed.
    if (leaveBeforeQuarantine(partition))
        return;
    if (message.offset < *partition.next)
        return stepOver(partition, message.offset);
    partition.isStepping = false;
    const EventBatchBuilder::Arrival arrival{m_spans.streamIndexOf(partition), message.offset,
                                             m_received};
    readHeaders(message, m_headers);
    const RawMessage raw{bytesOf(message.payload, message.len), timestampOf(message),
                         partition.id.first, bytesOf(message.key, message.key_len), m_headers};
    const DecodingNote note(m_setup.quarantine.get(), partition.stream, message.offset,
                            raw.payload);
    if (message.payload)
        m_writer.add(arrival, raw);
    else
        m_writer.addTombstone(arrival, raw);
    advance(partition, message.offset + 1);
    if (!leaveBeforeQuarantine(partition))
        stepOver(partition, message.offset + 1);
}

/// What is done with between `from` and what is next.
void KafkaIntake::stepOver(KafkaPartition& partition, std::int64_t from)
{
    const bool isCareful = m_client->pace() == KafkaClient::Pace::OneBatch;
    if (*partition.next - from > (isCareful ? 0 : worthSeeking)
        && !std::exchange(partition.isStepping, true))
        m_discovery.assignAnew(*m_client, partition);
}

bool KafkaIntake::leaveBeforeQuarantine(KafkaPartition& partition)
{
    if (!m_discovery.isBeforeQuarantine(partition))
        return false;
    m_discovery.lookAgain(*m_client, partition);
    m_health.lookWithin({});
    return true;
}

void KafkaIntake::takeError(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    const bool isOut = message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET
        || message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE;
    if (isDamage(message.err))
        return takeDamage(message, partition);
    if (isOut && m_mover.isSearching(partition)) {
        m_mover.outOfRange(partition, message.offset);
        return searched(partition);
    }
    if (!isOut) {
        std::string reason = topicSentence(message.err, partition.id.first, m_source.brokers);
        m_mover.giveUp(partition, reason);
        m_health.setTopicError(std::move(reason));
    }
    m_discovery.lookAgain(*m_client, partition);
    const bool isPassing = isOut && partition.stall.empty() && !m_health.hasTopicError();
    m_health.lookAgainWithin(isPassing ? KafkaHealth::Clock::duration{}
                                       : KafkaHealth::missingInterval);
    m_health.judge();
}

/// The library may go on behind what it cannot read without another word: it is made to try again,
/// for what is damaged on the way is whole the next time, and what is damaged at the broker is the
/// user's to skip.
void KafkaIntake::takeDamage(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    if (m_mover.isSearching(partition)) {
        m_mover.cannotRead(partition);
        return searched(partition);
    }
    const bool isPacked = message.err == RD_KAFKA_RESP_ERR__BAD_COMPRESSION;
    partition.stall = fmt::format(
        "topic '{}' partition {} is stalled at offset {}: the batch there {} ({}); to leave it "
        "out: weir source skip {}",
        partition.id.first, partition.id.second, *partition.next,
        isPacked ? "cannot be unpacked" : "is damaged", rd_kafka_message_errstr(&message),
        m_setup.source.name);
    m_discovery.lookAgain(*m_client, partition);
    m_health.lookAgainWithin(KafkaHealth::missingInterval);
    m_health.judge();
}

bool KafkaIntake::flush()
{
    m_spans.closeAll();
    auto moved = m_spans.takeMoved();
    if (m_group && !moved.empty()) {
        if (m_writer.builder().isEmpty())
            m_group->moved(moved);
        else
            m_writer.builder().setReceipt(m_group->receiptFor(std::move(moved)));
    }
    return m_spans.flush(m_stop);
}

} // namespace weir
