// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/support.h"

using namespace weir;
using namespace weir::test;

namespace {

std::vector<std::int64_t> slicesIn(const std::filesystem::path& folder)
{
    std::vector<std::int64_t> numbers;
    const auto files = listSliceFiles(folder);
    for (const SliceFile& file : *files)
        numbers.push_back(file.number);
    return numbers;
}

WriterOptions cutByAge(Nanoseconds age)
{
    WriterOptions options;
    options.sliceAge = age;
    return options;
}

/// Events whose bytes do not compress.
EventBatchPtr large(std::int64_t from, std::size_t bytes)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders"));
    std::uint64_t random = 88172645463325252U + static_cast<std::uint64_t>(from);
    std::string payload(bytes, ' ');
    for (char& c : payload) {
        random ^= random << 13U;
        random ^= random >> 7U;
        random ^= random << 17U;
        c = static_cast<char>(random);
    }
    builder.beginEvent({stream, from, noon});
    builder.setPayload(payload);
    builder.addPosition(stream, {from, from + 1});
    return builder.publish();
}

} // namespace

class tst_Retention final : public QObject
{
    Q_OBJECT

private slots:
    void aSliceIsCutByAge();
    void aSliceIsCutByBytes();
    void aNewSliceKnowsEverythingOfTheOld();
    void oldSlicesGoWithAllTheirFiles();
    void theBytesOfAllSlicesAreLimited();
    void aReaderGoesOnWhileSlicesComeAndGo();
    void removalThatWasInterruptedIsFinished();
};

void tst_Retention::aSliceIsCutByAge()
{
    TestIndex index(cutByAge(1h));
    index.write(numbered(0, 10));
    index.advanceTo(noon + 59min);
    index.write(numbered(10, 10));
    QCOMPARE(slicesIn(index.folder()), (std::vector<std::int64_t>{1}));
    index.advanceTo(noon + 1h);
    QCOMPARE(slicesIn(index.folder()), (std::vector<std::int64_t>{1})); // nothing new, nothing cut
    index.write(numbered(20, 10));
    QCOMPARE(slicesIn(index.folder()), (std::vector<std::int64_t>{1, 2}));
    QVERIFY(std::filesystem::exists(index.folder() / "events-000002-20261123T13.db"));
}

void tst_Retention::aSliceIsCutByBytes()
{
    WriterOptions options;
    options.sliceBytes = 1 << 20;
    TestIndex index(options);
    for (std::int64_t i = 0; i < 40; ++i)
        index.write(large(i, 100'000));
    const auto slices = slicesIn(index.folder());
    QVERIFY2(slices.size() >= 3 && slices.size() <= 6, qPrintable(QString::number(slices.size())));
    const auto reader = IndexReader::open(index.folder());
    QCOMPARE((*reader)->totals()->events, std::uint64_t{40});
    for (std::uint64_t seq = 1; seq <= 40; ++seq) {
        const auto event = (*reader)->event(EventSeq{seq});
        QVERIFY2(event, errorOf(event).c_str());
        QCOMPARE(event->batch().columns().offsets[event->row], static_cast<std::int64_t>(seq - 1));
    }
}

void tst_Retention::aNewSliceKnowsEverythingOfTheOld()
{
    WriterOptions options = cutByAge(1h);
    options.retention.index.age = 2h;
    TestIndex index(options);
    EventBatchBuilder builder("quiet", SourceKind::Kafka);
    builder.addPosition(builder.streamIndex(streamOf("quiet", 3)), {5, 8});
    builder.addGap({streamOf("quiet", 3), {8, 9}, 1, Gap::Reason::TooLarge, noon});
    QVERIFY(index.queue->push(builder.publish()));
    index.write(numbered(0, 10));
    for (int hour = 1; hour < 5; ++hour) {
        index.advanceTo(noon + hour * 1h);
        index.write(numbered(10 * hour, 10, noon + hour * 1h));
    }
    index.advanceTo(noon + 6h);
    QVERIFY(slicesIn(index.folder()).front() > 1); // the first is gone
    index.reopen();
    QVERIFY((index.writer->positions("quiet")[0].ranges == std::vector<OffsetRange>{{5, 8}}));
    QVERIFY((index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, 50}}));
    const auto reader = IndexReader::open(index.folder());
    const auto totals = (*reader)->totals();
    QCOMPARE(totals->sources.size(), std::size_t{2});
    QCOMPARE(totals->sources[0].events, std::uint64_t{50}); // since the beginning
    QVERIFY(totals->events < 50); // those still there
    QCOMPARE(totals->sources[1].gaps.size(), std::size_t{1});
}

