// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/resultmap.h"

#include <QtTest>

#include <map>
#include <random>

using namespace weir;

class tst_ResultMap final : public QObject
{
    Q_OBJECT

private slots:
    void anEmptyMapHasNoRows();
    void rowsAndBucketsAreThoseOfTheNaiveModel_data();
    void rowsAndBucketsAreThoseOfTheNaiveModel();
    void bucketsStayFewWhateverTheSpan();
    void theHistogramCountsEachBucketOnce();
    void allOfTimeIsARangeLikeAnyOther();
};

void tst_ResultMap::anEmptyMapHasNoRows()
{
    const ResultMap map;
    QCOMPARE(map.total(), std::uint64_t{0});
    QCOMPARE(map.rowsBefore(TimePoint::max()), std::uint64_t{0});
}

void tst_ResultMap::rowsAndBucketsAreThoseOfTheNaiveModel_data()
{
    QTest::addColumn<int>("order");
    QTest::newRow("oldest first") << 0;
    QTest::newRow("newest first") << 1;
    QTest::newRow("anyhow") << 2;
}

void tst_ResultMap::rowsAndBucketsAreThoseOfTheNaiveModel()
{
    QFETCH(int, order);
    std::mt19937 random(5);
    ResultMap map;
    std::map<std::int64_t, std::uint64_t> model;
    for (int i = 0; i < 2000; ++i) {
        const std::int64_t second = order == 0 ? i / 2
            : order == 1                       ? -i / 2
                                               : static_cast<std::int64_t>(random() % 3000) - 1000;
        const std::uint64_t count = random() % 5 + 1;
        map.add(second, static_cast<SeverityClass>(random() % severityClassCount), count);
        model[second] += count;
        if (i % 100 != 0)
            continue;
        std::uint64_t row = 0;
        for (const auto& [start, rows] : model) {
            const TimePoint time{std::chrono::seconds(start)};
            for (const std::uint64_t inside : {row, row + rows - 1}) {
                const auto bucket = map.bucketOfRow(inside);
                QVERIFY(bucket.start == time);
                QCOMPARE(bucket.firstRow, row);
                QCOMPARE(bucket.rows, rows);
            }
            QCOMPARE(map.rowsBefore(time), row);
            QCOMPARE(map.rowsBefore(time + Nanoseconds(1)), row + rows);
            row += rows;
        }
        QCOMPARE(map.total(), row);
    }
}

void tst_ResultMap::bucketsStayFewWhateverTheSpan()
{
    ResultMap map;
    for (std::int64_t i = 0; i < 300'000; ++i)
        map.add(i, SeverityClass::Info, 1);
    QVERIFY(map.bucketLength() >= std::chrono::seconds(4));
    const auto bucket = map.bucketOfRow(200'001);
    QVERIFY(bucket.firstRow <= 200'001 && 200'001 < bucket.firstRow + bucket.rows);
    QVERIFY(bucket.start <= TimePoint{std::chrono::seconds(200'001)}
            && TimePoint{std::chrono::seconds(200'001)} < bucket.start + map.bucketLength());
}

void tst_ResultMap::theHistogramCountsEachBucketOnce()
{
    ResultMap map;
    for (std::int64_t second = 0; second < 60; ++second)
        map.add(second, SeverityClass::Warn, 1);
    const TimeRange minute{TimePoint{}, TimePoint{std::chrono::seconds(60)}};
    const auto pieces = map.histogram(minute, 6);
    for (const SeverityCounts& piece : pieces)
        QCOMPARE(piece[static_cast<std::size_t>(SeverityClass::Warn)], std::uint64_t{10});
    const auto half = map.histogram({minute.from, TimePoint{std::chrono::seconds(30)}}, 1);
    QCOMPARE(half[0][static_cast<std::size_t>(SeverityClass::Warn)], std::uint64_t{30});
}

void tst_ResultMap::allOfTimeIsARangeLikeAnyOther()
{
    ResultMap map;
    map.add(-9'223'372'037, SeverityClass::Info, 1); // holds TimePoint::min()
    map.add(9'223'372'036, SeverityClass::Info, 1); // holds TimePoint::max()
    const auto pieces = map.histogram({}, 2);
    QCOMPARE(pieces[0][static_cast<std::size_t>(SeverityClass::Info)], std::uint64_t{1});
    QCOMPARE(pieces[1][static_cast<std::size_t>(SeverityClass::Info)], std::uint64_t{1});
}

QTEST_GUILESS_MAIN(tst_ResultMap)
#include "tst_resultmap.moc"
