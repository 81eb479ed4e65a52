// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/childprobe.h"

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
class ChildRun final : public ProbeRun
{
public:
    ChildRun(const QString& program, const QStringList& arguments, const QByteArray& input,
             QObject* owner)
        : ProbeRun(owner)
        , m_process(new QProcess)
    {
        m_process->setProgram(program);
        m_process->setArguments(arguments);
        m_process->setStandardErrorFile(QProcess::nullDevice());
        m_process->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
        connect(m_process, &QProcess::readyReadStandardOutput, this, &ChildRun::read);
        connect(m_process, &QProcess::finished, this, &ChildRun::finish);
        connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                end(QCoreApplication::translate("SourceProbe", "%1 cannot be started.")
                        .arg(m_process->program()));
        });
        // Later: who asked connects first.
        QTimer::singleShot(0, this, [this, input] {
            m_process->start(QIODevice::ReadWrite);
            m_process->write(input);
            m_process->closeWriteChannel();
        });
    }
    ~ChildRun() override
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
    Q_DISABLE_COPY_MOVE(ChildRun)

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
                "SourceProbe", "The answer was too large and was cut off; ask for less."));
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
                ? QCoreApplication::translate("SourceProbe",
                                              "The program that asks the other side was stopped. "
                                              "What it sent may be more than it can hold.")
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

ChildProbe::ChildProbe(QString program, std::filesystem::path config, QObject* parent)
    : SourceProbe(parent)
    , m_program(std::move(program))
    , m_config(std::move(config))
{
}

ProbeRun* ChildProbe::start(const QStringList& arguments, const QByteArray& input, QObject* owner)
{
    QStringList all{QStringLiteral("source")};
    all << arguments << QStringLiteral("--json") << QStringLiteral("--config")
        << QString::fromStdString(m_config.string());
    return new ChildRun(m_program, all, input, owner);
}

} // namespace weir
