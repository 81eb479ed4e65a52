// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/storedbatch.h"

#include <QtTest>
#include <rapidcheck.h>

#include <random>

using namespace weir;

namespace {

/// A stored batch whose rows have these seqs; as many runs as they need.
StoredBatch withSeqs(const std::vector<std::uint64_t>& seqs)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex({SourceKind::Kafka, "cluster", "orders", 0, 0});
    std::vector<SeqRun> runs;
    for (std::uint32_t row = 0; row < seqs.size(); ++row) {
        builder.beginEvent({stream, -1, TimePoint{}});
        if (row == 0 || seqs[row] != seqs[row - 1] + 1)
            runs.push_back({row, EventSeq{seqs[row]}});
    }
    StoredBatch stored{EventSeq{seqs.front()}, TimePoint{}, builder.publish()};
    if (runs.size() > 1)
        stored.runs = std::make_shared<const SeqRuns>(std::move(runs));
    return stored;
}

} // namespace

class tst_SeqRuns final : public QObject
{
    Q_OBJECT

private slots:
    void rowsAndSeqsAreFoundFromEachOther();
    void seqsAtTheEndOfTheNumbersAreNoTrap();
};

void tst_SeqRuns::rowsAndSeqsAreFoundFromEachOther()
{
    const bool holds = rc::check([](std::uint32_t seed) {
        std::mt19937 random(seed);
        const std::uint32_t holes = random() % 4; // 0: contiguous
        std::vector<std::uint64_t> seqs{1 + random() % 10};
        for (std::size_t i = random() % 200; i > 0; --i)
            seqs.push_back(seqs.back() + 1 + (random() % 4 < holes ? random() % 3 : 0));
        const StoredBatch stored = withSeqs(seqs);
        RC_ASSERT(number(stored.lastSeq()) == seqs.back());
        std::size_t row = 0;
        for (std::uint64_t seq = 0; seq <= seqs.back() + 2; ++seq) {
            const bool isThere = row < seqs.size() && seqs[row] == seq;
            if (isThere)
                RC_ASSERT(number(stored.seq(row)) == seq);
            RC_ASSERT(stored.rowOf(EventSeq{seq}).has_value() == isThere);
            if (isThere)
                RC_ASSERT(*stored.rowOf(EventSeq{seq}) == row++);
            RC_ASSERT(stored.rowsUpTo(EventSeq{seq}) == row);
        }
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_SeqRuns::seqsAtTheEndOfTheNumbersAreNoTrap()
{
    constexpr EventSeq last{~std::uint64_t{0}};
    for (const auto& seqs : {std::vector<std::uint64_t>{5, 6, 7}, {5, 6, 9}}) {
        const StoredBatch stored = withSeqs(seqs);
        QCOMPARE(stored.rowsUpTo(last), std::size_t{3});
        QCOMPARE(stored.rowsUpTo(EventSeq{0}), std::size_t{0});
        QVERIFY(!stored.rowOf(last));
    }
}

QTEST_GUILESS_MAIN(tst_SeqRuns)
#include "tst_seqruns.moc"
