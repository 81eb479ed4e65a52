// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/ddsketch.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace weir;

namespace {

const std::vector<double> percents{0, 1, 25, 50, 75, 95, 99, 99.9, 100};

DDSketch sketchOf(const std::vector<double>& values)
{
    DDSketch sketch;
    for (const double value : values)
        sketch.add(value);
    return sketch;
}

/// The value that `percent` of the values are not above.
double exact(std::vector<double> values, double percent)
{
    std::sort(values.begin(), values.end());
    const auto count = static_cast<double>(values.size());
    const auto place = static_cast<std::size_t>(std::ceil(percent * count / 100));
    return values[std::max<std::size_t>(place, 1) - 1];
}

bool isNear(double value, double expected)
{
    return std::abs(value - expected) <= DDSketch::accuracy * std::abs(expected);
}

/// Of any sign and of magnitudes over 16 powers of ten.
rc::Gen<std::vector<double>> anyValues()
{
    const auto value = rc::gen::exec([] {
        const double digits = *rc::gen::inRange(-1000, 1001) / 100.0;
        return digits * std::pow(10.0, *rc::gen::inRange(-6, 7));
    });
    return rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(value));
}

bool areSame(const DDSketch& left, const DDSketch& right)
{
    return left.count() == right.count()
        && std::all_of(percents.begin(), percents.end(), [&](double percent) {
               return left.percentile(percent) == right.percentile(percent);
           });
}

} // namespace

class tst_DDSketch : public QObject
{
    Q_OBJECT

private slots:
    void oneValueIsEveryQuantile()
    {
        for (const double percent : percents)
            QCOMPARE(sketchOf({42.5}).percentile(percent), 42.5);
    }

    void lowestAndHighestAreExact()
    {
        const auto sketch = sketchOf({3.14159, -2.71828, 0, 1e-9, 7e12});
        QCOMPARE(sketch.percentile(0), -2.71828);
        QCOMPARE(sketch.percentile(100), 7e12);
    }

    void everyMagnitudeIsNear()
    {
        std::mt19937_64 random(1);
        std::uniform_real_distribution<double> exponent(-1022, 1023.9);
        for (int i = 0; i < 200'000; ++i) {
            const double value = std::exp2(exponent(random));
            // Three, so that the middle one is neither the lowest nor the highest.
            const auto sketch = sketchOf({value / 1.5, value, value * 1.2});
            QVERIFY2(isNear(sketch.percentile(50), value), qPrintable(QString::number(value)));
        }
    }

    void theEndsOfWhatADoubleHoldsAreTaken()
    {
        constexpr double most = std::numeric_limits<double>::max();
        constexpr double least = std::numeric_limits<double>::min();
        QCOMPARE(sketchOf({most, most, most}).percentile(50), most);
        QVERIFY(isNear(sketchOf({-most, -most, 1}).percentile(50), -most));
        QVERIFY(isNear(sketchOf({least, least, 2 * least}).percentile(50), least));
        QCOMPARE(sketchOf({-1, std::numeric_limits<double>::denorm_min(), 1}).percentile(50), 0.0);
    }

    void memoryIsBoundedAndTheHighestStayExact()
    {
        DDSketch sketch;
        for (int i = -300; i <= 300; ++i)
            sketch.add(std::pow(10.0, i));
        QVERIFY(sketch.bytes() <= 4 * SketchBins::maxBins * sizeof(std::uint32_t));
        QVERIFY(isNear(sketch.percentile(99), 1e294));
        QCOMPARE(sketch.percentile(0), 1e-300);
    }

    void whatIsCoveredNeedsNoMemory()
    {
        std::vector<double> values{0};
        for (int i = 0; i < 200; ++i)
            values.push_back(1 + i % 100);
        auto sketch = sketchOf(values);
        QVERIFY(sketch.covers(10) && sketch.covers(0));
        QVERIFY(!sketch.covers(1e6) && !sketch.covers(-10));
        const auto before = sketch.bytes();
        sketch.add(10);
        QCOMPARE(sketch.bytes(), before);
    }

    void everyQuantileIsWithinOnePercent()
    {
        QVERIFY(rc::check("any values", [] {
            const auto values = *anyValues();
            const auto sketch = sketchOf(values);
            for (const double percent : percents) {
                RC_LOG() << percent << "\n";
                RC_ASSERT(isNear(sketch.percentile(percent), exact(values, percent)));
            }
        }));
    }

    void partsMakeTheWhole()
    {
        QVERIFY(rc::check("any values in any two parts, in another order", [] {
            auto values = *anyValues();
            const auto whole = sketchOf(values);
            std::reverse(values.begin(), values.end());
            const auto cut =
                static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, values.size() + 1));
            DDSketch merged = sketchOf({values.begin(), values.begin() + cut});
            merged.merge(sketchOf({values.begin() + cut, values.end()}));
            RC_ASSERT(areSame(merged, whole));
        }));
        QVERIFY(rc::check("also where the lowest become one", [] {
            const auto exponents = *rc::gen::nonEmpty(
                rc::gen::container<std::vector<int>>(rc::gen::inRange(-300, 300)));
            DDSketch whole;
            DDSketch first;
            DDSketch second;
            for (const int exponent : exponents) {
                const double value = std::pow(10.0, exponent);
                whole.add(value);
                (exponent % 2 == 0 ? first : second).add(value);
            }
            first.merge(second);
            RC_ASSERT(areSame(first, whole));
        }));
    }
};

QTEST_GUILESS_MAIN(tst_DDSketch)
#include "tst_ddsketch.moc"
