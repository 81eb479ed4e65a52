// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/kafkareading.h"

#include <QTemporaryDir>

#include <ctime>

using namespace weir;

/// What a topic holds, where reading begins and ends, and brokers in trouble. Against a real broker, with
/// kcat and the Java client as producers.
class tst_KafkaCollector final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keysHeadersAndTimestampsArrive();
    void everyCompressionIsRead_data();
    void everyCompressionIsRead();
    void untilTheEndIsExactly();
    void whatIsIndexedIsNotReadAgain();
    void aStartIsWhereTheConfigurationSays();
    void holesOfTransactionsAreCoveredAndAbortedRecordsAreNot();
    void aTombstoneIsNotAnEmptyMessage();
    void aBigMessageArrivesWhole();
    void withoutRoomTheBrokerWaits();
    void stoppingIsQuick();
    void nothingIsLeftOnTheBroker();
    void aGroupsOffsetIsCommittedOnlyOnceTheIndexHasIt();
    void whatAMemberLeavesUnreadIsNotLost();
    void transactionsThatAreOpenAreReadWhereThatIsWanted();
    void aMissingTopicIsWaitedFor();
    void aWrongPortIsNamed();
    void aBrokerThatDiesIsWaitedFor();

private:
    std::unique_ptr<TestBroker> m_broker;
};

namespace {

/// What this process has used of processors.
double processorSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// For records that are old already: the broker removes them within seconds otherwise.
const QStringList keptForEver{QStringLiteral("--retention-ms=-1")};

} // namespace

void tst_KafkaCollector::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

void tst_KafkaCollector::keysHeadersAndTimestampsArrive()
{
    const std::string topic = m_broker->makeTopic(1, keptForEver);
    m_broker->kcat({QStringLiteral("-P"), QStringLiteral("-t"), q(topic), QStringLiteral("-K"),
                    QStringLiteral("="), QStringLiteral("-H"), QStringLiteral("kind=test"),
                    QStringLiteral("-H"), QStringLiteral("kind=twice")},
                   "u4711={\"level\":\"error\",\"msg\":\"card declined\"}\n");
    m_broker->produce(topic, 1, {QStringLiteral("time=1700000000123")});

    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(sink.events(), std::size_t{2});
    const auto batch = sink.batches().front();
    QCOMPARE(batch->key(0), std::string_view("u4711"));
    QCOMPARE(batch->body(0), std::string_view("card declined"));
    const auto headers = batch->headers(0);
    QCOMPARE(headers.size(), std::size_t{2});
    QCOMPARE(headers[1].first, std::string_view("kind"));
    QCOMPARE(headers[1].second, std::string_view("twice"));
    QCOMPARE(batch->stream(0).name, topic);
    QVERIFY(!batch->stream(0).scope.empty());
    // Without a time of its own an event has the broker's.
    QVERIFY(batch->time(0) > std::chrono::system_clock::now() - std::chrono::minutes(5));
    const auto last = sink.batches().back();
    QVERIFY(last->time(last->size() - 1) == *parseTime("2023-11-14T22:13:20.123Z"));
    QCOMPARE(collector.status().events, std::uint64_t{2});
    QCOMPARE(collector.status().lag.value_or(99), std::uint64_t{0});
}

void tst_KafkaCollector::everyCompressionIsRead_data()
{
    QTest::addColumn<QString>("codec");
    for (const char* codec : {"gzip", "snappy", "lz4", "zstd"})
        QTest::newRow(codec) << QString::fromLatin1(codec);
}

void tst_KafkaCollector::everyCompressionIsRead()
{
    QFETCH(QString, codec);
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 2000, {QStringLiteral("set.compression.type=") + codec});
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    const auto payloads = sink.payloads();
    QCOMPARE(payloads.size(), std::size_t{2000});
    QCOMPARE(payloads.back(), std::string("n=1999"));
}

