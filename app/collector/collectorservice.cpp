// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/collectorservice.h"

#include "app/collector/privatefile.h"
#include "app/collector/say.h"
#include "app/collector/socketpath.h"
#include "core/control/collectorinfo.h"
#include "core/json.h"
#include "store/read/alertreader.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

namespace weir {

namespace {

using namespace std::chrono_literals;

constexpr auto windowGrace = 30s;
/// So long after its start a collector commits as quickly as if somebody followed: one that dies again
/// and again soon after it was started must get on all the same.
constexpr auto hastyStart = 2s;

/// An import that gives its events over holds the index for less than this.
constexpr auto lockPatience = 2s;

std::size_t queueBytes(std::uint64_t memoryLimit)
{
    constexpr std::uint64_t usual = std::uint64_t{64} << 20;
    return static_cast<std::size_t>(std::min(usual, memoryLimit / 4));
}

} // namespace

CollectorService::CollectorService(CollectorOptions options, Configuration configuration,
                                   CrashNotes* notes)
    : m_options(std::move(options))
    , m_configuration(std::move(configuration))
    , m_notes(notes)
    , m_queue(queueBytes(m_configuration.weir.memoryLimit))
    , m_sink(m_queue)
    , m_notifier(QDBusConnection::sessionBus())
    , m_teller(m_notifier,
               [this](std::int64_t record, std::string token) {
                   m_writer->noteNotification(record, std::move(token));
               })
    , m_opener(m_notifier, m_options.config, m_options.index,
               [this] { return alertInstances(); })
    , m_server([this](const ControlRequest& request, const ControlServer::Reply& reply) {
        handle(request, reply);
    })
    , m_status(m_server,
               {.sources = [this] { return m_sources->statuses(); },
                .alerts = [this] { return alertInstances(); }})
{
    connect(&m_notifier, &Notifier::problem, this, [this](const QString& sentence) {
        m_status.noteNotifier(sentence.toStdString(), !m_configuration.alerts.empty());
    });
    connect(&m_notifier, &Notifier::told, this, [this] { m_status.noteNotifier({}, false); });
    connect(&m_server, &ControlServer::audienceChanged, this, &CollectorService::audienceChanged);
    connect(&m_second, &QTimer::timeout, this, &CollectorService::everySecond);
    m_reloadSoon.setSingleShot(true);
    m_reloadSoon.setInterval(300ms);
    connect(&m_reloadSoon, &QTimer::timeout, this, &CollectorService::reload);
    m_hasty.setSingleShot(true);
    connect(&m_hasty, &QTimer::timeout, this, &CollectorService::audienceChanged);
    m_noWindow.setSingleShot(true);
    m_noWindow.setInterval(windowGrace);
    connect(&m_noWindow, &QTimer::timeout, this, [this] { stop(); });
}

CollectorService::~CollectorService()
{
    stop();
}

Result<Done> CollectorService::start()
{
    if (const auto opened = openIndex(); !opened)
        return opened;
    startSources();
    if (const auto listening = listen(); !listening)
        say(listening.error().text()); // it collects all the same
    watchConfiguration();
    m_second.start(1s);
    m_hasty.start(hastyStart);
    audienceChanged();
    return Done{};
}

Result<Done> CollectorService::openIndex()
{
    auto lock = IndexLock::acquire(m_options.index, lockPatience);
    if (!lock)
        return lock.error();
    m_lock = std::move(*lock);
    WriterOptions options;
    options.folder = m_options.index;
    options.durability = m_configuration.weir.durability;
    options.retention = m_configuration.weir.retention;
    options.compaction = CompactionOptions{};
    auto writer = IndexWriter::open(options, m_queue, m_clock);
    if (!writer)
        return writer.error();
    m_writer = std::move(*writer);
    m_bookmarks = std::make_unique<BookmarkDesk>(m_options.index, *m_writer, m_clock);
    m_status.start(m_options.index);
    return Done{};
}

void CollectorService::startSources()
{
    m_sources = std::make_unique<SourceDesk>(m_options, m_configuration, m_notes, m_sink, *m_writer);
    connect(m_sources.get(), &SourceDesk::ended, this, &CollectorService::checkEnd);
    connect(m_sources.get(), &SourceDesk::freshConfigurationWanted, this, &CollectorService::reload);
    m_sources->learnFromCrashes();
    // The newest seq is read before the writer moves on.
    startAlerts();
    m_sources->start();
    m_writer->start(*this);
    m_sources->finishRereads();
    QMetaObject::invokeMethod(this, &CollectorService::checkEnd, Qt::QueuedConnection);
}

std::vector<AlertInstance> CollectorService::alertInstances() const
{
    return m_alerts ? m_alerts->instances() : std::vector<AlertInstance>();
}

void CollectorService::startAlerts()
{
    m_alerts = std::make_unique<AlertRunner>(
        *m_writer, m_options.index,
        AlertRunner::Callbacks{.saved =
                                   [this](const std::vector<AlertRecord>& records) {
                                       QMetaObject::invokeMethod(
                                           this, [this, records] { transitionsSaved(records); });
                                   },
                               .problem =
                                   [](const std::string& sentence) {
                                       say(sentence);
                                   }});
    if (const auto instances = instancesOf(m_writer->alertSnapshot().state)) {
        constexpr std::size_t enough = 1000;
        if (const auto history = readAlertHistory(m_options.index, enough))
            m_teller.restore(*instances, *history);
    }
    m_alerts->start(m_options.urls.empty() ? m_configuration.alerts : std::vector<AlertRule>());
}

Result<Done> CollectorService::listen()
{
    const auto path = prepareSocketPath(m_options.index);
    if (!path)
        return path.error();
    if (const auto listening = m_server.listen(*path); !listening)
        return listening;
    const CollectorInfo info{.pid = getpid(), .socket = *path, .version = WEIR_VERSION};
    return writePrivateFile(m_options.index, CollectorInfo::fileName, info.toJson());
}

void CollectorService::watchConfiguration()
{
    if (!m_options.urls.empty())
        return;
    const auto changed = [this] {
        m_reloadSoon.start();
    };
    connect(&m_files, &QFileSystemWatcher::directoryChanged, this, changed);
    connect(&m_files, &QFileSystemWatcher::fileChanged, this, changed);
    for (const auto& path : {m_options.config, m_options.config / "weir.toml",
                             m_options.config / "alerts", m_options.config / "formats"}) {
        std::error_code error;
        if (std::filesystem::exists(path, error))
            m_files.addPath(QString::fromStdString(path.string()));
    }
}

void CollectorService::reload()
{
    if (m_stopped || !m_options.urls.empty())
        return;
    watchConfiguration(); // an editor replaces a file, and the watch goes with the old one
    Configuration fresh = loadConfiguration(m_options.config);
    sayProblems(fresh.problems);
    if (fresh.hasErrors()) {
        say("the configuration has errors: what runs goes on as it was");
        return;
    }
    m_configuration = std::move(fresh);
    m_writer->setRetention(m_configuration.weir.retention);
    m_sources->applyConfiguration();
    m_alerts->setRules(m_configuration.alerts);
}

void CollectorService::stop(int exitCode)
{
    if (m_stopped)
        return;
    m_stopped = true;
    m_status.stop();
    for (QTimer* timer : {&m_second, &m_hasty, &m_noWindow, &m_reloadSoon})
        timer->stop();
    m_server.close();
    if (m_sources)
        m_sources->stop();
    m_bookmarks.reset();
    if (m_writer)
        m_writer->stop(); // takes and commits what is left, so that the rules see all of it
    if (m_alerts)
        m_alerts->stop();
    // Unless somebody has put another index in the place of ours.
    const auto info = CollectorInfo::read(m_options.index);
    if (m_lock && info && info->pid == getpid()) {
        std::error_code ignored;
        std::filesystem::remove(m_options.index / CollectorInfo::fileName, ignored);
    }
    emit finished(exitCode);
}

// In the writer's thread.
void CollectorService::committed(const std::vector<StoredBatch>& batches)
{
    if (batches.empty())
        return;
    noteNewest(batches.back().lastSeq());
    m_alerts->committed(batches);
}

// In the writer's thread.
void CollectorService::adopted(EventSeq upTo)
{
    noteNewest(upTo);
    m_alerts->adopted(upTo);
}

void CollectorService::noteNewest(EventSeq seq)
{
    m_newest.store(number(seq));
    // One message for many commits while main is busy.
    if (!m_announcing.exchange(true))
        QMetaObject::invokeMethod(this, &CollectorService::announceCommitted, Qt::QueuedConnection);
}

void CollectorService::ticked(TimePoint second)
{
    m_alerts->ticked(second);
}

void CollectorService::failed(const Error& error)
{
    QMetaObject::invokeMethod(this, [this, error] { m_status.noteWriterError(error); });
}

void CollectorService::compactionFailed(const Error& error)
{
    QMetaObject::invokeMethod(this, [this, error] { m_status.noteCompactionError(error); });
}

void CollectorService::announceCommitted()
{
    m_announcing.store(false);
    m_server.announceCommitted(EventSeq{m_newest.load()});
}

void CollectorService::handle(const ControlRequest& request, const ControlServer::Reply& reply)
{
    const auto argument = [&request](const std::string& name) {
        const auto found = request.arguments.find(name);
        return found == request.arguments.end() ? std::string() : found->second;
    };
    const auto tell = [&reply](const Result<Done>& result) {
        reply({.id = 0, .error = result ? std::string() : result.error().text(), .result = {}});
    };
    if (request.command == "status") {
        m_status.ask(reply);
    } else if (request.command == "pause") {
        tell(m_sources->pause(argument("source")));
    } else if (request.command == "resume") {
        tell(m_sources->resume(argument("source")));
    } else if (request.command == "rewind" || request.command == "reread"
               || request.command == "skip") {
        m_sources->move(request, reply);
    } else if (request.command == "adopt") {
        adopt(argument("file"), reply);
    } else if (request.command == "reload") {
        reload();
        tell(Done{});
    } else if (request.command == "bookmark" || request.command == "unbookmark") {
        bookmark(request, reply);
    } else if (request.command == "purge") {
        purge(argument("query"), reply);
    } else if (request.command == "stop") {
        tell(Done{});
        QMetaObject::invokeMethod(
            this, [this] { stop(); }, Qt::QueuedConnection);
    } else {
        tell(Error{Error::Code::InvalidInput, request.command,
                   "this collector does not know the command"});
    }
}

void CollectorService::adopt(const std::string& file, const ControlServer::Reply& reply)
{
    m_writer->adopt(file, [this, reply](const Result<std::uint64_t>& adopted) {
        ControlAnswer answer;
        if (adopted)
            answer.result =
                JsonWriter().beginObject().member("events", *adopted).endObject().take();
        else
            answer.error = adopted.error().text();
        QMetaObject::invokeMethod(this, [this, reply, answer] {
            m_sources->learnFiles();
            reply(answer);
        });
    });
}

void CollectorService::purge(const std::string& query, const ControlServer::Reply& reply)
{
    const auto parsed = parseQuery(query);
    const auto* const wrong = std::get_if<QueryError>(&parsed);
    const auto filter = wrong == nullptr ? Filter::compile(std::get<Query>(parsed).filter)
                                         : Error{Error::Code::InvalidInput, query, wrong->message};
    if (!filter) {
        reply({.id = 0, .error = filter.error().text(), .result = {}});
        return;
    }
    m_writer->purge(*filter, [this, reply](const Result<PurgeOutcome>& outcome) {
        QMetaObject::invokeMethod(this, [reply, outcome] {
            reply({.id = 0,
                   .error = outcome ? std::string() : outcome.error().text(),
                   .result = outcome ? outcome->toJson() : std::string()});
        });
    });
}

void CollectorService::bookmark(const ControlRequest& request, const ControlServer::Reply& reply)
{
    if (m_stopped)
        return;
    m_bookmarks->ask(request, [this, reply](const Result<Done>& done) {
        QMetaObject::invokeMethod(this, [this, reply, done] {
            reply({.id = 0, .error = done ? std::string() : done.error().text(), .result = {}});
            if (done)
                m_server.announceBookmarks();
        });
    });
}

void CollectorService::audienceChanged()
{
    if (m_stopped) // those who hang up meanwhile
        return;
    const bool followed = m_server.hasFollowers() || m_hasty.isActive();
    m_sink.setFollowed(followed);
    m_writer->setFollowed(followed);
    if (!m_options.supervised || m_configuration.weir.background || m_server.windows() > 0)
        m_noWindow.stop();
    else if (!m_noWindow.isActive())
        m_noWindow.start();
    m_status.tellWatchers();
}

void CollectorService::everySecond()
{
    m_status.noteSourceErrors();
    m_teller.refresh(m_alerts->instances());
    m_status.tellWatchers();
    if (!m_options.untilEnd)
        return;
    const auto late = m_sources->unreachableFor(m_options.timeout);
    if (late.empty())
        return;
    for (const std::string& name : late)
        say(fmt::format("{}: stayed unreachable for {}", name, formatDuration(m_options.timeout)));
    stop(1);
}

void CollectorService::checkEnd()
{
    if (m_stopped || !m_sources)
        return;
    m_status.noteSourceErrors();
    if (m_options.untilEnd && m_sources->haveAllEnded())
        stop(m_sources->hasFailed() ? 1 : 0);
}

void CollectorService::transitionsSaved(const std::vector<AlertRecord>& records)
{
    m_teller.tell(records, m_alerts->instances());
    for (const AlertRecord& record : records) {
        m_server.announceTransition({.rule = record.rule,
                                     .labels = record.labels,
                                     .from = record.from,
                                     .to = record.to,
                                     .at = record.at,
                                     .value = record.value,
                                     .summary = record.summary});
    }
}

} // namespace weir
