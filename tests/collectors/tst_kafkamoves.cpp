// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakequarantine.h"
#include "tests/collectors/fakesink.h"
#include "tests/collectors/testbroker.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>

#include <future>
#include <set>

using namespace weir;

/// Positions that a user moves while a source runs. Against a real broker.
class tst_KafkaMoves final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aRewindFetchesOnlyWhatIsMissing();
    void aRewindIsBoundedByBothEndsOfTheLog();
    void aRewindToATimeBeginsThere();
    void aRewindThatIsInterruptedGoesOnAtTheNextStart();
    void aRewindWhileAProducerRunsTakesEverythingOnce();
    void retentionThatOvertakesARewindIsAGapOfWhatWasMissing();
    void aSkipIsAGapThatNoRewindFetches();
    void theGroupsOffsetGoesAlong();
    void aSkipBackwardsOrBeyondTheEndIsRefused();
    void aDamagedBatchStallsUntilItIsSkipped_data();
    void aDamagedBatchStallsUntilItIsSkipped();
    void whatCannotBeDoneIsSaid();

private:
    CollectorSetup setupFor(const std::string& topic) const;

    std::unique_ptr<TestBroker> m_broker;
};

namespace {

LogPlace offset(std::int64_t at)
{
    return {LogPlace::Kind::Offset, {}, at};
}

/// Asks a source that runs; the answer, or nothing when it took too long.
std::optional<Result<std::string>> ask(RunningCollector& collector, PositionRequest::Kind kind,
                                       std::optional<LogPlace> to, std::string topic = {},
                                       std::optional<std::int32_t> partition = {})
{
    auto answered = std::make_shared<std::promise<Result<std::string>>>();
    auto future = answered->get_future();
    collector.request({kind, std::move(topic), partition, {}, to,
                       RequestAnswer([answered](const Result<std::string>& result) {
                           answered->set_value(result);
                       })});
    if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready)
        return std::nullopt;
    return future.get();
}

/// How many offsets the answer says are fetched or left out; -1 for an error.
qint64 offsetsIn(const std::optional<Result<std::string>>& answer)
{
    if (!answer || !*answer)
        return -1;
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(**answer)).object();
    qint64 sum = 0;
    const QJsonArray partitions = json[QStringLiteral("partitions")].toArray();
    for (const QJsonValue& partition : partitions)
        sum += partition[QStringLiteral("offsets")].toInteger();
    return sum;
}

/// Of partition 0, in the order they came; fails the test when one came twice.
std::vector<std::int64_t> offsetsOf(const FakeSink& sink)
{
    std::vector<std::int64_t> offsets;
    std::set<std::pair<int, std::int64_t>> seen;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        const std::int64_t at = batch.columns().offsets[row];
        if (!seen.emplace(batch.stream(row).partition, at).second)
            QTest::qFail("an offset came twice", __FILE__, __LINE__);
        if (batch.stream(row).partition == 0)
            offsets.push_back(at);
    });
    return offsets;
}

/// Where the batch that begins with this offset stands in a partition's log; its end when there is none.
qint64 batchAt(const QByteArray& log, quint64 offset)
{
    qint64 at = 0;
    while (at + 12 <= log.size() && qFromBigEndian<quint64>(log.constData() + at) != offset)
        at += 12 + qFromBigEndian<qint32>(log.constData() + at + 8);
    return at;
}

/// Positions as if nothing but these offsets had been indexed.
std::vector<StartPosition> only(const FakeSink& sink, OffsetRanges ranges)
{
    auto positions = sink.positions();
    positions.resize(1);
    positions.front().indexed = std::move(ranges);
    return positions;
}

} // namespace

void tst_KafkaMoves::initTestCase()
{
    WEIR_NEED_BROKER();
    m_broker = std::make_unique<TestBroker>();
}

CollectorSetup tst_KafkaMoves::setupFor(const std::string& topic) const
{
    KafkaSource kafka;
    kafka.brokers = m_broker->bootstrap();
    kafka.topics = {topic};
    kafka.start.kind = KafkaStart::Kind::Earliest;
    CollectorSetup setup;
    setup.source.name = "orders";
    setup.source.input = kafka;
    return setup;
}

