// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkamover.h"

#include "collectors/kafka/kafkaadmin.h"
#include "collectors/kafka/kafkacaution.h"
#include "core/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace weir {

namespace {

constexpr std::string_view isReadElsewhere = "it is read from another place now";
constexpr auto patience = std::chrono::seconds(1);
constexpr auto settingsPatience = std::chrono::seconds(2);
/// Longer than the library needs to begin to fetch a partition.
constexpr auto lookInterval = std::chrono::milliseconds(1500);
constexpr int enoughSilences = 2;

std::vector<TopicPartition> idsOf(const std::vector<KafkaPartition*>& partitions)
{
    std::vector<TopicPartition> ids;
    for (const KafkaPartition* partition : partitions)
        ids.push_back(partition->id);
    return ids;
}

std::string nameOf(const KafkaPartition& partition)
{
    return fmt::format("topic '{}' partition {}", partition.id.first, partition.id.second);
}

Error wrong(std::string sentence)
{
    return {Error::Code::InvalidInput, "", std::move(sentence)};
}

/// What may be fetched again: what lies between two places and the broker holds. An error says why
/// that is nothing.
Result<OffsetRange> heldBetween(const KafkaPartition& partition, OffsetRange wanted,
                                PartitionBounds held)
{
    if (wanted.from >= wanted.to)
        return wrong(fmt::format("in {} the range ends before it begins", nameOf(partition)));
    if (wanted.from >= held.end)
        return wrong(fmt::format("{} ends at offset {}", nameOf(partition), held.end));
    if (wanted.to <= held.start)
        return wrong(fmt::format("the broker has deleted what {} held before offset {}; the index "
                                 "keeps what it has of it",
                                 nameOf(partition), held.start));
    return OffsetRange{std::max(wanted.from, held.start), std::min(wanted.to, held.end)};
}

bool isCompacted(const KafkaTopicDetails& topic)
{
    return std::ranges::any_of(topic.settings, [](const KafkaSetting& setting) {
        return setting.name == "cleanup.policy"
            && setting.value.find("compact") != std::string::npos;
    });
}

/// The answer to a request, partition by partition.
class Moves final
{
public:
    Moves() { m_json.beginObject().key("partitions").beginArray(); }

    void add(const KafkaPartition& partition, const OffsetRanges& ranges)
    {
        std::int64_t offsets = 0;
        for (const OffsetRange& range : ranges)
            offsets += range.to - range.from;
        m_json.beginObject().member("topic", partition.id.first);
        m_json.member("partition", partition.id.second);
        if (!ranges.empty())
            m_json.member("from", ranges.front().from).member("to", ranges.back().to);
        m_json.member("offsets", offsets).endObject();
    }

    std::string take() { return m_json.endArray().endObject().take(); }

private:
    JsonWriter m_json;
};

} // namespace

void KafkaMover::handle(PositionRequest request)
{
    m_spans.closeAll();
    if (request.kind == PositionRequest::Kind::Rewind)
        request.answer.give(rewind(request));
    else if (request.kind == PositionRequest::Kind::Reread)
        reread(std::move(request));
    else if (request.to)
        request.answer.give(skipTo(request));
    else
        skipStalled(std::move(request));
}

Result<KafkaMover::Partitions> KafkaMover::chosen(const PositionRequest& request)
{
    Partitions partitions;
    for (auto& [id, partition] : m_discovery.partitions()) {
        const bool isMeant = (request.topic.empty() || request.topic == id.first)
            && request.partition.value_or(id.second) == id.second;
        if (isMeant && partition.isThere && partition.next)
            partitions.push_back(&partition);
    }
    if (!partitions.empty())
        return partitions;
    if (request.topic.empty())
        return Error{Error::Code::NotFound, "", "nothing of this source is read yet"};
    return Error{Error::Code::NotFound, "",
                 request.partition
                     ? fmt::format("this source does not read topic '{}' partition {}",
                                   request.topic, *request.partition)
                     : fmt::format("this source does not read topic '{}'", request.topic)};
}

