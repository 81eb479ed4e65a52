// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/contents.h"
#include "tests/store/randomcolumns.h"
#include "tests/store/support.h"

#include <map>
#include <random>
#include <set>
#include <thread>

using namespace weir;
using namespace weir::test;

namespace {

EventBatchPtr anyBatch(std::mt19937& random, TimePoint received)
{
    EventColumns columns;
    while (columns.times.empty())
        columns = RandomColumns(static_cast<std::uint32_t>(random())).make(100);
    columns.source = std::string("source ") + static_cast<char>('a' + random() % 3);
    columns.sourceKind = SourceKind::Kafka;
    columns.labels.clear();
    columns.gaps.clear();
    columns.positions.clear();
    for (TimePoint& time : columns.received)
        time = received += 1us;
    // The end of time is in no range.
    for (TimePoint& time : columns.times)
        time = std::min(time, TimePoint::max() - 1ns);
    return std::make_shared<const EventBatch>(std::move(columns));
}

std::vector<BlockInfo> blocksOf(const std::filesystem::path& folder)
{
    const auto reader = IndexReader::open(folder);
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    return blocks ? *blocks : std::vector<BlockInfo>();
}

std::size_t hotBlocksOf(const std::filesystem::path& folder)
{
    const auto blocks = blocksOf(folder);
    return static_cast<std::size_t>(std::count_if(
        blocks.begin(), blocks.end(), [](const BlockInfo& block) { return !block.isCold; }));
}

std::set<std::string> coldSourcesOf(const std::filesystem::path& folder)
{
    std::set<std::string> sources;
    for (const BlockInfo& block : blocksOf(folder)) {
        if (block.isCold)
            sources.insert(block.source);
    }
    return sources;
}

BlockInfo blockWith(std::int64_t id, std::uint32_t events, bool isCold, TimePoint from = noon,
                    Nanoseconds span = 1s)
{
    BlockInfo block;
    block.block = id;
    block.count = events;
    block.isCold = isCold;
    block.firstTime = from;
    block.lastTime = from + span;
    return block;
}

} // namespace

class tst_Compaction final : public QObject
{
    Q_OBJECT

private slots:
    void everyEventStaysAsItWasAndInItsPlace();
    void eventsThatHaveNotWaitedAreLeftAlone();
    void batchesWithOtherLabelsStayApart();
    void aDamagedBlockStaysAndTheRestIsCompacted();
    void aDamagedBlockIsToldOnceUntilItsSliceIsSealed();
    void whoFollowsMeanwhileSeesEachEventOnce();
    void aScanMeanwhileCountsEachEventOnce();
    void aRunKeepsWithinItsBounds();
    void aRunReachesAcrossNothingThatIsLeftOut();
};

