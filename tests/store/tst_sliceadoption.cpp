// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/slicefiles.h"
#include "store/write/incomingfolder.h"
#include "store/write/incomingslice.h"
#include "store/write/sliceset.h"
#include "store/read/seqwalk.h"
#include "tests/store/support.h"

#include <future>

using namespace weir;
using namespace weir::test;

/// Slices that somebody else has made, on their way into an index.
class tst_SliceAdoption final : public QObject
{
    Q_OBJECT

private slots:
    void itsEventsFollowThoseThatAreThere();
    void theIndexGoesOnAfterIt();
    void sourcesKeepTheirIds();
    void whatIsIndexedAlreadyIsRefused();
    void anIndexCanBeginWithIt();
    void itIsSealedAndColdAtOnce();
    void seqsThatInterleaveMoveTogether();
    void purgeRemovesEventsOfIt();
    void aSmallOneIsAppended();
    void onlyASlicesNameIsTaken();
    void whatADeadMakerHasSealedIsTakenOver();
    void whatALivingMakerMakesIsLeftAlone();
    void aWriterThatDiedHalfWayIsFinished();
    void aPlaceThatIsTakenIsNotTakenTwice();
};

namespace {

/// However small, a slice stays a slice.
const WriterOptions everySlice = [] {
    WriterOptions options;
    options.adoptedBytes = 0;
    return options;
}();

/// A sealed slice of these batches; the name of its file.
std::string sealed(IncomingFolder& folder, const std::vector<EventBatchPtr>& batches)
{
    auto slice = IncomingSlice::create(folder.nextName(), noon);
    for (const EventBatchPtr& batch : batches) {
        const auto encoded = encodeBatch(batch);
        if (!slice || !encoded || !(*slice)->append(*encoded))
            return {};
    }
    const auto file = slice ? (*slice)->seal() : Result<std::filesystem::path>(slice.error());
    return file ? file->filename().string() : std::string();
}

std::string sealed(const TestIndex& index, const std::vector<EventBatchPtr>& batches)
{
    const auto folder = IncomingFolder::join(index.folder());
    return folder ? sealed(**folder, batches) : std::string();
}

Result<std::uint64_t> adopt(TestIndex& index, const std::string& name)
{
    std::promise<Result<std::uint64_t>> promise;
    index.writer->adopt(
        name, [&](Result<std::uint64_t> adopted) { promise.set_value(std::move(adopted)); });
    return promise.get_future().get();
}

/// All payloads by seq, after a look at what must always hold.
std::vector<std::string> payloads(const std::filesystem::path& folder)
{
    const auto reader = IndexReader::open(folder);
    if (!reader)
        return {};
    std::vector<std::string> payloads;
    EventSeq last{};
    TimePoint received = TimePoint::min();
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{1U << 30U});
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        for (std::size_t row = 0; stored && row < stored->batch->size(); ++row) {
            if (stored->seq(row) <= last || stored->received(row) < received)
                return {"out of order"};
            last = stored->seq(row);
            received = stored->received(row);
            payloads.emplace_back(stored->batch->payload(row));
        }
    }
    return payloads;
}

std::vector<std::string> numbers(int from, int to)
{
    std::vector<std::string> numbers;
    for (int i = from; i < to; ++i)
        numbers.push_back(std::to_string(i));
    return numbers;
}

EventBatchPtr ofSource(const std::string& source, std::int64_t from, std::size_t count)
{
    EventBatchBuilder builder(source, SourceKind::File);
    const auto stream = builder.streamIndex({SourceKind::File, "id", source, 0, 0});
    for (std::size_t i = 0; i < count; ++i) {
        builder.beginEvent({stream, from + static_cast<std::int64_t>(i), noon});
        builder.setPayload(std::to_string(from + static_cast<std::int64_t>(i)));
    }
    builder.addPosition(stream, {from, from + static_cast<std::int64_t>(count)});
    return builder.publish();
}

std::size_t filesIn(const std::filesystem::path& folder)
{
    std::error_code failed;
    const std::filesystem::directory_iterator files(folder, failed);
    return failed ? 0 : static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

} // namespace

