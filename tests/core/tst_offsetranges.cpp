// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/offsetranges.h"

#include <QTest>

#include <random>
#include <set>

using namespace weir;

/// Against sets of single offsets.
class tst_OffsetRanges final : public QObject
{
    Q_OBJECT

private slots:
    void addingAndRemovingKeepsThemAscendingAndApart();
    void whatIsMissingIsWhatIsInNone();
    void aRangeIsFoundByAnOffset();
    void aPointIsThereUntilARangeTouchesIt();
};

namespace {

using Offsets = std::set<std::int64_t>;

Offsets offsetsOf(const OffsetRanges& ranges)
{
    Offsets offsets;
    for (const OffsetRange& range : ranges) {
        for (auto offset = range.from; offset < range.to; ++offset)
            offsets.insert(offset);
    }
    return offsets;
}

OffsetRange anyRange(std::mt19937& random)
{
    const auto from = static_cast<std::int64_t>(random() % 40);
    return {from, from + 1 + static_cast<std::int64_t>(random() % 7)};
}

/// Ranges made by adding and removing, and the offsets that should be in them.
std::pair<OffsetRanges, Offsets> anySet(std::mt19937& random)
{
    OffsetRanges ranges;
    Offsets expected;
    for (int i = 0; i < 12; ++i) {
        const OffsetRange range = anyRange(random);
        const bool adds = random() % 3 > 0;
        adds ? addRange(ranges, range) : removeRange(ranges, range);
        for (auto offset = range.from; offset < range.to; ++offset) {
            if (adds)
                expected.insert(offset);
            else
                expected.erase(offset);
        }
    }
    return {ranges, expected};
}

} // namespace

void tst_OffsetRanges::addingAndRemovingKeepsThemAscendingAndApart()
{
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        const auto [ranges, expected] = anySet(random);
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            QVERIFY(ranges[i].from < ranges[i].to);
            QVERIFY(i == 0 || ranges[i - 1].to < ranges[i].from);
        }
        QVERIFY(offsetsOf(ranges) == expected);
    }
}

void tst_OffsetRanges::whatIsMissingIsWhatIsInNone()
{
    std::mt19937 random(2);
    for (int round = 0; round < 2000; ++round) {
        const auto [ranges, held] = anySet(random);
        const OffsetRange within = anyRange(random);
        Offsets expected = offsetsOf({within});
        for (const std::int64_t offset : held)
            expected.erase(offset);
        QVERIFY(offsetsOf(missingIn(ranges, within)) == expected);
    }
}

void tst_OffsetRanges::aRangeIsFoundByAnOffset()
{
    const OffsetRanges ranges{{10, 20}, {30, 40}};
    QVERIFY(!rangeAt(ranges, 9));
    QVERIFY(rangeAt(ranges, 10) == (OffsetRange{10, 20}));
    QVERIFY(rangeAt(ranges, 19) == (OffsetRange{10, 20}));
    QVERIFY(!rangeAt(ranges, 20));
    QVERIFY(!rangeAt(ranges, 40));
    QVERIFY(rangeFrom(ranges, 0) == (OffsetRange{10, 20}));
    QVERIFY(rangeFrom(ranges, 10) == (OffsetRange{10, 20}));
    QVERIFY(rangeFrom(ranges, 11) == (OffsetRange{30, 40}));
    QVERIFY(!rangeFrom(ranges, 31));
}

void tst_OffsetRanges::aPointIsThereUntilARangeTouchesIt()
{
    OffsetRanges ranges{{10, 20}};
    for (const std::int64_t touching : {10, 15, 20})
        addRange(ranges, {touching, touching});
    QVERIFY(ranges == (OffsetRanges{{10, 20}}));
    addRange(ranges, {5, 5});
    addRange(ranges, {5, 5});
    QVERIFY(ranges == (OffsetRanges{{5, 5}, {10, 20}}));
    QVERIFY(!rangeAt(ranges, 5));
    QVERIFY(rangeFrom(ranges, 0) == (OffsetRange{10, 20}));
    QVERIFY(missingIn(ranges, {0, 30}) == (OffsetRanges{{0, 10}, {20, 30}}));
    addRange(ranges, {5, 7});
    QVERIFY(ranges == (OffsetRanges{{5, 7}, {10, 20}}));
    addRange(ranges, {3, 3});
    addRange(ranges, {1, 3});
    QVERIFY(ranges == (OffsetRanges{{1, 3}, {5, 7}, {10, 20}}));
}

QTEST_GUILESS_MAIN(tst_OffsetRanges)
#include "tst_offsetranges.moc"
