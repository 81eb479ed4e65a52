// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sketch/distinctcount.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <vector>

using namespace weir;

namespace {

std::vector<std::uint64_t> hashes(std::size_t count, std::uint64_t seed = 7)
{
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> all(count);
    std::generate(all.begin(), all.end(), std::ref(random));
    return all;
}

DistinctCount countOf(const std::vector<std::uint64_t>& hashes)
{
    DistinctCount count;
    for (const auto hash : hashes)
        count.add(hash);
    return count;
}

} // namespace

class tst_DistinctCount : public QObject
{
    Q_OBJECT

private slots:
    void nothingIsNone() { QCOMPARE(DistinctCount().count(), 0.0); }

    void fewAreExact()
    {
        QVERIFY(rc::check("any hashes", [] {
            const auto some = *rc::gen::container<std::vector<std::uint64_t>>(
                rc::gen::inRange<std::uint64_t>(1, 200));
            const std::set<std::uint64_t> different(some.begin(), some.end());
            RC_ASSERT(countOf(some).count() == static_cast<double>(different.size()));
        }));
    }

    void allOfTheLimitAreExact()
    {
        QCOMPARE(countOf(hashes(DistinctCount::maxExact)).count(),
                 static_cast<double>(DistinctCount::maxExact));
    }

    void manyAreNear_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {4097, 10'000, 40'000, 80'000, 300'000, 2'000'000})
            QTest::addRow("%d", count) << count;
    }
    void manyAreNear()
    {
        QFETCH(int, count);
        const double counted = countOf(hashes(static_cast<std::size_t>(count))).count();
        // Four standard errors: chance alone does not get there with these seeds.
        QVERIFY2(std::abs(counted - count) < 4 * 0.0081 * count,
                 qPrintable(QString::number(counted)));
    }

    void memoryIsBounded()
    {
        const auto count = countOf(hashes(1'000'000));
        QCOMPARE(count.bytes(), std::size_t{16'384});
        QVERIFY(countOf(hashes(DistinctCount::maxExact)).bytes() <= std::size_t{128} << 10);
    }

    void whatIsCoveredNeedsNoMemory()
    {
        const auto some = hashes(100);
        const auto count = countOf(some);
        QVERIFY(count.covers(some.front()));
        QVERIFY(!count.covers(some.front() + 1));
        QVERIFY(!DistinctCount().covers(0));
    }

    void partsMakeTheWhole()
    {
        QVERIFY(rc::check("any two parts on either side of the limit", [] {
            const auto sizes = rc::gen::element<std::size_t>(0, 3, 1000, 3000, 4096, 4097, 9000);
            const auto all = hashes(*sizes, 1);
            const auto others = hashes(*sizes, *rc::gen::element<std::uint64_t>(1, 2));
            DistinctCount whole = countOf(all);
            for (const auto hash : others)
                whole.add(hash);
            DistinctCount merged = countOf(others);
            merged.merge(countOf(all));
            RC_ASSERT(merged.count() == whole.count());
        }));
    }
};

QTEST_GUILESS_MAIN(tst_DistinctCount)
#include "tst_distinctcount.moc"
