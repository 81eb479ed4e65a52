// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/positiontracker.h"
#include "core/eventbatchbuilder.h"

#include <QTest>

#include <random>
#include <set>

using namespace weir;

class tst_PositionTracker : public QObject
{
    Q_OBJECT

private slots:
    void rangesAreTheUnionOfWhatWasAdded();
    void onlyWhatTheSinkTookCounts();
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

void tst_PositionTracker::rangesAreTheUnionOfWhatWasAdded()
{
    std::mt19937 random(1);
    for (int round = 0; round < 500; ++round) {
        std::vector<OffsetRange> ranges;
        std::set<std::int64_t> expected;
        for (int i = 0; i < 12; ++i) {
            const auto from = static_cast<std::int64_t>(random() % 40);
            const auto to = from + static_cast<std::int64_t>(random() % 8);
            addRange(ranges, {from, to});
            for (auto offset = from; offset < to; ++offset)
                expected.insert(offset);
        }
        std::set<std::int64_t> found;
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            QVERIFY(ranges[i].from < ranges[i].to);
            QVERIFY(i == 0 || ranges[i - 1].to < ranges[i].from); // ascending, not touching
            for (auto offset = ranges[i].from; offset < ranges[i].to; ++offset)
                found.insert(offset);
        }
        QVERIFY(found == expected);
    }
}

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

QTEST_GUILESS_MAIN(tst_PositionTracker)
#include "tst_positiontracker.moc"
