// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/kafkareading.h"

using namespace weir;

/// What becomes of a topic before and while it is read: retention, compaction, more partitions, another
/// topic of the same name. Against a real broker.
class tst_KafkaLog final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whatRetentionTookIsAGapWithItsCount();
    void aTopicMadeAnewIsReadFromItsBeginning();
    void addedPartitionsAndNewTopicsAreFound();
    void fourPartitionsThatBecomeEightAreAllRead();
    void aTopicThatVanishesAndComesAgainIsAnotherEpoch();
    void compactionHolesAreNoGaps();
    void retentionThatOvertakesASlowReaderIsAnExactGap();

private:
    std::unique_ptr<TestBroker> m_broker;
};

void tst_KafkaLog::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

void tst_KafkaLog::whatRetentionTookIsAGapWithItsCount()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 100);
    FakeSink sink;
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    setup.untilEnd = false;
    {
        RunningCollector collector(setup, sink);
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{100}, 20'000);
    }
    m_broker->produce(topic, 100);
    m_broker->call({QStringLiteral("delete-records"), q(topic) + QStringLiteral(":0:130")});
    setup.positions = sink.positions();
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{170}, 20'000);
    const auto gaps = sink.gaps();
    QCOMPARE(gaps.size(), std::size_t{1});
    QCOMPARE(gaps[0].offsets, (OffsetRange{100, 130}));
    QCOMPARE(gaps[0].count, std::uint64_t{30});
    QCOMPARE(gaps[0].reason, Gap::Reason::Retention);
    QCOMPARE(collector.status().gaps.size(), std::size_t{1});
    // What is lost is done with: nobody asks for it again.
    QCOMPARE(sink.positions()[0].indexed, (OffsetRanges{{0, 200}}));
}

void tst_KafkaLog::aTopicMadeAnewIsReadFromItsBeginning()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 50);
    FakeSink sink;
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    {
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    m_broker->call({QStringLiteral("topic"), QStringLiteral("delete"), q(topic)});
    m_broker->call({QStringLiteral("topic"), QStringLiteral("create"), q(topic)});
    m_broker->produce(topic, 10);
    setup.positions = sink.positions();
    sink.forget();
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{10}, 30'000);
    QCOMPARE(sink.batches().front()->stream(0).epoch, 1U);
    QVERIFY(sink.gaps().empty());
}

void tst_KafkaLog::addedPartitionsAndNewTopicsAreFound()
{
    const std::string topic = m_broker->makeTopic();
    CollectorSetup setup = readingToTheEnd(*m_broker, {"^" + topic + ".*"});
    setup.untilEnd = false;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    m_broker->produce(topic, 10);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{10}, 20'000);
    m_broker->call(
        {QStringLiteral("topic"), QStringLiteral("partitions"), q(topic), QStringLiteral("2")});
    m_broker->produce(topic, 10, {QStringLiteral("partition=1")});
    m_broker->call({QStringLiteral("topic"), QStringLiteral("create"), q(topic + "-b")});
    m_broker->produce(topic + "-b", 10);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{30}, 90'000);
    QCOMPARE(offsetsIn(sink).size(), std::size_t{30});
}

void tst_KafkaLog::fourPartitionsThatBecomeEightAreAllRead()
{
    const std::string topic = m_broker->makeTopic(4);
    m_broker->produce(topic, 100, {QStringLiteral("key=k%d")});
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    setup.untilEnd = false;
    // What is written before the new ones are found has come since the source began all the same.
    std::get<KafkaSource>(setup.source.input).start.kind = KafkaStart::Kind::Latest;
    FakeSink sink;
    {
        RunningCollector collector(setup, sink);
        QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{4}, 20'000);
        m_broker->call(
            {QStringLiteral("topic"), QStringLiteral("partitions"), q(topic), QStringLiteral("6")});
        m_broker->produce(topic, 400, {QStringLiteral("key=k%d")});
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{400}, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{6}, 5'000);
    }
    // And while nobody looked.
    setup.positions = sink.positions();
    m_broker->call(
        {QStringLiteral("topic"), QStringLiteral("partitions"), q(topic), QStringLiteral("8")});
    m_broker->produce(topic, 400, {QStringLiteral("key=k%d")});
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{800}, 30'000);
    QCOMPARE(offsetsIn(sink).size(), std::size_t{800});
    QCOMPARE(sink.positions().size(), std::size_t{8});
}

