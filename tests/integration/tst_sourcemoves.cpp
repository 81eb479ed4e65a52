// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/readback.h"
#include "tests/integration/workbench.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <fmt/format.h>

using namespace weir;

/// `weir source pause|resume|rewind|skip` on a collector that runs, on a real broker.
class tst_SourceMoves final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whilePausedNothingIsReadAndNothingIsMissedLater();
    void aRewindThatIsKilledGoesOnAndTheIndexIsWhole();
    void aSkipLeavesAGapInTheStatus();
    void whatIsWrongIsSaid();

private:
    std::string topicWith(int records) const;
    void configure(const Workbench& bench, const std::string& topic, const char* start) const;
    static Finished source(const Workbench& bench, const QStringList& arguments);

    std::unique_ptr<TestBroker> m_broker;
};

void tst_SourceMoves::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

std::string tst_SourceMoves::topicWith(int records) const
{
    const std::string topic = m_broker->makeTopic(2);
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                    QStringLiteral("count=%1").arg(records), QStringLiteral("key=k%d"),
                    QStringLiteral("value=record %d")});
    return topic;
}

void tst_SourceMoves::configure(const Workbench& bench, const std::string& topic,
                                const char* start) const
{
    bench.configure(QString::fromStdString(
        fmt::format("[[source]]\nname = \"orders\"\nformat = \"text\"\n"
                    "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"{}\" }}\n",
                    m_broker->bootstrap(), topic, start)));
}

Finished tst_SourceMoves::source(const Workbench& bench, const QStringList& arguments)
{
    return bench.weir(QStringList{QStringLiteral("source")} + arguments);
}

void tst_SourceMoves::whilePausedNothingIsReadAndNothingIsMissedLater()
{
    const std::string topic = topicWith(100);
    Workbench bench;
    configure(bench, topic, "earliest");
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 100, 20'000);
    QCOMPARE(source(bench, {QStringLiteral("pause"), QStringLiteral("orders")}).code, 0);
    const QJsonObject paused = bench.source(QStringLiteral("orders"));
    QCOMPARE(paused[QStringLiteral("state")].toString(), QStringLiteral("paused"));
    QCOMPARE(paused[QStringLiteral("positions")].toArray().size(), 2);
    const Finished refused = source(bench, {QStringLiteral("rewind"), QStringLiteral("orders"),
                                            QStringLiteral("--to"), QStringLiteral("earliest")});
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.errors.contains("is paused: resume it first"), refused.errors.constData());
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                    QStringLiteral("count=50"), QStringLiteral("key=k%d"),
                    QStringLiteral("value=later %d")});
    QCOMPARE(bench.count(), 100);
    QCOMPARE(source(bench, {QStringLiteral("resume"), QStringLiteral("orders")}).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 150, 20'000);
    QCOMPARE(difference(readableRecords(*m_broker, topic), indexedRecords(bench, topic)),
             QString());
}

void tst_SourceMoves::aRewindThatIsKilledGoesOnAndTheIndexIsWhole()
{
    const std::string topic = topicWith(300'000);
    Workbench bench;
    configure(bench, topic, "latest");
    QProcess* collector = bench.startCollector();
    const auto isReading = [&] {
        return bench.source(QStringLiteral("orders"))[QStringLiteral("positions")].toArray().size()
            == 2;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReading(), 20'000);
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                    QStringLiteral("count=10"), QStringLiteral("key=k%d"),
                    QStringLiteral("value=later %d")});
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 10, 20'000);
    const Finished rewound = source(bench, {QStringLiteral("rewind"), QStringLiteral("orders"),
                                            QStringLiteral("--to"), QStringLiteral("earliest")});
    QVERIFY2(rewound.code == 0, rewound.errors.constData());
    QVERIFY2(rewound.output.contains("are fetched"), rewound.output.constData());
    QTRY_VERIFY_WITH_TIMEOUT(bench.count() > 10, 20'000);
    collector->kill();
    QVERIFY(collector->waitForFinished());
    const qint64 before = bench.count();
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 300'010, 60'000);
    qInfo() << "killed at" << before << "of 300010";
    QCOMPARE(difference(readableRecords(*m_broker, topic), indexedRecords(bench, topic)),
             QString());
    const Finished again = source(bench, {QStringLiteral("rewind"), QStringLiteral("orders"),
                                          QStringLiteral("--to"), QStringLiteral("-1h")});
    QCOMPARE(again.output, QByteArray("nothing is missing there\n"));
}

