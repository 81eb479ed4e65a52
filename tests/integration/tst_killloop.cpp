// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/mixedproducer.h"
#include "tests/integration/readback.h"
#include "tests/integration/workbench.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

#include <fmt/format.h>

#include <thread>

using namespace weir;

/// While a producer publishes everything a partition can hold, the collector is killed again and again at
/// random moments, and now and then the broker too: in the end the index holds what the broker lets one
/// read, offset by offset, key by key, value by value. tests/nightly/kill_loop runs it at full length.
///   WEIR_KILLS (50)  WEIR_BROKER_KILLS (5)  WEIR_KILL_RATE (3000 records a second)  WEIR_KILL_SEED
///   WEIR_KILL_FRUITFUL (half of the kills): so many must come after something new was committed
class tst_KillLoop final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void theIndexIsWhatTheBrokerLetsOneRead();

private:
    void compact();
    void killOnce();
    void killTheBrokerMeanwhile();

    QTemporaryDir m_folder;
    std::unique_ptr<TestBroker> m_broker;
    std::string m_topic;
    Workbench m_bench;
    QRandomGenerator m_random;
    qint64 m_indexed = 0; ///< at the last kill
    int m_fruitful = 0; ///< kills after something new was committed
};

namespace {

constexpr int partitions = 4;

int setting(const char* name, int usual)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
}

} // namespace

void tst_KillLoop::initTestCase()
{
    WEIR_NEED_BROKER();
    // One of its own, for it is killed.
    m_broker = std::make_unique<TestBroker>(m_folder.filePath(QStringLiteral("broker")));
    m_random.seed(static_cast<quint32>(setting("WEIR_KILL_SEED", 1)));
    m_topic = m_broker->makeTopic(
        partitions,
        {QStringLiteral("--cleanup"), QStringLiteral("compact"), QStringLiteral("--segment-bytes"),
         QStringLiteral("65536"), QStringLiteral("--config"),
         QStringLiteral("min.cleanable.dirty.ratio=0.01")});
    m_bench.configure(QString::fromStdString(
        fmt::format("[[source]]\nname = \"payments\"\nformat = \"text\"\n"
                    "kafka = {{ brokers = \"{}\", topics = [\"{}\"], start = \"earliest\" }}\n",
                    m_broker->bootstrap(), m_topic)));
    compact();
}

/// Fills the topic until the broker has compacted a part, then keeps it from doing so again: what the
/// index has already must not go away below the comparison.
void tst_KillLoop::compact()
{
    MixedProducer producer(m_broker->bootstrap(), m_topic, partitions, 100'000, 99);
    producer.run({}, 20'000);
    QVERIFY(producer.settle());
    const auto readable = [this] {
        return m_broker
            ->kcat({QStringLiteral("-C"), QStringLiteral("-e"), QStringLiteral("-q"),
                    QStringLiteral("-t"), QString::fromStdString(m_topic), QStringLiteral("-f"),
                    QStringLiteral("%o\\n")})
            .count(QLatin1Char('\n'));
    };
    const auto committed = static_cast<qsizetype>(producer.committed());
    qsizetype left = 0;
    QTRY_VERIFY_WITH_TIMEOUT((left = readable()) < committed * 9 / 10, 30'000);
    m_broker->call({QStringLiteral("topic"), QStringLiteral("alter"),
                    QString::fromStdString(m_topic), QStringLiteral("cleanup.policy=delete"),
                    QStringLiteral("retention.ms=-1")});
    qInfo() << "compaction left" << left << "of" << committed << "readable records";
}

void tst_KillLoop::killOnce()
{
    QProcess* collector = m_bench.launchCollector();
    QVERIFY(collector->waitForStarted());
    // The moment of the kill is what is random here, not something that is waited for.
    collector->waitForFinished(m_random.bounded(50, 701));
    collector->kill();
    QVERIFY(collector->waitForFinished());
    const qint64 now = qMax<qint64>(m_bench.count(), 0);
    m_fruitful += now > m_indexed;
    m_indexed = now;
}

void tst_KillLoop::killTheBrokerMeanwhile()
{
    QProcess* collector = m_bench.launchCollector();
    QVERIFY(collector->waitForStarted());
    collector->waitForFinished(m_random.bounded(50, 701));
    m_broker->call({QStringLiteral("kill")});
    m_broker->call({QStringLiteral("restart")});
    collector->waitForFinished(m_random.bounded(50, 701));
    collector->kill();
    QVERIFY(collector->waitForFinished());
    m_indexed = qMax<qint64>(m_bench.count(), 0);
}

void tst_KillLoop::theIndexIsWhatTheBrokerLetsOneRead()
{
    const int kills = setting("WEIR_KILLS", 50);
    const int brokerKills = setting("WEIR_BROKER_KILLS", 5);
    const int seed = setting("WEIR_KILL_SEED", 1);
    MixedProducer producer(m_broker->bootstrap(), m_topic, partitions,
                           setting("WEIR_KILL_RATE", 3000), static_cast<unsigned>(seed));
    std::jthread thread([&](const std::stop_token& stop) { producer.run(stop); });
    int brokerKilled = 0;
    for (int i = 0; i < kills; ++i) {
        killOnce();
        if ((2 * brokerKilled + 1) * kills <= 2 * i * brokerKills) {
            ++brokerKilled;
            killTheBrokerMeanwhile();
        }
    }
    thread.request_stop();
    thread.join();
    QVERIFY(producer.settle());

    const Finished finished = m_bench.collectUntilEnd({}, 300'000);
    QVERIFY2(finished.code == 0, finished.errors.constData());
    const Records expected = readableRecords(*m_broker, m_topic);
    const Records found = indexedRecords(m_bench, m_topic);
    qInfo() << kills << "kills of the collector," << brokerKilled << "of the broker," << m_fruitful
            << "after something new was committed;" << producer.sent() << "records sent,"
            << expected.size() << "readable," << found.size() << "indexed";
    QCOMPARE(difference(expected, found), QString());
    QVERIFY(!expected.empty());
    QVERIFY2(m_fruitful >= setting("WEIR_KILL_FRUITFUL", kills / 2),
             "too many kills came before anything was committed");
    const QJsonArray gaps = m_bench.source(QStringLiteral("payments"))[QStringLiteral("gaps")].toArray();
    QVERIFY(gaps.isEmpty());
}

QTEST_GUILESS_MAIN(tst_KillLoop)
#include "tst_killloop.moc"
