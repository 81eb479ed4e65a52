// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkacollector.h"

#include "collectors/eventwriter.h"
#include "collectors/kafka/kafkamover.h"
#include "collectors/kafka/kafkawords.h"
#include "collectors/schema/sourcedecoder.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <span>

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
/// What is indexed already and shorter than this is read over; what is longer is stepped over.
constexpr std::int64_t worthSeeking = 10'000;

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

bool isDeadlyAhead(const CollectorSetup& setup, const Stream& stream, std::int64_t next)
{
    const auto& ranges = setup.quarantine->ranges();
    return std::ranges::any_of(ranges, [&](const QuarantinedRange& range) {
        return range.isDeadlyToFetch && next < range.offsets.to
            && range.stream.key() == stream.key();
    });
}

/// Whether one could come to a batch that kills who fetches it.
bool mustBeCareful(const CollectorSetup& setup)
{
    if (!setup.quarantine)
        return false;
    const auto isPassed = [&setup](const QuarantinedRange& range) {
        return std::ranges::any_of(setup.positions, [&range](const StartPosition& position) {
            return position.stream.key() == range.stream.key() && !position.indexed.empty()
                && position.indexed.back().to >= range.offsets.to;
        });
    };
    const auto& ranges = setup.quarantine->ranges();
    return std::ranges::any_of(ranges, [&isPassed](const QuarantinedRange& range) {
        return range.isDeadlyToFetch && !isPassed(range);
    });
}

} // namespace

class KafkaCollector::Run
{
public:
    Run(KafkaCollector& collector, std::unique_ptr<KafkaClient> client,
        std::unique_ptr<TopicChoice> choice, std::unique_ptr<Decoder> decoder, BatchSink& sink)
        : m_collector(collector)
        , m_setup(collector.m_setup)
        , m_source(std::get<KafkaSource>(m_setup.source.input))
        , m_monitor(collector.m_monitor)
        , m_stop(collector.m_stop)
        , m_client(std::move(client))
        , m_discovery(m_setup, std::move(choice))
        , m_writer(m_setup.source, SourceKind::Kafka, std::move(decoder), sink, m_monitor)
        , m_spans(m_writer)
        , m_mover(m_source, m_client, m_discovery, m_spans)
        , m_isCareful(mustBeCareful(m_setup))
    {
        if (m_source.group.empty())
            return;
        m_group.emplace(*m_client, m_source.group);
        m_discovery.follow(*m_group);
    }

    void loop();

private:
    void discover();
    void serve();
    void followGroup();
    void hear();
    std::string whyNoBroker() const;
    void judgeState();
    std::size_t consume();
    void keepFetching();
    void take(const rd_kafka_message_t& message);
    void readAgain(KafkaPartition& partition);
    void takeError(const rd_kafka_message_t& message, KafkaPartition& partition);
    void takeEvent(const rd_kafka_message_t& message, KafkaPartition& partition);
    void takeDamage(const rd_kafka_message_t& message, KafkaPartition& partition);
    void advance(KafkaPartition& partition, std::int64_t next);
    KafkaPartition* partitionOf(const rd_kafka_message_t& message);
    bool flush();
    bool isAtEnd();
    void tell();
    // What may not be touched again:
    void stopBeforeQuarantine(std::span<rd_kafka_message_t* const> messages);
    void leaveBeforeQuarantine(KafkaPartition& partition);
    void judgePace();

    KafkaCollector& m_collector;
    const CollectorSetup& m_setup;
    const KafkaSource& m_source;
    SourceMonitor& m_monitor;
    StopSignal& m_stop;
    std::unique_ptr<KafkaClient> m_client;
    std::optional<KafkaGroup> m_group;
    KafkaDiscovery m_discovery;
    EventWriter m_writer;
    KafkaSpans m_spans;
    KafkaMover m_mover;
    std::array<rd_kafka_message_t*, messagesAtOnce> m_messages{};

