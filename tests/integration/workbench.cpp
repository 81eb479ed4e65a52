// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTest>

#include <csignal>

namespace weir {

namespace {

QString program(const QString& name)
{
    return QStringLiteral(WEIR_BIN_DIR "/") + name;
}

Finished finish(QProcess& process, int milliseconds)
{
    const bool ended =
        process.state() == QProcess::NotRunning || process.waitForFinished(milliseconds);
    Finished finished;
    finished.output = process.readAllStandardOutput();
    finished.errors = process.readAllStandardError();
    if (ended && process.exitStatus() == QProcess::NormalExit)
        finished.code = process.exitCode();
    return finished;
}

} // namespace

Workbench::Workbench()
{
    QDir().mkpath(config());
}

Workbench::~Workbench()
{
    for (const auto& collector : m_collectors) {
        collector->kill();
        collector->waitForFinished();
    }
}

void Workbench::configure(const QString& toml) const
{
    write(QStringLiteral("config/weir.toml"), toml.toUtf8());
}

void Workbench::write(const QString& name, const QByteArray& content) const
{
    QFile file(path(name));
    QDir().mkpath(QFileInfo(file).path());
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        QTest::qFail("a file cannot be written", __FILE__, __LINE__);
}

void Workbench::append(const QString& name, const QByteArray& content) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::Append) || file.write(content) != content.size())
        QTest::qFail("a file cannot be continued", __FILE__, __LINE__);
}

Finished Workbench::run(const QString& name, const QStringList& arguments, int milliseconds)
{
    QProcess process;
    process.start(program(name), arguments);
    return finish(process, milliseconds);
}

Finished Workbench::weir(const QStringList& arguments, int milliseconds) const
{
    return run(QStringLiteral("weir"),
               QStringList{QStringLiteral("--config"), config(), QStringLiteral("--index"), index()}
                   + arguments,
               milliseconds);
}

Finished Workbench::collectUntilEnd(const QStringList& more, int milliseconds) const
{
    return weir(QStringList{QStringLiteral("collect"), QStringLiteral("--until-end")} + more,
                milliseconds);
}

qint64 Workbench::count(const QString& query) const
{
    const Finished finished = weir({QStringLiteral("query"), query, QStringLiteral("--count")});
    return finished.code == 0 ? finished.output.trimmed().toLongLong() : -1;
}

QJsonObject Workbench::status() const
{
    return QJsonDocument::fromJson(
               weir({QStringLiteral("--json"), QStringLiteral("status")}).output)
        .object();
}

QJsonObject Workbench::source(const QString& name) const
{
    const QJsonArray sources = status()[QStringLiteral("sources")].toArray();
    for (const QJsonValue& candidate : sources) {
        if (candidate[QStringLiteral("name")].toString() == name)
            return candidate.toObject();
    }
    return {};
}

qint64 Workbench::collectorPid() const
{
    QFile file(index() + QStringLiteral("/collector.json"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return QJsonDocument::fromJson(file.readAll())[QStringLiteral("pid")].toInteger();
}

QProcess* Workbench::startCollector(const QStringList& more)
{
    // One that was killed has left its file behind.
    QFile::remove(index() + QStringLiteral("/collector.json"));
    QProcess* collector = launchCollector(more);
    const auto listens = [this] {
        return QFile::exists(index() + QStringLiteral("/collector.json"));
    };
    if (!QTest::qWaitFor(listens, 20'000))
        QTest::qFail("the collector does not listen", __FILE__, __LINE__);
    return collector;
}

QProcess* Workbench::launchCollector(const QStringList& more)
{
    auto process = std::make_unique<QProcess>();
    process->start(
        program(QStringLiteral("weir-collector")),
        QStringList{QStringLiteral("--config"), config(), QStringLiteral("--index"), index()}
            + more);
    m_collectors.push_back(std::move(process));
    return m_collectors.back().get();
}

Finished Workbench::stop(QProcess* collector)
{
    collector->terminate();
    return finish(*collector, 30'000);
}

int Workbench::freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace weir
