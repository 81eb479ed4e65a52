// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkadiscovery.h"

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

KafkaDiscovery::Round KafkaDiscovery::run(KafkaClient& client)
{
    Round round;
    const auto topics = client.topics(m_choice->asked(), m_patience);
    if (!topics) {
        learnPatience(topics.error());
        round.error = topics.error().detail;
        return round;
    }
    if (m_clusterId.empty())
        m_clusterId = client.clusterId(m_patience);
    auto found = m_choice->choose(*topics);
    if (m_group) {
        m_group->want(found.partitions);
        found.partitions = m_group->oursOf(found.partitions);
        if (found.problem.empty())
            found.problem = m_group->problem();
    }
    round.isConnected = true;
    round.problem = found.problem;
    const auto waiting = unassigned(found.partitions);
    if (const auto placed = place(client, waiting, round); !placed) {
        learnPatience(placed.error());
        round.isConnected = false;
        round.error = placed.error().detail;
        return round;
    }
    round.isComplete = found.problem.empty() && (!m_group || m_group->isMember())
        && std::all_of(waiting.begin(), waiting.end(), [](const KafkaPartition* partition) {
                           return partition->isAssigned || partition->isDone();
                       });
    return round;
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

KafkaPartition& KafkaDiscovery::add(const TopicPartition& id)
{
    KafkaPartition& partition = m_partitions[id];
    partition.id = id;
    partition.stream = {SourceKind::Kafka, m_clusterId, id.first, id.second, 0};
    for (const StartPosition& position : m_setup.positions) {
        Stream stream = position.stream;
        const std::uint32_t epoch = std::exchange(stream.epoch, partition.stream.epoch);
        if (stream != partition.stream || position.indexed.empty()
            || epoch < partition.stream.epoch)
            continue;
        if (epoch > partition.stream.epoch)
            partition.known.clear();
        partition.stream.epoch = epoch;
        if (m_group) { // others may have read on
            partition.known = position.indexed;
            continue;
        }
        partition.next = position.indexed.back().to;
        partition.spanFrom = *partition.next;
    }
    return partition;
}

std::vector<KafkaPartition*> KafkaDiscovery::unassigned(const std::vector<TopicPartition>& wanted)
{
    std::vector<KafkaPartition*> waiting;
    for (const TopicPartition& id : wanted) {
        KafkaPartition* partition = find(id);
        if (!partition)
            partition = &add(id);
        if (!partition->isAssigned && !partition->isDone())
            waiting.push_back(partition);
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
        const auto asked = client.offsetsAt(fresh, millisecondsOf(time), m_patience);
        if (!asked)
            return asked.error();
        offsets = *asked;
    }
    for (const TopicPartition& id : fresh) {
        const PartitionBounds& held = bounds.at(id);
        const std::int64_t offset = start.kind == KafkaStart::Kind::Earliest
            ? held.start
            : offsetIn(offsets, id).value_or(-1);
        // Nothing is that late, or the latest is wanted: what comes from now on.
        offsets[id] = offset < 0 ? held.end : std::clamp(offset, held.start, held.end);
    }
    return offsets;
}

Result<Done> KafkaDiscovery::place(KafkaClient& client,
                                   const std::vector<KafkaPartition*>& partitions, Round& round)
{
    if (partitions.empty())
        return Done{};
    if (const auto placed = goOnFromGroup(client, partitions); !placed)
        return placed;
    const auto ids = idsOf(partitions);
    const auto starts = client.offsetsAt(ids, KafkaClient::logStart, m_patience);
    if (!starts)
        return starts.error();
    const auto ends = client.offsetsAt(ids, KafkaClient::logEnd, m_patience);
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
            partition->next = partition->spanFrom = begin.at(partition->id);
            if (m_group)
                m_group->begin(partition->id, *partition->next);
        } else if (!resume(*partition, held->second, round))
            continue;
        if (m_setup.untilEnd && !partition->target)
            partition->target = held->second.end;
        partition->assignedAt = *partition->next;
        if (!partition->isDone())
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
        if (m_group && !partition->next)
            ids.push_back(partition->id);
    }
    if (ids.empty())
        return Done{};
    const auto committed = client.committed(ids, m_patience);
    if (!committed)
        return committed.error();
    for (const TopicPartition& id : ids) {
        KafkaPartition& partition = *find(id);
        auto next = offsetIn(*committed, id);
        if (!next && !partition.known.empty())
            next = std::ranges::max(partition.known, {}, &OffsetRange::to).to;
        if (next)
            partition.next = partition.spanFrom = partition.firstUnknown(*next);
    }
    return Done{};
}

bool KafkaDiscovery::resume(KafkaPartition& partition, PartitionBounds bounds, Round& round) const
{
    const PartitionPlan plan = planFrom(*partition.next, bounds);
    if (plan.isNewEpoch && ++partition.timesBeyondEnd < sureAfter)
        return false;
    partition.timesBeyondEnd = 0;
    if (plan.lost) {
        const auto count = static_cast<std::uint64_t>(plan.lost->to - plan.lost->from);
        round.gaps.push_back({partition.stream, *plan.lost, count, Gap::Reason::Retention,
                              std::chrono::system_clock::now()});
    }
    if (plan.isNewEpoch) {
        round.note =
            fmt::format("topic '{}' was made anew; partition {} is read from its beginning",
                        partition.id.first, partition.id.second);
        ++partition.stream.epoch;
        partition.known.clear();
        partition.batch = 0;
        partition.target.reset();
    }
    if (plan.isNewEpoch || plan.lost)
        partition.spanFrom = plan.next;
    partition.next = plan.next;
    return true;
}

} // namespace weir