/// Where the place is in each partition; in those without an answer it is left out.
Result<KafkaClient::Offsets> KafkaMover::offsetsOf(const Partitions& partitions,
                                                   const LogPlace& place)
{
    const auto ids = idsOf(partitions);
    const auto at = [&](std::int64_t time) {
        return m_client->offsetsAt(ids, time, patience);
    };
    if (place.kind == LogPlace::Kind::Earliest)
        return at(KafkaClient::logStart);
    if (place.kind == LogPlace::Kind::Latest)
        return at(KafkaClient::logEnd);
    KafkaClient::Offsets offsets;
    for (const TopicPartition& id : ids)
        offsets[id] = place.offset;
    if (place.kind == LogPlace::Kind::Offset)
        return offsets;
    const auto since = place.time.time_since_epoch();
    const auto asked = at(std::chrono::floor<std::chrono::milliseconds>(since).count());
    const auto ends = asked ? at(KafkaClient::logEnd) : asked;
    if (!ends)
        return ends.error();
    offsets = *asked;
    for (auto& [id, offset] : offsets) {
        const auto end = ends->find(id);
        if (offset < 0 && end != ends->end()) // nothing is that late
            offset = end->second;
    }
    return offsets;
}

Result<std::string> KafkaMover::rewind(const PositionRequest& request)
{
    const auto partitions = chosen(request);
    if (!partitions)
        return partitions.error();
    const auto starts = m_client->offsetsAt(idsOf(*partitions), KafkaClient::logStart, patience);
    const auto places = starts ? offsetsOf(*partitions, *request.to) : starts;
    if (!places)
        return Error{places.error().code, "",
                     "the broker does not answer: " + places.error().detail};
    Moves moves;
    for (KafkaPartition* partition : *partitions) {
        const auto start = starts->find(partition->id);
        const auto place = places->find(partition->id);
        if (start == starts->end() || place == places->end())
            continue; // it has no leader now
        const OffsetRange wanted{std::max(place->second, start->second), partition->frontier()};
        const auto missing =
            wanted.from < wanted.to ? missingIn(partition->done, wanted) : OffsetRanges();
        // What is being read already goes on upwards through all that is missing.
        if (!missing.empty() && missing.front().from < *partition->next) {
            giveUp(*partition, isReadElsewhere);
            partition->moveTo(missing.front().from);
            m_spans.mark(*partition);
            m_discovery.assignAnew(*m_client, *partition);
        }
        moves.add(*partition, missing);
    }
    return moves.take();
}

void KafkaMover::reread(PositionRequest request)
{
    auto ranges = rangesOf(request);
    if (ranges)
        request.found(std::move(*ranges), std::move(request.answer));
    else
        request.answer.give(ranges.error());
}

/// What is taken out of the index must come back.
Result<Done> KafkaMover::judgeTopics(const Partitions& partitions)
{
    if (!m_source.group.empty())
        return wrong(fmt::format("this source reads as a member of the group '{}', which decides "
                                 "where it goes on, so it cannot read a range again",
                                 m_source.group));
    std::set<std::string> topics;
    for (const KafkaPartition* partition : partitions)
        topics.insert(partition->id.first);
    for (const std::string& topic : topics) {
        const auto details = KafkaAdmin(*m_client, m_source)
                                 .topic(topic, std::chrono::steady_clock::now() + settingsPatience);
        if (!details)
            return Error{details.error().code, "",
                         "the broker does not answer: " + details.error().detail};
        if (isCompacted(*details))
            return wrong(fmt::format("topic '{}' is compacted: the broker may no longer hold records "
                                     "that the index has, so no range of it is read again",
                                     topic));
    }
    return Done{};
}