void tst_KafkaMoves::aRewindFetchesOnlyWhatIsMissing()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 50'000);
    FakeSink first;
    {
        CollectorSetup setup = setupFor(topic);
        setup.untilEnd = true;
        RunningCollector collector(setup, first);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    // One stretch that is read over, one that is stepped over.
    CollectorSetup setup = setupFor(topic);
    setup.positions = only(first, {{1'000, 1'500}, {3'000, 48'000}});
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1'500 + 2'000}, 20'000);
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(300))), 700);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1'500 + 2'000 + 700}, 20'000);
    m_broker->produce(topic, 10);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1'500 + 2'000 + 700 + 10}, 20'000);
    const auto offsets = offsetsOf(sink);
    QCOMPARE(offsets.front(), std::int64_t{1'500});
    QCOMPARE(offsets[3'500], std::int64_t{300});
    QCOMPARE(offsets.back(), std::int64_t{50'009});
    QVERIFY(sink.gaps().empty());
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lag.value_or(99), std::uint64_t{0}, 5'000);
}

void tst_KafkaMoves::aRewindIsBoundedByBothEndsOfTheLog()
{
    const std::string topic = m_broker->makeTopic(2);
    m_broker->produce(topic, 100, {QStringLiteral("partition=0")});
    m_broker->produce(topic, 60, {QStringLiteral("partition=1")});
    m_broker->call({QStringLiteral("delete-records"), q(topic) + QStringLiteral(":0:40")});
    CollectorSetup setup = setupFor(topic);
    std::get<KafkaSource>(setup.source.input).start.kind = KafkaStart::Kind::Latest;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{2}, 20'000);
    QCOMPARE(sink.events(), std::size_t{0});
    const LogPlace earliest{LogPlace::Kind::Earliest, {}, 0};
    const LogPlace latest{LogPlace::Kind::Latest, {}, 0};
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, latest)), 0);
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(1'000))), 0);
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(50), topic, 1)), 10);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{10}, 20'000);
    // Partition 0 begins at 40; of partition 1 the last ten are there.
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, earliest)), 60 + 50);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{120}, 20'000);
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, earliest)), 0);
    QCOMPARE(offsetsOf(sink).front(), std::int64_t{40});
    QVERIFY(sink.gaps().empty()); // what was never asked for is not missing
}

void tst_KafkaMoves::aRewindToATimeBeginsThere()
{
    const std::string topic = m_broker->makeTopic(1, {QStringLiteral("--retention-ms=-1")});
    m_broker->produce(topic, 100,
                      {QStringLiteral("time=1700000000000"), QStringLiteral("step=1000")});
    CollectorSetup setup = setupFor(topic);
    std::get<KafkaSource>(setup.source.input).start.kind = KafkaStart::Kind::Latest;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{1}, 20'000);
    const LogPlace time{LogPlace::Kind::Time, *parseTime("2023-11-14T22:14:00Z"), 0};
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, time)), 60);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{60}, 20'000);
    QCOMPARE(offsetsOf(sink).front(), std::int64_t{40});
}

