// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/matching.h"
#include "tests/store/compact.h"
#include "tests/store/contents.h"

#include <atomic>
#include <thread>

using namespace weir;
using namespace weir::test;

namespace {

EventBatchPtr eventsOf(const std::string& source, std::size_t count, std::size_t from = 0)
{
    EventBatchBuilder builder(source, SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf(source));
    for (std::size_t i = from; i < from + count; ++i) {
        builder.beginEvent({stream, static_cast<std::int64_t>(i), noon + i * 1ms});
        builder.setPayload(source + " " + std::to_string(i));
    }
    return builder.publish();
}

/// Two sources whose blocks alternate: seqs 1 to 10, 11 to 20 and so on.
class Interleaved final
{
public:
    Interleaved()
    {
        for (std::size_t i = 0; i < 6; ++i)
            index.write(eventsOf(i % 2 == 0 ? "orders" : "market", 10, 10 * i));
        index.close();
    }

    std::unique_ptr<IndexReader> reader() const
    {
        auto opened = IndexReader::open(index.folder());
        return std::move(*opened);
    }

    TestIndex index;
};

} // namespace

class tst_ColdBlocks final : public QObject
{
    Q_OBJECT

private slots:
    void compactionKeepsEveryEventAndItsSeq();
    void aBlockIsListedForTheSeqsItHasOnly();
    void followingSeesNothingTwice();
    void aListOutlivesCompaction();
    void aBlockThatIsReplacedWhileItIsOpenIsNotDamaged();
    void matchesAreWholeWhileABlockIsReplaced();
    void theNewestRowsOfARareTextDecodeOnlyItsBlock();
    void theNewestRowsComeFromBehindABlockThatIsDamaged();
    void idsOfBlocksAreNotUsedAgain();
    void aReplacementHappensOnce();
    void aSliceOfVersionOneIsRead();
};

void tst_ColdBlocks::compactionKeepsEveryEventAndItsSeq()
{
    const Interleaved interleaved;
    const auto before = contentsOf(*interleaved.reader());
    QCOMPARE(before.size(), std::size_t{60});
    for (const char* source : {"orders", "market"}) {
        compact(interleaved.index.folder(), source);
        const auto reader = interleaved.reader();
        QVERIFY(contentsOf(*reader) == before);
        QCOMPARE(number(*reader->newest()), std::uint64_t{60});
        QCOMPARE(reader->totals()->events, std::uint64_t{60});
        for (std::uint64_t seq = 1; seq <= 60; ++seq) {
            const auto event = reader->event(EventSeq{seq});
            QVERIFY2(event, errorOf(event).c_str());
            QCOMPARE(described(event->stored, event->row), before[seq - 1]);
        }
        QVERIFY(!reader->event(EventSeq{61}));
    }
    QCOMPARE(interleaved.reader()->blocks({}, EventSeq{}, everything)->size(), std::size_t{2});
}

void tst_ColdBlocks::aBlockIsListedForTheSeqsItHasOnly()
{
    const Interleaved interleaved;
    compact(interleaved.index.folder(), "orders");
    const auto reader = interleaved.reader();
    const auto sources = [&](std::uint64_t after, std::uint64_t upTo) {
        std::string names;
        const auto blocks = reader->blocks({}, EventSeq{after}, EventSeq{upTo});
        for (const BlockInfo& block : *blocks)
            names += block.source + std::to_string(block.count) + " ";
        return names;
    };
    QCOMPARE(sources(0, 1000), std::string("market10 market10 orders30 market10 "));
    QCOMPARE(sources(10, 20), std::string("market10 "));
    QCOMPARE(sources(10, 21), std::string("market10 orders30 "));
    QCOMPARE(sources(49, 50), std::string("orders30 "));
    QCOMPARE(sources(50, 1000), std::string("market10 "));
}

void tst_ColdBlocks::followingSeesNothingTwice()
{
    const Interleaved interleaved;
    compact(interleaved.index.folder(), "orders");
    compact(interleaved.index.folder(), "market");
    const auto reader = interleaved.reader();
    for (const char* filter : {"", "orders", "market"}) {
        ViewScan scan(*reader, {filterOf(filter), {}, EventSeq{0}});
        QVERIFY(scan.run({}));
        for (std::uint64_t ceiling = 0; ceiling <= 60; ceiling += 7) {
            QVERIFY(scan.extendTo(EventSeq{ceiling}));
            ViewScan anew(*reader, {filterOf(filter), {}, EventSeq{ceiling}});
            QVERIFY(anew.run({}));
            QCOMPARE(scan.matches().total(), anew.matches().total());
        }
    }
}

