// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/kafkaproducer.h"
#include "tests/integration/rubbish.h"
#include "tests/integration/workbench.h"

#include <QJsonArray>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <fmt/format.h>

using namespace weir;

/// A small message that unpacks to 400 MB, which the client library does not limit: the collector dies
/// of it three times, then goes on behind it. Everything else is indexed, and the gap is exact.
class tst_Poison final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void oneRecordIsLeftOut_data();
    void oneRecordIsLeftOut();
    void aBatchOfManyRecordsIsLeftOutExactly();
    void severalInOnePartitionAreFoundOneByOne();
    void aGroupThatNeedsSchemasIsLedAroundIt();
    void whatIsWantedInFrontOfItIsFetchedWithoutIt_data();
    void whatIsWantedInFrontOfItIsFetchedWithoutIt();
    void anotherOneInFrontOfItIsFoundAfterARewind();
    void aBusyStreamBesideItIsNotBlamed();
    void rubbishIsKeptAndEverythingElseIndexed();

private:
    std::string makeTopic() const;
    void configure(const Workbench& bench, const std::string& poisoned,
                   const std::string& healthy) const;
    void send(const std::string& topic, int count, const char* word) const;
    void sendPoison(const std::string& topic, const std::string& codec, int records) const;

    std::unique_ptr<TestBroker> m_broker;
};

namespace {

constexpr std::size_t unpacked = 400'000'000;
constexpr int few = 50;

QJsonArray gapsOf(const Workbench& bench)
{
    return bench.source(QStringLiteral("poisoned"))[QStringLiteral("gaps")].toArray();
}

/// The one partition that it has.
bool isReading(const Workbench& bench)
{
    return bench.source(QStringLiteral("poisoned"))[QStringLiteral("positions")].toArray().size()
        == 1;
}

/// Three deaths at each place. Where the poison has taken most of the memory another thread may be the
/// one that finds none; such a death does not count for the place, so there may be as many again.
bool wasStartedAgain(const QByteArray& errors, int places = 1)
{
    const auto times = errors.count("starting it again");
    return times >= 3 && times <= 6 * places;
}

bool isGap(const QJsonValue& gap, qint64 from, qint64 to)
{
    return gap[QStringLiteral("reason")].toString() == QStringLiteral("quarantined")
        && gap[QStringLiteral("from")].toInteger() == from
        && gap[QStringLiteral("to")].toInteger() == to
        && gap[QStringLiteral("count")].toInteger() == to - from + 1;
}

} // namespace

void tst_Poison::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

std::string tst_Poison::makeTopic() const
{
    return m_broker->makeTopic(1, {QStringLiteral("--max-message-bytes"),
                                   QStringLiteral("67108864")});
}

void tst_Poison::configure(const Workbench& bench, const std::string& poisoned,
                           const std::string& healthy) const
{
    bench.configure(QString::fromStdString(fmt::format(
        "[collector]\nmemory_limit = \"256MiB\"\n"
        "[[source]]\nname = \"poisoned\"\n"
        "kafka = {{ brokers = \"{}\", topics = [\"{}\", \"{}\"], start = \"earliest\" }}\n",
        m_broker->bootstrap(), healthy, poisoned)));
}

void tst_Poison::send(const std::string& topic, int count, const char* word) const
{
    KafkaProducer producer(m_broker->bootstrap());
    for (int i = 0; i < count; ++i)
        producer.send(topic, fmt::format("{} {}", word, i));
    QVERIFY(producer.flush());
}

/// One batch.
void tst_Poison::sendPoison(const std::string& topic, const std::string& codec, int records) const
{
    KafkaProducer producer(m_broker->bootstrap(),
                           {{"compression.type", codec},
                            {"message.max.bytes", "450000000"},
                            {"batch.size", "450000000"},
                            {"queue.buffering.max.kbytes", "1000000"},
                            {"batch.num.messages", std::to_string(records)},
                            {"linger.ms", "60000"},
                            {"message.timeout.ms", "120000"}});
    const std::string zeros(unpacked / static_cast<std::size_t>(records), '\0');
    for (int i = 0; i < records; ++i)
        producer.send(topic, zeros);
    QVERIFY(producer.flush());
}

void tst_Poison::oneRecordIsLeftOut_data()
{
    QTest::addColumn<QString>("codec");
    for (const char* codec : {"gzip", "lz4", "snappy"})
        QTest::newRow(codec) << codec;
}

