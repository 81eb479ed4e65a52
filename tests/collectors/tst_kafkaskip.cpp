// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkamover.h"

#include "tests/collectors/fakequarantine.h"
#include "tests/collectors/fakesink.h"
#include "tests/collectors/mockcluster.h"

#include <QTest>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <future>

using namespace weir;

/// How the end of what cannot be read is found, on librdkafka's mock cluster: what the library would say
/// of a damaged batch is said by the test, also out of its turn.
class tst_KafkaSkip final : public QObject
{
    Q_OBJECT

private slots:
    void aSkipEndsWhereReadingWorksAgain();
    void aSkipAsksNotMuchMoreOftenThanNeeded();
    void whatIsSaidOfAnEarlierProbeIsNotTakenForThisOne();
    void whatTheBrokerHasDeletedIsSkippedToo();
    void aSkipIsGivenUpWhenThePartitionIsMoved();
    void aSkipIsGivenUpWhenThePartitionIsRewound();
    void aSkipIsGivenUpWhenTheLibraryDoesNotReadThere();
    void aSkipIsGivenUpWhenThePartitionMayNotBeReadAnyMore();
    void aSkipThatIsGivenUpSaysWhy();
    void aSkipEndsInFrontOfWhatKillsWhoFetchesIt_data();
    void aSkipEndsInFrontOfWhatKillsWhoFetchesIt();
    void aSkipToWhatKillsWhoFetchesItFetchesNothing();
    void whatIsRewoundToBeforeItIsNotFetchedAhead();
};

namespace {

constexpr auto topic = "orders";
constexpr std::int64_t stalledAt = 10;
constexpr std::int64_t logEnd = 57;
/// What the library has taken for an offset once.
constexpr std::int64_t garbage = 1'750'426'947'829'043;

/// A batch that kills who fetches it.
constexpr OffsetRange deadly{40, 44};

CollectorSetup setupFor(const MockCluster& cluster, std::shared_ptr<Quarantine> quarantine)
{
    KafkaSource kafka;
    kafka.brokers = cluster.bootstrap();
    kafka.topics = {topic};
    kafka.start.kind = KafkaStart::Kind::Earliest;
    CollectorSetup setup;
    setup.source.name = "orders";
    setup.source.input = kafka;
    setup.quarantine = std::move(quarantine);
    return setup;
}

void fill(MockCluster& cluster)
{
    for (std::int64_t offset = 0; offset < logEnd; ++offset)
        cluster.send(0, "n");
    QVERIFY(cluster.flush());
}

/// A partition that is stalled, and what a source moves it with.
struct Stalled
{
    /// OneBatch: as of a source that has come to something deadly.
    explicit Stalled(KafkaClient::Pace pace = KafkaClient::Pace::OneBatch)
        : client(std::move(*KafkaClient::make(source, {}, pace)))
    {
        fill(cluster);
    }
    /// False while the brokers do not answer yet.
    bool find()
    {
        if (partition)
            return true;
        if (!discovery.run(*client, spans).isComplete)
            return false;
        partition = discovery.find({topic, 0});
        partition->moveTo(stalledAt);
        partition->stall = "the batch there is damaged";
        return true;
    }
    void skip()
    {
        mover.handle({PositionRequest::Kind::Skip, topic, 0, {}, {},
                      RequestAnswer([this](const Result<std::string>& given) { answer = given; })});
    }
    void skipTo(std::int64_t offset)
    {
        mover.handle(
            {PositionRequest::Kind::Skip, topic, 0, {}, LogPlace{LogPlace::Kind::Offset, {}, offset},
             RequestAnswer([this](const Result<std::string>& given) { moved = given; })});
    }
    void rewindTo(std::int64_t offset)
    {
        mover.handle(
            {PositionRequest::Kind::Rewind, topic, 0, {}, LogPlace{LogPlace::Kind::Offset, {}, offset},
             RequestAnswer([this](const Result<std::string>& given) { moved = given; })});
    }
    void findDeadly() { quarantine->known = {{partition->stream, deadly, true}}; }
    /// Whether it is read from there on, once a round has come.
    bool isReadFrom(std::int64_t offset)
    {
        (void)discovery.run(*client, spans);
        return partition->isAssigned && partition->next == offset;
    }
    /// The next step, which `search` takes too: what is damaged ends at `end`.
    void step(SkipSearch& search, std::int64_t end)
    {
        mover.consumed();
        if (search.probe() < end) {
            mover.cannotRead(*partition);
            search.cannotRead();
        } else {
            mover.canRead(*partition);
            search.canRead();
        }
    }

