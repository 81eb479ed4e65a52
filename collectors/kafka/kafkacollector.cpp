// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkacollector.h"

#include "collectors/kafka/kafkawords.h"
#include "collectors/schema/sourcedecoder.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t messagesAtOnce = 4096;
constexpr auto roundInterval = std::chrono::seconds(10); ///< how soon a new partition is found
constexpr auto missingInterval = std::chrono::seconds(1); ///< while something wanted is not there
constexpr auto statusInterval = std::chrono::milliseconds(200);
constexpr std::size_t lowWater = 100'000; ///< messages; half of what the client's queue takes
constexpr std::int64_t worthWaking =
    10'000; ///< records behind: only who catches up fills the queue
constexpr auto wakeInterval = std::chrono::milliseconds(20);

std::string_view bytesOf(const void* data, std::size_t size)
{
    return data ? std::string_view(static_cast<const char*>(data), size) : std::string_view();
}

std::optional<TimePoint> timestampOf(const rd_kafka_message_t& message)
{
    rd_kafka_timestamp_type_t type{};
    const std::int64_t time = rd_kafka_message_timestamp(&message, &type);
    if (type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE || time < 0)
        return std::nullopt;
    return TimePoint{std::chrono::milliseconds{time}};
}

void readHeaders(const rd_kafka_message_t& message, std::vector<MessageHeader>& out)
{
    out.clear();
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return;
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0;
         rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i)
        out.push_back({name, bytesOf(value, size)});
}

} // namespace

class KafkaCollector::Run
{
public:
    Run(KafkaCollector& collector, std::unique_ptr<KafkaClient> client,
        std::unique_ptr<TopicChoice> choice, std::unique_ptr<Decoder> decoder, BatchSink& sink)
        : m_setup(collector.m_setup)
        , m_source(std::get<KafkaSource>(m_setup.source.input))
        , m_monitor(collector.m_monitor)
        , m_stop(collector.m_stop)
        , m_client(std::move(client))
        , m_discovery(m_setup, std::move(choice))
        , m_writer(m_setup.source, SourceKind::Kafka, std::move(decoder), sink, m_monitor)
    {
    }

    void loop();

private:
    void discover();
    void hear();
    void judgeState();
    std::size_t consume();
    void keepFetching();
    void take(const rd_kafka_message_t& message);
    void takeError(const rd_kafka_message_t& message, KafkaPartition& partition);
    void takeEvent(const rd_kafka_message_t& message, KafkaPartition& partition);
    void advance(KafkaPartition& partition, std::int64_t next);
    KafkaPartition* partitionOf(const rd_kafka_message_t& message);
    std::uint32_t streamIndexOf(KafkaPartition& partition);
    bool flush();
    bool isAtEnd();
    void tell();

    const CollectorSetup& m_setup;
    const KafkaSource& m_source;
    SourceMonitor& m_monitor;
    StopSignal& m_stop;
    std::unique_ptr<KafkaClient> m_client;
    KafkaDiscovery m_discovery;
    EventWriter m_writer;
    std::array<rd_kafka_message_t*, messagesAtOnce> m_messages{};

    Clock::time_point m_nextRound;
    Clock::time_point m_nextTell;
    Clock::time_point m_nextWake;
    std::size_t m_woken = 0; ///< counts up, so that every leader has its turn
    int m_failedRounds = 0;
    bool m_isComplete = false; ///< the last round found everything
    std::string m_connectionError;
    std::string m_topicError;
    std::string m_stalled;

    TimePoint m_received;
    std::vector<MessageHeader> m_headers; ///< of the message at hand
    std::vector<KafkaPartition*> m_touched;
    std::uint64_t m_batch = 1;
    // The partition of the message before: its messages come in rows.
    const rd_kafka_topic_t* m_lastTopic = nullptr;
    KafkaPartition* m_last = nullptr;
};

void KafkaCollector::Run::loop()
{
    while (!m_stop.isRequested()) {
        if (Clock::now() >= m_nextRound)
            discover();
        m_client->clearDescriptor();
        const std::size_t count = consume();
        keepFetching();
        hear();
        const bool isQuiet = count == 0 && m_writer.isEmpty() && !m_touched.empty();
        if ((isQuiet || m_writer.isDue()) && !flush())
            break;
        tell();
        if (m_setup.untilEnd && isAtEnd())
            break;
        if (count == 0)
            m_stop.waitFor(m_client->descriptor(),
                           m_writer.untilDue(std::chrono::milliseconds(50)));
    }
    (void)flush();
    m_nextTell = {};
    tell();
}