void tst_Poison::oneRecordIsLeftOut()
{
    QFETCH(const QString, codec);
    QTemporaryDir folder;
    if (codec == QStringLiteral("snappy")) // which the broker unpacks, too, all at once
        m_broker = std::make_unique<TestBroker>(
            folder.path(), QStringList{QStringLiteral("--heap"), QStringLiteral("1500m")});
    const auto usualBroker = qScopeGuard([this, &codec] {
        if (codec == QStringLiteral("snappy"))
            m_broker->call({QStringLiteral("stop"), QStringLiteral("--fast")});
        m_broker = std::make_unique<TestBroker>();
    });
    const std::string poisoned = makeTopic();
    const std::string healthy = makeTopic();
    send(poisoned, few, "before");
    sendPoison(poisoned, codec.toStdString(), 1);
    send(poisoned, few, "after");
    send(healthy, few, "healthy");
    Workbench bench;
    configure(bench, poisoned, healthy);
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("after")), few, 120'000);
    QTRY_COMPARE(bench.count(), 3 * few);
    QTRY_COMPARE(gapsOf(bench).size(), 1);
    QVERIFY(isGap(gapsOf(bench)[0], few, few));
    const QJsonObject source = bench.source(QStringLiteral("poisoned"));
    QCOMPARE(source[QStringLiteral("quarantined")].toInt(), 1);
    QCOMPARE(source[QStringLiteral("state")].toString(), QStringLiteral("live"));
    send(poisoned, few, "later"); // no longer batch by batch
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 4 * few, 20'000);
    const Finished ended = Workbench::stop(collector);
    QCOMPARE(ended.code, 0);
    QVERIFY2(wasStartedAgain(ended.errors), ended.errors.constData());
    QVERIFY2(ended.errors.contains("partition 0, offset 50"), ended.errors.constData());

    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 4 * few);
}

void tst_Poison::aBatchOfManyRecordsIsLeftOutExactly()
{
    constexpr int many = 77;
    const std::string poisoned = makeTopic();
    const std::string healthy = makeTopic();
    send(poisoned, few, "before");
    sendPoison(poisoned, "lz4", many);
    send(poisoned, few, "after");
    Workbench bench;
    configure(bench, poisoned, healthy);
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("after")), few, 120'000);
    QCOMPARE(bench.count(), 2 * few);
    QTRY_COMPARE(gapsOf(bench).size(), 1);
    QVERIFY(isGap(gapsOf(bench)[0], few, few + many - 1));
    const Finished ended = Workbench::stop(collector);
    QVERIFY2(wasStartedAgain(ended.errors), ended.errors.constData());
}

void tst_Poison::severalInOnePartitionAreFoundOneByOne()
{
    const std::string poisoned = makeTopic();
    const std::string healthy = makeTopic();
    for (const char* codec : {"lz4", "gzip"}) {
        send(poisoned, few, "before");
        sendPoison(poisoned, codec, 1);
    }
    Workbench bench;
    configure(bench, poisoned, healthy);
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(gapsOf(bench).size(), 2, 120'000);
    QVERIFY(isGap(gapsOf(bench)[0], few, few));
    QVERIFY(isGap(gapsOf(bench)[1], 2 * few + 1, 2 * few + 1));
    QTRY_COMPARE(bench.count(), 2 * few);
    const Finished ended = Workbench::stop(collector);
    QVERIFY2(wasStartedAgain(ended.errors, 2), ended.errors.constData());
}

/// From where the group is, which is no place that the index or the start knows.
void tst_Poison::aGroupThatNeedsSchemasIsLedAroundIt()
{
    const std::string topic = makeTopic();
    const std::string group = "poisoned-" + topic;
    send(topic, few, "before");
    sendPoison(topic, "gzip", 1);
    send(topic, few, "after");
    m_broker->call({QStringLiteral("group-commit"), QString::fromStdString(group),
                    QString::fromStdString(topic + ":0:10")});
    Workbench bench;
    bench.configure(QString::fromStdString(fmt::format(
        "[collector]\nmemory_limit = \"256MiB\"\n"
        "[[source]]\nname = \"poisoned\"\nformat = \"confluent\"\n"
        "schema_registry = {{ url = \"http://127.0.0.1:9\" }}\n"
        "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"latest\", group = \"{}\" }}\n",
        m_broker->bootstrap(), topic, group)));
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), few - 10 + few, 120'000);
    QTRY_COMPARE(gapsOf(bench).size(), 1);
    QVERIFY(isGap(gapsOf(bench)[0], few, few));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_broker->call({QStringLiteral("groups"), QString::fromStdString(group)})
            .contains(QStringLiteral("COMMITTED=%1").arg(2 * few + 1)),
        20'000);
    QCOMPARE(Workbench::stop(collector).code, 0);
}

void tst_Poison::whatIsWantedInFrontOfItIsFetchedWithoutIt_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("group");
    const QStringList rewind{QStringLiteral("rewind"), QStringLiteral("poisoned"),
                             QStringLiteral("--to"), QStringLiteral("earliest")};
    QTest::newRow("a rewind") << rewind << QString();
    QTest::newRow("a rewind of a member of a group") << rewind << QStringLiteral("careful-");
    QTest::newRow("a range that is read again")
        << QStringList{QStringLiteral("reread"), QStringLiteral("poisoned"),
                       QStringLiteral("--from"), QStringLiteral("earliest"), QStringLiteral("--to"),
                       QString::number(few)}
        << QString();
}