void tst_ColdBlocks::aListOutlivesCompaction()
{
    const Interleaved interleaved;
    const auto reader = interleaved.reader();
    const auto before = contentsOf(*interleaved.reader());
    const auto blocks = reader->blocks({}, EventSeq{}, everything);
    compact(interleaved.index.folder(), "orders");
    compact(interleaved.index.folder(), "market");
    std::vector<std::string> seen;
    for (const BlockInfo& block : *blocks) {
        const auto stored = reader->load(block);
        QVERIFY2(stored, errorOf(stored).c_str());
        QCOMPARE(stored->batch->size(), std::size_t{block.count});
        for (std::size_t row = 0; row < stored->batch->size(); ++row)
            seen.push_back(described(*stored, row));
    }
    QVERIFY(seen == before);
    QVERIFY(reader->problems().empty());
}

void tst_ColdBlocks::aBlockThatIsReplacedWhileItIsOpenIsNotDamaged()
{
    const Interleaved interleaved;
    compact(interleaved.index.folder(), "orders");
    const auto reader = interleaved.reader();
    const auto blocks = reader->blocks({}, EventSeq{}, everything);
    const auto block = std::find_if(blocks->begin(), blocks->end(),
                                    [](const BlockInfo& one) { return one.isCold; });
    const auto cold = reader->openCold(*block);
    QVERIFY2(cold, errorOf(cold).c_str());
    compact(interleaved.index.folder(), "orders");
    const View view{filterOf("\"orders 43\""), {}, everything};
    QVERIFY(!matchesInCold(**cold, view, *block, EventSeq{}, nullptr));
    QVERIFY((*cold)->error().code == Error::Code::NotFound);
    const auto matches = matchesIn(*reader, view, *block, EventSeq{}, nullptr);
    QVERIFY2(matches, errorOf(matches).c_str());
    QVERIFY(!matches->isDamaged);
    QCOMPARE(matches->rows.size(), std::size_t{1});
    QVERIFY(reader->problems().empty());
}

void tst_ColdBlocks::matchesAreWholeWhileABlockIsReplaced()
{
    const Interleaved interleaved;
    compact(interleaved.index.folder(), "orders");
    std::atomic<int> replaced = 0;
    const std::jthread compaction([&](const std::stop_token& stop) {
        for (; !stop.stop_requested(); ++replaced)
            compact(interleaved.index.folder(), "orders");
    });
    const auto reader = interleaved.reader();
    while (replaced < 40) {
        ViewScan scan(*reader, {filterOf("orders and seq>0"), {}, everything});
        const auto done = scan.run({});
        QVERIFY2(done, errorOf(done).c_str());
        QCOMPARE(scan.matches().total(), std::uint64_t{30});
    }
    QVERIFY(reader->problems().empty());
}

void tst_ColdBlocks::theNewestRowsOfARareTextDecodeOnlyItsBlock()
{
    const Interleaved interleaved;
    compact(interleaved.index.folder(), "orders");
    compact(interleaved.index.folder(), "market");
    const auto reader = interleaved.reader();
    const auto blocks = reader->blocks({}, EventSeq{}, everything);
    QCOMPARE(blocks->size(), std::size_t{2});
    const auto newest = [&](const char* query) {
        return loadNewest(*reader, {filterOf(query), {}, everything}, 5, {});
    };
    QVERIFY(newest("nowhere")->empty());
    for (const BlockInfo& block : *blocks)
        QVERIFY(!reader->hasDecoded(block));
    const auto found = newest("\"orders 43\"");
    QCOMPARE(found->size(), std::size_t{1});
    QCOMPARE(found->front().batch().payload(found->front().row), std::string_view("orders 43"));
    for (const BlockInfo& block : *blocks)
        QCOMPARE(reader->hasDecoded(block), block.source == "orders");
}

