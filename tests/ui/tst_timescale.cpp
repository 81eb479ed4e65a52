// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timescale.h"

#include <QTest>

#include <random>

using namespace std::chrono_literals;

namespace weir {

class tst_TimeScale final : public QObject
{
    Q_OBJECT

private slots:
    void theRangeFillsTheWidth()
    {
        const TimePoint from = *parseTime("2026-11-23T12:00:00Z");
        const TimeScale scale{{from, from + 10min}, 600};
        QCOMPARE(scale.xOf(from), 0.0);
        QCOMPARE(scale.xOf(from + 10min), 600.0);
        QCOMPARE(scale.xOf(from + 1s), 1.0);
        QCOMPARE(scale.timeAt(300), from + 5min);
    }

    void anXOutsideTheChartIsOfATimeOutsideTheRange()
    {
        const TimePoint from = *parseTime("2026-11-23T12:00:00Z");
        const TimeScale scale{{from, from + 10min}, 600};
        QCOMPARE(scale.xOf(from - 1min), -60.0);
        QCOMPARE(scale.xOf(from + 11min), 660.0);
        QCOMPARE(scale.timeAt(660), from + 10min);
        QCOMPARE(scale.timeAt(-60), from);
    }

    void pixelsAndTimesAreEachOthersInverse()
    {
        std::mt19937_64 random(3);
        for (int i = 0; i < 1000; ++i) {
            const TimePoint from =
                timePointOf(static_cast<std::int64_t>(random() % 2'000'000'000) * 1'000'000'000);
            const Nanoseconds length(static_cast<std::int64_t>(random() % 1'000'000'000'000)
                                     + 1'000'000'000);
            const TimeScale scale{{from, from + length}, 1000};
            const double x = static_cast<double>(random() % 1000);
            QVERIFY(std::abs(scale.xOf(scale.timeAt(x)) - x) < 0.01);
        }
    }

    void anEmptyRangeHasNoWidth()
    {
        const TimePoint at = *parseTime("2026-11-23T12:00:00Z");
        const TimeScale scale{{at, at}, 600};
        QCOMPARE(scale.xOf(at + 1h), 0.0);
        QCOMPARE(scale.timeAt(300), at);
    }

    void aRangeThatDoesNotFitInto64BitsHasNoLengthAndNoTicks()
    {
        const TimeRange range{*parseTime("1700-01-01T00:00:00Z"),
                              *parseTime("2026-11-23T12:00:00Z")};
        QCOMPARE(lengthOf(range), Nanoseconds(0));
        QVERIFY(timeTicks({range, 1000}, 100).empty());
        QCOMPARE(lengthOf({range.to, range.from}), Nanoseconds(0));
        QCOMPARE(lengthOf({range.to, range.to + 1h}), Nanoseconds(1h));
    }

    void nothingIsMovedBeyondTheEndsOfTime()
    {
        const TimePoint first = TimePoint::min() + 1s;
        const TimePoint last = TimePoint::max() - 1s;
        QCOMPARE(earlierBy(first, 1h), TimePoint::min());
        QCOMPARE(laterBy(last, 1h), TimePoint::max());
        QCOMPARE(earlierBy(last, 1h), last - 1h);
        const TimeRange aligned = alignedTo({first, last}, 24h);
        QCOMPARE(aligned.from, TimePoint::min());
        QCOMPARE(aligned.to, TimePoint::max());
        QVERIFY(timeTicks({{first, first + 1h}, 1000}, 100).size() <= 10);
        QVERIFY(timeTicks({{last - 1h, last}, 1000}, 100).size() <= 10);
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_TimeScale)
#include "tst_timescale.moc"
