// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/kafka/kafkadiscovery.h"
#include "collectors/kafka/kafkaspans.h"
#include "collectors/kafka/skipsearch.h"
#include "collectors/positionrequest.h"

#include <chrono>
#include <string_view>
#include <vector>

namespace weir {

/// Moves the positions of partitions when a user asks for it.
///
/// Thread: the source's; a request waits for the broker, a second at most for each question about
/// offsets; that of a reread also two seconds at most for the settings of each topic, one after another.
class KafkaMover final
{
public:
    /// All outlive it.
    KafkaMover(const CollectorSetup& setup, const std::unique_ptr<KafkaClient>& client,
               KafkaDiscovery& discovery, KafkaSpans& spans)
        : m_setup(setup)
        , m_source(std::get<KafkaSource>(setup.source.input))
        , m_client(client)
        , m_discovery(discovery)
        , m_spans(spans)
    {
    }

    /// Between two calls of KafkaClient::consume(). The answer is
    /// `{"partitions":[{"topic":"t","partition":0,"from":A,"to":B,"offsets":N}]}`: what is fetched or
    /// left out; that of a skip may come later, and that of a reread is given by PositionRequest::found.
    void handle(PositionRequest request);

    /// Whether what comes of the partition only tells a skip how far it has to go; no event is taken
    /// from it.
    bool isSearching(const KafkaPartition& partition) const;
    /// A record or the end of the partition has come. Precondition, as of the next two: isSearching().
    void canRead(KafkaPartition& partition);
    /// An error of the fetch has come. Like records, the library hands it out only while what it was
    /// fetched for is assigned, so it is of the probe at hand.
    void cannotRead(KafkaPartition& partition);
    /// Behind a damaged batch the library takes anything for an offset, and asks for it. What the broker
    /// says of that may come at any time, also when another probe has been assigned, and has stopped that
    /// one then. `offset`: the one that was asked for, the only thing that tells whose answer it is.
    void outOfRange(KafkaPartition& partition, std::int64_t offset);
    /// Partitions that are searched and of whose probe nothing is said, neither that it can be read nor that
    /// it cannot: so it is where a batch cannot even be told from the next one, and a probe lies within it.
    /// Only what a broker that answers has nothing to say of, several seconds long, counts. Asks it now and
    /// then.
    std::vector<KafkaPartition*> silent();
    /// Ends a search of the partition, where there is one. `reason`: what has come in its way, half a
    /// sentence for the user who waits for the answer.
    void giveUp(const KafkaPartition& partition, std::string_view reason);
    /// Messages from before the last probe are through.
    void consumed();

private:
    using Clock = std::chrono::steady_clock;

    /// A skip that is looking for the end of what cannot be read.
    struct Search
    {
        KafkaPartition* partition;
        SkipSearch steps;
        RequestAnswer answer;
        bool isFresh = false; ///< what was consumed before the probe was assigned is through
        Clock::time_point nextLook{}; ///< whether the probe is silent
        int silences = 0; ///< looks in a row at which it was
    };
    using Partitions = std::vector<KafkaPartition*>;

    Result<Partitions> chosen(const PositionRequest& request);
    Result<KafkaClient::Offsets> offsetsOf(const Partitions& partitions, const LogPlace& place);
    Result<std::string> rewind(const PositionRequest& request);
    void reread(PositionRequest request);
    Result<std::vector<StreamRange>> rangesOf(const PositionRequest& request);
    Result<Done> judgeTopics(const Partitions& partitions);
    Result<std::string> skipTo(const PositionRequest& request);
    void skipStalled(PositionRequest request);
    Result<KafkaPartition*> stalledOne(const PositionRequest& request);
    Search* searchOf(const KafkaPartition& partition);
    void goOn(Search& search);
    void ask(Search& search);
    bool isSilent(const Search& search);
    OffsetRanges leaveOut(KafkaPartition& partition, std::int64_t to);

    const CollectorSetup& m_setup;
    const KafkaSource& m_source;
    const std::unique_ptr<KafkaClient>& m_client; ///< may be replaced by another
    KafkaDiscovery& m_discovery;
    KafkaSpans& m_spans;
    std::vector<Search> m_searches;
};

} // namespace weir
