// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkarun.h"

#include "collectors/kafka/kafkawords.h"

#include <algorithm>

namespace weir {

namespace {

constexpr auto statusInterval = std::chrono::milliseconds(200);
constexpr std::size_t lowWater = 100'000; ///< messages; half of what the client's queue takes
constexpr std::int64_t worthWaking =
    10'000; ///< records behind: only who catches up fills the queue
constexpr auto wakeInterval = std::chrono::milliseconds(20);

std::unique_ptr<KafkaGroup> groupOf(const KafkaSource& source,
                                    const std::unique_ptr<KafkaClient>& client)
{
    return source.group.empty() ? nullptr : std::make_unique<KafkaGroup>(client, source.group);
}

} // namespace

KafkaRun::KafkaRun(Lent lent, std::unique_ptr<KafkaClient> client,
                   std::unique_ptr<TopicChoice> choice, std::unique_ptr<Decoder> decoder)
    : m_lent(std::move(lent))
    , m_setup(m_lent.setup)
    , m_source(std::get<KafkaSource>(m_setup.source.input))
    , m_monitor(m_lent.monitor)
    , m_stop(m_lent.stop)
    , m_client(std::move(client))
    , m_group(groupOf(m_source, m_client))
    , m_discovery(m_setup, std::move(choice))
    , m_writer(m_setup.source, SourceKind::Kafka, std::move(decoder), m_lent.sink, m_monitor)
    , m_spans(m_writer)
    , m_mover(m_setup, m_client, m_discovery, m_spans)
    , m_health(m_source, m_discovery, m_monitor)
    , m_intake({m_setup, m_client, m_group.get(), m_discovery, m_writer, m_spans, m_mover, m_health,
                m_stop})
{
    if (m_group)
        m_discovery.follow(*m_group);
}

void KafkaRun::loop()
{
    while (!m_stop.isRequested()) {
        if (m_health.isRoundDue())
            discover();
        serve();
        m_client->clearDescriptor();
        const std::size_t count = m_intake.consume();
        followGroup();
        keepFetching();
        hear();
        const bool isQuiet = count == 0 && m_writer.isEmpty() && m_spans.isOpen();
        if ((isQuiet || m_writer.isDue()) && !m_intake.flush())
            break;
        tell();
        if (m_setup.untilEnd && isAtEnd())
            break;
        if (count == 0)
            m_stop.waitFor(m_client->descriptor(),
                           m_writer.untilDue(std::chrono::milliseconds(50)));
    }
    (void)m_intake.flush();
    if (m_group)
        m_group->leave();
    m_nextTell = {};
    tell();
}

void KafkaRun::followGroup()
{
    if (!m_group)
        return;
    const auto revoked = m_group->takeRevoked();
    if (!revoked.empty()) {
        (void)m_intake.flush();
        m_group->giveBack(revoked);
        for (const TopicPartition& id : revoked) {
            KafkaPartition* const partition = m_discovery.find(id);
            if (!partition)
                continue;
            m_mover.giveUp(*partition, "the group has given it to another member");
            partition->giveBack();
        }
        m_health.judge();
    }
    if (m_group->takeNews())
        m_health.lookWithin({});
    m_group->commitIndexed();
}

void KafkaRun::discover()
{
    m_spans.closeAll();
    const auto round = m_discovery.run(*m_client, m_spans);
    if (!round.note.empty()) {
        const std::string standing = standingNote(m_source);
        m_monitor.setNote(standing.empty() ? round.note : round.note + "; " + standing);
    }
    m_health.took(round);
    judgePace(round.isComplete);
    m_health.judge();
}

void KafkaRun::serve()
{
    if (m_health.isUnknown())
        return;
    for (PositionRequest& request : m_lent.takeRequests()) {
        if (const std::string& error = m_health.connectionError(); !error.empty())
            request.answer.give(Error{Error::Code::Unreachable, "", error});
        else
            m_mover.handle(std::move(request));
        m_health.lookWithin({});
        m_health.judge();
    }
}

void KafkaRun::hear()
{
    const auto report = m_client->takeReport();
    for (const auto& [id, end] : report.ends) {
        if (KafkaPartition* partition = m_discovery.find(id))
            partition->end = std::max(partition->end.value_or(0), end);
    }
    m_health.hear(report);
}

void KafkaRun::keepFetching()
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

/// One batch at a time while something deadly is in the way of any partition, wherever that was moved to;
/// fetches ahead again when nothing is.
void KafkaRun::judgePace(bool isComplete)
{
    const auto& partitions = m_discovery.partitions();
    if (std::ranges::any_of(partitions, [this](const auto& entry) {
            return m_mover.isSearching(entry.second); // by this client
        }))
        return;
    const bool isCareful = m_client->pace() == KafkaClient::Pace::OneBatch;
    const bool mustBeCareful = std::ranges::any_of(
        partitions, [this](const auto& entry) { return m_discovery.isBeforeDeadly(entry.second); });
    if (!isCareful && mustBeCareful)
        changePace(KafkaClient::Pace::OneBatch);
    else if (isCareful && !mustBeCareful && isComplete)
        changePace(KafkaClient::Pace::Full);
}

/// With a new client, which is a new member of the group.
void KafkaRun::changePace(KafkaClient::Pace pace)
{
    auto client = KafkaClient::make(m_source, m_setup.keyring, pace);
    if (!client)
        return;
    if (m_group)
        leaveGroup();
    for (auto& [id, partition] : m_discovery.partitions())
        m_discovery.lookAgain(*m_client, partition);
    m_client = std::move(*client);
    m_intake.forgetTopics();
    m_health.lookWithin({});
}

/// Until the next round, which joins it again, where it was left.
void KafkaRun::leaveGroup()
{
    (void)m_intake.flush();
    m_group->leave();
    for (auto& [id, partition] : m_discovery.partitions())
        partition.giveBack();
}

bool KafkaRun::isAtEnd()
{
    const auto& partitions = m_discovery.partitions();
    return m_health.isComplete()
        && std::ranges::all_of(partitions,
                               [](const auto& entry) { return entry.second.isDone(); });
}

void KafkaRun::tell()
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

} // namespace weir
