// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/collectorprocess.h"

#include <QFile>
#include <QProcess>

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

namespace weir {

namespace {

constexpr qint64 enoughWords = 4096;

} // namespace

CollectorProcess::CollectorProcess(QString program, QStringList arguments,
                                   std::filesystem::path log, QObject* parent)
    : QObject(parent)
    , m_program(std::move(program))
    , m_arguments(std::move(arguments))
    , m_log(std::move(log))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &CollectorProcess::start);
}

CollectorProcess::~CollectorProcess()
{
    if (m_exit)
        close(static_cast<int>(m_exit->socket()));
}

void CollectorProcess::ensureRunning()
{
    if (isRunning() || m_pause.isActive())
        return;
    m_pause.start(m_nextPause);
}

void CollectorProcess::terminate()
{
    m_pause.stop();
    if (m_exit)
        syscall(SYS_pidfd_send_signal, static_cast<int>(m_exit->socket()), SIGTERM, nullptr, 0U);
}

void CollectorProcess::start()
{
    QProcess process;
    process.setProgram(m_program);
    process.setArguments(m_arguments);
    process.setStandardErrorFile(QString::fromStdString(m_log.string()));
    process.setStandardOutputFile(QProcess::nullDevice());
    qint64 pid = 0;
    m_startedAt = std::chrono::steady_clock::now();
    m_startProblem.clear();
    m_hasStarted = true;
    const bool started = process.startDetached(&pid);
    const auto descriptor =
        started ? static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0U)) : -1;
    if (descriptor < 0) {
        if (!started)
            m_startProblem = tr("%1 cannot be started").arg(m_program);
        m_nextPause = m_backoff.next({});
        emit ended();
        return;
    }
    m_exit = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    // Queued: the notifier must not be deleted by its own signal.
    connect(m_exit.get(), &QSocketNotifier::activated, this, &CollectorProcess::noteEnd,
            Qt::QueuedConnection);
    emit this->started();
}

void CollectorProcess::noteEnd()
{
    if (!m_exit)
        return;
    close(static_cast<int>(m_exit->socket()));
    m_exit.reset();
    m_nextPause = m_backoff.next(std::chrono::steady_clock::now() - m_startedAt);
    emit ended();
}

/// The last line of the log.
QString CollectorProcess::lastWords() const
{
    QFile file(QString::fromStdString(m_log.string()));
    if (!m_hasStarted) // the log is somebody else's
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return m_startProblem;
    file.seek(std::max<qint64>(0, file.size() - enoughWords));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    return lines.last().isEmpty() ? m_startProblem : QString::fromUtf8(lines.last());
}

} // namespace weir
