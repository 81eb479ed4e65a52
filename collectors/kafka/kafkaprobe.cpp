// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkaprobe.h"

#include "collectors/kafka/kafkadiscovery.h"
#include "collectors/kafka/kafkaspans.h"

#include <librdkafka/rdkafka.h>
#include <poll.h>

#include <array>
#include <thread>

namespace weir {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(20);
constexpr auto between = std::chrono::milliseconds(20);
/// What the client library takes ahead of who consumes: queued.max.messages.kbytes, and a fetch.
constexpr std::size_t farEnough = std::size_t{96} << 20;
constexpr std::size_t messagesAtOnce = 1024;

/// Gaps that discovery finds are for the collector to record, not for a probe.
class NoSink final : public BatchSink
{
public:
    bool push(const EventBatchPtr&) override { return true; }
    void waitForRoom(std::size_t, std::chrono::milliseconds) override { }
    std::chrono::milliseconds maxBatchAge() const override { return std::chrono::seconds(1); }
};

void waitFor(int descriptor)
{
    pollfd ready{descriptor, POLLIN, 0};
    poll(&ready, 1, static_cast<int>(between.count()));
}

} // namespace

KafkaProbe::KafkaProbe(const CollectorSetup& setup, std::unique_ptr<KafkaClient> client)
    : m_setup(setup)
    , m_client(std::move(client))
{
}

Result<std::unique_ptr<KafkaProbe>> KafkaProbe::make(const CollectorSetup& setup,
                                                     KafkaClient::Pace pace)
{
    auto client = KafkaClient::make(std::get<KafkaSource>(setup.source.input), setup.keyring, pace);
    if (!client)
        return client.error();
    return std::unique_ptr<KafkaProbe>(new KafkaProbe(setup, std::move(*client)));
}

Result<std::vector<KafkaProbe::Place>> KafkaProbe::places()
{
    auto choice = TopicChoice::make(std::get<KafkaSource>(m_setup.source.input));
    if (!choice)
        return choice.error();
    NoSink sink;
    SourceMonitor monitor(m_setup.source.name, "kafka");
    SourceConfig source;
    source.name = m_setup.source.name;
    EventWriter writer(source, SourceKind::Kafka,
                       std::make_unique<Decoder>(std::vector<std::unique_ptr<Format>>()), sink,
                       monitor); // only for gaps: it decodes nothing
    KafkaSpans spans(writer);
    KafkaDiscovery discovery(m_setup, std::move(*choice));
    m_client->setFetching(false);
    for (const auto end = Clock::now() + patience; Clock::now() < end;) {
        if (discovery.run(*m_client, spans).isComplete)
            break;
        std::this_thread::sleep_for(between);
    }
    m_client->setFetching(true);
    std::vector<Place> places;
    for (const auto& [id, partition] : discovery.partitions()) {
        if (partition.next)
            places.push_back({partition.stream, *partition.next, partition.end.value_or(0)});
    }
    if (places.empty())
        return Error{Error::Code::Unreachable, m_setup.source.name, "no partition can be found"};
    return places;
}

Result<Done> KafkaProbe::read(const TopicPartition& partition, std::int64_t from, Until until,
                              const std::function<void(std::int64_t)>& read, std::int64_t before)
{
    if (const auto assigned = m_client->assign({{partition, from}}); !assigned)
        return assigned;
    std::array<rd_kafka_message_t*, messagesAtOnce> messages{};
    std::size_t bytes = 0;
    bool isOver = false;
    for (auto end = Clock::now() + patience; !isOver && Clock::now() < end;) {
        m_client->clearDescriptor();
        const std::size_t count = m_client->consume(messages);
        for (rd_kafka_message_t* const message : std::span(messages).first(count)) {
            const bool isRecord = message->err == RD_KAFKA_RESP_ERR_NO_ERROR;
            bytes += isRecord ? message->len : 0;
            if (isRecord && message->offset >= from)
                from = message->offset + 1;
            isOver = isOver || !isRecord || until == Until::First || bytes > farEnough
                || from >= before;
            rd_kafka_message_destroy(message);
        }
        if (isOver)
            m_client->unassign({partition}); // at once, for the next batch is being asked for
        if (count == 0) {
            waitFor(m_client->descriptor());
            continue;
        }
        read(from);
        if (before == nowhere)
            end = Clock::now() + patience;
        if (!isOver)
            m_client->wakeFetcher(partition);
    }
    m_client->unassign({partition});
    return Done{};
}

} // namespace weir