    MockCluster cluster{topic, 1};
    const std::shared_ptr<FakeQuarantine> quarantine = std::make_shared<FakeQuarantine>();
    const CollectorSetup setup = setupFor(cluster, quarantine);
    const KafkaSource& source = std::get<KafkaSource>(setup.source.input);
    std::unique_ptr<KafkaClient> client;
    FakeSink sink;
    SourceMonitor monitor{"orders", "kafka"};
    EventWriter writer{setup.source, SourceKind::Kafka, std::move(*makeDecoder("text")), sink, monitor};
    KafkaSpans spans{writer};
    KafkaDiscovery discovery{setup, std::move(*TopicChoice::make(source))};
    KafkaMover mover{setup, client, discovery, spans};
    KafkaPartition* partition = nullptr;
    std::optional<Result<std::string>> answer;
    std::optional<Result<std::string>> moved;
};

std::string skipped(std::int64_t from, std::int64_t to)
{
    return fmt::format(R"({{"partitions":[{{"topic":"orders","partition":0,"from":{},"to":{},)"
                       R"("offsets":{}}}]}})",
                       from, to, to - from);
}

} // namespace

void tst_KafkaSkip::aSkipEndsWhereReadingWorksAgain()
{
    for (std::int64_t first = 0; first < 20; ++first) {
        for (std::int64_t length = 1; length < 70; ++length) {
            SkipSearch search(first, first + 100);
            while (!search.isFound()) {
                const std::int64_t probe = search.probe();
                QVERIFY(probe > first && probe < first + 100);
                probe < first + length ? search.cannotRead() : search.canRead();
            }
            QCOMPARE(search.found(), first + length);
        }
    }
}

void tst_KafkaSkip::aSkipAsksNotMuchMoreOftenThanNeeded()
{
    SkipSearch search(1'000'000, 9'000'000);
    int probes = 0;
    for (; !search.isFound(); ++probes)
        search.probe() < 1'010'000 ? search.cannotRead() : search.canRead();
    QVERIFY2(probes <= 30, qPrintable(QString::number(probes)));
}

/// At every step: in front of what is said of the probe, and behind it.
void tst_KafkaSkip::whatIsSaidOfAnEarlierProbeIsNotTakenForThisOne()
{
    constexpr std::int64_t end = 47;
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.skip();
    SkipSearch search(stalledAt, logEnd);
    while (!search.isFound()) {
        stalled.mover.consumed();
        stalled.mover.outOfRange(*stalled.partition, garbage);
        QVERIFY(stalled.partition->isAssigned); // again: it may have been stopped
        QVERIFY(stalled.mover.isSearching(*stalled.partition));
        // Consumed together with it, so from before it was assigned again.
        stalled.mover.cannotRead(*stalled.partition);
        stalled.mover.canRead(*stalled.partition);
        stalled.step(search, end);
        if (!search.isFound())
            stalled.mover.cannotRead(*stalled.partition);
    }
    QVERIFY(stalled.answer && *stalled.answer);
    QCOMPARE(**stalled.answer, skipped(stalledAt, end));
    QCOMPARE(*stalled.partition->next, end);
    QVERIFY(!stalled.mover.isSearching(*stalled.partition));
}

void tst_KafkaSkip::whatTheBrokerHasDeletedIsSkippedToo()
{
    constexpr std::int64_t logStart = 30;
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.skip();
    for (SkipSearch search(stalledAt, logEnd); !search.isFound();) {
        stalled.mover.consumed();
        if (search.probe() < logStart) {
            stalled.mover.outOfRange(*stalled.partition, search.probe());
            search.cannotRead();
        } else {
            stalled.mover.canRead(*stalled.partition);
            search.canRead();
        }
    }
    QVERIFY(stalled.answer && *stalled.answer);
    QCOMPARE(**stalled.answer, skipped(stalledAt, logStart));
}

void tst_KafkaSkip::aSkipIsGivenUpWhenThePartitionIsMoved()
{
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.skip();
    QVERIFY(!stalled.answer);
    stalled.skipTo(50);
    QVERIFY(stalled.moved && *stalled.moved);
    QCOMPARE(**stalled.moved, skipped(stalledAt, 50));
    QVERIFY(stalled.answer && !*stalled.answer);
    QCOMPARE(stalled.answer->error().detail,
             std::string("the skip of topic 'orders' partition 0 was given up: it is read from another "
                         "place now"));
    QVERIFY(!stalled.mover.isSearching(*stalled.partition)); // what comes now is read
    QCOMPARE(*stalled.partition->next, std::int64_t{50});
}

void tst_KafkaSkip::aSkipIsGivenUpWhenThePartitionIsRewound()
{
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.skip();
    stalled.rewindTo(3);
    QVERIFY(stalled.moved && *stalled.moved);
    QCOMPARE(**stalled.moved, skipped(3, stalledAt));
    QVERIFY(stalled.answer && !*stalled.answer);
    QCOMPARE(stalled.answer->error().detail,
             std::string("the skip of topic 'orders' partition 0 was given up: it is read from another "
                         "place now"));
    QVERIFY(!stalled.mover.isSearching(*stalled.partition));
    QCOMPARE(*stalled.partition->next, std::int64_t{3});
}

