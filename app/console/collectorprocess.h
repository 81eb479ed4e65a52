// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/process/backoff.h"

#include <QObject>
#include <QSocketNotifier>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <filesystem>
#include <memory>

namespace weir {

/// Keeps a collector running for this window: starts one, and starts it again with growing pauses
/// (1 to 30 s) when it ends. One that crashes starts itself again (app/collector/supervisor.h); for
/// that it has not ended here, and only what it says of it is of interest. The collector is no child that dies with the window: a window's crash
/// does not end it, and it ends by itself when the last window has gone.
/// Thread: GUI; never waits.
class CollectorProcess final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CollectorProcess)

public:
    /// `program` is run with `arguments`; what it says on stderr goes to `log`.
    CollectorProcess(QString program, QStringList arguments, std::filesystem::path log,
                     QObject* parent = nullptr);
    ~CollectorProcess() override;

    /// Starts it unless it runs or a pause is being kept.
    void ensureRunning();
    /// Asks the one that runs to end, with everything committed.
    void terminate();
    bool isRunning() const { return m_exit != nullptr; }

    /// What it has said last: why it ended, or crashed. Empty when there is nothing.
    QString lastWords() const;

signals:
    void started();
    void ended();

private:
    void start();
    void noteEnd();

    const QString m_program;
    const QStringList m_arguments;
    const std::filesystem::path m_log;
    std::unique_ptr<QSocketNotifier> m_exit; ///< a pidfd; null while nothing runs
    QTimer m_pause;
    Backoff m_backoff;
    std::chrono::milliseconds m_nextPause{0};
    std::chrono::steady_clock::time_point m_startedAt;
    QString m_startProblem;
    bool m_hasStarted = false;
};

} // namespace weir
