// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/timescale.h"
#include "ui/models/valueticks.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace std::chrono_literals;

namespace weir {

class tst_Ticks final : public QObject
{
    Q_OBJECT

private slots:
    void valuesAreMarkedInStepsOfOneTwoOrFive_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("top");
        QTest::newRow("from zero") << 0.0 << 149.0 << 50.0 << 150.0;
        QTest::newRow("small") << 0.0 << 0.3 << 0.1 << 0.3;
        QTest::newRow("large") << 0.0 << 1.2e9 << 5e8 << 1.5e9;
        QTest::newRow("all alike") << 7.0 << 7.0 << 5.0 << 10.0;
        QTest::newRow("nothing but zero") << 0.0 << 0.0 << 0.5 << 1.0;
        QTest::newRow("below zero") << -12.0 << 12.0 << 10.0 << 20.0;
    }

    void valuesAreMarkedInStepsOfOneTwoOrFive()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(double, step);
        QFETCH(double, top);
        const ValueTicks ticks = valueTicks(low, high, 3);
        QCOMPARE(ticks.step, step);
        QCOMPARE(ticks.high, top);
        QVERIFY(ticks.low <= low);
    }

    void theAxisHoldsEveryValueWithoutMuchRoom()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> exponent(-9, 15);
        std::uniform_real_distribution<double> part(0, 1);
        for (int i = 0; i < 2000; ++i) {
            const double high = std::pow(10.0, exponent(random));
            const double low = high * part(random) * 0.9;
            const ValueTicks ticks = valueTicks(low, high, 4);
            QVERIFY2(ticks.low <= low * (1 + 1e-9) && ticks.high >= high * (1 - 1e-9),
                     qPrintable(QString::number(high)));
            QVERIFY(ticks.high - high <= ticks.step * (1 + 1e-6));
            QVERIFY2(ticks.at.size() >= 2 && ticks.at.size() <= 7,
                     qPrintable(QString::number(ticks.at.size())));
        }
    }

    void highValuesAreAbove()
    {
        const ValueScale scale{0, 50, 100};
        QCOMPARE(scale.yOf(50), 0.0);
        QCOMPARE(scale.yOf(0), 100.0);
        QCOMPARE(scale.valueAt(50), 25.0);
    }

    void timesAreMarkedWhereAClockHasAHand()
    {
        const TimePoint from = *parseTime("2026-11-23T12:50:12Z");
        const auto ticks = timeTicks({{from, from + 15min}, 600}, 100);
        QStringList labels;
        for (const TimeTick& tick : ticks)
            labels << tick.label;
        QCOMPARE(labels,
                 QStringList(
                     {QStringLiteral("12:55"), QStringLiteral("13:00"), QStringLiteral("13:05")}));
    }

    void ticksAreInTheRangeAndFarEnoughApart()
    {
        std::mt19937_64 random(11);
        for (int i = 0; i < 2000; ++i) {
            const TimePoint from =
                timePointOf(static_cast<std::int64_t>(random() % 2'000'000'000) * 1'000'000'000);
            const auto seconds = static_cast<std::int64_t>(random() >> (34 + random() % 28)) + 1;
            const TimeScale scale{{from, from + std::chrono::seconds(seconds)}, 800};
            const auto ticks = timeTicks(scale, 80);
            for (std::size_t n = 0; n < ticks.size(); ++n) {
                QVERIFY(scale.range.contains(ticks[n].time));
                if (n > 0)
                    QVERIFY(scale.xOf(ticks[n].time) - scale.xOf(ticks[n - 1].time) >= 70);
            }
        }
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_Ticks)
#include "tst_ticks.moc"
