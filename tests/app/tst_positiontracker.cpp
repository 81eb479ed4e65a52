// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/positiontracker.h"
#include "core/eventbatchbuilder.h"

#include <QTest>

using namespace weir;

class tst_PositionTracker : public QObject
{
    Q_OBJECT

private slots:
    void onlyWhatTheSinkTookCounts();
    void aGapIsDoneWithToo();
};

namespace {

class Sink final : public BatchSink
{
public:
    bool push(const EventBatchPtr&) override { return takes; }
    void waitForRoom(std::size_t, std::chrono::milliseconds) override { }
    std::chrono::milliseconds maxBatchAge() const override { return std::chrono::milliseconds(1); }

    bool takes = true;
};

Stream partition(std::int32_t number)
{
    return {.kind = SourceKind::Kafka,
            .scope = "cluster",
            .name = "orders",
            .partition = number,
            .epoch = 0};
}

EventBatchPtr batchWith(std::int32_t number, OffsetRange offsets)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    builder.addPosition(builder.streamIndex(partition(number)), offsets);
    return builder.publish();
}

} // namespace

void tst_PositionTracker::onlyWhatTheSinkTookCounts()
{
    Sink sink;
    PositionTracker tracker(sink, {{partition(0), {{0, 10}}}});
    QVERIFY(tracker.push(batchWith(0, {10, 20})));
    QVERIFY(tracker.push(batchWith(1, {5, 6})));
    sink.takes = false;
    QVERIFY(!tracker.push(batchWith(0, {20, 30})));
    const auto positions = tracker.positions();
    QCOMPARE(positions.size(), std::size_t{2});
    for (const StartPosition& position : positions) {
        const OffsetRange expected =
            position.stream.partition == 0 ? OffsetRange{0, 20} : OffsetRange{5, 6};
        QVERIFY(position.indexed == std::vector{expected});
    }
}

void tst_PositionTracker::aGapIsDoneWithToo()
{
    Sink sink;
    PositionTracker tracker(sink, {{partition(0), {{0, 10}}}});
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    builder.addGap({partition(0), {10, 30}, 20, Gap::Reason::Retention, {}});
    QVERIFY(tracker.push(builder.publish()));
    QVERIFY(tracker.positions().front().indexed == (std::vector{OffsetRange{0, 30}}));
}

QTEST_GUILESS_MAIN(tst_PositionTracker)
#include "tst_positiontracker.moc"