void KafkaCollector::Run::discover()
{
    auto round = m_discovery.run(*m_client);
    for (const Gap& gap : round.gaps)
        m_writer.addGap(gap);
    if (!round.note.empty())
        m_monitor.setNote(round.note);
    m_isComplete = round.isComplete;
    const auto now = Clock::now();
    if (!round.isConnected) {
        // At first quickly, for a connection takes a moment.
        m_nextRound = now
            + std::min<Clock::duration>(std::chrono::milliseconds(20) * ++m_failedRounds,
                                        missingInterval);
        if (m_connectionError.empty() && m_failedRounds > 5)
            m_connectionError = fmt::format("no broker of {} answers", m_source.brokers);
    } else {
        m_failedRounds = 0;
        m_connectionError.clear();
        m_topicError = round.problem;
        m_nextRound = now + (round.isComplete ? Clock::duration(roundInterval) : missingInterval);
    }
    judgeState();
}

void KafkaCollector::Run::hear()
{
    auto report = m_client->takeReport();
    for (const auto& [id, end] : report.ends) {
        if (KafkaPartition* partition = m_discovery.find(id))
            partition->end = std::max(partition->end.value_or(0), end);
    }
    const bool isDown = report.allDown || m_failedRounds > 0;
    if (isDown && !report.broken.empty())
        m_connectionError = report.broken;
    else if (report.allDown && m_connectionError.empty())
        m_connectionError = fmt::format("no broker of {} answers", m_source.brokers);
    else
        return;
    // Also reported when an idle connection was closed as planned: the next round knows.
    if (m_failedRounds == 0)
        m_nextRound = std::min(m_nextRound, Clock::now() + std::chrono::milliseconds(50));
    judgeState();
}

void KafkaCollector::Run::judgeState()
{
    const auto& partitions = m_discovery.partitions();
    if (!m_connectionError.empty()) {
        m_monitor.setState(SourceState::Retrying);
        m_monitor.setError(m_connectionError);
    } else if (!m_stalled.empty()) {
        m_monitor.setState(SourceState::Stalled);
        m_monitor.setError(m_stalled);
    } else if (m_failedRounds == 0) {
        const bool isReading =
            std::any_of(partitions.begin(), partitions.end(), [](const auto& entry) {
                return entry.second.isAssigned || entry.second.isDone();
            });
        m_monitor.setState(!isReading && !m_topicError.empty() ? SourceState::Retrying
                                                               : SourceState::Live);
        m_monitor.setError(m_topicError);
    }
}

std::size_t KafkaCollector::Run::consume()
{
    const std::size_t count = m_client->consume(m_messages);
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
    return count;
}

void KafkaCollector::Run::keepFetching()
{
    const auto now = Clock::now();
    if (now < m_nextWake || m_client->waiting() >= lowWater)
        return;
    m_nextWake = now + wakeInterval;
    std::vector<const KafkaPartition*> behind;
    for (const auto& [id, partition] : m_discovery.partitions()) {
        const auto waiting = static_cast<std::int64_t>(m_client->waiting());
        if (partition.isAssigned && partition.next
            && *partition.next + waiting + worthWaking < partition.end.value_or(0))
            behind.push_back(&partition);
    }
    if (!behind.empty())
        m_client->wakeFetcher(behind[m_woken++ % behind.size()]->id);
}

KafkaPartition* KafkaCollector::Run::partitionOf(const rd_kafka_message_t& message)
{
    if (!message.rkt)
        return nullptr;
    if (m_last && m_lastTopic == message.rkt && m_last->id.second == message.partition)
        return m_last;
    m_lastTopic = message.rkt;
    m_last = m_discovery.find({rd_kafka_topic_name(message.rkt), message.partition});
    return m_last;
}

void KafkaCollector::Run::take(const rd_kafka_message_t& message)
{
    KafkaPartition* const partition = partitionOf(message);
    if (!partition || !partition->isAssigned || !partition->next)
        return; // left meanwhile; what it still brings is fetched again
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR)
        takeEvent(message, *partition);
    else if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
        advance(*partition, message.offset);
    else
        takeError(message, *partition);
}