Result<std::vector<StreamRange>> KafkaMover::rangesOf(const PositionRequest& request)
{
    const auto partitions = chosen(request);
    if (!partitions)
        return partitions.error();
    if (const auto fits = judgeTopics(*partitions); !fits)
        return fits.error();
    const auto ids = idsOf(*partitions);
    const auto starts = m_client->offsetsAt(ids, KafkaClient::logStart, patience);
    const auto ends = starts ? m_client->offsetsAt(ids, KafkaClient::logEnd, patience) : starts;
    const auto begins = ends ? offsetsOf(*partitions, *request.from) : ends;
    const auto stops = begins ? offsetsOf(*partitions, *request.to) : begins;
    if (!stops)
        return Error{stops.error().code, "",
                     "the broker does not answer: " + stops.error().detail};
    std::vector<StreamRange> ranges;
    std::optional<Error> refusal;
    for (const KafkaPartition* partition : *partitions) {
        const auto& id = partition->id;
        if (!starts->contains(id) || !ends->contains(id) || !begins->contains(id)
            || !stops->contains(id))
            continue; // it has no leader now
        const auto held = heldBetween(*partition, {begins->at(id), stops->at(id)},
                                      {starts->at(id), ends->at(id)});
        if (held)
            ranges.push_back({partition->stream, *held});
        else if (!refusal)
            refusal = held.error();
    }
    if (!ranges.empty())
        return ranges;
    return refusal.value_or(
        Error{Error::Code::Unreachable, "", "no broker leads these partitions now"});
}

/// A gap for what is left out; reading goes on behind it.
OffsetRanges KafkaMover::leaveOut(KafkaPartition& partition, std::int64_t to)
{
    auto missing = missingIn(partition.done, {*partition.next, to});
    for (const OffsetRange& range : missing)
        m_spans.addGap(partition, range, Gap::Reason::SkippedByUser);
    partition.moveTo(to);
    m_discovery.assignAnew(*m_client, partition);
    return missing;
}

Result<std::string> KafkaMover::skipTo(const PositionRequest& request)
{
    const auto partitions = chosen(request);
    if (!partitions)
        return partitions.error();
    const auto ends = m_client->offsetsAt(idsOf(*partitions), KafkaClient::logEnd, patience);
    const auto places = ends ? offsetsOf(*partitions, *request.to) : ends;
    if (!places)
        return Error{places.error().code, "",
                     "the broker does not answer: " + places.error().detail};
    Moves moves;
    for (KafkaPartition* partition : *partitions) {
        const auto end = ends->find(partition->id);
        const auto place = places->find(partition->id);
        if (end == ends->end() || place == places->end())
            continue;
        const bool isNamed = request.partition && request.to->kind == LogPlace::Kind::Offset;
        if (isNamed && place->second > end->second)
            return wrong(fmt::format("{} ends at offset {}", nameOf(*partition), end->second));
        if (isNamed && place->second <= *partition->next)
            return wrong(fmt::format("{} is read up to offset {} already", nameOf(*partition),
                                     *partition->next));
        const std::int64_t to = std::min(place->second, end->second);
        if (to > *partition->next) {
            giveUp(*partition, isReadElsewhere);
            moves.add(*partition, leaveOut(*partition, to));
        } else {
            moves.add(*partition, {});
        }
    }
    return moves.take();
}

Result<KafkaPartition*> KafkaMover::stalledOne(const PositionRequest& request)
{
    const auto partitions = chosen(request);
    if (!partitions)
        return partitions.error();
    Partitions stalled;
    std::ranges::copy_if(*partitions, std::back_inserter(stalled),
                         [](const KafkaPartition* partition) { return !partition->stall.empty(); });
    if (stalled.empty())
        return wrong("nothing is stalled; say where to skip to");
    if (stalled.size() > 1)
        return wrong(fmt::format("{} and others are stalled; say which to skip",
                                 nameOf(*stalled.front())));
    if (searchOf(*stalled.front()) != nullptr)
        return Error{Error::Code::Busy, "", "it is being skipped already"};
    return stalled.front();
}

