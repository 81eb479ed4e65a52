// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakesink.h"
#include "tests/collectors/mockcluster.h"

#include <QTest>

#include <fmt/format.h>

#include <random>
#include <set>

using namespace weir;

/// Faults that one real broker cannot show, on librdkafka's mock cluster.
class tst_KafkaFaults final : public QObject
{
    Q_OBJECT

private slots:
    void leadersThatMoveCostNothing();
    void aBrokerThatIsDownFiftyTimesCostsNothing();

private:
    static CollectorSetup setupFor(const MockCluster& cluster);
    static void verifyAllOnce(const FakeSink& sink, std::size_t sent);
};

namespace {

constexpr int partitions = 4;
constexpr auto topic = "payments";

} // namespace

CollectorSetup tst_KafkaFaults::setupFor(const MockCluster& cluster)
{
    KafkaSource kafka;
    kafka.brokers = cluster.bootstrap();
    kafka.topics = {topic};
    kafka.start.kind = KafkaStart::Kind::Earliest;
    CollectorSetup setup;
    setup.source.name = "payments";
    setup.source.input = kafka;
    return setup;
}

void tst_KafkaFaults::verifyAllOnce(const FakeSink& sink, std::size_t sent)
{
    std::set<std::pair<int, std::int64_t>> offsets;
    std::set<std::string> values;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        offsets.emplace(batch.stream(row).partition, batch.columns().offsets[row]);
        values.emplace(batch.payload(row));
    });
    QCOMPARE(sink.events(), sent);
    QCOMPARE(offsets.size(), sent);
    QCOMPARE(values.size(), sent);
    QVERIFY(sink.gaps().empty());
    for (const StartPosition& position : sink.positions())
        QCOMPARE(position.indexed.size(), std::size_t{1});
}

void tst_KafkaFaults::leadersThatMoveCostNothing()
{
    MockCluster cluster(topic, partitions);
    FakeSink sink;
    RunningCollector collector(setupFor(cluster), sink);
    std::mt19937 random(1);
    std::size_t sent = 0;
    for (int move = 0; move < 20; ++move) {
        cluster.moveLeader(static_cast<int>(random() % partitions),
                           1 + static_cast<int>(random() % MockCluster::brokers));
        const std::size_t before = sink.events();
        for (int i = 0; i < 100; ++i)
            cluster.send(i % partitions, fmt::format("record {}", sent++));
        QTRY_VERIFY_WITH_TIMEOUT(sink.events() > before, 10'000); // it goes on meanwhile
    }
    QVERIFY(cluster.flush());
    QTRY_VERIFY_WITH_TIMEOUT(sink.events() >= sent, 20'000);
    verifyAllOnce(sink, sent);
}

void tst_KafkaFaults::aBrokerThatIsDownFiftyTimesCostsNothing()
{
    MockCluster cluster(topic, partitions);
    for (int partition = 0; partition < partitions; ++partition)
        cluster.moveLeader(partition, 1 + partition % MockCluster::brokers);
    FakeSink sink;
    RunningCollector collector(setupFor(cluster), sink);
    std::size_t sent = 0;
    for (int time = 0; time < 50; ++time) {
        const int broker = 1 + time % MockCluster::brokers;
        cluster.takeDown(broker);
        const std::size_t before = sink.events();
        for (int i = 0; i < 40; ++i)
            cluster.send(i % partitions, fmt::format("record {}", sent++));
        // The other brokers go on.
        QTRY_VERIFY_WITH_TIMEOUT(sink.events() > before, 10'000);
        cluster.bringUp(broker);
    }
    QVERIFY(cluster.flush());
    QTRY_VERIFY_WITH_TIMEOUT(sink.events() >= sent, 20'000);
    verifyAllOnce(sink, sent);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 10'000);
    QCOMPARE(collector.status().lastError, std::string());
}

QTEST_GUILESS_MAIN(tst_KafkaFaults)
#include "tst_kafkafaults.moc"
