// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/exactsum.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

using namespace weir;

namespace {

ExactSum sumOf(const std::vector<double>& numbers)
{
    ExactSum sum;
    for (const double number : numbers)
        sum.add(number);
    return sum;
}

} // namespace

class tst_ExactSum : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsZero() { QCOMPARE(ExactSum().value(), 0.0); }

    void nothingIsLost()
    {
        QCOMPARE(sumOf({1e100, 1, -1e100}).value(), 1.0);
        QCOMPARE(sumOf(std::vector<double>(10, 0.1)).value(), 1.0);
        QCOMPARE(sumOf({1e16, 1, 1e-16}).value(), 10000000000000002.0);
        QCOMPARE(sumOf({1e308, -1e308, 5}).value(), 5.0);
    }

    void wholeNumbersKeepTheirDigits()
    {
        ExactSum sum;
        sum.add(std::numeric_limits<std::int64_t>::max());
        sum.add(std::int64_t{5});
        sum.add(-std::numeric_limits<std::int64_t>::max());
        QCOMPARE(sum.value(), 5.0);
        sum.add(std::numeric_limits<std::int64_t>::min());
        QCOMPARE(sum.value(), -9223372036854775803.0);
    }

    void beyondADoubleIsInfinite()
    {
        QCOMPARE(sumOf({1e308, 1e308, -1e308}).value(), std::numeric_limits<double>::infinity());
    }

    void itIsThatOfWholeNumbers()
    {
        QVERIFY(rc::check("quarters, which a double holds", [] {
            const auto numbers =
                *rc::gen::container<std::vector<std::int32_t>>(rc::gen::arbitrary<std::int32_t>());
            ExactSum sum;
            std::int64_t quarters = 0;
            for (const std::int32_t number : numbers) {
                sum.add(number / 4.0);
                quarters += number;
            }
            RC_ASSERT(sum.value() == static_cast<double>(quarters) / 4);
        }));
    }

    void partsMakeTheWholeInAnyOrder()
    {
        QVERIFY(rc::check("any numbers", [] {
            const auto number = rc::gen::exec([] {
                return std::ldexp(*rc::gen::inRange(-1000, 1000), *rc::gen::inRange(-200, 200));
            });
            auto numbers = *rc::gen::container<std::vector<double>>(number);
            const double whole = sumOf(numbers).value();
            std::reverse(numbers.begin(), numbers.end());
            const auto cut =
                static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, numbers.size() + 1));
            ExactSum merged = sumOf({numbers.begin() + cut, numbers.end()});
            merged.merge(sumOf({numbers.begin(), numbers.begin() + cut}));
            RC_ASSERT(merged.value() == whole);
        }));
    }
};

QTEST_GUILESS_MAIN(tst_ExactSum)
#include "tst_exactsum.moc"
