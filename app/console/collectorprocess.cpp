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

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds shortestPause = 1s;
constexpr std::chrono::milliseconds longestPause = 30s;
/// Who lived so long is started again at once.
constexpr auto healthyLife = 60s;

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
    m_nextPause = std::clamp(m_nextPause * 2, shortestPause, longestPause);
    const bool started = process.startDetached(&pid);
    const auto descriptor =
        started ? static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0U)) : -1;
    if (descriptor < 0) {
        m_lastWords = started ? QString() : tr("%1 cannot be started").arg(m_program);
        readLastWords();
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
    if (std::chrono::steady_clock::now() - m_startedAt > healthyLife)
        m_nextPause = 0ms;
    readLastWords();
    emit ended();
}

/// The last line it has written.
void CollectorProcess::readLastWords()
{
    QFile file(QString::fromStdString(m_log.string()));
    if (!file.open(QIODevice::ReadOnly))
        return;
    constexpr qint64 enough = 4096;
    file.seek(std::max<qint64>(0, file.size() - enough));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    if (!lines.isEmpty() && !lines.last().isEmpty())
        m_lastWords = QString::fromUtf8(lines.last());
}

} // namespace weir
