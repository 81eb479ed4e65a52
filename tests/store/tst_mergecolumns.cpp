// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/mergecolumns.h"
#include "store/blocks/runscodec.h"
#include "tests/store/describe.h"
#include "tests/store/randomcolumns.h"

#include <QtTest>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// Batches of one source with seqs that others have events between.
std::vector<StoredBatch> randomBatches(std::uint32_t seed)
{
    std::mt19937 random(seed);
    std::vector<StoredBatch> batches;
    EventSeq next{1 + random() % 100};
    for (std::size_t i = 1 + random() % 5; i > 0; --i) {
        EventColumns columns = RandomColumns(static_cast<std::uint32_t>(random())).make(80);
        if (columns.times.empty())
            continue;
        columns.source = "orders";
        columns.sourceKind = SourceKind::Kafka;
        columns.labels.clear();
        const auto floor = timePointOf(static_cast<std::int64_t>(random()) * 1'000'000'000);
        batches.push_back({next, floor, std::make_shared<const EventBatch>(std::move(columns))});
        next = batches.back().lastSeq() + (1 + random() % 3 / 2 * (random() % 50));
    }
    return batches;
}

StoredBatch storedOf(MergedBatches merged)
{
    return {merged.firstSeq, TimePoint::min(),
            std::make_shared<const EventBatch>(std::move(merged.columns)), merged.runs};
}

} // namespace

class tst_MergeColumns final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsMergedIsTheConcatenation();
    void whatWasMergedCanBeMergedAgain();
    void runsComeBackAsTheyWere();
    void brokenRunsAreRefused();
};

void tst_MergeColumns::whatIsMergedIsTheConcatenation()
{
    const bool holds = rc::check([](std::uint32_t seed) {
        const auto batches = randomBatches(seed);
        RC_PRE(!batches.empty());
        MergedBatches result = mergeBatches(batches);
        RC_ASSERT(isConsistent(result.columns));
        RC_ASSERT(result.columns.positions.empty() && result.columns.gaps.empty());
        const StoredBatch merged = storedOf(std::move(result));
        std::size_t row = 0;
        for (const StoredBatch& stored : batches) {
            for (std::size_t i = 0; i < stored.batch->size(); ++i)
                RC_ASSERT(described(merged, row++) == described(stored, i));
        }
        RC_ASSERT(merged.batch->size() == row);
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_MergeColumns::whatWasMergedCanBeMergedAgain()
{
    const bool holds = rc::check([](std::uint32_t seed) {
        const auto batches = randomBatches(seed);
        RC_PRE(batches.size() > 2);
        const auto middle = batches.begin() + 2;
        const StoredBatch once = storedOf(mergeBatches(batches));
        const StoredBatch twice =
            storedOf(mergeBatches({storedOf(mergeBatches({batches.begin(), middle})),
                                   storedOf(mergeBatches({middle, batches.end()}))}));
        RC_ASSERT(once.batch->size() == twice.batch->size());
        for (std::size_t row = 0; row < once.batch->size(); ++row)
            RC_ASSERT(described(once, row) == described(twice, row));
        RC_ASSERT(encodeRuns(once) == encodeRuns(twice));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_MergeColumns::runsComeBackAsTheyWere()
{
    const bool holds = rc::check([](std::uint32_t seed) {
        const auto batches = randomBatches(seed);
        RC_PRE(!batches.empty());
        const StoredBatch merged = storedOf(mergeBatches(batches));
        const auto runs = decodeRuns(encodeRuns(merged), merged.firstSeq,
                                     static_cast<std::uint32_t>(merged.batch->size()),
                                     merged.lastSeq());
        RC_ASSERT(runs.has_value());
        RC_ASSERT((*runs == nullptr) == (merged.runs == nullptr));
        if (*runs)
            RC_ASSERT((*runs)->list() == merged.runs->list());
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_MergeColumns::brokenRunsAreRefused()
{
    const auto given = [](std::string_view bytes, std::uint64_t first, std::uint32_t count,
                          std::uint64_t last) {
        return decodeRuns(bytes, EventSeq{first}, count, EventSeq{last}).has_value();
    };
    using namespace std::string_view_literals;
    QVERIFY(given("\0\2\1\3"sv, 10, 5, 15));
    QVERIFY(given("", 10, 5, 14));
    QVERIFY(!given("", 10, 5, 15)); // a hole nobody speaks of
    QVERIFY(!given("\0\2\1\3"sv, 10, 6, 15)); // fewer rows
    QVERIFY(!given("\0\2\1\3"sv, 10, 4, 15)); // more rows
    QVERIFY(!given("\0\2\1\3"sv, 10, 5, 16)); // another end
    QVERIFY(!given("\0\2\0\3"sv, 10, 5, 14)); // runs that touch
    QVERIFY(!given("\1\2\1\3"sv, 10, 5, 16)); // another begin
    QVERIFY(!given("\0\2\1\0"sv, 10, 2, 11)); // an empty one
    QVERIFY(!given("\0\2\1"sv, 10, 2, 11)); // cut
    QVERIFY(!given("\0\2\xff\xff\xff\xff\xff\xff\xff\xff\xff\1\3"sv, 10, 5, 15)); // wraps
    QVERIFY(!given("\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\1"sv, 10, 5, 15));
}

QTEST_GUILESS_MAIN(tst_MergeColumns)
#include "tst_mergecolumns.moc"