/// As when it has the partition already, which nobody has told the client.
void tst_KafkaSkip::aSkipIsGivenUpWhenTheLibraryDoesNotReadThere()
{
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.client->unassign({stalled.partition->id});
    rd_kafka_topic_partition_list_t* const list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic, 0)->offset = stalledAt;
    QVERIFY(!rd_kafka_incremental_assign(stalled.client->handle(), list));
    rd_kafka_topic_partition_list_destroy(list);
    stalled.skip();
    QVERIFY(stalled.answer && !*stalled.answer);
    QVERIFY2(stalled.answer->error().detail.starts_with(
                 "the skip of topic 'orders' partition 0 was given up: it cannot be read: "),
             stalled.answer->error().detail.c_str());
    QVERIFY(!stalled.mover.isSearching(*stalled.partition));
    QVERIFY(!stalled.partition->isAssigned); // a round looks again
}

/// Of a whole source, which the brokers answer so.
void tst_KafkaSkip::aSkipIsGivenUpWhenThePartitionMayNotBeReadAnyMore()
{
    MockCluster cluster(topic, 1);
    fill(cluster);
    cluster.failFetches(RD_KAFKA_RESP_ERR_INVALID_MSG);
    FakeSink sink;
    RunningCollector collector(setupFor(cluster, nullptr), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Stalled, 20'000);
    cluster.failFetches(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    std::promise<Result<std::string>> answered;
    auto answer = answered.get_future();
    collector.request({PositionRequest::Kind::Skip, topic, 0, {}, {},
                       RequestAnswer([&answered](const Result<std::string>& given) {
                           answered.set_value(given);
                       })});
    QVERIFY(answer.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
    const auto given = answer.get();
    QVERIFY(!given);
    QCOMPARE(given.error().detail,
             std::string("the skip of topic 'orders' partition 0 was given up: topic 'orders' may not be "
                         "read by this user"));
}

void tst_KafkaSkip::aSkipThatIsGivenUpSaysWhy()
{
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.skip();
    stalled.mover.giveUp(*stalled.partition, "the broker does not let us read it");
    QVERIFY(stalled.answer && !*stalled.answer);
    QCOMPARE(stalled.answer->error().detail,
             std::string("the skip of topic 'orders' partition 0 was given up: the broker does not let "
                         "us read it"));
    QVERIFY(!stalled.mover.isSearching(*stalled.partition));
}

void tst_KafkaSkip::aSkipEndsInFrontOfWhatKillsWhoFetchesIt_data()
{
    QTest::addColumn<qint64>("end");
    QTest::addColumn<qint64>("goesOnAt");
    QTest::newRow("damaged up to it") << qint64{deadly.from} << qint64{deadly.to};
    QTest::newRow("good records before it") << qint64{30} << qint64{30};
}

void tst_KafkaSkip::aSkipEndsInFrontOfWhatKillsWhoFetchesIt()
{
    QFETCH(const qint64, end);
    QFETCH(const qint64, goesOnAt);
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.findDeadly();
    stalled.skip();
    for (SkipSearch search(stalledAt, deadly.from); !search.isFound();) {
        QVERIFY(search.probe() < deadly.from);
        stalled.step(search, end);
    }
    QVERIFY(stalled.answer && *stalled.answer);
    QCOMPARE(**stalled.answer, skipped(stalledAt, end));
    QCOMPARE(stalled.partition->isAssigned, end < deadly.from);
    QTRY_VERIFY_WITH_TIMEOUT(stalled.isReadFrom(goesOnAt), 20'000);
}

void tst_KafkaSkip::aSkipToWhatKillsWhoFetchesItFetchesNothing()
{
    Stalled stalled;
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.findDeadly();
    stalled.skipTo(deadly.from + 1);
    QVERIFY(stalled.moved && *stalled.moved);
    QCOMPARE(**stalled.moved, skipped(stalledAt, deadly.from + 1));
    QVERIFY(!stalled.partition->isAssigned);
    QTRY_VERIFY_WITH_TIMEOUT(stalled.isReadFrom(deadly.to), 20'000);
}

void tst_KafkaSkip::whatIsRewoundToBeforeItIsNotFetchedAhead()
{
    Stalled stalled(KafkaClient::Pace::Full);
    QTRY_VERIFY_WITH_TIMEOUT(stalled.find(), 20'000);
    stalled.findDeadly();
    stalled.partition->moveTo(deadly.to);
    stalled.rewindTo(3);
    QVERIFY(stalled.moved && *stalled.moved);
    QVERIFY(!stalled.partition->isAssigned);
    QVERIFY(!stalled.isReadFrom(3));
    stalled.client = std::move(*KafkaClient::make(stalled.source, {}, KafkaClient::Pace::OneBatch));
    QTRY_VERIFY_WITH_TIMEOUT(stalled.isReadFrom(3), 20'000);
}

QTEST_GUILESS_MAIN(tst_KafkaSkip)
#include "tst_kafkaskip.moc"