void KafkaCollector::Run::takeEvent(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    // After a reconnect old versions of the library deliver some records again.
    if (message.offset < *partition.next
        || (partition.target && message.offset >= *partition.target))
        return advance(partition,
                       std::min(message.offset, partition.target.value_or(message.offset)));
    const EventBatchBuilder::Arrival arrival{streamIndexOf(partition), message.offset, m_received};
    readHeaders(message, m_headers);
    const RawMessage raw{bytesOf(message.payload, message.len), timestampOf(message),
                         partition.id.first, bytesOf(message.key, message.key_len), m_headers};
    if (message.payload)
        m_writer.add(arrival, raw);
    else
        m_writer.addTombstone(arrival, raw);
    advance(partition, message.offset + 1);
}

void KafkaCollector::Run::takeError(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    switch (message.err) {
    case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
    case RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
        break;
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
    case RD_KAFKA_RESP_ERR__BAD_MSG:
        m_stalled =
            fmt::format("topic '{}' partition {} is stalled at offset {}: {}", partition.id.first,
                        partition.id.second, *partition.next, rd_kafka_message_errstr(&message));
        return judgeState();
    default:
        m_topicError = topicSentence(message.err, partition.id.first, m_source.brokers);
    }
    m_discovery.lookAgain(*m_client, partition);
    m_isComplete = false;
    m_nextRound = std::min(
        m_nextRound, Clock::now() + (m_topicError.empty() ? Clock::duration{} : missingInterval));
    judgeState();
}

void KafkaCollector::Run::advance(KafkaPartition& partition, std::int64_t next)
{
    if (next <= *partition.next)
        return;
    partition.next = next;
    if (!std::exchange(partition.isTouched, true))
        m_touched.push_back(&partition);
}

std::uint32_t KafkaCollector::Run::streamIndexOf(KafkaPartition& partition)
{
    if (partition.batch != m_batch) {
        partition.streamIndex = m_writer.builder().streamIndex(partition.stream);
        partition.batch = m_batch;
    }
    return partition.streamIndex;
}

bool KafkaCollector::Run::flush()
{
    EventBatchBuilder& builder = m_writer.builder();
    for (KafkaPartition* partition : m_touched) {
        builder.addPosition(streamIndexOf(*partition), {partition->spanFrom, *partition->next});
        partition->spanFrom = *partition->next;
        partition->isTouched = false;
    }
    m_touched.clear();
    ++m_batch;
    return m_writer.flush(m_stop);
}

bool KafkaCollector::Run::isAtEnd()
{
    const auto& partitions = m_discovery.partitions();
    return m_isComplete && std::all_of(partitions.begin(), partitions.end(), [](const auto& entry) {
               return entry.second.isDone();
           });
}

void KafkaCollector::Run::tell()
{
    m_monitor.tick();
    const auto now = Clock::now();
    if (now < m_nextTell)
        return;
    m_nextTell = now + statusInterval;
    std::vector<PositionStatus> positions;
    for (const auto& [id, partition] : m_discovery.partitions()) {
        if (partition.next)
            positions.push_back({id.first,
                                 {},
                                 id.second,
                                 *partition.next,
                                 std::max(partition.end.value_or(0), *partition.next)});
    }
    m_monitor.setPositions(std::move(positions));
}

KafkaCollector::KafkaCollector(CollectorSetup setup)
    : m_setup(std::move(setup))
    , m_monitor(m_setup.source.name, "kafka")
{
}

Result<Done> KafkaCollector::run(BatchSink& sink)
{
    const auto& source = std::get<KafkaSource>(m_setup.source.input);
    auto decoder = makeSourceDecoder(m_setup.source);
    if (!decoder)
        return decoder.error();
    auto choice = TopicChoice::make(source);
    if (!choice)
        return choice.error();
    auto client = KafkaClient::make(source);
    if (!client)
        return client.error();
    m_monitor.setState(SourceState::Connecting);
    Run run(*this, std::move(*client), std::move(*choice), std::move(*decoder), sink);
    run.loop();
    m_monitor.setState(SourceState::Ended);
    return Done{};
}

} // namespace weir