void tst_KafkaCollector::untilTheEndIsExactly()
{
    const std::string topic = m_broker->makeTopic(4);
    m_broker->produce(topic, 20'000, {QStringLiteral("key=k%d")});
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QVERIFY2(collector.error().empty(), collector.error().c_str());
    QCOMPARE(offsetsIn(sink).size(), std::size_t{20'000});
    std::int64_t covered = 0;
    for (const StartPosition& position : sink.positions()) {
        QCOMPARE(position.indexed.size(), std::size_t{1});
        covered += position.indexed[0].to - position.indexed[0].from;
    }
    QCOMPARE(covered, std::int64_t{20'000});
    QCOMPARE(collector.status().positions.size(), std::size_t{4});
}

void tst_KafkaCollector::whatIsIndexedIsNotReadAgain()
{
    const std::string topic = m_broker->makeTopic(2);
    m_broker->produce(topic, 1000, {QStringLiteral("key=k%d")});
    FakeSink sink;
    {
        RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    m_broker->produce(topic, 500, {QStringLiteral("key=k%d")});
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    setup.positions = sink.positions();
    // Where something is indexed the configured start does not count.
    std::get<KafkaSource>(setup.source.input).start.kind = KafkaStart::Kind::Latest;
    RunningCollector collector(setup, sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(offsetsIn(sink).size(), std::size_t{1500});
}

void tst_KafkaCollector::aStartIsWhereTheConfigurationSays()
{
    const std::string topic = m_broker->makeTopic(1, keptForEver);
    m_broker->produce(topic, 100,
                      {QStringLiteral("time=1700000000000"), QStringLiteral("step=1000")});
    const auto eventsFrom = [&](KafkaStart start) {
        FakeSink sink;
        CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
        std::get<KafkaSource>(setup.source.input).start = start;
        RunningCollector collector(setup, sink);
        if (!QTest::qWaitFor([&] { return collector.hasEnded(); }, 20'000))
            return -1;
        return static_cast<int>(sink.events());
    };
    QCOMPARE(eventsFrom({KafkaStart::Kind::Earliest, {}, {}}), 100);
    QCOMPARE(eventsFrom({KafkaStart::Kind::Latest, {}, {}}), 0);
    const auto time = *parseTime("2023-11-14T22:14:00Z"); // 40 s after the first
    QCOMPARE(eventsFrom({KafkaStart::Kind::Time, time, {}}), 60);
    const Nanoseconds ago = std::chrono::system_clock::now() - time;
    const int fromAgo = eventsFrom({KafkaStart::Kind::Ago, {}, ago});
    QVERIFY2(fromAgo >= 40 && fromAgo <= 60, qPrintable(QString::number(fromAgo)));
    QCOMPARE(eventsFrom({KafkaStart::Kind::Ago, {}, std::chrono::hours(1)}), 0);
}

void tst_KafkaCollector::holesOfTransactionsAreCoveredAndAbortedRecordsAreNot()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->call({QStringLiteral("txn"), q(topic), QStringLiteral("commit:5"),
                    QStringLiteral("abort:3"), QStringLiteral("plain:2"),
                    QStringLiteral("commit:1")});
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(sink.events(), std::size_t{8});
    QVERIFY(sink.gaps().empty());
    // 11 records and 3 markers; the trailing one too, or lag would never be 0.
    const auto positions = sink.positions();
    QCOMPARE(positions.size(), std::size_t{1});
    QCOMPARE(positions[0].indexed.size(), std::size_t{1});
    QCOMPARE(positions[0].indexed[0].to, std::int64_t{14});
}

void tst_KafkaCollector::aTombstoneIsNotAnEmptyMessage()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->kcat({QStringLiteral("-P"), QStringLiteral("-t"), q(topic), QStringLiteral("-K"),
                    QStringLiteral("="), QStringLiteral("-Z")},
                   "a=\n");
    m_broker->kcat({QStringLiteral("-P"), QStringLiteral("-t"), q(topic), QStringLiteral("-K"),
                    QStringLiteral("=")},
                   "b=\n");
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    std::vector<bool> tombstones;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        tombstones.push_back(batch.field("kafka.tombstone", row).has_value());
        QVERIFY(batch.payload(row).empty());
    });
    QCOMPARE(tombstones, (std::vector<bool>{true, false}));
}

void tst_KafkaCollector::aBigMessageArrivesWhole()
{
    constexpr int size = 20 << 20;
    const std::string topic =
        m_broker->makeTopic(1, {QStringLiteral("--max-message-bytes=26214400")});
    for (const char* codec : {"none", "zstd"})
        m_broker->produce(topic, 1,
                          {QStringLiteral("value=") + QStringLiteral("x%d"),
                           QStringLiteral("size=%1").arg(size), QStringLiteral("set.max.request.size=26214400"),
                           QStringLiteral("set.buffer.memory=67108864"),
                           QStringLiteral("set.compression.type=") + QLatin1String(codec)});
    m_broker->produce(topic, 3);
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 30'000);
    std::vector<std::size_t> sizes;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        sizes.push_back(batch.payload(row).size());
    });
    QCOMPARE(sizes.size(), std::size_t{5});
    QVERIFY2(sizes[0] >= size && sizes[1] >= size, qPrintable(QString::number(sizes[0])));
    QVERIFY(sink.gaps().empty());
}

void tst_KafkaCollector::withoutRoomTheBrokerWaits()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 50'000);
    FakeSink sink;
    sink.setFull(true);
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(sink.refused > 1, 20'000);
    QCOMPARE(sink.events(), std::size_t{0});
    sink.setFull(false);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(offsetsIn(sink).size(), std::size_t{50'000});
    QVERIFY(sink.gaps().empty());
}

void tst_KafkaCollector::stoppingIsQuick()
{
    const std::string topic = m_broker->makeTopic();
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    setup.untilEnd = false;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 20'000);
    QElapsedTimer timer;
    timer.start();
    collector.stop();
    qInfo("stopped after %lld ms", timer.elapsed());
    // Far above what is promised: a busy machine is no failure, a hanging library is.
    QVERIFY(timer.elapsed() < 2'000);
}

void tst_KafkaCollector::nothingIsLeftOnTheBroker()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 10);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    setup.untilEnd = false;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{10}, 20'000);
    QVERIFY(!m_broker->call({QStringLiteral("groups")}).contains(QLatin1String("weir-")));
}

void tst_KafkaCollector::aGroupsOffsetIsCommittedOnlyOnceTheIndexHasIt()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 100);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    const std::string group = "readers-" + topic.substr(2);
    std::get<KafkaSource>(setup.source.input).group = group;
    const auto committed = [&] {
        return m_broker->call({QStringLiteral("groups"), q(group)})
            .contains(QLatin1String("COMMITTED=100"));
    };
    FakeSink never;
    never.isIndexed = false;
    {
        RunningCollector collector(setup, never);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    QCOMPARE(never.events(), std::size_t{100});
    QVERIFY(!committed());
    // So another member reads it all again.
    FakeSink sink;
    {
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    QCOMPARE(sink.events(), std::size_t{100});
    QVERIFY(committed());
    FakeSink third;
    RunningCollector collector(setup, third);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(third.events(), std::size_t{0});
}

/// Two members that both begin at the latest: what comes between them belongs to the second.
void tst_KafkaCollector::whatAMemberLeavesUnreadIsNotLost()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 3);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    auto& kafka = std::get<KafkaSource>(setup.source.input);
    kafka.group = "readers-" + topic.substr(2);
    kafka.start.kind = KafkaStart::Kind::Latest;
    FakeSink first;
    {
        RunningCollector collector(setup, first);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    QCOMPARE(first.events(), std::size_t{0});
    m_broker->produce(topic, 5);
    FakeSink second;
    RunningCollector collector(setup, second);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(second.events(), std::size_t{5});
}

void tst_KafkaCollector::transactionsThatAreOpenAreReadWhereThatIsWanted()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->call({QStringLiteral("txn"), q(topic), QStringLiteral("abort:3"),
                    QStringLiteral("commit:2")});
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    std::get<KafkaSource>(setup.source.input).readsUncommitted = true;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(sink.events(), std::size_t{5});
    QCOMPARE(collector.status().lag.value_or(99), std::uint64_t{0});
}

void tst_KafkaCollector::aMissingTopicIsWaitedFor()
{
    const std::string topic = m_broker->makeTopic() + "-missing";
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError,
                              "topic '" + topic + "' does not exist on " + m_broker->bootstrap(),
                              20'000);
    QCOMPARE(collector.status().state, SourceState::Retrying);
    QVERIFY(!m_broker->call({QStringLiteral("topic"), QStringLiteral("list")}).contains(q(topic)));
    QVERIFY(!collector.hasEnded());
    m_broker->call({QStringLiteral("topic"), QStringLiteral("create"), q(topic)});
    m_broker->produce(topic, 7);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(collector.status().lastError, std::string());
}

void tst_KafkaCollector::aWrongPortIsNamed()
{
    CollectorSetup setup = readingToTheEnd(*m_broker, {"x"});
    std::get<KafkaSource>(setup.source.input).brokers = "127.0.0.1:9";
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError,
                              std::string("broker 127.0.0.1:9 refused the connection"), 20'000);
    QCOMPARE(collector.status().state, SourceState::Retrying);
    QVERIFY(!collector.hasEnded());
}

void tst_KafkaCollector::aBrokerThatDiesIsWaitedFor()
{
    QTemporaryDir folder;
    TestBroker own(folder.path() + QStringLiteral("/broker"));
    const std::string topic = own.makeTopic();
    own.produce(topic, 1000);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    std::get<KafkaSource>(setup.source.input).brokers = own.bootstrap();
    setup.untilEnd = false;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1000}, 20'000);
    QElapsedTimer timer;
    timer.start();
    own.call({QStringLiteral("kill")});
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Retrying, 5'000);
    qInfo("shown after %lld ms", timer.elapsed());
    QVERIFY(!collector.status().lastError.empty());
    // The seconds that a broker takes to come back are those in which it is down.
    const double before = processorSeconds();
    timer.restart();
    own.call({QStringLiteral("restart")});
    const double share = 1e5 * (processorSeconds() - before) / static_cast<double>(timer.elapsed());
    qInfo("%.1f %% of a processor while it is down", share);
    QVERIFY2(share < 5, qPrintable(QString::number(share)));
    timer.restart();
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 10'000);
    qInfo("live %lld ms after the broker was", timer.elapsed());
    QCOMPARE(collector.status().lastError, std::string());
    own.produce(topic, 1000);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2000}, 10'000);
    QCOMPARE(offsetsIn(sink).size(), std::size_t{2000});
    collector.stop();
    own.call({QStringLiteral("stop"), QStringLiteral("--fast"), QStringLiteral("--remove")});
}

QTEST_GUILESS_MAIN(tst_KafkaCollector)
#include "tst_kafkacollector.moc"