void tst_SliceAdoption::itsEventsFollowThoseThatAreThere()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 100));
    // Received before what is there already, and more than the seqs are apart.
    const auto name = sealed(index, {numbered(100, 150, noon - 1h), numbered(250, 50, noon - 1h)});
    const auto adopted = adopt(index, name);
    QCOMPARE(errorOf(adopted), std::string());
    QCOMPARE(*adopted, std::uint64_t{200});
    QCOMPARE(payloads(index.folder()), numbers(0, 300));
    QCOMPARE(filesIn(incoming::folderIn(index.folder())), std::size_t{0});
}

void tst_SliceAdoption::theIndexGoesOnAfterIt()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 100));
    QVERIFY(adopt(index, sealed(index, {numbered(100, 50)})));
    index.write(numbered(150, 10));
    QCOMPARE(payloads(index.folder()), numbers(0, 160));
    index.reopen();
    const auto positions = index.writer->positions("orders");
    QCOMPARE(positions.size(), std::size_t{1});
    QCOMPARE(positions.front().ranges, (std::vector<OffsetRange>{{0, 160}}));
    index.write(numbered(160, 10));
    QCOMPARE(payloads(index.folder()), numbers(0, 170));
}

void tst_SliceAdoption::sourcesKeepTheirIds()
{
    TestIndex index(everySlice);
    index.write(ofSource("a", 0, 10));
    index.write(ofSource("b", 0, 10));
    // In the slice b comes first, and c is new.
    QVERIFY(adopt(
        index, sealed(index, {ofSource("b", 10, 5), ofSource("c", 0, 7), ofSource("a", 10, 3)})));
    const auto reader = IndexReader::open(index.folder());
    QVERIFY(reader);
    const auto totals = (*reader)->totals();
    QVERIFY(totals);
    QCOMPARE(totals->sources.size(), std::size_t{3});
    QCOMPARE(totals->sources[0].events, std::uint64_t{13});
    QCOMPARE(totals->sources[1].events, std::uint64_t{15});
    QCOMPARE(totals->sources[2].events, std::uint64_t{7});
    const auto blocks = (*reader)->blocks({}, EventSeq{20}, EventSeq{1000});
    std::vector<std::string> sources;
    for (const BlockInfo& block : *blocks)
        sources.push_back(block.source);
    QCOMPARE(sources, (std::vector<std::string>{"b", "c", "a"}));
}

void tst_SliceAdoption::whatIsIndexedAlreadyIsRefused()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 100));
    const auto adopted = adopt(index, sealed(index, {numbered(99, 2)}));
    QVERIFY(!adopted);
    QCOMPARE(adopted.error().code, Error::Code::InvalidInput);
    QCOMPARE(payloads(index.folder()), numbers(0, 100));
    QCOMPARE(filesIn(incoming::folderIn(index.folder())), std::size_t{0});
}

void tst_SliceAdoption::anIndexCanBeginWithIt()
{
    TestIndex index(everySlice);
    QVERIFY(adopt(index, sealed(index, {numbered(0, 10)})));
    QCOMPARE(payloads(index.folder()), numbers(0, 10));
    QCOMPARE(index.listener->batches().size(), std::size_t{0}); // nobody hands them over
}

namespace {

std::vector<std::string> slicesIn(const TestIndex& index)
{
    std::vector<std::string> names;
    const auto slices = listSliceFiles(index.folder());
    if (!slices)
        return names;
    for (const SliceFile& slice : *slices)
        names.push_back(slice.file.filename().string());
    return names;
}

} // namespace

void tst_SliceAdoption::itIsSealedAndColdAtOnce()
{
    TestIndex index(everySlice);
    QVERIFY(adopt(index, sealed(index, {numbered(0, 10)})));
    // The first slice was empty, and is gone.
    QCOMPARE(slicesIn(index),
             (std::vector<std::string>{"events-000002-20261123T12-1.db",
                                       "events-000003-20261123T12.db"}));
    QVERIFY(adopt(index, sealed(index, {numbered(10, 10)})));
    index.write(numbered(20, 10));
    const std::vector<std::string> names{"events-000002-20261123T12-1.db",
                                         "events-000004-20261123T12-1.db",
                                         "events-000005-20261123T12.db"};
    QCOMPARE(slicesIn(index), names);
    index.reopen();
    QCOMPARE(slicesIn(index), names);
    QCOMPARE(payloads(index.folder()), numbers(0, 30));
    const auto reader = IndexReader::open(index.folder());
    QVERIFY(reader);
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{20});
    QVERIFY(blocks && blocks->size() == 2);
    QVERIFY(blocks->front().isCold && blocks->back().isCold);
    const auto newest = (*reader)->totals();
    QVERIFY(newest && newest->sources.size() == 1);
    QCOMPARE(newest->sources.front().events, std::uint64_t{30});
}

