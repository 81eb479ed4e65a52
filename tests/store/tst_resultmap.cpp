// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/resultmap.h"

#include <QtTest>

#include <map>
#include <numeric>
#include <random>
#include <thread>
#include <vector>

using namespace weir;

namespace {

/// The same, as simple as can be.
struct Model
{
    std::map<std::int64_t, SeverityCounts> counts; ///< by second

    void add(std::int64_t second, SeverityClass severity, std::uint64_t count)
    {
        counts[second][static_cast<std::size_t>(severity)] += count;
    }
};

std::uint64_t sum(const SeverityCounts& counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

TimePoint at(std::int64_t second)
{
    return TimePoint{std::chrono::seconds(second)};
}

std::vector<SeverityCounts> histogramOf(const Model& model, std::int64_t from, std::int64_t seconds,
                                        std::size_t pieces)
{
    std::vector<SeverityCounts> counts(pieces);
    for (const auto& [second, of] : model.counts) {
        if (second < from || second >= from + seconds)
            continue;
        const auto piece = static_cast<std::size_t>(second - from) * pieces
            / static_cast<std::size_t>(seconds);
        for (std::size_t i = 0; i < of.size(); ++i)
            counts[piece][i] += of[i];
    }
    return counts;
}

void compare(const ResultMap& map, const Model& model, std::mt19937& random)
{
    const auto buckets = map.countedBuckets();
    QCOMPARE(buckets.size(), model.counts.size());
    std::uint64_t row = 0;
    auto bucket = buckets.begin();
    for (const auto& [second, counts] : model.counts) {
        QVERIFY(bucket->start == at(second));
        QVERIFY(bucket->counts == counts);
        QCOMPARE(bucket->firstRow, row);
        QCOMPARE(bucket->rows, sum(counts));
        row += bucket->rows;
        ++bucket;
    }
    QCOMPARE(map.total(), row);
    for (int i = 0; i < 20; ++i) {
        const auto& some = buckets[random() % buckets.size()];
        const auto& other = buckets[random() % buckets.size()];
        QCOMPARE(map.rowsBefore(some.start), some.firstRow);
        QCOMPARE(map.rowsBefore(some.start + Nanoseconds(1)), some.firstRow + some.rows);
        const std::uint64_t inside = some.firstRow + random() % some.rows;
        QVERIFY(map.bucketOfRow(inside).start == some.start);
        QCOMPARE(map.bucketOfRow(inside).firstRow, some.firstRow);
        const auto& first = std::min(some, other, [](auto& a, auto& b) { return a.start < b.start; });
        const auto& last = &first == &some ? other : some;
        const auto between = map.bucketsOfRows(first.firstRow, last.firstRow + last.rows - 1);
        QVERIFY(between.front().start == first.start && between.back().start == last.start);
        QCOMPARE(between.back().firstRow, last.firstRow);
    }
    for (const std::size_t pieces : {1U, 7U, 240U}) {
        const std::int64_t from = static_cast<std::int64_t>(random() % 4000) - 2000;
        const auto seconds = 1 + static_cast<std::int64_t>(random() % 3000);
        QVERIFY(map.histogram({at(from), at(from + seconds)}, pieces)
                == histogramOf(model, from, seconds, pieces));
    }
}

} // namespace

class tst_ResultMap final : public QObject
{
    Q_OBJECT

private slots:
    void anEmptyMapHasNoRows();
    void rowsAndBucketsAreThoseOfTheNaiveModel_data();
    void rowsAndBucketsAreThoseOfTheNaiveModel();
    void copiesStayAsTheyWereWhileTheMapGrows_data();
    void copiesStayAsTheyWereWhileTheMapGrows();
    void aCopyIsReadWhileTheMapGrows();
    void aCopyCostsLittleHoweverMuchThereIs();
    void theHistogramOfTheMostThereCanBe();
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

void tst_ResultMap::copiesStayAsTheyWereWhileTheMapGrows_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// As scans and follow do it: runs of seconds at either end, late ones anywhere, and copies now and then,
/// of which some are changed, too.
void tst_ResultMap::copiesStayAsTheyWereWhileTheMapGrows()
{
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    std::vector<std::pair<ResultMap, Model>> maps(1);
    std::int64_t oldest = 0;
    std::int64_t newest = 0;
    for (int run = 0; run < 200; ++run) {
        auto& [map, model] = maps[random() % 3 == 0 ? random() % maps.size() : 0];
        const unsigned kind = random() % 4;
        for (std::uint64_t i = random() % 50; i > 0; --i) {
            const std::int64_t second = kind == 0 ? ++newest
                : kind == 1                       ? --oldest
                                                  : static_cast<std::int64_t>(random() % 4000) - 2000;
            const auto severity = static_cast<SeverityClass>(random() % severityClassCount);
            const std::uint64_t count = random() % 5 + 1;
            map.add(second, severity, count);
            model.add(second, severity, count);
        }
        if (random() % 20 == 0 && maps.size() < 6)
            maps.push_back(maps[random() % maps.size()]);
        if (run % 20 == 19) {
            for (const auto& [one, itsModel] : maps) {
                if (!itsModel.counts.empty())
                    compare(one, itsModel, random);
            }
        }
        if (QTest::currentTestFailed())
            return;
    }
}

void tst_ResultMap::aCopyIsReadWhileTheMapGrows()
{
    ResultMap map;
    for (std::int64_t second = 0; second < 1000; ++second)
        map.add(second, SeverityClass::Info, 1);
    int wrong = 0;
    std::thread reader([copy = map, &wrong] {
        for (int i = 0; i < 200; ++i)
            wrong += copy.rowsBefore(at(500)) == 500 && copy.bucketOfRow(999).start == at(999) ? 0 : 1;
    });
    for (int i = 0; i < 20'000; ++i)
        map.add(i % 1000, SeverityClass::Warn, 1);
    reader.join();
    QCOMPARE(wrong, 0);
    QCOMPARE(map.rowsBefore(at(500)), std::uint64_t{500 + 10'000});
}

/// As often as the list is told of a growing result.
void tst_ResultMap::aCopyCostsLittleHoweverMuchThereIs()
{
    ResultMap map;
    for (std::int64_t second = 0; second < 65'000; ++second)
        map.add(second, SeverityClass::Info, 100);
    QBENCHMARK {
        const ResultMap copy = map;
        map.add(0, SeverityClass::Info, 1);
        map.add(65'000, SeverityClass::Info, 1);
    }
}

/// As the timeline asks for it, a few times a second.
void tst_ResultMap::theHistogramOfTheMostThereCanBe()
{
    ResultMap map;
    for (std::int64_t second = 0; second < 65'000; ++second)
        map.add(second, SeverityClass::Info, 100);
    std::vector<SeverityCounts> pieces;
    QBENCHMARK {
        pieces = map.histogram({at(0), at(65'000)}, 240);
    }
    QCOMPARE(std::accumulate(pieces.begin(), pieces.end(), std::uint64_t{0},
                             [](std::uint64_t before, const auto& piece) { return before + sum(piece); }),
             map.total());
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