void tst_Retention::oldSlicesGoWithAllTheirFiles()
{
    WriterOptions options = cutByAge(1h);
    options.retention.index.age = 90min;
    TestIndex index(options);
    index.write(numbered(0, 10));
    const auto reader = IndexReader::open(index.folder()); // makes a -shm and a -wal
    index.advanceTo(noon + 1h);
    index.write(numbered(10, 10, noon + 1h));
    index.advanceTo(noon + 89min);
    QCOMPARE(slicesIn(index.folder()), (std::vector<std::int64_t>{1, 2}));
    index.advanceTo(noon + 91min);
    const auto isGone = [&] {
        std::error_code failed;
        std::filesystem::directory_iterator entries(index.folder(), failed);
        return std::none_of(begin(entries), end(entries), [](const auto& entry) {
            return entry.path().string().find("events-000001") != std::string::npos;
        });
    };
    QTRY_VERIFY(isGone()); // retention comes after what is told of the tick
}

void tst_Retention::theBytesOfAllSlicesAreLimited()
{
    WriterOptions options;
    options.retention.index.bytes = 4 << 20;
    TestIndex index(options);
    std::int64_t second = 0;
    for (std::int64_t i = 0; i < 100; ++i) {
        index.write(large(i, 100'000));
        if (i % 10 == 9)
            index.advanceTo(noon + ++second * 1s);
    }
    const auto reader = IndexReader::open(index.folder());
    const auto totals = (*reader)->totals();
    QVERIFY2(totals->bytes <= 5U << 20U, qPrintable(QString::number(totals->bytes)));
    QVERIFY2(totals->events >= 15, qPrintable(QString::number(totals->events)));
    QVERIFY((*reader)->event(EventSeq{100}));
    QVERIFY((*reader)->event(EventSeq{1}).error().code == Error::Code::NotFound);
}

void tst_Retention::aReaderGoesOnWhileSlicesComeAndGo()
{
    WriterOptions options = cutByAge(1h);
    options.retention.index.age = 3h;
    TestIndex index(options);
    index.write(numbered(0, 10));
    const auto reader = IndexReader::open(index.folder());
    const auto first = (*reader)->blocks({}, EventSeq{}, EventSeq{10});
    QCOMPARE(first->size(), std::size_t{1});
    std::uint64_t seen = 0;
    for (int hour = 1; hour < 12; ++hour) {
        index.advanceTo(noon + hour * 1h);
        index.write(numbered(10 * hour, 10, noon + hour * 1h));
        const auto newest = (*reader)->newest();
        QVERIFY2(newest, errorOf(newest).c_str());
        QVERIFY(number(*newest) > seen);
        seen = number(*newest);
        const auto blocks = (*reader)->blocks({}, EventSeq{}, *newest);
        QVERIFY2(blocks, errorOf(blocks).c_str());
        for (const BlockInfo& block : *blocks)
            QVERIFY((*reader)->load(block));
    }
    QCOMPARE(seen, std::uint64_t{120});
    const auto gone = (*reader)->load(first->front());
    QVERIFY(!gone);
    QVERIFY(gone.error().code == Error::Code::NotFound);
    QVERIFY((*reader)->problems().empty());
}

void tst_Retention::removalThatWasInterruptedIsFinished()
{
    TestIndex index(cutByAge(1h));
    index.write(numbered(0, 10));
    index.advanceTo(noon + 1h);
    index.write(numbered(10, 10));
    index.close();
    {
        const auto meta = Connection::openWritable(index.folder() / "meta.db", true);
        QVERIFY((*meta)->execute("UPDATE slices SET state = 1 WHERE number = 1"));
    }
    const auto reader = IndexReader::open(index.folder());
    QCOMPARE((*reader)->totals()->events, std::uint64_t{10});
    index.open();
    QCOMPARE(slicesIn(index.folder()), (std::vector<std::int64_t>{2}));
}

QTEST_GUILESS_MAIN(tst_Retention)
#include "tst_retention.moc"