void tst_SourceMoves::aSkipLeavesAGapInTheStatus()
{
    const std::string topic = topicWith(100);
    Workbench bench;
    configure(bench, topic, "earliest");
    bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 100, 20'000);
    QCOMPARE(source(bench, {QStringLiteral("pause"), QStringLiteral("orders")}).code, 0);
    m_broker->call({QStringLiteral("produce"), QString::fromStdString(topic),
                    QStringLiteral("count=400000"), QStringLiteral("partition=1"),
                    QStringLiteral("value=more %d")});
    QCOMPARE(source(bench, {QStringLiteral("resume"), QStringLiteral("orders")}).code, 0);
    const Finished skipped = bench.weir(
        {QStringLiteral("--json"), QStringLiteral("source"), QStringLiteral("skip"),
         QStringLiteral("orders"), QStringLiteral("--partition"), QStringLiteral("1"),
         QStringLiteral("--to"), QStringLiteral("latest")});
    QVERIFY2(skipped.code == 0, skipped.errors.constData());
    const QJsonArray partitions = QJsonDocument::fromJson(
                                      skipped.output)[QStringLiteral("partitions")].toArray();
    QCOMPARE(partitions.size(), 1);
    const qint64 left = partitions[0][QStringLiteral("offsets")].toInteger();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 400'100 - left, 30'000);
    if (left == 0)
        QSKIP("this machine had read everything before the skip came");
    const auto gapsNow = [&bench] {
        return bench.source(QStringLiteral("orders"))[QStringLiteral("gaps")].toArray();
    };
    QTRY_COMPARE_WITH_TIMEOUT(gapsNow().size(), 1, 10'000); // it is committed with a later batch
    const QJsonArray gaps = gapsNow();
    QCOMPARE(gaps[0][QStringLiteral("reason")].toString(), QStringLiteral("skipped"));
    QCOMPARE(gaps[0][QStringLiteral("count")].toInteger(), left);
    QCOMPARE(gaps[0][QStringLiteral("from")].toInteger(),
             partitions[0][QStringLiteral("from")].toInteger());
}

void tst_SourceMoves::whatIsWrongIsSaid()
{
    Workbench bench;
    const Finished nobody =
        source(bench, {QStringLiteral("pause"), QStringLiteral("orders")});
    QCOMPARE(nobody.code, 1);
    QVERIFY2(nobody.errors.contains("no collector runs on this index"), nobody.errors.constData());
    configure(bench, topicWith(1), "earliest");
    bench.startCollector();
    const auto errorOf = [&](const QStringList& arguments) {
        const Finished finished = source(bench, arguments);
        return finished.code == 1 ? finished.errors : QByteArray("done");
    };
    QCOMPARE(errorOf({QStringLiteral("pause"), QStringLiteral("nobody")}),
             QByteArray("weir: pause: nobody: no source has this name\n"));
    QVERIFY(errorOf({QStringLiteral("rewind"), QStringLiteral("orders")})
                .contains("say where to rewind to"));
    QVERIFY(errorOf({QStringLiteral("rewind"), QStringLiteral("orders"), QStringLiteral("--to"),
                     QStringLiteral("yesterday")})
                .contains("yesterday: is no place in a topic"));
    QVERIFY(errorOf({QStringLiteral("skip"), QStringLiteral("orders"), QStringLiteral("--partition"),
                     QStringLiteral("x")})
                .contains("x: is no number of a partition"));
    QCOMPARE(source(bench, {QStringLiteral("rewind")}).code, 2);
    QCOMPARE(source(bench, {}).code, 2);
}

QTEST_GUILESS_MAIN(tst_SourceMoves)
#include "tst_sourcemoves.moc"
