// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkadiscovery.h"

#include "collectors/kafka/kafkacaution.h"

#include <fmt/format.h>

#include <algorithm>

namespace weir {

namespace {

constexpr auto longestPatience = std::chrono::milliseconds(2000);
/// A restarted broker may say for a moment that its log ends earlier than it does.
constexpr int sureAfter = 3;

std::vector<TopicPartition> idsOf(const std::vector<KafkaPartition*>& partitions)
{
    std::vector<TopicPartition> ids;
    for (const KafkaPartition* partition : partitions)
        ids.push_back(partition->id);
    return ids;
}

std::optional<std::int64_t> offsetIn(const KafkaClient::Offsets& offsets, const TopicPartition& id)
{
    const auto found = offsets.find(id);
    return found != offsets.end() ? std::optional(found->second) : std::nullopt;
}

std::int64_t millisecondsOf(TimePoint time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

} // namespace

KafkaDiscovery::KafkaDiscovery(const CollectorSetup& setup, std::unique_ptr<TopicChoice> choice)
    : m_setup(setup)
    , m_source(std::get<KafkaSource>(setup.source.input))
    , m_choice(std::move(choice))
    , m_began(std::chrono::system_clock::now())
{
}

KafkaDiscovery::Round KafkaDiscovery::run(KafkaClient& client, KafkaSpans& spans)
{
    Round round;
    const auto topics = client.topics(m_choice->asked(), patienceWith(client));
    if (!topics) {
        learnPatience(topics.error());
        round.error = topics.error().detail;
        return round;
    }
    if (m_clusterId.empty())
        m_clusterId = client.clusterId(patienceWith(client));
    auto found = m_choice->choose(*topics);
    if (m_group)
        keepOurs(found);
    round.problem = found.problem;
    const auto waiting = unassigned(found);
    m_hasLooked = true;
    std::optional<Error> failure;
    for (const auto& [leader, partitions] : waiting) {
        const auto placed = place(client, partitions, spans, round);
        if (placed)
            continue;
        failure = placed.error();
        round.error = failure->detail;
        if (round.problem.empty())
            round.problem = fmt::format("{} partitions are not read: their broker does not answer",
                                        partitions.size());
    }
    // Of many brokers one may be away.
    const auto isSettled = [](const auto& entry) {
        return !entry.second.isThere || entry.second.isAssigned || entry.second.isDone();
    };
    round.isConnected =
        round.error.empty() || std::ranges::any_of(m_partitions, [](const auto& entry) {
            return entry.second.isAssigned;
        });
    if (!round.isConnected)
        learnPatience(*failure);
    round.isComplete = found.problem.empty() && (!m_group || m_group->isMember())
        && std::ranges::all_of(m_partitions, isSettled);
    return round;
}

void KafkaDiscovery::keepOurs(TopicChoice::Found& found)
{
    std::vector<TopicPartition> wanted;
    for (const auto& [id, leader] : found.leaders)
        wanted.push_back(id);
    m_group->want(wanted);
    const auto ours = m_group->oursOf(wanted);
    std::erase_if(found.leaders, [&ours](const auto& entry) {
        return std::ranges::find(ours, entry.first) == ours.end();
    });
    if (found.problem.empty())
        found.problem = m_group->problem();
}

std::chrono::milliseconds KafkaDiscovery::patienceWith(const KafkaClient& client) const
{
    const bool isFetching = std::ranges::any_of(
        m_partitions, [](const auto& entry) { return entry.second.isAssigned; });
    return isFetching ? m_patience + client.fetchWait() : m_patience;
}

void KafkaDiscovery::learnPatience(const Error& error)
{
    // Only who is connected and slow is worth waiting longer for.
    if (error.code == Error::Code::Busy)
        m_patience = std::min(m_patience * 2, longestPatience);
}

KafkaPartition* KafkaDiscovery::find(const TopicPartition& id)
{
    const auto found = m_partitions.find(id);
    return found != m_partitions.end() ? &found->second : nullptr;
}

void KafkaDiscovery::lookAgain(KafkaClient& client, KafkaPartition& partition)
{
    if (std::exchange(partition.isAssigned, false))
        client.unassign({partition.id});
}

void KafkaDiscovery::assignAnew(KafkaClient& client, KafkaPartition& partition)
{
    if (!partition.isAssigned)
        return; // the next round does it
    client.unassign({partition.id});
    partition.isAssigned = !partition.isDone() && !isBeforeQuarantine(partition)
        && !isTooFast(client, partition) && client.assign({{partition.id, *partition.next}});
}

bool KafkaDiscovery::isBeforeQuarantine(const KafkaPartition& partition) const
{
    return m_setup.quarantine && m_setup.quarantine->find(partition.stream, *partition.next);
}

bool KafkaDiscovery::isBeforeDeadly(const KafkaPartition& partition) const
{
    return partition.next && !partition.isDone()
        && deadlyAhead(m_setup, partition.stream, *partition.next);
}

bool KafkaDiscovery::isTooFast(const KafkaClient& client, const KafkaPartition& partition) const
{
    return client.pace() == KafkaClient::Pace::Full && isBeforeDeadly(partition);
}

bool KafkaDiscovery::isKnown(const std::string& topic) const
{
    return std::ranges::any_of(m_setup.positions, [&](const StartPosition& position) {
        return position.stream.kind == SourceKind::Kafka && position.stream.scope == m_clusterId
            && position.stream.name == topic;
    });
}

KafkaPartition& KafkaDiscovery::add(const TopicPartition& id)
{
    KafkaPartition& partition = m_partitions[id];
    partition.id = id;
    // What a group gives us later may be old.
    partition.isNew = !isOfGroup() && (m_hasLooked || isKnown(id.first));
    partition.stream = {SourceKind::Kafka, m_clusterId, id.first, id.second, 0};
    for (const StartPosition& position : m_setup.positions) {
        Stream stream = position.stream;
        const std::uint32_t epoch = std::exchange(stream.epoch, partition.stream.epoch);
        if (stream != partition.stream || position.indexed.empty()
            || epoch < partition.stream.epoch)
            continue;
        partition.stream.epoch = epoch;
        partition.done = position.indexed;
        if (!isOfGroup()) // others may have read on
            partition.moveTo(partition.done.front().from);
    }
    return partition;
}

std::map<std::int32_t, KafkaDiscovery::Partitions>
KafkaDiscovery::unassigned(const TopicChoice::Found& wanted)
{
    std::map<std::int32_t, Partitions> waiting;
    for (auto& [id, partition] : m_partitions)
        partition.isThere = false;
    for (const auto& [id, leader] : wanted.leaders) {
        KafkaPartition* partition = find(id);
        if (!partition)
            partition = &add(id);
        partition->isThere = true;
        if (!partition->isAssigned && !partition->isDone())
            waiting[leader].push_back(partition);
    }
    return waiting;
}

Result<KafkaClient::Offsets>
KafkaDiscovery::startsOf(KafkaClient& client, const std::vector<TopicPartition>& fresh,
                         const std::map<TopicPartition, PartitionBounds>& bounds)
{
    const KafkaStart& start = m_source.start;
    KafkaClient::Offsets offsets;
    if (start.kind == KafkaStart::Kind::Time || start.kind == KafkaStart::Kind::Ago) {
        const TimePoint time =
            start.kind == KafkaStart::Kind::Time ? start.time : m_began - start.ago;
        const auto asked = client.offsetsAt(fresh, millisecondsOf(time), patienceWith(client));
        if (!asked)
            return asked.error();
        offsets = *asked;
    }
    for (const TopicPartition& id : fresh) {
        const PartitionBounds& held = bounds.at(id);
        // What has come since the source began is later than the latest there was.
        const bool isWhole = start.kind == KafkaStart::Kind::Earliest
            || (start.kind == KafkaStart::Kind::Latest && find(id)->isNew);
        const std::int64_t offset = isWhole
            ? held.start
            : offsetIn(offsets, id).value_or(-1);
        // Nothing is that late, or the latest is wanted: what comes from now on.
        offsets[id] = offset < 0 ? held.end : std::clamp(offset, held.start, held.end);
    }
    return offsets;
}

Result<Done> KafkaDiscovery::place(KafkaClient& client, const Partitions& partitions,
                                   KafkaSpans& spans, Round& round)
{
    if (partitions.empty())
        return Done{};
    if (const auto placed = goOnFromGroup(client, partitions); !placed)
        return placed;
    const auto ids = idsOf(partitions);
    const auto starts = client.offsetsAt(ids, KafkaClient::logStart, patienceWith(client));
    if (!starts)
        return starts.error();
    const auto ends = client.offsetsAt(ids, KafkaClient::logEnd, patienceWith(client));
    if (!ends)
        return ends.error();

    std::map<TopicPartition, PartitionBounds> bounds;
    std::vector<TopicPartition> fresh;
    for (const KafkaPartition* partition : partitions) {
        const auto start = offsetIn(*starts, partition->id);
        const auto end = offsetIn(*ends, partition->id);
        if (!start || !end || *start < 0 || *end < 0)
            continue; // it has no leader yet
        bounds[partition->id] = {*start, *end};
        if (!partition->next)
            fresh.push_back(partition->id);
    }
    KafkaClient::Offsets begin;
    if (!fresh.empty()) {
        const auto asked = startsOf(client, fresh, bounds);
        if (!asked)
            return asked.error();
        begin = *asked;
    }

    KafkaClient::Offsets assigned;
    for (KafkaPartition* partition : partitions) {
        const auto held = bounds.find(partition->id);
        if (held == bounds.end())
            continue;
        partition->end = held->second.end;
        if (!partition->next) {
            partition->moveTo(begin.at(partition->id));
            if (m_group)
                m_group->moved({{partition->id, *partition->next}});
        } else if (!resume(*partition, held->second, spans, round))
            continue;
        if (m_setup.untilEnd && !partition->target)
            partition->target = held->second.end;
        skipQuarantined(*partition, spans, round);
        if (!partition->isDone() && !isTooFast(client, *partition))
            assigned[partition->id] = *partition->next;
    }
    if (assigned.empty())
        return Done{};
    const auto done = client.assign(assigned);
    for (const auto& [id, offset] : assigned)
        find(id)->isAssigned = static_cast<bool>(done);
    return done;
}

/// Where the group is; where we are in a partition of which it has committed nothing.
Result<Done> KafkaDiscovery::goOnFromGroup(KafkaClient& client,
                                           const std::vector<KafkaPartition*>& partitions)
{
    std::vector<TopicPartition> ids;
    for (const KafkaPartition* partition : partitions) {
        if (isOfGroup() && !partition->next)
            ids.push_back(partition->id);
    }
    if (ids.empty())
        return Done{};
    const auto committed = client.committed(ids, patienceWith(client));
    if (!committed)
        return committed.error();
    for (const TopicPartition& id : ids) {
        KafkaPartition& partition = *find(id);
        auto next = offsetIn(*committed, id);
        if (!next && !partition.done.empty())
            next = partition.done.back().to;
        if (!next)
            continue;
        partition.moveTo(*next);
        if (m_group)
            m_group->moved({{id, *partition.next}}); // over what we have
    }
    return Done{};
}

void KafkaDiscovery::skipQuarantined(KafkaPartition& partition, KafkaSpans& spans,
                                     Round& round) const
{
    if (!m_setup.quarantine)
        return;
    while (const auto* range = m_setup.quarantine->find(partition.stream, *partition.next)) {
        const std::int64_t behind = range->offsets.to;
        for (const OffsetRange& left : missingIn(partition.done, {*partition.next, behind}))
            spans.addGap(partition, left, Gap::Reason::Quarantined);
        partition.moveTo(behind);
        round.note = fmt::format("topic '{}' partition {} goes on at offset {}: what stands before it "
                                 "ended the collector three times and is quarantined",
                                 partition.id.first, partition.id.second, behind);
    }
}

bool KafkaDiscovery::resume(KafkaPartition& partition, PartitionBounds bounds, KafkaSpans& spans,
                            Round& round)
{
    const PartitionPlan plan = planFor(partition, bounds);
    if (plan.isNewEpoch && ++partition.timesBeyondEnd < sureAfter)
        return false;
    partition.timesBeyondEnd = 0;
    for (const OffsetRange& lost : plan.lost)
        spans.addGap(partition, lost, Gap::Reason::Retention);
    if (plan.isNewEpoch) {
        round.note =
            fmt::format("topic '{}' was made anew; partition {} is read from its beginning",
                        partition.id.first, partition.id.second);
        ++partition.stream.epoch;
        partition.batch = 0;
        partition.target.reset();
        partition.done.clear();
    }
    partition.moveTo(plan.next);
    return true;
}

} // namespace weir
