// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "alerts/notify/dbusnotifier.h"
#include "app/collector/alertopener.h"
#include "app/collector/alertrunner.h"
#include "app/collector/alertteller.h"
#include "app/collector/bookmarkdesk.h"
#include "app/collector/collectoroptions.h"
#include "app/collector/controlserver.h"
#include "app/collector/queuesink.h"
#include "app/collector/sourcedesk.h"
#include "app/collector/statusdesk.h"
#include "store/write/indexwriter.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>

namespace weir {

/// The collector: constructs the sources, the writer, the alert rules and the socket, lets them talk
/// to each other, and stops them in an order in which nothing received is lost.
/// Thread: main; the functions of CommitListener in the writer's.
class CollectorService final : public QObject, private CommitListener
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CollectorService)

public:
    /// `notes`: what the collector before this one has left; null without a supervisor.
    CollectorService(CollectorOptions options, Configuration configuration, CrashNotes* notes);
    ~CollectorService() override;

    /// Takes the index and starts everything. Busy when another collector has it.
    Result<Done> start();
    /// Commits everything received, then emits finished(). Idempotent.
    void stop(int exitCode = 0);
    void reload();

signals:
    void finished(int exitCode);

private:
    void committed(const std::vector<StoredBatch>& batches) override;
    void adopted(EventSeq upTo) override;
    void ticked(TimePoint second) override;
    void failed(const Error& error) override;
    void compactionFailed(const Error& error) override;

    Result<Done> openIndex();
    Result<Done> listen();
    void startAlerts();
    void startSources();
    std::vector<AlertInstance> alertInstances() const;
    void watchConfiguration();

    void handle(const ControlRequest& request, const ControlServer::Reply& reply);
    void purge(const std::string& query, const ControlServer::Reply& reply);
    void bookmark(const ControlRequest& request, const ControlServer::Reply& reply);
    void audienceChanged();
    void adopt(const std::string& file, const ControlServer::Reply& reply);
    void noteNewest(EventSeq seq);
    void announceCommitted();
    void everySecond();
    void checkEnd();
    void transitionsSaved(const std::vector<AlertRecord>& records);

    const CollectorOptions m_options;
    Configuration m_configuration;
    CrashNotes* const m_notes;
    SystemClock m_clock;

    // Writer's thread to main.
    std::atomic<std::uint64_t> m_newest = 0;
    std::atomic<bool> m_announcing = false;

    std::unique_ptr<IndexLock> m_lock;
    BatchQueue m_queue;
    QueueSink m_sink;
    std::unique_ptr<IndexWriter> m_writer;
    std::unique_ptr<AlertRunner> m_alerts;
    std::unique_ptr<BookmarkDesk> m_bookmarks;
    std::unique_ptr<SourceDesk> m_sources;

    DBusNotifier m_notifier;
    AlertTeller m_teller;
    AlertOpener m_opener;
    ControlServer m_server;
    StatusDesk m_status;
    QFileSystemWatcher m_files;
    QTimer m_second;
    QTimer m_reloadSoon;
    QTimer m_hasty;
    QTimer m_noWindow;
    bool m_stopped = false;
};

} // namespace weir
