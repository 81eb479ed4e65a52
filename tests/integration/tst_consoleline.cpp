// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console/collectorprocess.h"
#include "app/console/localsocketclient.h"
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace weir;

/// The window's line to a real collector, without a window.
class tst_ConsoleLine final : public QObject
{
    Q_OBJECT

private slots:
    void aCollectorIsStartedAndToldApart();
    void oneThatIsKilledIsStartedAgain();
    void oneThatCannotRunSaysWhy();
    void withoutAProcessNothingIsStarted();
    void whatIsCommittedAndHowItIsAreToldUnasked();
};

namespace {

using Connection = CollectorClient::Connection;

/// A line that keeps a collector on the bench's index running.
struct Line
{
    explicit Line(const Workbench& bench)
        : process(QStringLiteral(WEIR_BIN_DIR "/weir-collector"),
                  {QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                   bench.index(), QStringLiteral("--supervised")},
                  bench.path(QStringLiteral("log")).toStdString())
        , client(bench.index().toStdString(), &process)
    {
        client.start();
    }
    /// The collector outlives the line; not the test.
    ~Line()
    {
        client.stopSupervising();
        client.send("stop", {}, {});
        (void)QTest::qWaitFor([this] { return !process.isRunning(); }, 20'000);
    }

    CollectorProcess process;
    LocalSocketClient client;
};

pid_t parentOf(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(3).toInt(); // our names have no spaces
}

pid_t collectorPid(const Workbench& bench)
{
    QFile file(bench.index() + QStringLiteral("/collector.json"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return QJsonDocument::fromJson(file.readAll())[QStringLiteral("pid")].toInt();
}

} // namespace

void tst_ConsoleLine::aCollectorIsStartedAndToldApart()
{
    Workbench bench;
    Line line(bench);
    QCOMPARE(line.client.connection(), Connection::Starting);
    QTRY_COMPARE_WITH_TIMEOUT(line.client.connection(), Connection::Connected, 20'000);
    QVERIFY(line.client.problem().isEmpty());

    QString answer;
    line.client.send("pause", {{"source", "nobody"}}, [&](const Result<std::string>& result) {
        answer = result ? QStringLiteral("ok") : QString::fromStdString(result.error().detail);
    });
    QTRY_VERIFY(answer.contains(QStringLiteral("nobody")));
}

void tst_ConsoleLine::oneThatIsKilledIsStartedAgain()
{
    Workbench bench;
    Line line(bench);
    QTRY_COMPARE_WITH_TIMEOUT(line.client.connection(), Connection::Connected, 20'000);
    const pid_t first = collectorPid(bench);
    QVERIFY(first > 0);
    const pid_t supervisor = parentOf(first);
    QSignalSpy changes(&line.client, &CollectorClient::connectionChanged);
    kill(first, SIGKILL);
    QTRY_COMPARE(line.client.connection(), Connection::Lost);
    QTRY_VERIFY2(line.client.problem().contains(QStringLiteral("signal 9")),
                 qPrintable(line.client.problem()));
    QTRY_COMPARE_WITH_TIMEOUT(line.client.connection(), Connection::Connected, 20'000);
    QVERIFY(collectorPid(bench) != first);
    QCOMPARE(parentOf(collectorPid(bench)), supervisor); // there are not two that start them
}

void tst_ConsoleLine::oneThatCannotRunSaysWhy()
{
    Workbench bench;
    bench.write(QStringLiteral("index"), "a file where the folder should be");
    Line line(bench);
    QTRY_VERIFY_WITH_TIMEOUT(line.client.problem().contains(bench.index()), 20'000);
    QCOMPARE(line.client.connection(), Connection::Starting);
}

void tst_ConsoleLine::withoutAProcessNothingIsStarted()
{
    Workbench bench;
    LocalSocketClient client(bench.index().toStdString(), nullptr);
    client.start();
    QCOMPARE(client.connection(), Connection::None);
    QVERIFY(!client.problem().isEmpty());
    bool failed = false;
    client.send("status", {}, [&](const Result<std::string>& result) { failed = !result; });
    QVERIFY(failed);

    QProcess* collector = bench.startCollector(); // found as soon as there is one
    QTRY_COMPARE_WITH_TIMEOUT(client.connection(), Connection::Connected, 20'000);
    QCOMPARE(Workbench::stop(collector).code, 0);
    QTRY_COMPARE(client.connection(), Connection::Lost);
}

void tst_ConsoleLine::whatIsCommittedAndHowItIsAreToldUnasked()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\ntwo\n");
    bench.configure(QStringLiteral("[[source]]\nname = \"log\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("app.log"))));
    Line line(bench);
    QSignalSpy committed(&line.client, &CollectorClient::committed);
    std::optional<Status> status;
    connect(&line.client, &CollectorClient::statusReceived, this,
            [&](const Status& received) { status = received; });
    QTRY_COMPARE_WITH_TIMEOUT(line.client.connection(), Connection::Connected, 20'000);
    QTRY_VERIFY(status && status->indexEvents == 2);
    QVERIFY(status->pid == collectorPid(bench));

    QFile log(bench.path(QStringLiteral("app.log")));
    QVERIFY(log.open(QIODevice::Append));
    committed.clear();
    log.write("three\n");
    log.close();
    QTRY_VERIFY(!committed.isEmpty());
    QVERIFY(committed.last().first().toULongLong() >= 3);
}

QTEST_GUILESS_MAIN(tst_ConsoleLine)
#include "tst_consoleline.moc"