void tst_KafkaMoves::aRewindThatIsInterruptedGoesOnAtTheNextStart()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 60'000);
    FakeSink sink;
    CollectorSetup setup = setupFor(topic);
    std::get<KafkaSource>(setup.source.input).start.kind = KafkaStart::Kind::Latest;
    {
        RunningCollector collector(setup, sink);
        QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{1}, 20'000);
        m_broker->produce(topic, 10);
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{10}, 20'000);
        sink.setRoomFor(20'000);
        QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(0))), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(sink.events() >= 20'000, 20'000);
    }
    const std::size_t before = sink.events();
    QVERIFY(before < 60'000);
    sink.setRoomFor(SIZE_MAX);
    setup.positions = sink.positions();
    QCOMPARE(setup.positions.front().indexed.size(), std::size_t{2});
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{60'010}, 20'000);
    QCOMPARE(offsetsOf(sink)[before], static_cast<std::int64_t>(before) - 10);
    QVERIFY(sink.positions().front().indexed == (OffsetRanges{{0, 60'010}}));
}

void tst_KafkaMoves::aRewindWhileAProducerRunsTakesEverythingOnce()
{
    const std::string topic = m_broker->makeTopic(2);
    m_broker->produce(topic, 20'000, {QStringLiteral("key=k%d")});
    CollectorSetup setup = setupFor(topic);
    std::get<KafkaSource>(setup.source.input).start.kind = KafkaStart::Kind::Latest;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{2}, 20'000);
    std::jthread producer([&] { m_broker->produce(topic, 100'000, {QStringLiteral("key=k%d")}); });
    for (const std::int64_t to : {9'000, 8'000, 5'000, 2'000, 100, 0}) {
        const std::size_t before = sink.events();
        QTRY_VERIFY_WITH_TIMEOUT(sink.events() > before, 20'000);
        QVERIFY(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(to))) > 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{120'000}, 40'000);
    (void)offsetsOf(sink);
    for (const StartPosition& position : sink.positions())
        QCOMPARE(position.indexed.size(), std::size_t{1});
}

void tst_KafkaMoves::retentionThatOvertakesARewindIsAGapOfWhatWasMissing()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 1'000);
    FakeSink sink;
    CollectorSetup setup = setupFor(topic);
    {
        setup.untilEnd = true;
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    }
    setup.untilEnd = false;
    setup.positions = only(sink, {{0, 100}, {300, 1'000}});
    m_broker->call({QStringLiteral("delete-records"), q(topic) + QStringLiteral(":0:500")});
    sink.forget();
    RunningCollector collector(setup, sink);
    m_broker->produce(topic, 5);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{5}, 20'000);
    QCOMPARE(sink.gaps().size(), std::size_t{1});
    QCOMPARE(sink.gaps()[0].offsets, (OffsetRange{100, 300}));
    QCOMPARE(sink.gaps()[0].reason, Gap::Reason::Retention);
    QCOMPARE(sink.gaps()[0].count, std::uint64_t{200});
}

/// Though no record comes behind it.
void tst_KafkaMoves::theGroupsOffsetGoesAlong()
{
    const std::string topic = m_broker->makeTopic();
    CollectorSetup setup = setupFor(topic);
    auto& kafka = std::get<KafkaSource>(setup.source.input);
    kafka.group = "movers-" + topic.substr(2);
    kafka.start.kind = KafkaStart::Kind::Latest;
    const auto isCommitted = [&](qint64 offset) {
        return m_broker->call({QStringLiteral("groups"), q(kafka.group)})
            .contains(QStringLiteral("COMMITTED=%1\n").arg(offset));
    };
    m_broker->produce(topic, 100);
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_VERIFY_WITH_TIMEOUT(isCommitted(100), 20'000);
    m_broker->produce(topic, 10);
    QTRY_VERIFY_WITH_TIMEOUT(isCommitted(110), 20'000);
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(40))), 60);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{70}, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(isCommitted(110), 20'000);

    m_broker->produce(topic, 300'000);
    const auto skipped =
        offsetsIn(ask(collector, PositionRequest::Kind::Skip, offset(300'110), topic, 0));
    if (skipped < 0)
        QSKIP("it has read everything before it was asked");
    QTRY_VERIFY_WITH_TIMEOUT(isCommitted(300'110), 20'000);
}

void tst_KafkaMoves::aSkipBackwardsOrBeyondTheEndIsRefused()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 100);
    FakeSink sink;
    RunningCollector collector(setupFor(topic), sink);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{100}, 20'000);
    const auto back = ask(collector, PositionRequest::Kind::Skip, offset(50), topic, 0);
    QVERIFY(back && !*back);
    QCOMPARE(back->error().detail,
             "topic '" + topic + "' partition 0 is read up to offset 100 already");
    const auto beyond = ask(collector, PositionRequest::Kind::Skip, offset(101), topic, 0);
    QVERIFY(beyond && !*beyond);
    QCOMPARE(beyond->error().detail, "topic '" + topic + "' partition 0 ends at offset 100");
    QVERIFY(sink.gaps().empty());
}

void tst_KafkaMoves::aSkipIsAGapThatNoRewindFetches()
{
    const std::string topic = m_broker->makeTopic();
    m_broker->produce(topic, 300'000);
    FakeSink sink;
    sink.setRoomFor(1'000);
    CollectorSetup setup = setupFor(topic);
    {
        RunningCollector collector(setup, sink);
        QTRY_VERIFY_WITH_TIMEOUT(sink.events() >= 1'000, 20'000);
    }
    const auto read = static_cast<std::int64_t>(sink.events());
    QVERIFY(read < 290'000);
    // Asked before it has read on: a slow reader who gives up on the past.
    setup.positions = sink.positions();
    sink.setRoomFor(SIZE_MAX);
    RunningCollector collector(setup, sink);
    const auto skipped =
        offsetsIn(ask(collector, PositionRequest::Kind::Skip, offset(299'000), topic, 0));
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<qint64>(sink.events()), 300'000 - skipped, 20'000);
    QCOMPARE(sink.gaps().size(), std::size_t{1});
    const Gap gap = sink.gaps()[0];
    QCOMPARE(gap.reason, Gap::Reason::SkippedByUser);
    QCOMPARE(gap.offsets.to, std::int64_t{299'000});
    QCOMPARE(static_cast<qint64>(gap.count), skipped);
    QVERIFY(skipped > 0);
    QCOMPARE(offsetsIn(ask(collector, PositionRequest::Kind::Rewind, offset(0))), 0);
    QVERIFY(sink.positions().front().indexed == (OffsetRanges{{0, 300'000}}));
    QCOMPARE(collector.status().gaps.size(), std::size_t{1});
    (void)offsetsOf(sink);
}

void tst_KafkaMoves::aDamagedBatchStallsUntilItIsSkipped_data()
{
    // From the begin of the batch, in bytes.
    constexpr qint64 magic = 16;
    constexpr qint64 checksum = 17;
    QTest::addColumn<qint64>("damage");
    QTest::addColumn<bool>("isQuarantinedBehind");
    QTest::newRow("good records behind it") << checksum << false;
    QTest::newRow("a record behind it that kills who decodes it") << checksum << true;
    QTest::newRow("its format") << magic << false;
}

void tst_KafkaMoves::aDamagedBatchStallsUntilItIsSkipped()
{
    QFETCH(const qint64, damage);
    QFETCH(const bool, isQuarantinedBehind);
    QTemporaryDir folder;
    TestBroker own(folder.path() + QStringLiteral("/broker"));
    const std::string topic = own.makeTopic();
    own.produce(topic, 10);
    own.produce(topic, 37, {QStringLiteral("set.linger.ms=500")}); // one batch
    own.produce(topic, 10);
    own.call({QStringLiteral("stop")});
    QFile log(folder.path() + QStringLiteral("/broker/data/") + q(topic)
              + QStringLiteral("-0/00000000000000000000.log"));
    QVERIFY(log.open(QIODevice::ReadWrite));
    const QByteArray bytes = log.readAll();
    const qint64 at = batchAt(bytes, 10) + damage;
    QVERIFY(at < bytes.size());
    log.seek(at);
    log.write(QByteArray(1, static_cast<char>(bytes[at] ^ 0x10)));
    log.close();
    own.call({QStringLiteral("restart")});

    CollectorSetup setup = setupFor(topic);
    std::get<KafkaSource>(setup.source.input).brokers = own.bootstrap();
    const auto quarantine = std::make_shared<FakeQuarantine>();
    if (isQuarantinedBehind)
        quarantine->known = {
            {{SourceKind::Kafka, own.fact("CLUSTER_ID"), topic, 0, 0}, {47, 48}, false}};
    setup.quarantine = quarantine;
    FakeSink sink;
    RunningCollector collector(setup, sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Stalled, 20'000);
    QVERIFY2(collector.status().lastError.find("is stalled at offset 10") != std::string::npos,
             collector.status().lastError.c_str());
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{10}, 5'000);
    const auto skipped = ask(collector, PositionRequest::Kind::Skip, {});
    QVERIFY2(skipped && *skipped, skipped && !*skipped ? skipped->error().detail.c_str() : "no answer");
    QCOMPARE(offsetsIn(skipped), 37);
    const std::size_t left = isQuarantinedBehind ? 1 : 0;
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), 20 - left, 5'000);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 5'000);
    QCOMPARE(collector.status().lastError, std::string());
    QCOMPARE(sink.gaps().size(), 1 + left);
    QCOMPARE(sink.gaps()[0].offsets, (OffsetRange{10, 47}));
    QVERIFY(sink.positions().front().indexed == (OffsetRanges{{0, 57}}));
    collector.stop();
    own.call({QStringLiteral("stop"), QStringLiteral("--fast"), QStringLiteral("--remove")});
}

void tst_KafkaMoves::whatCannotBeDoneIsSaid()
{
    const std::string topic = m_broker->makeTopic();
    FakeSink sink;
    RunningCollector collector(setupFor(topic), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().positions.size(), std::size_t{1}, 20'000);
    const auto errorOf = [&](const std::optional<Result<std::string>>& answer) {
        return answer && !*answer ? answer->error().detail : std::string("no error");
    };
    QCOMPARE(errorOf(ask(collector, PositionRequest::Kind::Rewind, offset(0), "other")),
             std::string("this source does not read topic 'other'"));
    QCOMPARE(errorOf(ask(collector, PositionRequest::Kind::Rewind, offset(0), topic, 7)),
             "this source does not read topic '" + topic + "' partition 7");
    QCOMPARE(errorOf(ask(collector, PositionRequest::Kind::Skip, {})),
             std::string("nothing is stalled; say where to skip to"));

    CollectorSetup nowhere = setupFor(topic);
    std::get<KafkaSource>(nowhere.source.input).brokers = "127.0.0.1:9";
    RunningCollector away(nowhere, sink);
    QTRY_COMPARE_WITH_TIMEOUT(away.status().state, SourceState::Retrying, 20'000);
    QCOMPARE(errorOf(ask(away, PositionRequest::Kind::Rewind, offset(0))),
             std::string("broker 127.0.0.1:9 refused the connection"));
}

QTEST_GUILESS_MAIN(tst_KafkaMoves)
#include "tst_kafkamoves.moc"
