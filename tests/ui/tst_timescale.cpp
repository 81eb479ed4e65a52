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
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_TimeScale)
#include "tst_timescale.moc"
