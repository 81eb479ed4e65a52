// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/kafka/kafkapartition.h"
#include "collectors/kafka/kafkaspans.h"
#include "collectors/positionrequest.h"

#include "tests/collectors/fakesink.h"

#include <QTest>

using namespace weir;

/// What can be said of positions without a broker.
class tst_KafkaPartition final : public QObject
{
    Q_OBJECT

private slots:
    void readingGoesUpwardsThroughWhatIsMissing();
    void whatRetentionTookIsOnlyWhatWasMissing();
    void whatReachesBeyondTheEndIsAnotherTopic();
    void whatIsGivenBackIsNotStalledAnyMore();
    void whereReadingGoesOnIsKnownOfGapsToo();
    void whereReadingGoesOnIsBehindWhatARewindMeets();
    void placesAreReadAsAPersonWritesThem();
    void aRequestIsAnsweredOnce();
};

namespace {

KafkaPartition partitionWith(OffsetRanges done)
{
    KafkaPartition partition;
    partition.done = std::move(done);
    partition.moveTo(partition.done.empty() ? 0 : partition.done.front().from);
    return partition;
}

/// What writes the batches of a source.
struct Writing
{
    FakeSink sink;
    SourceMonitor monitor{"s", "kafka"};
    EventWriter writer{SourceConfig{}, SourceKind::Kafka, std::move(*makeDecoder("text")), sink,
                       monitor};
    KafkaSpans spans{writer};
};

using Moved = std::map<TopicPartition, std::int64_t>;

} // namespace

void tst_KafkaPartition::readingGoesUpwardsThroughWhatIsMissing()
{
    KafkaPartition partition = partitionWith({{0, 400}, {1000, 2000}});
    QCOMPARE(*partition.next, std::int64_t{400}); // an interrupted rewind goes on
    QVERIFY(partition.ahead == (OffsetRange{1000, 2000}));
    QCOMPARE(partition.frontier(), std::int64_t{2000});
    partition.end = 2010; // what is indexed is no lag
    QCOMPARE(partition.left(), std::int64_t{600 + 10});
    partition.moveTo(1500);
    QCOMPARE(*partition.next, std::int64_t{2000});
    QVERIFY(!partition.ahead);
}

void tst_KafkaPartition::whatRetentionTookIsOnlyWhatWasMissing()
{
    const KafkaPartition partition = partitionWith({{0, 400}, {1000, 2000}});
    const PartitionPlan plan = planFor(partition, {1200, 5000});
    QVERIFY(!plan.isNewEpoch);
    QVERIFY(plan.lost == (OffsetRanges{{400, 1000}}));
    QVERIFY(planFor(partition, {400, 5000}).lost.empty());
    QVERIFY(planFor(partition, {2500, 5000}).lost == (OffsetRanges{{400, 1000}, {2000, 2500}}));
}

void tst_KafkaPartition::whatReachesBeyondTheEndIsAnotherTopic()
{
    // The rewind has not come far, but what was read before it is beyond the end.
    QVERIFY(planFor(partitionWith({{0, 400}, {1000, 2000}}), {0, 500}).isNewEpoch);
    QVERIFY(!planFor(partitionWith({{0, 400}, {1000, 2000}}), {0, 2000}).isNewEpoch);
}

void tst_KafkaPartition::whatIsGivenBackIsNotStalledAnyMore()
{
    KafkaPartition partition = partitionWith({{0, 400}});
    partition.stall = "the batch there is damaged";
    partition.giveBack();
    QCOMPARE(partition.stall, std::string());
    QVERIFY(!partition.next);
    QVERIFY(partition.done == (OffsetRanges{{0, 400}}));
}

void tst_KafkaPartition::whereReadingGoesOnIsKnownOfGapsToo()
{
    Writing writing;
    KafkaPartition partition = partitionWith({});
    writing.spans.advance(partition, 10);
    writing.spans.closeAll();
    QVERIFY(writing.spans.takeMoved() == (Moved{{partition.id, 10}}));
    QVERIFY(!writing.spans.isOpen());
    writing.spans.addGap(partition, {10, 30}, Gap::Reason::SkippedByUser);
    partition.moveTo(30);
    QVERIFY(writing.spans.isOpen());
    QVERIFY(writing.spans.takeMoved() == (Moved{{partition.id, 30}}));
    partition.giveBack();
    QVERIFY(writing.spans.takeMoved().empty());
}

void tst_KafkaPartition::whereReadingGoesOnIsBehindWhatARewindMeets()
{
    Writing writing;
    KafkaPartition partition = partitionWith({{100, 110}});
    QCOMPARE(*partition.next, std::int64_t{110});
    partition.moveTo(40);
    writing.spans.mark(partition);
    QVERIFY(writing.spans.takeMoved() == (Moved{{partition.id, 40}}));
    writing.spans.advance(partition, 70);
    writing.spans.closeAll();
    QVERIFY(writing.spans.takeMoved() == (Moved{{partition.id, 70}}));
    writing.spans.advance(partition, 100);
    QVERIFY(writing.spans.takeMoved() == (Moved{{partition.id, 110}}));
}

void tst_KafkaPartition::placesAreReadAsAPersonWritesThem()
{
    const TimePoint now = *parseTime("2026-11-23T12:00:00Z");
    QVERIFY(parseLogPlace("earliest", now)->kind == LogPlace::Kind::Earliest);
    QVERIFY(parseLogPlace("latest", now)->kind == LogPlace::Kind::Latest);
    QVERIFY(parseLogPlace("0", now)->kind == LogPlace::Kind::Offset);
    QCOMPARE(parseLogPlace("1234567890123", now)->offset, std::int64_t{1234567890123});
    const LogPlace ago = *parseLogPlace("-15m", now);
    QVERIFY(ago.kind == LogPlace::Kind::Time);
    QVERIFY(ago.time == *parseTime("2026-11-23T11:45:00Z"));
    QVERIFY(parseLogPlace("2026-11-23T11:45:00Z", now)->time == ago.time);
    for (const char* wrong : {"", "-3", "12x", "99999999999999999999", "yesterday"})
        QVERIFY2(!parseLogPlace(wrong, now), wrong);
}

void tst_KafkaPartition::aRequestIsAnsweredOnce()
{
    int answers = 0;
    bool isFine = false;
    const auto count = [&](const Result<std::string>& result) {
        ++answers;
        isFine = static_cast<bool>(result);
    };
    {
        RequestAnswer answer(count);
        RequestAnswer moved = std::move(answer);
        moved.give(std::string("{}"));
        moved.give(std::string("{}"));
    }
    QCOMPARE(answers, 1);
    QVERIFY(isFine);
    {
        const RequestAnswer dropped(count);
    }
    QCOMPARE(answers, 2);
    QVERIFY(!isFine);
}

QTEST_GUILESS_MAIN(tst_KafkaPartition)
#include "tst_kafkapartition.moc"
