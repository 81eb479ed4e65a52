// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/workbench.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace weir;

/// A collector that nobody watches starts itself again when it crashes, and only then; to signals and
/// exit codes it looks like one process. What it dies of three times is left out.
class tst_Supervision final : public QObject
{
    Q_OBJECT

private slots:
    void oneThatCrashesIsBackAfterASecond();
    void theSecondCrashMakesThePauseLonger();
    void terminatingTheParentEndsBothInOrder();
    void terminatingTheCollectorItselfEndsBothInOrder();
    void aWishToEndThatReachesBothIsOneWish();
    void killingTheParentLeavesNoCollectorBehind();
    void inAPauseItEndsAtOnce();
    void withoutRestartACrashIsTheEnd();
    void aLineThatNeedsMoreThanTheLimitIsLeftOutAndTheRestIndexed();

private:
    static bool isAlive(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0; }
};

namespace {

void configureFile(const Workbench& bench, const char* limit)
{
    bench.configure(QStringLiteral("[collector]\nmemory_limit = \"%1\"\n"
                                   "[[source]]\nname = \"log\"\nfile = { paths = [\"%2\"] }\n")
                        .arg(QLatin1String(limit), bench.path(QStringLiteral("app.log"))));
}

void signal(qint64 pid, int number)
{
    ::kill(static_cast<pid_t>(pid), number);
}

/// A new one listens.
bool isBack(const Workbench& bench, qint64 before)
{
    const qint64 pid = bench.collectorPid();
    return pid != 0 && pid != before;
}

} // namespace

void tst_Supervision::oneThatCrashesIsBackAfterASecond()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    QTRY_COMPARE(bench.count(), 1);
    const qint64 first = bench.collectorPid();
    QVERIFY(first != started->processId());
    QElapsedTimer timer;
    timer.start();
    signal(first, SIGSEGV);
    QTRY_VERIFY_WITH_TIMEOUT(isBack(bench, first), 20'000);
    QVERIFY2(timer.elapsed() >= 900, qPrintable(QString::number(timer.elapsed())));
    QFile log(bench.path(QStringLiteral("app.log")));
    QVERIFY(log.open(QIODevice::Append) && log.write("two\n") == 4);
    log.close();
    QTRY_COMPARE(bench.count(), 2);
    const Finished ended = Workbench::stop(started);
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.errors.contains("signal 11"), ended.errors.constData());
    QVERIFY2(ended.errors.contains("again in 1 s"), ended.errors.constData());
}

void tst_Supervision::theSecondCrashMakesThePauseLonger()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    const qint64 first = bench.collectorPid();
    signal(first, SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(isBack(bench, first), 20'000);
    const qint64 second = bench.collectorPid();
    signal(second, SIGKILL);
    QTRY_VERIFY_WITH_TIMEOUT(isBack(bench, second), 20'000);
    const Finished ended = Workbench::stop(started);
    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.errors.contains("again in 2 s"), ended.errors.constData());
}

void tst_Supervision::terminatingTheParentEndsBothInOrder()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    const qint64 collector = bench.collectorPid();
    QCOMPARE(Workbench::stop(started).code, 0);
    QVERIFY(!isAlive(collector));
    QCOMPARE(bench.collectorPid(), 0); // it has cleared up
}

void tst_Supervision::terminatingTheCollectorItselfEndsBothInOrder()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    signal(bench.collectorPid(), SIGTERM);
    QVERIFY(started->waitForFinished(20'000));
    QCOMPARE(started->exitStatus(), QProcess::NormalExit);
    QCOMPARE(started->exitCode(), 0);
}

void tst_Supervision::aWishToEndThatReachesBothIsOneWish()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), QByteArray("line\n").repeated(200'000));
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    // As a terminal and a service manager do.
    for (const qint64 pid : {bench.collectorPid(), started->processId()})
        signal(pid, SIGINT);
    QVERIFY(started->waitForFinished(30'000));
    QCOMPARE(started->exitStatus(), QProcess::NormalExit);
    QCOMPARE(started->exitCode(), 0);
}

void tst_Supervision::killingTheParentLeavesNoCollectorBehind()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    const qint64 collector = bench.collectorPid();
    started->kill();
    QVERIFY(started->waitForFinished());
    QTRY_VERIFY(!isAlive(collector));
}

void tst_Supervision::inAPauseItEndsAtOnce()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector();
    QByteArray errors;
    signal(bench.collectorPid(), SIGABRT);
    QTRY_VERIFY((errors += started->readAllStandardError()).contains("starting it again"));
    QCOMPARE(Workbench::stop(started).code, 0);
}

void tst_Supervision::withoutRestartACrashIsTheEnd()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), "one\n");
    configureFile(bench, "256MiB");
    QProcess* started = bench.startCollector({QStringLiteral("--no-restart")});
    QCOMPARE(bench.collectorPid(), started->processId());
    signal(bench.collectorPid(), SIGSEGV);
    QVERIFY(started->waitForFinished());
    QCOMPARE(started->exitStatus(), QProcess::CrashExit);
}

void tst_Supervision::aLineThatNeedsMoreThanTheLimitIsLeftOutAndTheRestIndexed()
{
    Workbench bench;
    const QByteArray before = QByteArray("before\n").repeated(100);
    const QByteArray deadly = R"({"a":[1)" + QByteArray(",1").repeated(9'000'000) + "]}\n";
    bench.write(QStringLiteral("app.log"), before + deadly + QByteArray("after\n").repeated(100));
    configureFile(bench, "128MiB");
    QProcess* started = bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("after")), 100, 60'000);
    QCOMPARE(bench.count(), 200);
    const QJsonObject source = bench.source(QStringLiteral("log"));
    QCOMPARE(source[QStringLiteral("quarantined")].toInt(), 1);
    const QJsonArray gaps = source[QStringLiteral("gaps")].toArray();
    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gaps[0][QStringLiteral("reason")].toString(), QStringLiteral("quarantined"));
    QCOMPARE(gaps[0][QStringLiteral("from")].toInteger(), before.size());
    QCOMPARE(gaps[0][QStringLiteral("to")].toInteger(), before.size() + deadly.size() - 1);
    const Finished ended = Workbench::stop(started);
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.errors.count("starting it again"), 3);

    QFile ledger(bench.index() + QStringLiteral("/quarantine.json"));
    QVERIFY(ledger.open(QIODevice::ReadOnly));
    QVERIFY(ledger.readAll().contains(deadly.left(4096).toBase64()));

    // It stays left out, and the gap stands once.
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 200);
}

QTEST_GUILESS_MAIN(tst_Supervision)
#include "tst_supervision.moc"