/// Though the source has passed it: it must go back to one batch at a time, and not die of it once more.
void tst_Poison::whatIsWantedInFrontOfItIsFetchedWithoutIt()
{
    QFETCH(const QStringList, command);
    QFETCH(const QString, group);
    const bool isReread = command[0] == QStringLiteral("reread");
    const std::string topic = makeTopic();
    send(topic, few, "before");
    Workbench bench;
    bench.configure(QString::fromStdString(fmt::format(
        "[collector]\nmemory_limit = \"256MiB\"\n"
        "[[source]]\nname = \"poisoned\"\n"
        "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"{}\"{} }}\n",
        m_broker->bootstrap(), topic, isReread ? "earliest" : "latest",
        group.isEmpty() ? "" : fmt::format(", group = \"{}{}\"", group.toStdString(), topic))));
    QProcess* collector = bench.startCollector();
    QTRY_VERIFY_WITH_TIMEOUT(isReading(bench), 20'000);
    send(topic, few, "first"); // so that the index knows where it is
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("first")), few, 20'000);
    sendPoison(topic, "lz4", 1);
    send(topic, few, "after");
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("after")), few, 120'000);
    QCOMPARE(bench.count(QStringLiteral("before")), isReread ? few : 0);
    const Finished died = Workbench::stop(collector);
    QVERIFY2(wasStartedAgain(died.errors), died.errors.constData());

    collector = bench.startCollector();
    QTRY_VERIFY_WITH_TIMEOUT(isReading(bench), 20'000);
    const Finished moved = bench.weir(QStringList{QStringLiteral("source")} + command);
    QVERIFY2(moved.code == 0, moved.errors.constData());
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("before")), few, 60'000);
    QTRY_COMPARE(bench.count(), 3 * few);
    send(topic, few, "later"); // no longer batch by batch
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 4 * few, 30'000);
    QTRY_COMPARE(gapsOf(bench).size(), 1);
    QVERIFY(isGap(gapsOf(bench)[0], 2 * few, 2 * few));
    const Finished ended = Workbench::stop(collector);
    QVERIFY2(!ended.errors.contains("starting it again"), ended.errors.constData());
}

/// Which the search for it must not jump over together with the one that is known.
void tst_Poison::anotherOneInFrontOfItIsFoundAfterARewind()
{
    const std::string topic = makeTopic();
    send(topic, few, "before");
    sendPoison(topic, "gzip", 1);
    send(topic, few, "between");
    Workbench bench;
    bench.configure(QString::fromStdString(fmt::format(
        "[collector]\nmemory_limit = \"256MiB\"\n"
        "[[source]]\nname = \"poisoned\"\n"
        "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"latest\" }}\n",
        m_broker->bootstrap(), topic)));
    QProcess* collector = bench.startCollector();
    QTRY_VERIFY_WITH_TIMEOUT(isReading(bench), 20'000);
    send(topic, few, "first");
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("first")), few, 20'000);
    sendPoison(topic, "lz4", 1);
    send(topic, few, "after");
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("after")), few, 120'000);
    const Finished moved =
        bench.weir({QStringLiteral("source"), QStringLiteral("rewind"), QStringLiteral("poisoned"),
                    QStringLiteral("--to"), QStringLiteral("earliest")});
    QVERIFY2(moved.code == 0, moved.errors.constData());
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(QStringLiteral("between")), few, 120'000);
    QCOMPARE(bench.count(), 4 * few);
    QTRY_COMPARE(gapsOf(bench).size(), 2);
    const Finished ended = Workbench::stop(collector);
    QVERIFY2(wasStartedAgain(ended.errors, 2), ended.errors.constData());
    QVERIFY2(ended.errors.contains("partition 0, offset 50"), ended.errors.constData());
}

void tst_Poison::aBusyStreamBesideItIsNotBlamed()
{
    constexpr int many = 300'000; // decoded for longer than the poison takes to kill
    const std::string poisoned = makeTopic();
    const std::string healthy = makeTopic();
    send(healthy, many, "healthy");
    send(poisoned, many, "before");
    sendPoison(poisoned, "lz4", 1);
    send(poisoned, few, "after");
    Workbench bench;
    configure(bench, poisoned, healthy);
    QProcess* collector = bench.startCollector();
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 2 * many + few, 120'000);
    QTRY_COMPARE(gapsOf(bench).size(), 1);
    QVERIFY(isGap(gapsOf(bench)[0], many, many));
    const Finished ended = Workbench::stop(collector);
    QVERIFY2(wasStartedAgain(ended.errors), ended.errors.constData());
}

void tst_Poison::rubbishIsKeptAndEverythingElseIndexed()
{
    const std::string topic = makeTopic();
    KafkaProducer producer(m_broker->bootstrap(),
                           {{"message.max.bytes", "40000000"}, {"compression.type", "lz4"}});
    qint64 sent = 0;
    for (const QByteArray& message : rubbish()) {
        producer.send(topic, message.toStdString());
        producer.send(topic, "good");
        sent += 2;
    }
    QVERIFY(producer.flush());
    Workbench bench;
    configure(bench, topic, topic);
    const Finished finished = bench.collectUntilEnd();
    QCOMPARE(finished.code, 0);
    QVERIFY2(!finished.errors.contains("starting it again"), finished.errors.constData());
    QCOMPARE(bench.count(), sent);
    QCOMPARE(bench.count(QStringLiteral("good")), sent / 2);
}

QTEST_GUILESS_MAIN(tst_Poison)
#include "tst_poison.moc"
