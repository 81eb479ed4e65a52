// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/write/positions.h"

#include <QtTest>

#include <random>
#include <set>

using namespace weir;

class tst_Positions final : public QObject
{
    Q_OBJECT

private slots:
    void rangesThatTouchBecomeOne();
    void anEmptyRangeIsAPointUntilARangeTouchesIt();
    void rangesHoldExactlyWhatWasAdded();
};

void tst_Positions::rangesThatTouchBecomeOne()
{
    std::vector<OffsetRange> ranges = {{0, 10}, {20, 30}, {40, 50}};
    const MergedRange result = mergeInto(ranges, {10, 40});
    QVERIFY((ranges == std::vector<OffsetRange>{{0, 50}}));
    QVERIFY((result.merged == OffsetRange{0, 50}));
    QVERIFY((result.absorbed == std::vector<std::int64_t>{20, 40}));
}

void tst_Positions::anEmptyRangeIsAPointUntilARangeTouchesIt()
{
    std::vector<OffsetRange> ranges = {{0, 10}};
    QVERIFY(!mergeInto(ranges, {5, 5}).changed);
    QVERIFY(!mergeInto(ranges, {2, 8}).changed);
    QVERIFY((ranges == std::vector<OffsetRange>{{0, 10}}));
    QVERIFY(mergeInto(ranges, {15, 15}).changed);
    QVERIFY(!mergeInto(ranges, {15, 15}).changed);
    QVERIFY((ranges == std::vector<OffsetRange>{{0, 10}, {15, 15}}));
    QVERIFY((mergeInto(ranges, {12, 17}).absorbed == std::vector<std::int64_t>{15}));
    QVERIFY((ranges == std::vector<OffsetRange>{{0, 10}, {12, 17}}));
}

void tst_Positions::rangesHoldExactlyWhatWasAdded()
{
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        std::vector<OffsetRange> ranges;
        std::set<std::int64_t> expected;
        std::set<std::int64_t> begins;
        for (int i = 0; i < 30; ++i) {
            const auto from = static_cast<std::int64_t>(random() % 100);
            const auto to = from + 1 + static_cast<std::int64_t>(random() % 7);
            for (std::int64_t offset = from; offset < to; ++offset)
                expected.insert(offset);
            // What a table keyed by `from` would hold, kept by what the result says.
            const MergedRange result = mergeInto(ranges, {from, to});
            for (const std::int64_t gone : result.absorbed)
                QCOMPARE(begins.erase(gone), std::size_t{1});
            if (result.changed)
                begins.insert(result.merged.from);
        }
        std::set<std::int64_t> held;
        std::set<std::int64_t> starts;
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            QVERIFY(ranges[i].from < ranges[i].to);
            QVERIFY(i == 0 || ranges[i - 1].to < ranges[i].from);
            starts.insert(ranges[i].from);
            for (std::int64_t offset = ranges[i].from; offset < ranges[i].to; ++offset)
                held.insert(offset);
        }
        QVERIFY(held == expected);
        QVERIFY(starts == begins);
    }
}

QTEST_GUILESS_MAIN(tst_Positions)
#include "tst_positions.moc"
