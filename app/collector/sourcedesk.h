// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/collector/collectoroptions.h"
#include "app/collector/controlserver.h"
#include "app/collector/keyring.h"
#include "app/collector/quarantineledger.h"
#include "app/collector/sourceset.h"
#include "store/write/indexwriter.h"

#include <QObject>
#include <QTimer>

#include <set>

namespace weir {

/// The sources of a collector: which of them run, what a crash has taught about them, and the commands
/// that are about one. A range that is read again is first taken out of the index by the writer; where
/// an earlier run has begun that, the source does not run before it is finished.
///
/// What cannot be done is said on stderr, or answered where it was asked for. Thread: main.
class SourceDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SourceDesk)

public:
    /// All outlive it. `configuration` may be replaced between two calls; applyConfiguration() tells so.
    /// `notes`: what the collector before this one has left; null without a supervisor.
    SourceDesk(const CollectorOptions& options, const Configuration& configuration,
               CrashNotes* notes, BatchSink& sink, IndexWriter& writer);

    /// Learns from a crash, so that no source touches again what has caused it. Precondition: the index is
    /// ours, so nobody else writes the ledger.
    void learnFromCrashes();
    /// Starts the sources. Before the writer is started.
    void start();
    /// Finishes what an earlier run has begun to take out of the index. After the writer was started.
    void finishRereads();
    void applyConfiguration();
    /// Files may have come into the index by an import.
    void learnFiles();
    /// Waits for every source. What is answered later changes nothing any more.
    void stop();

    /// NotFound without a source of this name.
    Result<Done> pause(const std::string& name) { return m_sources.pause(name); }
    Result<Done> resume(const std::string& name) { return m_sources.resume(name); }
    /// `rewind`, `reread` and `skip`; answered when it is done.
    void move(const ControlRequest& request, const ControlServer::Reply& reply);

    std::vector<SourceStatus> statuses() const { return m_sources.statuses(); }
    /// Names of those that have been unreachable or stalled since before `limit`; to be asked regularly.
    std::vector<std::string> unreachableFor(std::chrono::steady_clock::duration limit)
    {
        return m_sources.unreachableFor(limit);
    }
    /// None is left that would still bring something.
    bool haveAllEnded() const { return m_held.empty() && m_sources.haveAllEnded(); }
    bool hasFailed() const { return m_sources.hasFailed(); }

signals:
    void ended(); ///< a source, or what one was held for: all may have
    /// Before a range is read again: a format that was changed a moment ago counts. Whoever is connected
    /// has taken it over when emit returns.
    void freshConfigurationWanted();

private:
    Result<std::vector<StartPosition>> indexedOf(const std::string& source) const;
    std::shared_ptr<Quarantine> quarantineFor(const SourceConfig& source);
    std::vector<SourceConfig> sourcesToRun() const;
    void giveTagKey(RedactRules& rules) const;
    void reread(const std::string& source, std::vector<StreamRange> ranges, RequestAnswer answer);
    void readAgain(const RereadOutcome& outcome);
    void holdSources();
    void rereadsFinished(const Result<RereadOutcome>& outcome);

    const CollectorOptions& m_options;
    const Configuration& m_configuration;
    CrashNotes* const m_notes;
    IndexWriter& m_writer;
    QuarantineLedger m_ledger;
    Keyring m_keyring;
    SourceSet m_sources;
    std::set<std::string> m_held; ///< do not run before what an earlier run began is finished
    QTimer m_healthy;
    bool m_isStopped = false;
};

} // namespace weir
