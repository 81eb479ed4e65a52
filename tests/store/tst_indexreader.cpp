// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/support.h"

#include <sys/stat.h>

using namespace weir;
using namespace weir::test;

namespace {

void damage(const std::filesystem::path& folder, const std::string& sql)
{
    const auto slices = listSliceFiles(folder);
    const auto connection = Connection::openWritable(slices->back().file, false);
    const auto done = (*connection)->execute(sql);
    QVERIFY2(done, errorOf(done).c_str());
}

void setRights(const std::filesystem::path& folder, mode_t ofFolder, mode_t ofFiles)
{
    QCOMPARE(::chmod(folder.c_str(), 0700), 0);
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        QCOMPARE(::chmod(entry.path().c_str(), ofFiles), 0);
    QCOMPARE(::chmod(folder.c_str(), ofFolder), 0);
}

/// Three blocks of a hundred events, then damage.
void writeAndDamage(TestIndex& index, const std::string& sql)
{
    for (std::int64_t i = 0; i < 3; ++i)
        index.write(numbered(100 * i, 100, noon + i * 1s));
    index.close();
    damage(index.folder(), sql);
}

} // namespace

class tst_IndexReader final : public QObject
{
    Q_OBJECT

private slots:
    void noIndexIsNotFound();
    void anEmptyIndexIsNoError();
    void blocksAreThoseOfTheRangeAndTheSeqs();
    void anEventIsFoundByItsSeqOnly();
    void aDamagedBlockCostsThatBlockAndIsReported();
    void aDamagedHeaderIsReported();
    void aDamagedSliceCostsThatSlice();
    void aReadOnlyMediumCanBeRead();
    void aReadOnlyMediumWithALeftoverWalIsDenied();
    void aFolderThatCannotBeReadIsDenied();
};

void tst_IndexReader::noIndexIsNotFound()
{
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    for (const auto& place : {folder, folder / "nowhere"}) {
        const auto reader = IndexReader::open(place);
        QVERIFY(!reader);
        QVERIFY2(reader.error().code == Error::Code::NotFound, reader.error().text().c_str());
    }
}

void tst_IndexReader::anEmptyIndexIsNoError()
{
    TestIndex index;
    const auto reader = IndexReader::open(index.folder());
    QVERIFY2(reader, errorOf(reader).c_str());
    QCOMPARE(number(*(*reader)->newest()), std::uint64_t{0});
    QVERIFY((*reader)->blocks({}, EventSeq{}, EventSeq{100})->empty());
    QCOMPARE((*reader)->totals()->events, std::uint64_t{0});
    QVERIFY(!(*reader)->totals()->oldest);
}

void tst_IndexReader::blocksAreThoseOfTheRangeAndTheSeqs()
{
    TestIndex index;
    for (int minute = 0; minute < 10; ++minute)
        index.write(numbered(10 * minute, 10, noon + minute * 1min));
    const auto reader = IndexReader::open(index.folder());
    const auto firstSeqs = [&](TimeRange range, std::uint64_t after, std::uint64_t upTo) {
        std::vector<std::uint64_t> seqs;
        const auto blocks = (*reader)->blocks(range, EventSeq{after}, EventSeq{upTo});
        for (const BlockInfo& block : *blocks)
            seqs.push_back(number(block.firstSeq));
        return seqs;
    };
    using Seqs = std::vector<std::uint64_t>;
    QCOMPARE(firstSeqs({}, 85, 95), (Seqs{81, 91}));
    QCOMPARE(firstSeqs({}, 90, 91), (Seqs{91}));
    QCOMPARE(firstSeqs({noon + 2min, noon + 3min}, 0, 100), (Seqs{21}));
    QCOMPARE(firstSeqs({noon + 2min, noon + 3min + 1ns}, 0, 100), (Seqs{21, 31}));
    QCOMPARE(firstSeqs({noon + 2min + 9ms, noon + 3min}, 0, 100), (Seqs{21})); // its last event
    QCOMPARE(firstSeqs({noon + 2min + 10ms, noon + 3min}, 0, 100), (Seqs{}));

    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{10});
    QCOMPARE(blocks->size(), std::size_t{1});
    QCOMPARE(blocks->front().source, std::string("orders"));
    QCOMPARE(blocks->front().count, 10U);
    QCOMPARE(blocks->front().seconds.size(), std::size_t{1});
    QCOMPARE(blocks->front().seconds[0].counts[static_cast<std::size_t>(SeverityClass::Error)],
             std::uint64_t{1});
}

void tst_IndexReader::anEventIsFoundByItsSeqOnly()
{
    TestIndex index;
    index.write(numbered(0, 10));
    const auto reader = IndexReader::open(index.folder());
    const auto event = (*reader)->event(EventSeq{10});
    QVERIFY(event);
    QCOMPARE(event->batch().payload(event->row), std::string_view("9"));
    for (const std::uint64_t seq : {std::uint64_t{0}, std::uint64_t{11}, ~std::uint64_t{0}}) {
        const auto none = (*reader)->event(EventSeq{seq});
        QVERIFY(!none);
        QVERIFY(none.error().code == Error::Code::NotFound);
    }
}