void tst_Compaction::everyEventStaysAsItWasAndInItsPlace()
{
    const std::uint32_t seed = std::random_device{}();
    qInfo("seed %u", seed);
    std::mt19937 random(seed);
    TestIndex index(eager());
    for (int i = 0; i < 30; ++i)
        index.write(anyBatch(random, noon + i * 1s));
    index.clock.set(noon + 1min);
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{0}, 20'000);
    const auto expected = describedAll(index.listener->batches());
    const auto found = contentsOf(index.folder());
    QCOMPARE(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        QCOMPARE(found[i], expected[i]);
    index.reopen();
    index.write(anyBatch(random, noon + 59s)); // seqs and ids go on
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{0}, 20'000);
    QVERIFY(contentsOf(index.folder()).size() > expected.size());
}

void tst_Compaction::eventsThatHaveNotWaitedAreLeftAlone()
{
    WriterOptions options = eager();
    options.compaction->longestWait = 5min;
    TestIndex index(options);
    index.write(numbered(0, 60));
    index.write(numbered(60, 60));
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{0}, 20'000); // enough
    index.write(numbered(120, 60));
    // When what was committed later has been compacted, those have been looked at.
    std::mt19937 random(1);
    for (int i = 0; i < 20; ++i)
        index.write(anyBatch(random, noon));
    QTRY_VERIFY_WITH_TIMEOUT(coldSourcesOf(index.folder()).size() == 4, 20'000);
    const auto blocks = blocksOf(index.folder());
    QVERIFY(std::any_of(blocks.begin(), blocks.end(), [](const BlockInfo& block) {
        return block.source == "orders" && !block.isCold && block.count == 60;
    }));
    index.clock.set(noon + 6min);
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{0}, 20'000); // long enough
    QCOMPARE(contentsOf(index.folder()), describedAll(index.listener->batches()));
}

void tst_Compaction::batchesWithOtherLabelsStayApart()
{
    WriterOptions options = eager();
    options.compaction->enoughEvents = 1000;
    options.compaction->longestWait = 5min;
    TestIndex index(options);
    for (const char* label : {"test", "test", "production"}) {
        EventBatchBuilder builder("orders", SourceKind::Kafka, {{"env", label}});
        const auto stream = builder.streamIndex(streamOf("orders"));
        builder.beginEvent({stream, 0, noon});
        builder.setPayload(label);
        index.write(builder.publish());
    }
    index.clock.set(noon + 6min);
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{0}, 20'000);
    const auto reader = IndexReader::open(index.folder());
    std::vector<std::size_t> sizes;
    for (const BlockInfo& block : blocksOf(index.folder())) {
        const auto stored = (*reader)->load(block);
        QVERIFY(stored);
        for (std::size_t row = 0; row < stored->batch->size(); ++row)
            QCOMPARE(stored->batch->columns().labels[0].second,
                     std::string(stored->batch->payload(row)));
        sizes.push_back(stored->batch->size());
    }
    QCOMPARE(sizes, (std::vector<std::size_t>{2, 1}));
}

void tst_Compaction::aDamagedBlockStaysAndTheRestIsCompacted()
{
    WriterOptions options = eager();
    options.compaction->longestWait = 5min;
    options.compaction->enoughEvents = 1000;
    TestIndex index(options);
    for (int i = 0; i < 7; ++i)
        index.write(numbered(10 * i, 10));
    {
        const auto slice =
            Connection::openWritable(listSliceFiles(index.folder())->back().file, false);
        QVERIFY(
            (*slice)->execute("UPDATE columns SET data = zeroblob(length(data)) WHERE id >> 16 = 3;"
                              "UPDATE blocks SET seconds = x'ffff' WHERE id = 5"));
    }
    index.clock.set(noon + 6min);
    // 3 cannot be decoded and 5 has no header that makes sense: 1 and 2, 4 alone, 6 and 7.
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{1}, 20'000);
    std::vector<std::uint32_t> sizes;
    for (const BlockInfo& block : blocksOf(index.folder()))
        sizes.push_back(block.count);
    QCOMPARE(sizes, (std::vector<std::uint32_t>{20, 10, 10, 20}));
}

void tst_Compaction::aDamagedBlockIsToldOnceUntilItsSliceIsSealed()
{
    WriterOptions options = eager();
    options.sliceAge = 1h;
    TestIndex index(options);
    index.write(numbered(0, 10));
    index.clock.set(noon + 1s);
    QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{0}, 20'000);
    {
        const auto slice =
            Connection::openWritable(listSliceFiles(index.folder())->back().file, false);
        QVERIFY((*slice)->execute("UPDATE columns SET data = zeroblob(length(data));"
                                  "UPDATE blocks SET cold = 0"));
    }
    QTRY_VERIFY(!index.listener->compactionFailures().empty());
    const Error told = index.listener->compactionFailures().front();
    QVERIFY2(told.subject.ends_with(", block 2"), told.text().c_str());
    QVERIFY2(told.detail.find("cannot be compacted") != std::string::npos, told.text().c_str());
    for (int i = 1; i <= 3; ++i) { // it is met again in each round
        index.write(numbered(10 * i, 10));
        QTRY_COMPARE_WITH_TIMEOUT(hotBlocksOf(index.folder()), std::size_t{1}, 20'000);
    }
    QCOMPARE(index.listener->compactionFailures().size(), std::size_t{1});
    index.advanceTo(noon + 1h);
    index.write(numbered(40, 10, noon + 1h));
    QTRY_COMPARE(index.listener->compactionFailures().size(), std::size_t{2});
    QCOMPARE(index.listener->compactionFailures().back().text(), std::string());
}

void tst_Compaction::whoFollowsMeanwhileSeesEachEventOnce()
{
    WriterOptions options = eager();
    options.sliceBytes = 1 << 20; // slices are begun and sealed meanwhile too
    TestIndex index(options);
    std::mt19937 random(7);
    std::map<std::uint64_t, int> seen;
    std::string failure;
    std::atomic<std::uint64_t> last = 0; // 0: more will come
    std::thread follower([&] {
        const auto reader = IndexReader::open(index.folder());
        ViewScan scan(**reader, {filterOf(""), {}, EventSeq{}},
                      [&](const StoredBatch& stored, const std::vector<std::uint32_t>& rows) {
                          for (const std::uint32_t row : rows)
                              ++seen[number(stored.seq(row))];
                      });
        failure = errorOf(scan.run({}));
        while (failure.empty() && (last == 0 || number(scan.view().ceiling) < last)) {
            const auto newest = (*reader)->newest();
            failure = newest ? errorOf(scan.extendTo(*newest)) : errorOf(newest);
        }
        if (failure.empty() && !(*reader)->problems().empty())
            failure = (*reader)->problems().front().text();
    });
    for (int i = 0; i < 100; ++i)
        index.write(anyBatch(random, noon + i * 1s));
    last = index.listener->events();
    follower.join();
    QCOMPARE(failure, std::string());
    QCOMPARE(seen.size(), static_cast<std::size_t>(last));
    for (const auto& [seq, times] : seen)
        QVERIFY2(times == 1, qPrintable(QString::number(seq)));
    const auto blocks = blocksOf(index.folder());
    QVERIFY(std::any_of(blocks.begin(), blocks.end(), [](const auto& b) { return b.isCold; }));
}

void tst_Compaction::aScanMeanwhileCountsEachEventOnce()
{
    WriterOptions options = eager();
    options.sliceBytes = 1 << 20;
    TestIndex index(options);
    std::mt19937 random(8);
    std::atomic<bool> isDone = false;
    std::string failure;
    std::uint64_t scans = 0;
    std::thread scanner([&] {
        const auto reader = IndexReader::open(index.folder());
        while (!isDone && failure.empty()) {
            const auto newest = (*reader)->newest();
            ViewScan scan(**reader, {filterOf("not absent"), {}, *newest});
            failure = errorOf(scan.run({}));
            if (failure.empty() && scan.matches().total() != number(*newest))
                failure = std::to_string(scan.matches().total()) + " of "
                    + std::to_string(number(*newest));
            ++scans;
        }
    });
    for (int i = 0; i < 60; ++i)
        index.write(anyBatch(random, noon + i * 1s));
    isDone = true;
    scanner.join();
    QCOMPARE(failure, std::string());
    QVERIFY(scans > 3);
}

void tst_Compaction::aRunKeepsWithinItsBounds()
{
    CompactionOptions options;
    options.enoughEvents = 100;
    options.mostEvents = 250;
    options.leastEvents = 150;
    options.longestSpan = 10min;
    const auto taken = [&](const std::vector<BlockInfo>& blocks) {
        const auto run = nextRun(blocks, options, {});
        return run ? std::to_string(run->first) + "+" + std::to_string(run->count) : "none";
    };
    QCOMPARE(taken({}), std::string("none"));
    QCOMPARE(taken({blockWith(1, 10, false)}), std::string("0+1"));
    QCOMPARE(taken({blockWith(1, 10, true)}), std::string("none"));
    QCOMPARE(taken({blockWith(1, 10, true), blockWith(2, 10, true)}), std::string("0+2"));
    QCOMPARE(taken({blockWith(1, 100, true), blockWith(2, 10, false)}), std::string("1+1"));
    QCOMPARE(taken({blockWith(1, 1000, false), blockWith(2, 10, false)}), std::string("0+1"));
    QCOMPARE(taken({blockWith(1, 200, false), blockWith(2, 40, false), blockWith(3, 40, false)}),
             std::string("0+2"));
    // A long time cuts only what is large enough; and times may be anything.
    QCOMPARE(taken({blockWith(1, 50, false), blockWith(2, 50, false, noon + 1h)}),
             std::string("0+2"));
    QCOMPARE(taken({blockWith(1, 150, false), blockWith(2, 50, false, noon + 1h)}),
             std::string("0+1"));
    QCOMPARE(taken({blockWith(1, 150, false, TimePoint::min()),
                    blockWith(2, 50, false, TimePoint::max() - 1s)}),
             std::string("0+1"));
}

void tst_Compaction::aRunReachesAcrossNothingThatIsLeftOut()
{
    CompactionOptions options;
    options.enoughEvents = 100;
    std::vector<BlockInfo> blocks;
    for (std::int64_t id = 1; id <= 5; ++id)
        blocks.push_back(blockWith(id, 10, false));
    const auto run = nextRun(blocks, options, {3});
    QCOMPARE(run->first, std::size_t{0});
    QCOMPARE(run->count, std::size_t{2});
    blocks[3].isCold = true;
    blocks[3].count = 5000; // full
    const auto rest = nextRun(blocks, options, {1, 2, 3});
    QCOMPARE(rest->first, std::size_t{4});
    QCOMPARE(rest->count, std::size_t{1});
}

QTEST_GUILESS_MAIN(tst_Compaction)
#include "tst_compaction.moc"
