// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/testbroker.h"
#include "tests/integration/kafkaproducer.h"
#include "tests/integration/kafkarelay.h"
#include "tests/integration/workbench.h"

#include <QElapsedTimer>

#include <fmt/format.h>

#include <array>
#include <thread>

using namespace weir;

/// Collectors that share a topic as members of a consumer group, and that nobody else does; and that
/// fewer versions of the protocol are enough. With a real broker and the real programs.
class tst_KafkaGroup final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void threeShareATopicAndOneIsKilled();
    void whoWasAwayGoesOnWhereTheGroupIs();
    void aMemberThatIsKilledAgainAndAgainHasEverythingOnce();
    void withoutAGroupNothingOfOneLeaves();
    void theVersionsOfRedpandaAreEnough();
    void theVersionsOfRedpandaAreEnoughForAGroup();

private:
    std::unique_ptr<TestBroker> m_broker;
};

namespace {

void configure(const Workbench& bench, const std::string& bootstrap, const std::string& topic,
               const std::string& more)
{
    bench.configure(q(fmt::format("[[source]]\nname = \"payments\"\n[source.kafka]\n"
                                  "brokers = \"{}\"\ntopics = [\"{}\"]\n{}\n",
                                  bootstrap, topic, more)));
}

/// A group whose members are missed soon.
std::string member(const std::string& group)
{
    return fmt::format("start = \"earliest\"\ngroup = \"{}\"\n"
                       "settings = {{ \"session.timeout.ms\" = \"6000\", "
                       "\"heartbeat.interval.ms\" = \"1000\" }}",
                       group);
}

void produce(const std::string& bootstrap, const std::string& topic, int from, int to, int rate)
{
    KafkaProducer producer(bootstrap);
    const auto begun = std::chrono::steady_clock::now();
    for (int i = from; i < to; ++i) {
        producer.send(topic, fmt::format(R"({{"message":"payment","n":{}}})", i));
        if (rate > 0 && i % 100 == 99)
            std::this_thread::sleep_until(
                begun + std::chrono::nanoseconds(1'000'000'000LL / rate) * (i - from));
    }
    if (!producer.flush())
        qFatal("the broker has not taken every record");
}

/// How often each number is in an index.
std::vector<int> timesIndexed(const Workbench& bench, int total)
{
    std::vector<int> times(static_cast<std::size_t>(total), 0);
    const QByteArray raw = bench
                               .weir({QStringLiteral("query"), QString(),
                                      QStringLiteral("--format"), QStringLiteral("raw")})
                               .output;
    for (const QByteArray& line : raw.split('\n')) {
        const qsizetype at = line.lastIndexOf(':');
        if (at >= 0)
            ++times.at(static_cast<std::size_t>(line.mid(at + 1).chopped(1).toInt()));
    }
    return times;
}

struct Tally
{
    int missing = 0; ///< in none of the indexes
    std::vector<int> firstMissing; ///< some of them
    int twice = 0; ///< more than once in one index
    int shared = 0; ///< in more than one index, which a group may do
};

template<typename Benches>
Tally tallyOf(const Benches& benches, int total)
{
    Tally tally;
    std::vector<int> in(static_cast<std::size_t>(total), 0);
    for (const Workbench& bench : benches) {
        const std::vector<int> times = timesIndexed(bench, total);
        for (std::size_t i = 0; i < times.size(); ++i) {
            tally.twice += times[i] > 1;
            in[i] += times[i] > 0;
        }
    }
    for (int i = 0; i < total; ++i) {
        const int count = in[static_cast<std::size_t>(i)];
        tally.missing += count == 0;
        tally.shared += count > 1;
        if (count == 0 && tally.firstMissing.size() < 20)
            tally.firstMissing.push_back(i);
    }
    return tally;
}

} // namespace

void tst_KafkaGroup::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

void tst_KafkaGroup::threeShareATopicAndOneIsKilled()
{
    constexpr int total = 24'000;
    const std::string topic = m_broker->makeTopic(12);
    std::array<Workbench, 3> benches;
    std::array<QProcess*, 3> collectors{};
    for (std::size_t i = 0; i < benches.size(); ++i) {
        configure(benches[i], m_broker->bootstrap(), topic, member("share-" + topic));
        collectors[i] = benches[i].startCollector();
        QVERIFY(collectors[i]);
    }
    std::jthread producer([&] { produce(m_broker->bootstrap(), topic, 0, total, 2'000); });
    for (const Workbench& bench : benches)
        QTRY_VERIFY_WITH_TIMEOUT(bench.count() > 0, 30'000);
    const qint64 before = benches[1].count();
    collectors[1]->kill();
    QVERIFY(collectors[1]->waitForFinished());
    QVERIFY(before < total / 2); // it had a part, not everything
    producer.join();
    (void)QTest::qWaitFor([&] { return tallyOf(benches, total).missing == 0; }, 15'000);
    const Tally tally = tallyOf(benches, total);
    if (tally.missing > 0)
        qWarning() << "missing, among others" << tally.firstMissing;
    QCOMPARE(tally.missing, 0);
    QCOMPARE(tally.twice, 0);
    qInfo() << "indexed" << benches[0].count() << benches[1].count() << benches[2].count()
            << "of" << total << "; read by two:" << tally.shared;

    // Who was killed comes back with what it has, and nothing of that a second time.
    collectors[1] = benches[1].startCollector();
    QVERIFY(collectors[1]);
    const qint64 old = benches[1].count();
    std::jthread more([&] { produce(m_broker->bootstrap(), topic, total, total + 12'000, 1'000); });
    QTRY_VERIFY_WITH_TIMEOUT(benches[1].count() > old, 30'000);
    more.join();
    QTRY_COMPARE_WITH_TIMEOUT(tallyOf(benches, total + 12'000).missing, 0, 15'000);
    QCOMPARE(tallyOf(benches, total + 12'000).twice, 0);
    for (QProcess* collector : collectors)
        QCOMPARE(Workbench::stop(collector).code, 0);
    // All have said goodbye: nobody has to be waited for.
    QVERIFY2(m_broker->call({QStringLiteral("groups"), q("share-" + topic)})
                 .contains(QLatin1String("Empty"), Qt::CaseInsensitive),
             qPrintable(m_broker->call({QStringLiteral("groups"), q("share-" + topic)})));
}

void tst_KafkaGroup::whoWasAwayGoesOnWhereTheGroupIs()
{
    const std::string topic = m_broker->makeTopic(2);
    const std::string group = "turns-" + topic;
    std::array<Workbench, 2> benches;
    for (const Workbench& bench : benches)
        configure(bench, m_broker->bootstrap(), topic, member(group));
    for (int turn = 0; turn < 4; ++turn) {
        produce(m_broker->bootstrap(), topic, turn * 1000, turn * 1000 + 1000, 0);
        QCOMPARE(benches[static_cast<std::size_t>(turn % 2)].collectUntilEnd().code, 0);
    }
    const Tally tally = tallyOf(benches, 4000);
    QCOMPARE(tally.missing, 0);
    QCOMPARE(tally.twice, 0);
    QCOMPARE(tally.shared, 0); // each left with everything committed
    QCOMPARE(benches[0].count(), 2000);
    // The group is put back to a place that the first has indexed already: only the rest comes.
    m_broker->call({QStringLiteral("group-commit"), q(group), q(topic + ":0:0"),
                    q(topic + ":1:0")});
    QCOMPARE(benches[0].collectUntilEnd().code, 0);
    QCOMPARE(benches[0].count(), 4000);
    QCOMPARE(tallyOf(benches, 4000).twice, 0);
}

void tst_KafkaGroup::aMemberThatIsKilledAgainAndAgainHasEverythingOnce()
{
    constexpr int total = 20'000;
    const std::string topic = m_broker->makeTopic(2);
    Workbench bench;
    configure(bench, m_broker->bootstrap(), topic, member("kills-" + topic));
    produce(m_broker->bootstrap(), topic, 0, total, 0);
    for (int kills = 0; kills < 4; ++kills) {
        QProcess* collector = bench.launchCollector();
        QVERIFY(collector->waitForStarted());
        collector->waitForFinished(400 + 150 * kills); // the moment of the kill is what varies here
        collector->kill();
        QVERIFY(collector->waitForFinished());
    }
    QCOMPARE(bench.collectUntilEnd().code, 0);
    const std::vector<int> times = timesIndexed(bench, total);
    QVERIFY(std::ranges::all_of(times, [](int count) { return count == 1; }));
}

void tst_KafkaGroup::withoutAGroupNothingOfOneLeaves()
{
    const std::string topic = m_broker->makeTopic(4);
    produce(m_broker->bootstrap(), topic, 0, 1000, 0);
    const QString groups = m_broker->call({QStringLiteral("groups")});
    KafkaRelay relay(m_broker->bootstrap());
    Workbench bench;
    configure(bench, relay.bootstrap(), topic, "start = \"earliest\"");
    QProcess* collector = bench.startCollector();
    QVERIFY(collector);
    QTRY_COMPARE_WITH_TIMEOUT(bench.count(), 1000, 20'000);
    QCOMPARE(m_broker->call({QStringLiteral("groups")}), groups);
    QCOMPARE(Workbench::stop(collector).code, 0);
    QVERIFY(relay.hasSeen(QStringLiteral("REQUEST Fetch")));
    for (const char* request : {"JoinGroup", "SyncGroup", "Heartbeat", "LeaveGroup",
                                "OffsetCommit", "CreateTopics", "Produce", "InitProducerId"})
        QVERIFY2(!relay.hasSeen(QStringLiteral("REQUEST ") + QString::fromLatin1(request)), request);
    qInfo() << relay.requests();
}

void tst_KafkaGroup::theVersionsOfRedpandaAreEnough()
{
    const std::string topic = m_broker->makeTopic(4);
    produce(m_broker->bootstrap(), topic, 0, 1000, 0);
    KafkaRelay relay(m_broker->bootstrap(), QStringLiteral("redpanda"));
    Workbench bench;
    configure(bench, relay.bootstrap(), topic, "start = \"-1h\""); // asks for the offset of a time
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 1000);
    QVERIFY(relay.hasSeen(QStringLiteral("REQUEST ListOffsets")));
    QVERIFY2(!relay.hasSeen(QStringLiteral("REFUSED")),
             qPrintable(relay.requests().join(QLatin1Char('\n'))));
    qInfo() << relay.requests();
}

void tst_KafkaGroup::theVersionsOfRedpandaAreEnoughForAGroup()
{
    const std::string topic = m_broker->makeTopic(4);
    produce(m_broker->bootstrap(), topic, 0, 1000, 0);
    KafkaRelay relay(m_broker->bootstrap(), QStringLiteral("redpanda"));
    Workbench bench;
    configure(bench, relay.bootstrap(), topic, member("old-" + topic));
    QCOMPARE(bench.collectUntilEnd().code, 0);
    QCOMPARE(bench.count(), 1000);
    for (const char* request : {"JoinGroup", "SyncGroup", "OffsetFetch", "OffsetCommit",
                                "LeaveGroup"})
        QVERIFY2(relay.hasSeen(QStringLiteral("REQUEST ") + QString::fromLatin1(request)), request);
    QVERIFY2(!relay.hasSeen(QStringLiteral("REFUSED")),
             qPrintable(relay.requests().join(QLatin1Char('\n'))));
    qInfo() << relay.requests();
}

QTEST_GUILESS_MAIN(tst_KafkaGroup)
#include "tst_kafkagroup.moc"
