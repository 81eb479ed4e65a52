// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/packed.h"
#include "tests/integration/workbench.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace weir;

/// `weir import` and what becomes of it, with and without a collector.
class tst_Import final : public QObject
{
    Q_OBJECT

private slots:
    void theSameBytesAgainAddNothing();
    void aFileThatHasGrownAddsItsTail();
    void aPackedFileIsUnpacked_data();
    void aPackedFileIsUnpacked();
    void packingAFileDoesNotMakeItAnotherOne();
    void aPackedFileThatEndsInTheMiddleIsGoneOnWith();
    void standardInputIsRecognisedToo();
    void linesOfAnyLengthAreKept();
    void sourceAndFormatAreAsAsked();
    void filesThatBeginAlikeAreTwo();
    void killsNeitherLoseNorRepeat();
    void ctrlCKeepsWhatWasRead();
    void aRunningCollectorTakesItOver();
    void aSourceThatRunsLearnsWhatWasImported();
    void aKilledCollectorNeitherLosesNorRepeats_data();
    void aKilledCollectorNeitherLosesNorRepeats();
    void twoImportsAtOnceDoNotRepeat();
    void aBadFileIsNamedAndTheOthersAreRead();
    void whatAQueryReadIsExplained();
};

namespace {

QByteArray lines(int from, int to)
{
    QByteArray text;
    for (int i = from; i < to; ++i)
        text += QStringLiteral(
                    R"({"time":"2026-11-23T12:00:00.%1Z","level":"info","message":"line %2"})")
                    .arg(i % 1'000'000, 6, 10, QLatin1Char('0'))
                    .arg(i)
                    .toUtf8()
            + '\n';
    return text;
}

QByteArray raw(const Workbench& bench)
{
    return bench
        .weir({QStringLiteral("query"), QString(), QStringLiteral("--order"),
               QStringLiteral("oldest"), QStringLiteral("--format"), QStringLiteral("raw")})
        .output;
}

Finished import(const Workbench& bench, const QString& name, const QStringList& more = {})
{
    return bench.weir(QStringList{QStringLiteral("import"), bench.path(name)} + more);
}

/// To a file that somebody may be reading: never shorter for a moment.
void append(const Workbench& bench, const QString& name, const QByteArray& text)
{
    QFile file(bench.path(name));
    QVERIFY(file.open(QIODevice::Append | QIODevice::Unbuffered));
    QCOMPARE(file.write(text), text.size());
}

/// `weir import` as a process of its own.
std::unique_ptr<QProcess> startImport(const Workbench& bench, const QString& name,
                                      const QStringList& more = {})
{
    auto process = std::make_unique<QProcess>();
    process->start(QStringLiteral(WEIR_BIN_DIR "/weir"),
                   QStringList{QStringLiteral("--config"), bench.config(),
                               QStringLiteral("--index"), bench.index(), QStringLiteral("import"),
                               bench.path(name)}
                       + more);
    return process;
}

Finished importFrom(const Workbench& bench, const QByteArray& input)
{
    QProcess process;
    process.start(QStringLiteral(WEIR_BIN_DIR "/weir"),
                  {QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                   bench.index(), QStringLiteral("import"), QStringLiteral("-")});
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

void tst_Import::theSameBytesAgainAddNothing()
{
    Workbench bench;
    const QByteArray text = lines(0, 20'000);
    bench.write(QStringLiteral("app.log"), text);
    const Finished first = import(bench, QStringLiteral("app.log"));
    QCOMPARE(first.code, 0);
    QVERIFY2(first.output.contains("20,000 events"), first.output.constData());
    QVERIFY(raw(bench) == text);

    const Finished again = import(bench, QStringLiteral("app.log"));
    QCOMPARE(again.code, 0);
    QVERIFY2(again.output.contains("nothing new"), again.output.constData());
    QFile::rename(bench.path(QStringLiteral("app.log")), bench.path(QStringLiteral("old.log")));
    QCOMPARE(import(bench, QStringLiteral("old.log"),
                    {QStringLiteral("--source"), QStringLiteral("app.log")})
                 .code,
             0);
    QCOMPARE(bench.count(), 20'000);
    QVERIFY(QDir(bench.index() + QStringLiteral("/incoming"))
                .entryList(QDir::Files | QDir::Hidden)
                .isEmpty());
}

void tst_Import::aFileThatHasGrownAddsItsTail()
{
    Workbench bench;
    const QByteArray text = lines(0, 1000);
    bench.write(QStringLiteral("app.log"), text + "the last line has no end");
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QCOMPARE(bench.count(), 1001);
    // Its end comes later, and is no empty line.
    bench.write(QStringLiteral("app.log"), text + "the last line has no end\n" + lines(1000, 1010));
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QCOMPARE(bench.count(), 1011);
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QCOMPARE(bench.count(), 1011);
    QCOMPARE(bench.count(QStringLiteral("\"line 1009\"")), 1);
}

void tst_Import::aPackedFileIsUnpacked_data()
{
    QTest::addColumn<QByteArray>("how");
    for (const char* how : {"gzip", "zstd", "lz4", "bzip2", "xz"})
        QTest::newRow(how) << QByteArray(how);
}

void tst_Import::aPackedFileIsUnpacked()
{
    QFETCH(QByteArray, how);
    Workbench bench;
    const QByteArray first = lines(0, 20'000);
    const QByteArray second = lines(20'000, 40'000);
    // Packed twice and joined, as programs do that append.
    bench.write(QStringLiteral("data"),
                packed(first, how.constData()) + packed(second, how.constData()));
    const Finished finished = import(bench, QStringLiteral("data"));
    QVERIFY2(finished.code == 0, finished.errors.constData());
    QVERIFY(raw(bench) == first + second);
    QCOMPARE(import(bench, QStringLiteral("data")).code, 0);
    QCOMPARE(bench.count(), 40'000);
}

void tst_Import::packingAFileDoesNotMakeItAnotherOne()
{
    Workbench bench;
    const QByteArray text = lines(0, 5000);
    bench.write(QStringLiteral("app.log"), text);
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QFile::remove(bench.path(QStringLiteral("app.log")));
    bench.write(QStringLiteral("app.log.gz"), packed(text, "gzip"));
    QCOMPARE(import(bench, QStringLiteral("app.log.gz")).code, 0);
    QCOMPARE(bench.count(), 5000);
    bench.write(QStringLiteral("app.log.gz"), packed(text + lines(5000, 5100), "zstd"));
    QCOMPARE(import(bench, QStringLiteral("app.log.gz")).code, 0);
    QCOMPARE(bench.count(), 5100);
}

void tst_Import::aPackedFileThatEndsInTheMiddleIsGoneOnWith()
{
    Workbench bench;
    const QByteArray text = lines(0, 50'000);
    const QByteArray whole = packed(text, "gzip");
    bench.write(QStringLiteral("app.gz"), whole.chopped(whole.size() / 3));
    const Finished half = import(bench, QStringLiteral("app.gz"));
    QCOMPARE(half.code, 1);
    QVERIFY2(half.errors.contains("cannot be unpacked"), half.errors.constData());
    QVERIFY2(half.errors.contains("goes on from there"), half.errors.constData());
    const qint64 before = bench.count();
    QVERIFY(before > 0 && before < 50'000);
    bench.write(QStringLiteral("app.gz"), whole);
    QCOMPARE(import(bench, QStringLiteral("app.gz")).code, 0);
    QVERIFY(raw(bench) == text);
}

void tst_Import::standardInputIsRecognisedToo()
{
    Workbench bench;
    const QByteArray text = lines(0, 3000);
    QCOMPARE(importFrom(bench, text).code, 0);
    QCOMPARE(bench.count(), 3000);
    QCOMPARE(importFrom(bench, text + lines(3000, 3005)).code, 0);
    QCOMPARE(importFrom(bench, packed(text, "xz")).code, 0);
    QCOMPARE(bench.count(), 3005);
    QCOMPARE(importFrom(bench, "").code, 0);
}

void tst_Import::linesOfAnyLengthAreKept()
{
    Workbench bench;
    const QByteArray text = QByteArray("short\n\n") + QByteArray(6'000'000, 'x') + "\nafter\n"
        + QByteArray(33 << 20, 'y') + "\nend\n";
    bench.write(QStringLiteral("app.log"), text);
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QCOMPARE(bench.count(), 6);
    const QByteArray all = raw(bench);
    const QByteArray before = "short\n\n" + QByteArray(6'000'000, 'x') + "\nafter\n";
    const QByteArray after = QByteArray(1 << 20, 'y') + "\nend\n"; // of 33 MiB one is kept
    QVERIFY(all == before + after);
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QCOMPARE(bench.count(), 6);
}

void tst_Import::sourceAndFormatAreAsAsked()
{
    Workbench bench;
    bench.configure(QStringLiteral("[[source]]\nname = \"known\"\nlabels = { env = \"prod\" }\n"
                                   "format = \"text\"\nfile = { paths = [\"/nowhere\"] }\n"));
    bench.write(QStringLiteral("app.log"), lines(0, 10));
    QCOMPARE(import(bench, QStringLiteral("app.log"),
                    {QStringLiteral("--source"), QStringLiteral("known")})
                 .code,
             0);
    QCOMPARE(bench.count(QStringLiteral("source:known env:prod")), 10);
    QCOMPARE(bench.count(QStringLiteral("level:info")), 0); // as text
    QCOMPARE(import(bench, QStringLiteral("app.log"),
                    {QStringLiteral("--source"), QStringLiteral("other"),
                     QStringLiteral("--format"), QStringLiteral("json")})
                 .code,
             0);
    QCOMPARE(bench.count(QStringLiteral("source:other level:info")), 10);
    QCOMPARE(import(bench, QStringLiteral("app.log"),
                    {QStringLiteral("--format"), QStringLiteral("yaml")})
                 .code,
             2);
}

void tst_Import::filesThatBeginAlikeAreTwo()
{
    Workbench bench;
    const QByteArray head = lines(0, 1000);
    bench.write(QStringLiteral("a.gz"), packed(head + "a\n", "gzip"));
    bench.write(QStringLiteral("b.gz"), packed(head + "b\nc\n", "gzip"));
    const QStringList both{bench.path(QStringLiteral("b.gz")), QStringLiteral("--source"),
                           QStringLiteral("both")};
    QCOMPARE(import(bench, QStringLiteral("a.gz"), both).code, 0);
    QCOMPARE(bench.count(), 2003);
    QCOMPARE(import(bench, QStringLiteral("a.gz"), both).code, 0);
    QCOMPARE(bench.count(), 2003);
}

void tst_Import::killsNeitherLoseNorRepeat()
{
    constexpr int total = 300'000;
    Workbench bench;
    const QByteArray text = lines(0, total);
    bench.write(QStringLiteral("app.log"), text);
    QRandomGenerator random(7);
    for (int i = 0; i < 8; ++i) {
        const auto process = startImport(bench, QStringLiteral("app.log"));
        QVERIFY(process->waitForStarted());
        // The moment of the kill is what is random here, not something that is waited for.
        process->waitForFinished(random.bounded(20, 400));
        process->kill();
        process->waitForFinished();
        const qint64 count = qMax<qint64>(bench.count(), 0);
        QVERIFY2(count == 0 || count == total, qPrintable(QString::number(count)));
    }
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    QVERIFY(raw(bench) == text);
}

void tst_Import::ctrlCKeepsWhatWasRead()
{
    Workbench bench;
    QProcess process;
    process.start(QStringLiteral(WEIR_BIN_DIR "/weir"),
                  {QStringLiteral("--config"), bench.config(), QStringLiteral("--index"),
                   bench.index(), QStringLiteral("import"), QStringLiteral("-")});
    QVERIFY(process.waitForStarted());
    const QByteArray text = lines(0, 10'000);
    process.write(text + "the beginning of a li");
    QTRY_COMPARE(process.bytesToWrite(), qint64{0});
    // Its lock says that it has come as far as catching signals.
    const auto begun = [&bench] {
        return !QDir(bench.index() + QStringLiteral("/incoming")).isEmpty();
    };
    QTRY_VERIFY(begun());
    QTRY_VERIFY(process.processId() > 0);
    QVERIFY(!process.waitForFinished(300)); // it has read what there is, and waits for more
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished());
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 1, errors.constData());
    QVERIFY2(errors.contains("goes on from there"), errors.constData());
    QCOMPARE(bench.count(), 10'000);
    QCOMPARE(importFrom(bench, text + "the beginning of a line\n").code, 0);
    QVERIFY(raw(bench).contains("the beginning of a line\n"));
    QCOMPARE(bench.count(), 10'001);
}

void tst_Import::aRunningCollectorTakesItOver()
{
    Workbench bench;
    bench.configure(QStringLiteral("[[source]]\nname = \"live\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("live.log"))));
    bench.write(QStringLiteral("live.log"), lines(0, 100));
    bench.write(QStringLiteral("old.log"), lines(0, 50'000));
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE(bench.count(), 100);
    const Finished first = import(bench, QStringLiteral("old.log"));
    QVERIFY2(first.code == 0, first.errors.constData());
    QCOMPARE(bench.count(), 50'100);
    const Finished again = import(bench, QStringLiteral("old.log"));
    QVERIFY2(again.output.contains("nothing new"), again.output.constData());

    append(bench, QStringLiteral("live.log"), lines(100, 200)); // and it goes on
    QTRY_COMPARE(bench.count(), 50'200);
    QCOMPARE(Workbench::stop(collector).code, 0);
    bench.startCollector();
    QTRY_COMPARE(bench.count(), 50'200);
    QCOMPARE(import(bench, QStringLiteral("old.log")).code, 0);
    QCOMPARE(bench.count(), 50'200);
    QCOMPARE(bench.source(QStringLiteral("live"))[QStringLiteral("state")].toString(),
             QStringLiteral("live"));
}

void tst_Import::aSourceThatRunsLearnsWhatWasImported()
{
    Workbench bench;
    bench.configure(QStringLiteral("[[source]]\nname = \"live\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("logs/*.log"))));
    bench.write(QStringLiteral("logs/a.log"), lines(0, 100));
    bench.write(QStringLiteral("old.log"), lines(5000, 5500));
    bench.startCollector();
    QTRY_COMPARE(bench.count(), 100);
    QCOMPARE(import(bench, QStringLiteral("old.log"),
                    {QStringLiteral("--source"), QStringLiteral("live")})
                 .code,
             0);
    QCOMPARE(bench.count(), 600);
    // Now it comes where the source looks: only what it gains is new.
    QVERIFY(QFile::rename(bench.path(QStringLiteral("old.log")),
                          bench.path(QStringLiteral("logs/b.log"))));
    append(bench, QStringLiteral("logs/b.log"), lines(5500, 5510));
    append(bench, QStringLiteral("logs/a.log"), lines(100, 105));
    QTRY_COMPARE(bench.count(QStringLiteral("\"line 5509\"")), 1);
    QTRY_COMPARE(bench.count(QStringLiteral("\"line 104\"")), 1);
    QCOMPARE(bench.count(), 615);
}

void tst_Import::aKilledCollectorNeitherLosesNorRepeats_data()
{
    QTest::addColumn<int>("lines");
    QTest::newRow("slices that are appended") << 10'000;
    QTest::newRow("slices that become slices of the index") << 140'000;
}

void tst_Import::aKilledCollectorNeitherLosesNorRepeats()
{
    QFETCH(int, lines);
    Workbench bench;
    bench.configure(QString());
    QRandomGenerator random(11);
    QByteArray text; // what hardly gets smaller by packing
    for (int i = 0; i < lines; ++i) {
        for (int k = 0; k < 15; ++k)
            text += QByteArray::number(random.generate64(), 36) + (k < 14 ? ' ' : '\n');
    }
    bench.write(QStringLiteral("app.log"), text);
    const QDir incoming(bench.index() + QStringLiteral("/incoming"));
    for (int i = 0; i < 8; ++i) {
        QProcess* collector = bench.startCollector();
        const auto process = startImport(bench, QStringLiteral("app.log"),
                                         {QStringLiteral("--source"), QString::number(i)});
        while (incoming.entryList({QStringLiteral("*.db")}).isEmpty()
               && process->state() == QProcess::Running)
            process->waitForFinished(1);
        // The moment of the kill is what is random here, not something that is waited for.
        process->waitForFinished(random.bounded(0, 80));
        collector->kill();
        QVERIFY(collector->waitForFinished());
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 60'000);
        const QByteArray errors = process->readAllStandardError();
        QVERIFY2(process->exitCode() == 0, errors.constData());
        QCOMPARE(bench.count(), (i + 1) * lines);
        QCOMPARE(bench.count(QStringLiteral("source:%1").arg(i)), lines);
    }
}

void tst_Import::twoImportsAtOnceDoNotRepeat()
{
    Workbench bench;
    const QByteArray text = lines(0, 100'000);
    bench.write(QStringLiteral("app.log"), text);
    bench.write(QStringLiteral("other.log"), "another\n");
    const auto first = startImport(bench, QStringLiteral("app.log"));
    const auto second = startImport(bench, QStringLiteral("app.log"));
    const auto third = startImport(bench, QStringLiteral("other.log"));
    for (const auto* process : {&first, &second, &third})
        QTRY_COMPARE_WITH_TIMEOUT((*process)->state(), QProcess::NotRunning, 60'000);
    QCOMPARE(third->exitCode(), 0);
    QVERIFY(first->exitCode() == 0 || second->exitCode() == 0);
    const QByteArray errors = first->readAllStandardError() + second->readAllStandardError();
    QVERIFY2(errors.isEmpty() || errors.contains("have been indexed meanwhile"),
             errors.constData());
    QCOMPARE(bench.count(), 100'001);
}

void tst_Import::aBadFileIsNamedAndTheOthersAreRead()
{
    Workbench bench;
    bench.write(QStringLiteral("good.log"), lines(0, 10));
    bench.write(QStringLiteral("bad.gz"), QByteArray("\x1f\x8b\x08") + QByteArray(100, 'x'));
    const Finished finished =
        import(bench, QStringLiteral("missing.log"),
               {bench.path(QStringLiteral("good.log")), bench.path(QStringLiteral("bad.gz")),
                bench.config(), QStringLiteral("--json")});
    QCOMPARE(finished.code, 1);
    QVERIFY2(finished.errors.contains("missing.log: No such file"), finished.errors.constData());
    QVERIFY2(finished.errors.contains("bad.gz: cannot be unpacked"), finished.errors.constData());
    QVERIFY2(finished.errors.contains("this is a folder"), finished.errors.constData());
    QCOMPARE(bench.count(), 10);
    const QList<QByteArray> outcomes = finished.output.trimmed().split('\n');
    QCOMPARE(outcomes.size(), 4);
    const QJsonDocument good = QJsonDocument::fromJson(outcomes.at(1));
    QCOMPARE(good[QStringLiteral("events")].toInt(), 10);
    QCOMPARE(good[QStringLiteral("complete")].toBool(), true);
    QCOMPARE(bench.weir({QStringLiteral("import")}).code, 2);
}

void tst_Import::whatAQueryReadIsExplained()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), lines(0, 200'000)); // seven blocks
    QCOMPARE(import(bench, QStringLiteral("app.log")).code, 0);
    const auto explained = [&bench](const QString& query) {
        return bench
            .weir({QStringLiteral("query"), query, QStringLiteral("--count"),
                   QStringLiteral("--explain")})
            .errors;
    };
    const QByteArray absent = explained(QStringLiteral("\"no such text\""));
    QVERIFY2(absent.startsWith("7 blocks: 0 answered by their header, 0 by their catalog; ruled out "
                               "7 by their trigrams, 0 by their templates, 0 by their filter of ids; "
                               "0 searched, 0 decoded; 0 bytes of segments read\n"),
             absent.constData());
    QVERIFY2(absent.contains(" ms for headers, "), absent.constData());
    const QByteArray far = explained(QStringLiteral("\"line 9000000\""));
    QVERIFY2(far.contains("ruled out 0 by their trigrams, 7 by their templates"), far.constData());
    const QByteArray near = explained(QStringLiteral("\"line 77777\""));
    QVERIFY2(near.contains("6 by their templates, 0 by their filter of ids; 1 searched"),
             near.constData());
    QVERIFY(explained(QString()).startsWith("7 blocks: 7 answered by their header"));
}

QTEST_GUILESS_MAIN(tst_Import)
#include "tst_import.moc"
