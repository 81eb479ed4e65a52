// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/processrun.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTimer>

#include <sys/prctl.h>

#include <csignal>

namespace weir {

namespace {

using namespace std::chrono_literals;

constexpr qint64 longestLine = qint64{32} << 20;
constexpr qint64 mostOutput = qint64{256} << 20;
constexpr auto patience = 1s;

/// One process. It outlives the run that wanted it until it has ended: destroying a QProcess that
/// still runs would wait for it.
class ProcessRun final : public ChildRun
{
public:
    ProcessRun(const ChildProgram& child, QObject* owner)
        : ChildRun(owner)
        , m_process(new QProcess)
    {
        m_process->setProgram(child.program);
        m_process->setArguments(child.arguments);
        if (child.hearsErrors)
            m_process->setProcessChannelMode(QProcess::MergedChannels);
        else
            m_process->setStandardErrorFile(QProcess::nullDevice());
        m_process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
        connect(m_process, &QProcess::readyReadStandardOutput, this, &ProcessRun::read);
        connect(m_process, &QProcess::finished, this, &ProcessRun::finish);
        connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                end(QCoreApplication::translate("ChildRun", "%1 cannot be started.")
                        .arg(m_process->program()));
        });
        // Later: who asked connects first.
        QTimer::singleShot(0, this, [this, input = child.input] {
            m_process->start(QIODevice::ReadWrite);
            m_process->write(input);
            m_process->closeWriteChannel();
        });
    }
    ~ProcessRun() override
    {
        QProcess* process = m_process;
        process->disconnect(this);
        if (process->state() == QProcess::NotRunning) {
            process->deleteLater();
            return;
        }
        connect(process, &QProcess::finished, process, &QObject::deleteLater);
        connect(process, &QProcess::errorOccurred, process, &QObject::deleteLater);
        process->terminate();
        QTimer::singleShot(patience, process, &QProcess::kill);
    }
    Q_DISABLE_COPY_MOVE(ProcessRun)

private:
    void read()
    {
        while (m_process->canReadLine() && !m_hasEnded) {
            const QByteArray line = m_process->readLine(longestLine).trimmed();
            m_received += line.size();
            if (!line.isEmpty())
                emit lineReceived(line);
        }
        if (m_process->bytesAvailable() >= longestLine || m_received > mostOutput) {
            m_process->kill();
            end(QCoreApplication::translate(
                "ChildRun", "The answer was too large and was cut off; ask for less."));
        }
    }

    void finish(int code, QProcess::ExitStatus status)
    {
        Q_UNUSED(code)
        read();
        const QByteArray rest = m_process->readAll().trimmed();
        if (!rest.isEmpty() && !m_hasEnded)
            emit lineReceived(rest);
        end(status == QProcess::CrashExit
                ? QCoreApplication::translate("ChildRun",
                                              "The program that does this was stopped. What it was given "
                                              "may be more than it can hold.")
                : QString());
    }

    void end(const QString& problem)
    {
        if (!std::exchange(m_hasEnded, true))
            emit ended(problem);
    }

    QProcess* m_process;
    qint64 m_received = 0;
    bool m_hasEnded = false;
};

} // namespace

ChildRun* startProcess(const ChildProgram& child, QObject* owner)
{
    return new ProcessRun(child, owner);
}

} // namespace weir
