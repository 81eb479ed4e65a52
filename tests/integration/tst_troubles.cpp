// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTcpServer>
#include <QTest>

#include <unistd.h>

using namespace weir;

/// What goes wrong on every machine sooner or later: each gives a clear sentence and an exit code, and
/// whatever can go on goes on.
class tst_Troubles final : public QObject
{
    Q_OBJECT

private slots:
    void aSecondCollectorIsRefusedAndNamesTheFirst();
    void aKilledCollectorLeavesNothingInTheWay();
    void anIndexThatCannotBeWrittenIsSaidSo();
    void aTypoIsShownWithItsPlaceAndTheOthersRun();
    void aTakenAddressStopsNobodyElse();
    void aBrokerThatIsNotThereIsFailureOnlyAfterTheTimeout();
    void aWrongOptionIsWrongUsage();
    void aHostileClientIsDroppedAndTheNextOneServed();
};

namespace {

/// A source that is always well.
QString quietSource(const QString& name)
{
    return QStringLiteral("[[source]]\nname = \"%1\"\n"
                          "zeromq = { bind = [\"tcp://127.0.0.1:%2\"], type = \"pull\" }\n")
        .arg(name)
        .arg(Workbench::freePort());
}

} // namespace

void tst_Troubles::aSecondCollectorIsRefusedAndNamesTheFirst()
{
    Workbench bench;
    bench.configure(quietSource(QStringLiteral("a")));
    QProcess* first = bench.startCollector();
    const Finished second = bench.weir({QStringLiteral("collect")}, 20'000);
    QCOMPARE(second.code, 1);
    QVERIFY2(second.errors.contains(QByteArray::number(bench.collectorPid())),
             second.errors.constData());
    QCOMPARE(first->state(), QProcess::Running);
    QCOMPARE(Workbench::stop(first).code, 0);
}

void tst_Troubles::aKilledCollectorLeavesNothingInTheWay()
{
    Workbench bench;
    bench.configure(quietSource(QStringLiteral("a")));
    QProcess* first = bench.startCollector();
    first->kill();
    QVERIFY(first->waitForFinished());
    QVERIFY(QFile::exists(bench.index() + QStringLiteral("/collector.json")));
    // The status comes from the index then; the child that collects dies a moment after its parent.
    QTRY_COMPARE(bench.weir({QStringLiteral("status")}).code, 0);
    QProcess* second = bench.startCollector();
    QTRY_COMPARE(bench.source(QStringLiteral("a"))[QStringLiteral("state")].toString(),
                 QStringLiteral("live"));
    QCOMPARE(Workbench::stop(second).code, 0);
    QVERIFY(!QFile::exists(bench.index() + QStringLiteral("/collector.json")));
}

void tst_Troubles::anIndexThatCannotBeWrittenIsSaidSo()
{
    Workbench bench;
    bench.configure(quietSource(QStringLiteral("a")));
    // A file system on which nobody may make a folder, not even root.
    QProcess collector;
    collector.start(QStringLiteral(WEIR_BIN_DIR "/weir-collector"),
                    {QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                     QStringLiteral("/proc/self/weir-index")});
    QVERIFY(collector.waitForFinished(20'000));
    QCOMPARE(collector.exitCode(), 1);
    const QByteArray errors = collector.readAllStandardError();
    QVERIFY2(errors.contains("/proc/self/weir-index"), errors.constData());
}

void tst_Troubles::aTypoIsShownWithItsPlaceAndTheOthersRun()
{
    Workbench bench;
    bench.configure(quietSource(QStringLiteral("good"))
                    + QStringLiteral("[[source]]\n"
                                     "name = \"bad\"\n"
                                     "zeromk = { connect = [\"tcp://127.0.0.1:1\"] }\n"));
    const Finished checked = bench.weir({QStringLiteral("check")});
    QCOMPARE(checked.code, 2);
    const QByteArray place = (bench.config() + QStringLiteral("/weir.toml:6:1: ")).toUtf8();
    QVERIFY2(checked.errors.contains(place), checked.errors.constData());
    QVERIFY2(checked.errors.contains("zeromq"),
             checked.errors.constData()); // the nearest valid name

    QProcess* collector = bench.startCollector();
    QTRY_COMPARE(bench.source(QStringLiteral("good"))[QStringLiteral("state")].toString(),
                 QStringLiteral("live"));
    QVERIFY(bench.source(QStringLiteral("bad")).isEmpty());
    const Finished ended = Workbench::stop(collector);
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.errors.contains(place), ended.errors.constData());
}

void tst_Troubles::aTakenAddressStopsNobodyElse()
{
    QTcpServer occupant;
    QVERIFY(occupant.listen(QHostAddress::LocalHost));
    Workbench bench;
    bench.configure(
        quietSource(QStringLiteral("good"))
        + QStringLiteral("[[source]]\nname = \"late\"\n"
                         "zeromq = { bind = [\"tcp://127.0.0.1:%1\"], type = \"pull\" }\n")
              .arg(occupant.serverPort()));
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE(bench.source(QStringLiteral("good"))[QStringLiteral("state")].toString(),
                 QStringLiteral("live"));
    const auto error = [&bench] {
        return bench.source(QStringLiteral("late"))[QStringLiteral("last_error")].toString();
    };
    QTRY_VERIFY(error().contains(QString::number(occupant.serverPort())));

    // It is tried again, and works once the address is free.
    occupant.close();
    QTRY_COMPARE_WITH_TIMEOUT(
        bench.source(QStringLiteral("late"))[QStringLiteral("state")].toString(),
        QStringLiteral("live"), 30'000);
    const Finished ended = Workbench::stop(collector);
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.errors.contains("late: "), ended.errors.constData());
}

void tst_Troubles::aBrokerThatIsNotThereIsFailureOnlyAfterTheTimeout()
{
    Workbench bench;
    bench.configure(
        QStringLiteral("[[source]]\nname = \"orders\"\n"
                       "kafka = { brokers = \"127.0.0.1:%1\", topics = [\"orders\"] }\n")
            .arg(Workbench::freePort()));
    const Finished finished =
        bench.collectUntilEnd({QStringLiteral("--timeout"), QStringLiteral("2s")});
    QCOMPARE(finished.code, 1);
    QVERIFY2(finished.errors.contains("orders: "), finished.errors.constData());
    QVERIFY2(finished.errors.contains("2s"), finished.errors.constData());
}

void tst_Troubles::aWrongOptionIsWrongUsage()
{
    Workbench bench;
    QCOMPARE(bench.weir({QStringLiteral("query"), QStringLiteral("--no-such-option")}).code, 2);
    QCOMPARE(bench.weir({QStringLiteral("query"), QStringLiteral("a and (")}).code, 2);
    QCOMPARE(
        bench.weir({QStringLiteral("collect"), QStringLiteral("--timeout"), QStringLiteral("soon")})
            .code,
        2);
}

void tst_Troubles::aHostileClientIsDroppedAndTheNextOneServed()
{
    Workbench bench;
    bench.configure(quietSource(QStringLiteral("a")));
    QProcess* collector = bench.startCollector();
    QFile info(bench.index() + QStringLiteral("/collector.json"));
    QVERIFY(info.open(QIODevice::ReadOnly));
    const auto socketPath = QJsonDocument::fromJson(info.readAll())[QStringLiteral("socket")];
    QCOMPARE(QFile::permissions(socketPath.toString())
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());

    QLocalSocket socket;
    socket.connectToServer(socketPath.toString());
    QVERIFY(socket.waitForConnected());
    socket.write("not json\n");
    QTRY_VERIFY(socket.canReadLine() || socket.waitForReadyRead(10));
    QVERIFY(socket.readLine().contains("\"error\""));
    socket.write(QByteArray(3 << 20, 'x')); // never a newline
    QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);

    QCOMPARE(bench.status()[QStringLiteral("collector")][QStringLiteral("state")].toString(),
             QStringLiteral("running"));
    QCOMPARE(Workbench::stop(collector).code, 0);
}

QTEST_GUILESS_MAIN(tst_Troubles)
#include "tst_troubles.moc"