void tst_SliceAdoption::seqsThatInterleaveMoveTogether()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 10));
    const auto file = incoming::folderIn(index.folder()) / "import-1-1-0001.db";
    QVERIFY(makePrivateFolder(file.parent_path()));
    const auto slice = SliceBuilder::create(file, 0, noon);
    const auto a = encodeBatch(ofSource("a", 0, 4));
    const auto b = encodeBatch(ofSource("b", 0, 3));
    QVERIFY(slice && a && b);
    const auto runs = [](std::vector<SeqRun> list) {
        return std::make_shared<const SeqRuns>(std::move(list));
    };
    QVERIFY((*slice)->append(
        *a, EventSeq{1}, noon, runs({{0, EventSeq{1}}, {1, EventSeq{3}}, {2, EventSeq{5}}})));
    QVERIFY((*slice)->append(
        *b, EventSeq{2}, noon, runs({{0, EventSeq{2}}, {1, EventSeq{4}}, {2, EventSeq{7}}})));
    QVERIFY((*slice)->finish());
    const auto adopted = adopt(index, file.filename().string());
    QCOMPARE(errorOf(adopted), std::string());
    QCOMPARE(*adopted, std::uint64_t{7});
    index.write(numbered(10, 1));
    std::vector<std::string> events;
    const auto reader = IndexReader::open(index.folder());
    QVERIFY(reader);
    QVERIFY(walkBySeq(**reader, EventSeq{10}, EventSeq{100},
                      [&](const StoredBatch& stored, std::size_t from, std::size_t to) {
                          for (std::size_t row = from; row < to; ++row)
                              events.push_back(std::to_string(number(stored.seq(row))) + ' '
                                               + stored.batch->source() + ' '
                                               + std::string(stored.batch->payload(row)));
                          return Done{};
                      }));
    QCOMPARE(events,
             (std::vector<std::string>{"11 a 0", "12 b 0", "13 a 1", "14 b 1", "15 a 2", "16 a 3",
                                       "17 b 2", "18 orders 10"}));
}

void tst_SliceAdoption::purgeRemovesEventsOfIt()
{
    WriterOptions options = eager();
    options.adoptedBytes = 0;
    TestIndex index(options);
    index.write(numbered(0, 10));
    QVERIFY(adopt(index, sealed(index, {numbered(10, 20)})));
    std::promise<Result<PurgeOutcome>> promise;
    index.writer->purge(filterOf("level:error"), [&](const Result<PurgeOutcome>& outcome) {
        promise.set_value(outcome);
    });
    const auto purged = promise.get_future().get();
    QCOMPARE(errorOf(purged), std::string());
    QCOMPARE(purged->events, std::uint64_t{3});
    index.write(numbered(30, 5));
    std::vector<std::string> left = numbers(0, 35);
    std::erase_if(left, [](const std::string& text) {
        return text == "0" || text == "10" || text == "20";
    });
    QCOMPARE(payloads(index.folder()), left);
    QVERIFY(!adopt(index, sealed(index, {numbered(10, 1)}))); // it stays indexed
}

void tst_SliceAdoption::aSmallOneIsAppended()
{
    TestIndex index;
    index.write(numbered(0, 10));
    const auto adopted = adopt(index, sealed(index, {numbered(10, 10), numbered(20, 5)}));
    QCOMPARE(errorOf(adopted), std::string());
    QCOMPARE(*adopted, std::uint64_t{15});
    QCOMPARE(index.listener->events(), std::uint64_t{25}); // told like any commit
    QVERIFY(!adopt(index, sealed(index, {numbered(24, 5)})));
    QCOMPARE(payloads(index.folder()), numbers(0, 25));
    QCOMPARE(listSliceFiles(index.folder())->size(), std::size_t{1});
    index.reopen();
    QCOMPARE(index.writer->positions("orders").front().ranges,
             (std::vector<OffsetRange>{{0, 25}}));
    QCOMPARE(filesIn(incoming::folderIn(index.folder())), std::size_t{0});
    index.close();
    QVERIFY(!sealed(index, {numbered(25, 5)}).empty());
    index.open();
    QCOMPARE(payloads(index.folder()), numbers(0, 30));
    QCOMPARE(listSliceFiles(index.folder())->size(), std::size_t{1});
}

