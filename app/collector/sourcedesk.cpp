// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/sourcedesk.h"

#include "app/collector/positioncommand.h"
#include "app/collector/say.h"
#include "app/collector/sourcequarantine.h"
#include "app/process/backoff.h"
#include "collectors/redact/redactkey.h"
#include "core/json.h"
#include "store/read/positionreader.h"

#include <algorithm>

namespace weir {

namespace {

using namespace std::chrono_literals;

/// Before what an earlier run has begun to take out of the index is tried again.
constexpr auto rereadPause = 5s;

/// As that of a rewind.
std::string answerOf(const RereadOutcome& outcome)
{
    JsonWriter json;
    json.beginObject().key("partitions").beginArray();
    for (const auto& [id, source, range, below] : outcome.ranges) {
        json.beginObject().member("topic", range.stream.name);
        json.member("partition", range.stream.partition);
        json.member("from", range.offsets.from).member("to", range.offsets.to);
        json.member("offsets", range.offsets.to - range.offsets.from).endObject();
    }
    json.endArray().member("events", outcome.events).member("unreadable", outcome.unreadable);
    return json.endObject().take();
}

bool hasEnd(const SourceConfig& source)
{
    return !std::holds_alternative<ZeroMqSource>(source.input);
}

} // namespace

SourceDesk::SourceDesk(const CollectorOptions& options, const Configuration& configuration,
                       CrashNotes* notes, BatchSink& sink, IndexWriter& writer)
    : m_options(options)
    , m_configuration(configuration)
    , m_notes(notes)
    , m_writer(writer)
    , m_ledger(options.index)
    , m_sources(
          sink, [this](const std::string& source) { return indexedOf(source); }, m_keyring.reader(),
          options.untilEnd,
          [this] { QMetaObject::invokeMethod(this, &SourceDesk::ended, Qt::QueuedConnection); })
{
    m_sources.setQuarantine([this](const SourceConfig& source) { return quarantineFor(source); });
    m_healthy.setSingleShot(true);
    connect(&m_healthy, &QTimer::timeout, this, [this] { m_ledger.settle(); });
}

/// From the files: the writer's own knowledge is its thread's once it runs.
Result<std::vector<StartPosition>> SourceDesk::indexedOf(const std::string& source) const
{
    auto streams = readPositions(m_options.index, source);
    if (!streams)
        return streams.error();
    std::vector<StartPosition> positions;
    for (IndexWriter::IndexedStream& stream : *streams)
        positions.push_back({std::move(stream.stream), std::move(stream.ranges)});
    return positions;
}

void SourceDesk::learnFromCrashes()
{
    if (const auto loaded = m_ledger.load(); !loaded)
        say(loaded.error().text());
    if (!m_notes)
        return;
    for (const std::string& sentence : m_ledger.learn(*m_notes))
        say(sentence);
    m_notes->watchThisProcess();
}

std::shared_ptr<Quarantine> SourceDesk::quarantineFor(const SourceConfig& source)
{
    std::optional<FetchSearch> search;
    if (std::holds_alternative<KafkaSource>(source.input)) {
        QStringList arguments{QStringLiteral("--config"), QString::fromStdString(m_options.config),
                              QStringLiteral("--index"), QString::fromStdString(m_options.index)};
        for (const std::string& url : m_options.urls)
            arguments << QStringLiteral("--source-url") << QString::fromStdString(url);
        search.emplace(arguments, source.name, m_configuration.weir.memoryLimit);
    }
    return std::make_shared<SourceQuarantine>(source.name, m_ledger,
                                              m_notes ? m_notes->slotFor(source.name) : nullptr,
                                              std::move(search), source.redact.isEmpty());
}

void SourceDesk::start()
{
    holdSources();
    applyConfiguration();
    m_healthy.start(Backoff::healthyLife);
}

void SourceDesk::applyConfiguration()
{
    m_sources.apply(sourcesToRun());
}

std::vector<SourceConfig> SourceDesk::sourcesToRun() const
{
    std::vector<SourceConfig> sources = m_configuration.weir.sources;
    if (m_options.untilEnd) {
        const auto [first, last] = std::ranges::remove_if(
            sources, [](const SourceConfig& source) { return !hasEnd(source); });
        sources.erase(first, last);
    }
    std::erase_if(sources,
                  [this](const SourceConfig& source) { return m_held.contains(source.name); });
    for (SourceConfig& source : sources)
        giveTagKey(source.redact);
    return sources;
}

/// Without a key a source that redacts does not start.
void SourceDesk::giveTagKey(RedactRules& rules) const
{
    if (rules.isEmpty())
        return;
    auto key = loadRedactKey(m_options.index / redactKeyFile);
    if (key)
        rules.tagKey = std::move(*key);
    else
        say(key.error().text());
}

void SourceDesk::learnFiles()
{
    if (!m_isStopped)
        m_sources.learnFiles();
}

void SourceDesk::stop()
{
    m_isStopped = true;
    m_healthy.stop();
    m_sources.stop();
}

void SourceDesk::move(const ControlRequest& request, const ControlServer::Reply& reply)
{
    // Answered in the source's thread.
    RequestAnswer answer([this, reply](const Result<std::string>& result) {
        QMetaObject::invokeMethod(this, [reply, result] {
            reply({.id = 0,
                   .error = result ? std::string() : result.error().text(),
                   .result = result ? *result : std::string()});
        });
    });
    auto command = parsePositionCommand(request, std::chrono::system_clock::now());
    if (!command)
        return answer.give(command.error());
    command->request.answer = std::move(answer);
    command->request.found = [this, source = command->source](std::vector<StreamRange> ranges,
                                                              RequestAnswer waiting) {
        reread(source, std::move(ranges), std::move(waiting));
    };
    m_sources.request(command->source, std::move(command->request));
}

// In the source's thread.
void SourceDesk::reread(const std::string& source, std::vector<StreamRange> ranges,
                        RequestAnswer answer)
{
    const auto waiting = std::make_shared<RequestAnswer>(std::move(answer));
    m_writer.reread(source, std::move(ranges), [this, waiting](const auto& outcome) {
        QMetaObject::invokeMethod(this, [this, waiting, outcome] {
            if (outcome)
                readAgain(*outcome);
            waiting->give(outcome ? Result<std::string>(answerOf(*outcome)) : outcome.error());
        });
    });
}

void SourceDesk::readAgain(const RereadOutcome& outcome)
{
    if (m_isStopped)
        return;
    emit freshConfigurationWanted();
    std::map<std::string, std::vector<StreamRange>> ranges;
    for (const Reread& reread : outcome.ranges)
        ranges[reread.source].push_back(reread.range);
    for (const auto& [source, theirs] : ranges)
        m_sources.forget(source, theirs);
}

/// A source that knew half of what was taken out as indexed would fetch it, and again when the rest
/// is.
void SourceDesk::holdSources()
{
    auto open = m_writer.openRereads();
    if (open)
        m_held = std::move(*open);
    else
        say(open.error().text());
}

void SourceDesk::finishRereads()
{
    if (m_held.empty())
        return;
    m_writer.reread({}, {}, [this](const auto& outcome) {
        QMetaObject::invokeMethod(this, [this, outcome] { rereadsFinished(outcome); });
    });
}

void SourceDesk::rereadsFinished(const Result<RereadOutcome>& outcome)
{
    if (m_isStopped)
        return;
    if (!outcome) {
        say(outcome.error().text());
        QTimer::singleShot(rereadPause, this, [this] {
            if (!m_isStopped)
                finishRereads();
        });
        return;
    }
    m_held.clear();
    applyConfiguration();
    emit ended();
}

} // namespace weir
