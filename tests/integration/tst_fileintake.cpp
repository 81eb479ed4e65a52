// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/packed.h"
#include "tests/integration/workbench.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace weir;

/// From a file to `weir query`, through stops and kills.
class tst_FileIntake final : public QObject
{
    Q_OBJECT

private slots:
    void everyLineIsIndexedOnce();
    void aStopLosesNothing();
    void killsNeitherLoseNorRepeat();
    void killsInTheMiddleOfATraceNeitherLoseNorRepeat();
    void aRotatedAndPackedLogIsIndexedOnce();
    void aFileInAnotherEncodingIsFoundByItsText();
    void anAdHocFileNeedsNoConfiguration();
};

namespace {

QByteArray line(int i)
{
    return QStringLiteral(
               R"({"time":"2026-11-23T12:00:00.%1Z","level":"info","message":"line %2"})")
        .arg(i % 1'000'000, 6, 10, QLatin1Char('0'))
        .arg(i)
        .toUtf8();
}

QByteArray lines(int from, int to)
{
    QByteArray text;
    for (int i = from; i < to; ++i)
        text += line(i) + '\n';
    return text;
}

void configure(const Workbench& bench)
{
    bench.configure(QStringLiteral("[[source]]\nname = \"log\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("app.log"))));
}

QByteArray raw(const Workbench& bench)
{
    return bench
        .weir({QStringLiteral("query"), QString(), QStringLiteral("--order"),
               QStringLiteral("oldest"), QStringLiteral("--format"), QStringLiteral("raw")})
        .output;
}

} // namespace

void tst_FileIntake::everyLineIsIndexedOnce()
{
    Workbench bench;
    configure(bench);
    const QByteArray first = lines(0, 20'000);
    bench.write(QStringLiteral("app.log"), first);
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 20'000);
    QVERIFY(raw(bench) == first);

    QCOMPARE(bench.collectUntilEnd().code, 0); // again, and nothing is there twice
    QCOMPARE(bench.count(), 20'000);

    bench.write(QStringLiteral("app.log"), first + lines(20'000, 20'010));
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 20'010);
    QCOMPARE(bench.count(QStringLiteral("\"line 19999\"")), 1);
}

void tst_FileIntake::aStopLosesNothing()
{
    constexpr int total = 300'000;
    Workbench bench;
    configure(bench);
    const QByteArray text = lines(0, total);
    bench.write(QStringLiteral("app.log"), text);
    QProcess* collector = bench.startCollector();
    QTRY_VERIFY(bench.count() > 0);
    QCOMPARE(Workbench::stop(collector).code, 0);
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), total);
    QVERIFY(raw(bench) == text);
}

void tst_FileIntake::killsNeitherLoseNorRepeat()
{
    constexpr int total = 200'000;
    Workbench bench;
    configure(bench);
    const QByteArray text = lines(0, total);
    bench.write(QStringLiteral("app.log"), text);
    for (int i = 0; i < 5; ++i) {
        QProcess* collector = bench.startCollector();
        const qint64 before = qMax<qint64>(bench.count(), 0);
        QTRY_VERIFY(bench.count() > before || before == total);
        collector->kill();
        QVERIFY(collector->waitForFinished());
    }
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), total);
    QVERIFY(raw(bench) == text);
}

void tst_FileIntake::killsInTheMiddleOfATraceNeitherLoseNorRepeat()
{
    constexpr int total = 60'000;
    Workbench bench;
    configure(bench);
    QByteArray text;
    for (int i = 0; i < total; ++i) {
        text += "2026-11-23T12:00:00Z ERROR job " + QByteArray::number(i) + " failed\n"
            + "java.lang.IllegalStateException: " + QByteArray::number(i) + '\n';
        for (int frame = 0; frame < i % 7; ++frame)
            text += "\tat com.example.Job.run(Job.java:" + QByteArray::number(frame) + ")\n";
    }
    bench.write(QStringLiteral("app.log"), text);
    for (int i = 0; i < 5; ++i) {
        QProcess* collector = bench.startCollector();
        const qint64 before = qMax<qint64>(bench.count(), 0);
        QTRY_VERIFY(bench.count() > before || before == total);
        collector->kill();
        QVERIFY(collector->waitForFinished());
    }
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), total);
    QCOMPARE(bench.count(QStringLiteral("level>=error")), total);
    QVERIFY(raw(bench) == text);
}

void tst_FileIntake::aRotatedAndPackedLogIsIndexedOnce()
{
    Workbench bench;
    bench.configure(QStringLiteral("[[source]]\nname = \"log\"\nfile = { paths = [\"%1\"] }\n")
                        .arg(bench.path(QStringLiteral("app.log*"))));
    bench.write(QStringLiteral("app.log"), lines(0, 5000));
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QVERIFY(QFile::remove(bench.path(QStringLiteral("app.log"))));
    bench.write(QStringLiteral("app.log.1.gz"), packed(lines(0, 5100), "gzip"));
    bench.write(QStringLiteral("app.log.2.xz"), packed(lines(10'000, 10'500), "xz"));
    bench.write(QStringLiteral("app.log"), lines(6000, 6100));
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 5000 + 100 + 500 + 100);
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 5000 + 100 + 500 + 100);
}

void tst_FileIntake::aFileInAnotherEncodingIsFoundByItsText()
{
    Workbench bench;
    bench.configure(
        QStringLiteral("[[source]]\nname = \"log\"\nfile = { paths = [\"%1\"], encoding = "
                       "\"latin-1\" }\n")
            .arg(bench.path(QStringLiteral("app.log"))));
    const QByteArray text = "ERROR Gr\xfc\xdf Gott\nnext\n";
    bench.write(QStringLiteral("app.log"), text);
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(QStringLiteral("Gr\u00fc\u00df level>=error")), 1);
    QCOMPARE(raw(bench), text);
}

void tst_FileIntake::anAdHocFileNeedsNoConfiguration()
{
    Workbench bench;
    bench.write(QStringLiteral("app.log"), lines(0, 100));
    const Finished finished = bench.weir(
        {QStringLiteral("query"), bench.path(QStringLiteral("app.log")),
         QStringLiteral("\"line 42\""), QStringLiteral("--format"), QStringLiteral("ndjson")});
    QCOMPARE(finished.code, 0);
    const auto event = QJsonDocument::fromJson(finished.output.trimmed());
    QCOMPARE(event[QStringLiteral("body")].toString(), QStringLiteral("line 42"));
    QCOMPARE(event[QStringLiteral("time")].toString(),
             QStringLiteral("2026-11-23T12:00:00.000042000Z"));
    QCOMPARE(event[QStringLiteral("position")][QStringLiteral("file")][QStringLiteral("path")]
                 .toString(),
             bench.path(QStringLiteral("app.log")));
    QVERIFY(!QFile::exists(bench.index())); // a private one, gone by now
}

QTEST_GUILESS_MAIN(tst_FileIntake)
#include "tst_fileintake.moc"