void tst_IndexReader::aDamagedBlockCostsThatBlockAndIsReported()
{
    TestIndex index;
    writeAndDamage(index, "UPDATE columns SET data = zeroblob(length(data)) WHERE id >> 16 = 2");
    const auto reader = IndexReader::open(index.folder());
    const View view{filterOf("not absent"), {}, *(*reader)->newest()};
    ViewScan scan(**reader, view);
    const auto done = scan.run({});
    QVERIFY2(done, errorOf(done).c_str());
    QCOMPARE(scan.matches().total(), std::uint64_t{200});
    const auto rows = loadRows(**reader, view, scan.matches(), 0, 1000);
    QVERIFY(rows);
    QCOMPARE(rows->size(), std::size_t{200});
    QCOMPARE((*reader)->problems().size(), std::size_t{1}); // once, however often it is met
    QVERIFY((*reader)->problems()[0].code == Error::Code::Corrupt);
    QVERIFY2((*reader)->problems()[0].subject.ends_with(", block 2"),
             (*reader)->problems()[0].subject.c_str());
}

void tst_IndexReader::aDamagedHeaderIsReported()
{
    TestIndex index;
    writeAndDamage(index, "UPDATE blocks SET seconds = x'ffff' WHERE id = 2");
    const auto reader = IndexReader::open(index.folder());
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{1000});
    QVERIFY2(blocks, errorOf(blocks).c_str());
    QCOMPARE(blocks->size(), std::size_t{2});
    QCOMPARE((*reader)->problems().size(), std::size_t{1});
}

void tst_IndexReader::aDamagedSliceCostsThatSlice()
{
    WriterOptions options;
    options.sliceAge = 1h;
    TestIndex index(options);
    index.write(numbered(0, 10));
    index.advanceTo(noon + 1h);
    index.write(numbered(10, 10));
    index.close();
    const auto slices = listSliceFiles(index.folder());
    std::filesystem::resize_file(slices->front().file, 5000);
    const auto reader = IndexReader::open(index.folder());
    QVERIFY2(reader, errorOf(reader).c_str());
    QCOMPARE((*reader)->totals()->events, std::uint64_t{10});
    QCOMPARE((*reader)->problems().size(), std::size_t{1});
    index.open(); // collecting goes on
    index.write(numbered(20, 10));
}

void tst_IndexReader::aReadOnlyMediumCanBeRead()
{
    TestIndex index;
    index.write(numbered(0, 10));
    index.close();
    setRights(index.folder(), 0555, 0444);
    QCOMPARE(::chmod(index.folder().parent_path().c_str(), 0755), 0);
    {
        const WithoutOverride plain;
        const auto reader = IndexReader::open(index.folder());
        QVERIFY2(reader, errorOf(reader).c_str());
        QCOMPARE((*reader)->totals()->events, std::uint64_t{10});
        const auto event = (*reader)->event(EventSeq{5});
        QVERIFY2(event, errorOf(event).c_str());
    }
    setRights(index.folder(), 0700, 0600);
}

void tst_IndexReader::aReadOnlyMediumWithALeftoverWalIsDenied()
{
    TestIndex index;
    index.write(numbered(0, 10));
    // What a medium holds that was written while the collector ran: a WAL without a -shm.
    const QTemporaryDir copy;
    const std::filesystem::path folder = copy.path().toStdString();
    for (const auto& entry : std::filesystem::directory_iterator(index.folder())) {
        if (!entry.path().string().ends_with("-shm"))
            std::filesystem::copy(entry.path(), folder / entry.path().filename());
    }
    setRights(folder, 0555, 0444);
    Error error;
    {
        const WithoutOverride plain;
        const auto reader = IndexReader::open(folder);
        QVERIFY(!reader);
        error = reader.error();
    }
    setRights(folder, 0700, 0600);
    QVERIFY2(error.code == Error::Code::Denied, error.text().c_str());
    QVERIFY2(error.detail.find("copy the index") != std::string::npos, error.detail.c_str());
}

void tst_IndexReader::aFolderThatCannotBeReadIsDenied()
{
    TestIndex index;
    index.write(numbered(0, 10));
    index.close();
    setRights(index.folder(), 0000, 0600);
    Error error;
    {
        const WithoutOverride plain;
        const auto reader = IndexReader::open(index.folder());
        QVERIFY(!reader);
        error = reader.error();
    }
    setRights(index.folder(), 0700, 0600);
    QVERIFY2(error.code == Error::Code::Denied, error.text().c_str());
}

QTEST_GUILESS_MAIN(tst_IndexReader)
#include "tst_indexreader.moc"