void tst_ColdBlocks::theNewestRowsComeFromBehindABlockThatIsDamaged()
{
    const Interleaved interleaved;
    compact(interleaved.index.folder(), "orders");
    compact(interleaved.index.folder(), "market"); // has the newest
    {
        // The texts alone, so that what matches by seq is still known.
        const auto slice = Connection::openWritable(
            listSliceFiles(interleaved.index.folder())->back().file, false);
        QVERIFY(
            (*slice)->execute("UPDATE columns SET data = zeroblob(length(data)) WHERE id % 65536"
                              " > 2 AND id >> 16 = (SELECT max(id) FROM blocks)"));
    }
    const auto reader = interleaved.reader();
    const auto rows = loadNewest(*reader, {filterOf("seq>0"), {}, everything}, 5, {});
    QVERIFY2(rows, errorOf(rows).c_str());
    QCOMPARE(rows->size(), std::size_t{5});
    for (const EventRef& row : *rows)
        QCOMPARE(row.batch().source(), std::string_view("orders"));
    QCOMPARE(reader->problems().size(), std::size_t{1});
}

void tst_ColdBlocks::idsOfBlocksAreNotUsedAgain()
{
    Interleaved interleaved;
    compact(interleaved.index.folder(), "market"); // the newest block is one of them
    {
        const auto file = listSliceFiles(interleaved.index.folder())->back().file;
        const auto slice = Connection::openWritable(file, false);
        QVERIFY((*slice)->execute("DELETE FROM blocks WHERE id = 7")); // the cold one
    }
    interleaved.index.open();
    interleaved.index.write(eventsOf("orders", 10));
    const auto blocks = interleaved.reader()->blocks({}, EventSeq{}, everything);
    QCOMPARE(blocks->back().block, std::int64_t{8});
}

void tst_ColdBlocks::aReplacementHappensOnce()
{
    const Interleaved interleaved;
    const auto before = contentsOf(*interleaved.reader());
    auto writer = SliceWriter::open(listSliceFiles(interleaved.index.folder())->back().file, false);
    const auto blocks = interleaved.reader()->blocks({}, EventSeq{}, everything);
    const StoredBatch stored = *interleaved.reader()->load(blocks->front());
    const SliceWriter::ColdWrite cold{stored, *encodeCold(stored.batch->columns())};
    for (int i = 0; i < 2; ++i) {
        const auto done = (*writer)->replace({blocks->front().block}, cold);
        QVERIFY2(done, errorOf(done).c_str());
    }
    QVERIFY(contentsOf(*interleaved.reader()) == before);
}

void tst_ColdBlocks::aSliceOfVersionOneIsRead()
{
    Interleaved interleaved;
    const auto before = contentsOf(*interleaved.reader());
    const auto file = listSliceFiles(interleaved.index.folder())->back().file;
    {
        const auto slice = Connection::openWritable(file, false);
        const auto done = (*slice)->execute(
            "CREATE TABLE old (id INTEGER PRIMARY KEY, source INTEGER NOT NULL,"
            " first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, first_time INTEGER NOT NULL,"
            " last_time INTEGER NOT NULL, received_floor INTEGER NOT NULL,"
            " last_received INTEGER NOT NULL, undecodable INTEGER NOT NULL, seconds BLOB NOT NULL)"
            " STRICT;"
            "INSERT INTO old SELECT id, source, first_seq, last_seq, first_time, last_time,"
            " received_floor, last_received, undecodable, seconds FROM blocks;"
            "DROP TABLE blocks; ALTER TABLE old RENAME TO blocks;"
            " CREATE UNIQUE INDEX blocks_by_seq ON blocks (last_seq);"
            " CREATE INDEX blocks_by_time ON blocks (last_time); PRAGMA user_version = 1");
        QVERIFY2(done, errorOf(done).c_str());
    }
    const auto reader = interleaved.reader();
    QVERIFY(contentsOf(*reader) == before);
    QCOMPARE(reader->totals()->events, std::uint64_t{60});
    interleaved.index.open(); // brings it up to date, under the reader
    interleaved.index.close();
    compact(interleaved.index.folder(), "orders");
    QVERIFY(contentsOf(*reader) == before);
    QVERIFY(contentsOf(*interleaved.reader()) == before);
}

QTEST_GUILESS_MAIN(tst_ColdBlocks)
#include "tst_coldblocks.moc"