void KafkaMover::skipStalled(PositionRequest request)
{
    const auto partition = stalledOne(request);
    if (!partition)
        return request.answer.give(partition.error());
    const auto ends = m_client->offsetsAt({(*partition)->id}, KafkaClient::logEnd, patience);
    if (!ends || ends->empty())
        return request.answer.give(Error{Error::Code::Unreachable, "",
                                         "the broker does not say where the partition ends"});
    // No search goes into a batch that kills who fetches it, nor over one: what comes before it would be
    // taken for damaged. A round leads around it.
    const std::int64_t next = *(*partition)->next;
    const std::int64_t logEnd = ends->begin()->second;
    const std::int64_t end =
        std::min(logEnd, deadlyAhead(m_setup, (*partition)->stream, next).value_or(logEnd));
    m_searches.push_back({*partition, SkipSearch(next, std::max(end, next + 1)),
                          std::move(request.answer)});
    goOn(m_searches.back());
}

KafkaMover::Search* KafkaMover::searchOf(const KafkaPartition& partition)
{
    const auto found = std::ranges::find(m_searches, &partition, &Search::partition);
    return found == m_searches.end() ? nullptr : &*found;
}

bool KafkaMover::isSearching(const KafkaPartition& partition) const
{
    return std::ranges::find(m_searches, &partition, &Search::partition) != m_searches.end();
}

void KafkaMover::goOn(Search& search)
{
    if (!search.steps.isFound())
        return ask(search);
    KafkaPartition& partition = *search.partition;
    Moves moves;
    moves.add(partition, leaveOut(partition, search.steps.found()));
    RequestAnswer answer = std::move(search.answer);
    std::erase_if(m_searches,
                  [&](const Search& ended) { return ended.partition == &partition; });
    answer.give(moves.take());
}

void KafkaMover::ask(Search& search)
{
    KafkaPartition& partition = *search.partition;
    search.isFresh = false;
    search.silences = 0;
    search.nextLook = Clock::now() + lookInterval;
    m_client->unassign({partition.id});
    const auto assigned = m_client->assign({{partition.id, search.steps.probe()}});
    partition.isAssigned = static_cast<bool>(assigned);
    if (!assigned) {
        // The next round assigns what is stalled, which says nothing of the probe.
        giveUp(partition, "it cannot be read: " + assigned.error().detail);
    }
}

void KafkaMover::canRead(KafkaPartition& partition)
{
    Search* const search = searchOf(partition);
    if (!search->isFresh)
        return;
    search->steps.canRead();
    goOn(*search);
}

void KafkaMover::cannotRead(KafkaPartition& partition)
{
    Search* const search = searchOf(partition);
    if (!search->isFresh)
        return;
    search->steps.cannotRead();
    goOn(*search);
}

void KafkaMover::outOfRange(KafkaPartition& partition, std::int64_t offset)
{
    Search* const search = searchOf(partition);
    if (!search->isFresh)
        return;
    if (offset == search->steps.probe())
        return cannotRead(partition);
    ask(*search);
}

std::vector<KafkaPartition*> KafkaMover::silent()
{
    std::vector<KafkaPartition*> silent;
    for (Search& search : m_searches) {
        if (!search.isFresh || Clock::now() < search.nextLook)
            continue;
        search.silences = isSilent(search) ? search.silences + 1 : 0;
        search.nextLook = Clock::now() + lookInterval;
        if (search.silences >= enoughSilences)
            silent.push_back(search.partition);
    }
    return silent;
}

/// A broker answers what came over a connection in order: when it says where the partition ends, the fetch
/// before that question has been answered too.
bool KafkaMover::isSilent(const Search& search)
{
    const auto ends = m_client->offsetsAt({search.partition->id}, KafkaClient::logEnd, patience);
    return ends && !ends->empty() && ends->begin()->second > search.steps.probe()
        && m_client->waiting() == 0;
}

void KafkaMover::giveUp(const KafkaPartition& partition, std::string_view reason)
{
    Search* const search = searchOf(partition);
    if (!search)
        return;
    search->answer.give(Error{Error::Code::Busy, "",
                              fmt::format("the skip of {} was given up: {}", nameOf(partition),
                                          reason)});
    std::erase_if(m_searches,
                  [&](const Search& ended) { return ended.partition == &partition; });
}

void KafkaMover::consumed()
{
    for (Search& search : m_searches)
        search.isFresh = true;
}

} // namespace weir