    Clock::time_point m_nextRound;
    Clock::time_point m_nextTell;
    Clock::time_point m_nextWake;
    std::size_t m_woken = 0; ///< counts up, so that every leader has its turn
    int m_failedRounds = 0;
    bool m_isCareful = false; ///< one batch at a time, for there is one ahead that kills
    bool m_isComplete = false; ///< the last round found everything
    std::string m_broken; ///< the last thing said about a connection
    std::string m_connectionError;
    std::string m_topicError;

    TimePoint m_received;
    std::vector<MessageHeader> m_headers; ///< of the message at hand
    // The partition of the message before: its messages come in rows.
    const rd_kafka_topic_t* m_lastTopic = nullptr;
    KafkaPartition* m_last = nullptr;
};

void KafkaCollector::Run::loop()
{
    while (!m_stop.isRequested()) {
        if (Clock::now() >= m_nextRound)
            discover();
        serve();
        m_client->clearDescriptor();
        const std::size_t count = consume();
        followGroup();
        keepFetching();
        hear();
        const bool isQuiet = count == 0 && m_writer.isEmpty() && m_spans.isOpen();
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
    if (m_group)
        m_group->leave();
    m_nextTell = {};
    tell();
}

void KafkaCollector::Run::followGroup()
{
    if (!m_group)
        return;
    const auto revoked = m_group->takeRevoked();
    if (!revoked.empty()) {
        (void)flush();
        m_group->giveBack(revoked);
        for (const TopicPartition& id : revoked) {
            KafkaPartition* const partition = m_discovery.find(id);
            if (!partition)
                continue;
            m_mover.giveUp(*partition);
            partition->giveBack();
        }
        judgeState();
    }
    if (m_group->takeNews())
        m_nextRound = Clock::now();
    m_group->commitIndexed();
}

void KafkaCollector::Run::discover()
{
    m_spans.closeAll();
    const auto round = m_discovery.run(*m_client, m_spans);
    if (!round.note.empty()) {
        const std::string standing = standingNote(m_source);
        m_monitor.setNote(standing.empty() ? round.note : round.note + "; " + standing);
    }
    m_isComplete = round.isComplete;
    const auto now = Clock::now();
    if (!round.isConnected) {
        // At first quickly, for a connection takes a moment.
        m_nextRound = now
            + std::min<Clock::duration>(std::chrono::milliseconds(20) * ++m_failedRounds,
                                        missingInterval);
        if (m_connectionError.empty() && m_failedRounds > 5)
            m_connectionError = whyNoBroker();
    } else {
        m_failedRounds = 0;
        m_connectionError.clear();
        m_broken.clear();
        m_topicError = round.problem;
        m_nextRound = now + (round.isComplete ? Clock::duration(roundInterval) : missingInterval);
    }
    if (m_isCareful && round.isComplete)
        judgePace();
    judgeState();
}

void KafkaCollector::Run::serve()
{
    const bool isKnown = std::ranges::any_of(
        m_discovery.partitions(), [](const auto& entry) { return entry.second.next.has_value(); });
    if (!isKnown && m_connectionError.empty() && m_topicError.empty())
        return; // the first round is still to come
    for (PositionRequest& request : m_collector.takeRequests()) {
        if (!m_connectionError.empty())
            request.answer.give(Error{Error::Code::Unreachable, "", m_connectionError});
        else
            m_mover.handle(std::move(request));
        m_nextRound = Clock::now();
        judgeState();
    }
}

void KafkaCollector::Run::hear()
{
    auto report = m_client->takeReport();
    for (const auto& [id, end] : report.ends) {
        if (KafkaPartition* partition = m_discovery.find(id))
            partition->end = std::max(partition->end.value_or(0), end);
    }
    const bool isDown = report.allDown || m_failedRounds > 0;
    if (!report.broken.empty())
        m_broken = report.broken; // said once, perhaps before it is known that no other answers
    if (isDown && !report.broken.empty())
        m_connectionError = report.broken;
    else if (report.allDown && m_connectionError.empty())
        m_connectionError = whyNoBroker();
    else
        return;
    // Also reported when an idle connection was closed as planned: the next round knows.
    if (m_failedRounds == 0)
        m_nextRound = std::min(m_nextRound, Clock::now() + std::chrono::milliseconds(50));
    judgeState();
}

std::string KafkaCollector::Run::whyNoBroker() const
{
    return m_broken.empty() ? fmt::format("no broker of {} answers", m_source.brokers) : m_broken;
}

void KafkaCollector::Run::judgeState()
{
    const auto& partitions = m_discovery.partitions();
    const auto stalled = std::ranges::find_if(partitions, [](const auto& entry) {
        return entry.second.isThere && !entry.second.stall.empty();
    });
    if (!m_connectionError.empty()) {
        m_monitor.setState(SourceState::Retrying);
        m_monitor.setError(m_connectionError);
    } else if (stalled != partitions.end()) {
        m_monitor.setState(SourceState::Stalled);
        m_monitor.setError(stalled->second.stall);
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
    if (m_isCareful)
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
    return count;
}

/// At once, for the library fetches the next batch while these messages are looked at, and the writer
/// may have to be waited for.
void KafkaCollector::Run::stopBeforeQuarantine(std::span<rd_kafka_message_t* const> messages)
{
    for (const rd_kafka_message_t* const message : messages) {
        const KafkaPartition* const partition =
            message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? partitionOf(*message) : nullptr;
        if (partition && partition->isAssigned
            && m_setup.quarantine->find(partition->stream, message->offset + 1))
            m_client->unassign({partition->id});
    }
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

void KafkaCollector::Run::take(const rd_kafka_message_t& message)
{
    KafkaPartition* const partition = partitionOf(message);
    if (!partition || !partition->isAssigned || !partition->next)
        return; // left meanwhile; what it still brings is fetched again
    const bool isEnd = message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR && !isEnd)
        return takeError(message, *partition);
    if (m_mover.isSearching(*partition)) {
        m_mover.canRead(*partition);
        return judgeState();
    }
    if (std::exchange(partition->isEndSaid, isEnd) && message.offset > *partition->next)
        return readAgain(*partition);
    if (isEnd)
        advance(*partition, message.offset);
    else
        takeEvent(message, *partition);
}

/// librdkafka 2.12 counts the end it reports as a record that was read: when it pauses and resumes a
/// partition then, as it does in every rebalance, it goes on one offset too far. A jump right after
/// an end is a hole of the log only if it is still there when it is read from before it.
void KafkaCollector::Run::readAgain(KafkaPartition& partition)
{
    partition.isEndSaid = false;
    m_discovery.lookAgain(*m_client, partition);
    m_isComplete = false;
    m_nextRound = Clock::now();
}

void KafkaCollector::Run::advance(KafkaPartition& partition, std::int64_t next)
{
    const bool wasStalled = !partition.stall.empty();
    m_spans.advance(partition, next);
    if (wasStalled && partition.stall.empty())
        judgeState();
}

void KafkaCollector::Run::takeEvent(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    if (partition.target && message.offset >= *partition.target)
        return advance(partition, *partition.target);
    // What lies before it are holes. Old versions of the library deliver some records again.
    advance(partition, message.offset);
    if (message.offset < *partition.next) {
        if (*partition.next - message.offset > worthSeeking
            && !std::exchange(partition.isStepping, true))
            m_discovery.assignAnew(*m_client, partition);
        return;
    }
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
    leaveBeforeQuarantine(partition);
}

/// Discovery finds the way around it.
void KafkaCollector::Run::leaveBeforeQuarantine(KafkaPartition& partition)
{
    if (!m_setup.quarantine || !m_setup.quarantine->find(partition.stream, *partition.next))
        return;
    m_discovery.lookAgain(*m_client, partition);
    m_nextRound = {};
}

/// Fetches ahead again once nothing deadly is in the way of any partition: with a new client. A member of a
/// group stays careful, for its client is its membership, and a rebalance may take it back.
void KafkaCollector::Run::judgePace()
{
    if (m_group)
        return;
    for (const auto& [id, partition] : m_discovery.partitions()) {
        if (m_mover.isSearching(partition)
            || (partition.next && isDeadlyAhead(m_setup, partition.stream, *partition.next)))
            return;
    }
    auto client = KafkaClient::make(m_source, m_setup.keyring);
    if (!client)
        return;
    for (auto& [id, partition] : m_discovery.partitions())
        m_discovery.lookAgain(*m_client, partition);
    m_client = std::move(*client);
    m_lastTopic = nullptr;
    m_isCareful = false;
    m_nextRound = {};
}

void KafkaCollector::Run::takeError(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    const bool isOut = message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET
        || message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE;
    if (isDamage(message.err))
        return takeDamage(message, partition);
    if (isOut && m_mover.isSearching(partition)) {
        m_mover.outOfRange(partition, message.offset);
        return judgeState();
    }
    if (!isOut)
        m_topicError = topicSentence(message.err, partition.id.first, m_source.brokers);
    m_mover.giveUp(partition);
    m_discovery.lookAgain(*m_client, partition);
    m_isComplete = false;
    const bool isPassing = isOut && partition.stall.empty() && m_topicError.empty();
    m_nextRound =
        std::min(m_nextRound, Clock::now() + (isPassing ? Clock::duration{} : missingInterval));
    judgeState();
}

/// The library may go on behind what it cannot read without another word: it is made to try again,
/// for what is damaged on the way is whole the next time, and what is damaged at the broker is the
/// user's to skip.
void KafkaCollector::Run::takeDamage(const rd_kafka_message_t& message, KafkaPartition& partition)
{
    if (m_mover.isSearching(partition)) {
        m_mover.cannotRead(partition);
        return judgeState();
    }
    const bool isPacked = message.err == RD_KAFKA_RESP_ERR__BAD_COMPRESSION;
    partition.stall = fmt::format(
        "topic '{}' partition {} is stalled at offset {}: the batch there {} ({}); to leave it "
        "out: weir source skip {}",
        partition.id.first, partition.id.second, *partition.next,
        isPacked ? "cannot be unpacked" : "is damaged", rd_kafka_message_errstr(&message),
        m_setup.source.name);
    m_discovery.lookAgain(*m_client, partition);
    m_isComplete = false;
    m_nextRound = std::min(m_nextRound, Clock::now() + missingInterval);
    judgeState();
}

bool KafkaCollector::Run::flush()
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
    std::int64_t lag = 0;
    for (const auto& [id, partition] : m_discovery.partitions()) {
        if (!partition.next || !partition.isThere)
            continue;
        const std::int64_t end = std::max(partition.end.value_or(0), *partition.next);
        positions.push_back({id.first, {}, id.second, *partition.next, end});
        lag += partition.left();
    }
    const bool isKnown = !positions.empty();
    m_monitor.setPositions(std::move(positions));
    if (isKnown)
        m_monitor.setLag(static_cast<std::uint64_t>(lag));
}

KafkaCollector::KafkaCollector(CollectorSetup setup)
    : m_setup(std::move(setup))
    , m_monitor(m_setup.source.name, "kafka")
{
}

void KafkaCollector::request(PositionRequest request)
{
    const std::lock_guard lock(m_mutex);
    m_requests.push_back(std::move(request));
}

std::vector<PositionRequest> KafkaCollector::takeRequests()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_requests, {});
}

Result<Done> KafkaCollector::run(BatchSink& sink)
{
    const auto& source = std::get<KafkaSource>(m_setup.source.input);
    auto decoder = makeSourceDecoder(m_setup.source, m_setup.keyring);
    if (!decoder)
        return decoder.error();
    auto choice = TopicChoice::make(source);
    if (!choice)
        return choice.error();
    auto client = KafkaClient::make(source, m_setup.keyring,
                                    mustBeCareful(m_setup) ? KafkaClient::Pace::OneBatch
                                                           : KafkaClient::Pace::Full);
    if (!client)
        return client.error();
    m_monitor.setState(SourceState::Connecting);
    m_monitor.setNote(standingNote(source));
    Run run(*this, std::move(*client), std::move(*choice), std::move(*decoder), sink);
    run.loop();
    (void)takeRequests(); // what came too late is answered so
    m_monitor.setState(SourceState::Ended);
    return Done{};
}

} // namespace weir