void tst_SliceAdoption::onlyASlicesNameIsTaken()
{
    TestIndex index(everySlice);
    for (const char* name : {"", "../meta.db", "/etc/passwd", "x.part", ".db", "lock"}) {
        const auto adopted = adopt(index, name);
        QVERIFY2(!adopted && adopted.error().code == Error::Code::InvalidInput, name);
    }
    QVERIFY(!adopt(index, "missing.db"));
    index.write(numbered(0, 1)); // and it goes on
}

void tst_SliceAdoption::whatADeadMakerHasSealedIsTakenOver()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 10));
    index.close();
    const auto folder = incoming::folderIn(index.folder());
    QVERIFY(!sealed(index, {numbered(10, 10)}).empty());
    QVERIFY(!sealed(index, {numbered(15, 10)}).empty()); // overlaps with the other
    QFile half(QString::fromStdString((folder / "import-1-1-0001.part").string()));
    QVERIFY(half.open(QIODevice::WriteOnly) && half.write("half") == 4);
    half.close();
    QFile strange(QString::fromStdString((folder / "import-1-1-0002.db").string()));
    QVERIFY(strange.open(QIODevice::WriteOnly) && strange.write("no database") > 0);
    strange.close();
    index.open();
    QCOMPARE(payloads(index.folder()), numbers(0, 20));
    QCOMPARE(filesIn(folder), std::size_t{0});
}

void tst_SliceAdoption::whatALivingMakerMakesIsLeftAlone()
{
    TestIndex index(everySlice);
    index.close();
    const auto folder = IncomingFolder::join(index.folder());
    QVERIFY(folder);
    const std::string name = sealed(**folder, {numbered(0, 10)});
    const auto unfinished = IncomingSlice::create((*folder)->nextName(), noon);
    QVERIFY(unfinished);
    index.open();
    QCOMPARE(payloads(index.folder()).size(), std::size_t{0});
    QVERIFY(adopt(index, name));
    QCOMPARE(payloads(index.folder()), numbers(0, 10));
    QVERIFY((*unfinished)->seal());
}

namespace {

/// As a writer leaves it that dies after it has given the slice its place.
void placeOnly(const TestIndex& index, const std::string& name)
{
    const auto slices = listSliceFiles(index.folder());
    QVERIFY(slices && !slices->empty());
    auto current = SliceWriter::open(slices->back().file, false);
    auto slice = SliceWriter::open(incoming::folderIn(index.folder()) / name, false);
    QVERIFY(current && slice);
    QVERIFY((*slice)->follow(
        **current,
        {slices->back().number + 1, (*current)->newest() + 1, (*current)->lastReceived(), noon}));
}

} // namespace

void tst_SliceAdoption::aWriterThatDiedHalfWayIsFinished()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 10));
    index.close();
    placeOnly(index, sealed(index, {numbered(10, 10)}));
    index.open();
    QCOMPARE(payloads(index.folder()), numbers(0, 20));
    index.write(numbered(20, 5));
    index.reopen();
    QCOMPARE(payloads(index.folder()), numbers(0, 25));
}

void tst_SliceAdoption::aPlaceThatIsTakenIsNotTakenTwice()
{
    TestIndex index(everySlice);
    index.write(numbered(0, 10));
    index.close();
    const auto folder = IncomingFolder::join(index.folder());
    QVERIFY(folder);
    placeOnly(index, sealed(**folder, {numbered(10, 10)}));
    index.open(); // its maker lives, so it is left alone
    index.write(numbered(20, 5));
    for (const auto& entry :
         std::filesystem::directory_iterator(incoming::folderIn(index.folder()))) {
        if (entry.path().extension() == incoming::sealed)
            QVERIFY(!adopt(index, entry.path().filename().string()));
    }
    QCOMPARE(payloads(index.folder()).size(), std::size_t{15});
}

QTEST_GUILESS_MAIN(tst_SliceAdoption)
#include "tst_sliceadoption.moc"
