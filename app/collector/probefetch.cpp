// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/probefetch.h"

#include "app/collector/keyring.h"
#include "app/collector/processlimits.h"
#include "app/collector/quarantineledger.h"
#include "app/collector/say.h"
#include "app/collector/startconfiguration.h"
#include "collectors/kafka/kafkaprobe.h"
#include "core/offsetranges.h"
#include "store/read/positionreader.h"

#include <QCoreApplication>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

namespace weir {

namespace {

struct ProbeOptions
{
    CollectorOptions collector;
    std::string source;
    std::uint64_t memory = 0;
    std::string topic; ///< empty: every partition of the source
    std::int32_t partition = 0;
    std::int64_t from = 0;
    bool untilFirst = false;
};

std::optional<int> readArguments(int argc, char** argv, ProbeOptions& options)
{
    CLI::App app("Reads a source's partitions one by one", "weir-collector probe-fetch");
    app.add_option("--config", options.collector.config)->required();
    app.add_option("--index", options.collector.index)->required();
    app.add_option("--source-url", options.collector.urls);
    app.add_option("--source", options.source)->required();
    app.add_option("--memory", options.memory)->required();
    app.add_option("--topic", options.topic);
    app.add_option("--partition", options.partition);
    app.add_option("--from", options.from);
    app.add_flag("--first", options.untilFirst);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return std::nullopt;
}

std::optional<SourceConfig> sourceOf(const ProbeOptions& options)
{
    const auto configuration = configurationFor(options.collector);
    if (!configuration)
        return std::nullopt;
    const auto& sources = configuration->weir.sources;
    const auto found = std::ranges::find_if(
        sources, [&options](const SourceConfig& source) { return source.name == options.source; });
    if (found == sources.end() || !std::holds_alternative<KafkaSource>(found->input))
        return std::nullopt;
    return *found;
}

Result<CollectorSetup> setupFor(const ProbeOptions& options, SourceConfig source,
                                KeyringReader keyring)
{
    auto positions = readPositions(options.collector.index, options.source);
    if (!positions)
        return positions.error();
    CollectorSetup setup;
    setup.source = std::move(source);
    setup.keyring = std::move(keyring);
    for (IndexWriter::IndexedStream& stream : *positions)
        setup.positions.push_back({std::move(stream.stream), std::move(stream.ranges)});
    return setup;
}

/// What of the partition is known to kill.
OffsetRanges deadlyIn(const QuarantineLedger& ledger, const std::string& source,
                      const Stream& stream)
{
    OffsetRanges deadly;
    for (const auto& entry : ledger.entriesOf(source)) {
        if (entry.range.isDeadlyToFetch && entry.range.stream.key() == stream.key())
            addRange(deadly, entry.range.offsets);
    }
    return deadly;
}

void tell(const std::string& line)
{
    std::fputs((line + "\n").c_str(), stdout);
    std::fflush(stdout);
}

void tellNext(std::int64_t next)
{
    tell(fmt::format("next\t{}", next));
}

/// Up to the last of what is known to kill, and not that: a source that was rewound may have died of
/// something before it.
Result<Done> readAround(const CollectorSetup& setup, KafkaProbe::Place& place,
                        const OffsetRanges& deadly)
{
    const TopicPartition partition{place.stream.name, place.stream.partition};
    for (const OffsetRange& range : deadly) {
        if (place.next < range.from) {
            const auto probe = KafkaProbe::make(setup, KafkaClient::Pace::OneBatch);
            if (!probe)
                return probe.error();
            const auto read = (*probe)->read(partition, place.next, KafkaProbe::Until::End,
                                             tellNext, range.from);
            if (!read)
                return read;
        }
        place.next = std::max(place.next, range.to);
    }
    return Done{};
}

Result<Done> readEach(KafkaProbe& probe, const CollectorSetup& setup, const ProbeOptions& options)
{
    QuarantineLedger ledger(options.collector.index);
    (void)ledger.load();
    const auto places = probe.places();
    if (!places)
        return places.error();
    for (KafkaProbe::Place place : *places) {
        tell(fmt::format("partition\t{}\t{}\t{}\t{}\t{}\t{}", place.stream.scope, place.stream.name,
                         place.stream.partition, place.stream.epoch, place.next, place.end));
        const auto deadly = deadlyIn(ledger, options.source, place.stream);
        if (const auto read = readAround(setup, place, deadly); !read)
            return read;
        tellNext(place.next);
        if (place.next >= place.end)
            continue;
        const auto read = probe.read({place.stream.name, place.stream.partition}, place.next,
                                     KafkaProbe::Until::End, tellNext);
        if (!read)
            return read;
    }
    return Done{};
}

Result<Done> run(const ProbeOptions& options, const CollectorSetup& setup)
{
    auto probe = KafkaProbe::make(setup, options.topic.empty() ? KafkaClient::Pace::Full
                                                               : KafkaClient::Pace::OneBatch);
    if (!probe)
        return probe.error();
    if (options.topic.empty())
        return readEach(**probe, setup, options);
    return (*probe)->read({options.topic, options.partition}, options.from,
                          options.untilFirst ? KafkaProbe::Until::First : KafkaProbe::Until::End,
                          tellNext);
}

} // namespace

int probeFetchMain(int argc, char** argv)
{
    protectProcess();
    ProbeOptions options;
    if (const auto code = readArguments(argc, argv, options))
        return *code;
    auto source = sourceOf(options);
    if (!source)
        return 2;
    const QCoreApplication application(argc, argv); // for the keyring
    Keyring keyring;
    const auto setup = setupFor(options, std::move(*source), keyring.reader());
    if (!setup) {
        say(setup.error().text());
        return 1;
    }
    limitMemory(options.memory);
    if (const auto done = run(options, *setup); !done) {
        say(done.error().text());
        return 1;
    }
    return 0;
}

} // namespace weir