void tst_KafkaLog::aTopicThatVanishesAndComesAgainIsAnotherEpoch()
{
    const std::string topic = m_broker->makeTopic();
    const std::string other = m_broker->makeTopic();
    m_broker->produce(topic, 50);
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic, other});
    setup.untilEnd = false;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{50}, 20'000);
    m_broker->call({QStringLiteral("topic"), QStringLiteral("delete"), q(topic)});
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError,
                              "topic '" + topic + "' does not exist on " + m_broker->bootstrap(),
                              20'000);
    m_broker->produce(other, 5); // the others go on
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{55}, 20'000);
    m_broker->call({QStringLiteral("topic"), QStringLiteral("create"), q(topic)});
    m_broker->produce(topic, 10);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{65}, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError, std::string(), 20'000);
    std::map<std::uint32_t, int> epochs;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        if (batch.stream(row).name == topic)
            ++epochs[batch.stream(row).epoch];
    });
    QCOMPARE(epochs, (std::map<std::uint32_t, int>{{0, 50}, {1, 10}}));
    QVERIFY(sink.gaps().empty());
}

void tst_KafkaLog::compactionHolesAreNoGaps()
{
    const std::string topic = m_broker->makeTopic(
        1, {QStringLiteral("--cleanup"), QStringLiteral("compact"),
            QStringLiteral("--segment-bytes"), QStringLiteral("65536"), QStringLiteral("--config"),
            QStringLiteral("min.cleanable.dirty.ratio=0.01")});
    for (int i = 0; i < 3; ++i)
        m_broker->produce(topic, 3000, {QStringLiteral("key=k%d")});
    const auto readable = [&] {
        return m_broker
            ->kcat({QStringLiteral("-C"), QStringLiteral("-e"), QStringLiteral("-q"),
                    QStringLiteral("-t"), q(topic), QStringLiteral("-f"), QStringLiteral("%o\\n")})
            .count(QLatin1Char('\n'));
    };
    QTRY_VERIFY_WITH_TIMEOUT(readable() < 8000, 20'000);
    FakeSink sink;
    RunningCollector collector(readingToTheEnd(*m_broker, {topic}), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QVERIFY(sink.events() < 8000);
    QVERIFY(sink.gaps().empty());
    QVERIFY(sink.positions().front().indexed == (OffsetRanges{{0, 9000}}));
    QCOMPARE(collector.status().lag.value_or(99), std::uint64_t{0});
}

void tst_KafkaLog::retentionThatOvertakesASlowReaderIsAnExactGap()
{
    const std::string topic = m_broker->makeTopic();
    // More than the client fetches ahead: 64 MiB.
    m_broker->call({QStringLiteral("produce-perf"), q(topic), QStringLiteral("--records"),
                    QStringLiteral("400000"), QStringLiteral("--size"), QStringLiteral("400")});
    CollectorSetup setup = readingToTheEnd(*m_broker, {topic});
    setup.untilEnd = false;
    FakeSink sink;
    sink.setFull(true);
    RunningCollector collector(setup, sink);
    QTRY_VERIFY_WITH_TIMEOUT(sink.refused > 1, 20'000);
    m_broker->call(
        {QStringLiteral("delete-records"), q(topic) + QStringLiteral(":0:399000")});
    sink.setFull(false);
    QTRY_COMPARE_WITH_TIMEOUT(sink.gaps().size(), std::size_t{1}, 30'000);
    const Gap gap = sink.gaps()[0];
    QCOMPARE(gap.reason, Gap::Reason::Retention);
    QCOMPARE(gap.offsets.to, std::int64_t{399'000});
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), static_cast<std::size_t>(400'000 - gap.count), 30'000);
    QCOMPARE(static_cast<std::int64_t>(gap.count), gap.offsets.to - gap.offsets.from);
    const auto offsets = offsetsIn(sink);
    QCOMPARE(offsets.size(), static_cast<std::size_t>(400'000 - gap.count));
    QVERIFY(offsets.count({topic, 0, gap.offsets.from - 1}) == 1);
    QVERIFY(offsets.count({topic, 0, gap.offsets.from}) == 0);
    QVERIFY(sink.positions().front().indexed == (OffsetRanges{{0, 400'000}}));
}

QTEST_GUILESS_MAIN(tst_KafkaLog)
#include "tst_kafkalog.moc"
