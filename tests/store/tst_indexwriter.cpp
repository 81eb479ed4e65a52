// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "tests/store/support.h"

#include <fstream>

using namespace weir;
using namespace weir::test;

namespace {

std::string contentsOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

std::filesystem::path sliceIn(const std::filesystem::path& folder)
{
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("events-") && name.ends_with(".db"))
            return entry.path();
    }
    return {};
}

void change(const std::filesystem::path& file, const std::string& sql)
{
    const auto connection = Connection::openWritable(file, false);
    QVERIFY2(connection, errorOf(connection).c_str());
    const auto done = (*connection)->execute(sql);
    QVERIFY2(done, errorOf(done).c_str());
}

std::int64_t schemaVersionOf(const std::filesystem::path& file)
{
    const auto connection = Connection::openWritable(file, false);
    const auto version =
        connection ? (*connection)->number("PRAGMA user_version") : Result<std::int64_t>(0);
    return version ? *version : 0;
}

/// The error of opening a writer; success is a failure of the test.
Error openError(const std::filesystem::path& folder)
{
    BatchQueue queue(1);
    const ManualClock clock(noon);
    WriterOptions options;
    options.folder = folder;
    const auto writer = IndexWriter::open(options, queue, clock);
    return writer ? Error{} : writer.error();
}

/// A batch without events that brings a position or a gap.
EventBatchPtr without(const std::function<void(EventBatchBuilder&, std::uint32_t)>& fill)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    fill(builder, builder.streamIndex(streamOf("orders")));
    return builder.publish();
}

} // namespace

class tst_IndexWriter final : public QObject
{
    Q_OBJECT

private slots:
    void whatIsCommittedCanBeRead();
    void positionsAreIntervalsAndSurvive();
    void positionsOfSourcesAndStreamsAreApart();
    void seqsAreNeverGivenTwice();
    void receivedNeverDecreases();
    void aTickStandsAfterEverythingBeforeIt();
    void missedSecondsAreTickedEach();
    void gapsAndUndecodableEventsAreCounted();
    void gapsOfOneCauseBecomeOne();
    void stoppingCommitsWhatIsInTheQueue();
    void aNewerSchemaIsRefusedAndLeftAlone();
    void aForeignFileIsRefusedAndLeftAlone();
    void theListOfSlicesIsRebuiltFromTheFiles();
    void aSliceThatWasNeverFilledIsNoObstacle();
};

void tst_IndexWriter::whatIsCommittedCanBeRead()
{
    TestIndex index;
    index.write(numbered(0, 1000));
    const auto reader = IndexReader::open(index.folder());
    QVERIFY2(reader, errorOf(reader).c_str());
    QCOMPARE(number(*(*reader)->newest()), std::uint64_t{1000});

    index.write(numbered(1000, 500)); // an open reader sees it
    QCOMPARE(number(*(*reader)->newest()), std::uint64_t{1500});
    const auto event = (*reader)->event(EventSeq{1001});
    QVERIFY2(event, errorOf(event).c_str());
    QCOMPARE(event->batch().payload(event->row), std::string_view("1000"));
    const auto totals = (*reader)->totals();
    QVERIFY(totals);
    QCOMPARE(totals->events, std::uint64_t{1500});
    QVERIFY(totals->bytes > 0);
    QVERIFY(totals->oldest == noon);
    QVERIFY(totals->newest == noon + 999ms);
}

void tst_IndexWriter::positionsAreIntervalsAndSurvive()
{
    TestIndex index;
    index.write(numbered(100, 10));
    index.write(numbered(110, 10));
    index.write(numbered(0, 10));
    index.reopen();
    const auto positions = index.writer->positions("orders");
    QCOMPARE(positions.size(), std::size_t{1});
    QVERIFY(positions[0].stream == streamOf("orders"));
    QVERIFY((positions[0].ranges == std::vector<OffsetRange>{{0, 10}, {100, 120}}));
}

void tst_IndexWriter::positionsOfSourcesAndStreamsAreApart()
{
    TestIndex index;
    for (const std::string source : {"a", "b"}) {
        EventBatchBuilder builder(source, SourceKind::Kafka);
        for (std::int32_t partition = 0; partition < 3; ++partition) {
            const auto stream = builder.streamIndex(streamOf("t", partition));
            builder.addPosition(stream, {0, partition + (source == "a" ? 10 : 20)});
        }
        QVERIFY(index.queue->push(builder.publish()));
    }
    index.reopen();
    for (const std::string source : {"a", "b"}) {
        const auto positions = index.writer->positions(source);
        QCOMPARE(positions.size(), std::size_t{3});
        for (const auto& position : positions)
            QCOMPARE(position.ranges.at(0).to,
                     position.stream.partition + (source == "a" ? 10 : 20));
    }
    QVERIFY(index.writer->positions("c").empty());
}

void tst_IndexWriter::seqsAreNeverGivenTwice()
{
    TestIndex index;
    index.write(numbered(0, 10));
    index.reopen(); // a clean stop wastes none
    QCOMPARE(number(index.writer->newest()), std::uint64_t{10});
    index.write(numbered(10, 10));
    QCOMPARE(number(index.listener->batches()[0].firstSeq), std::uint64_t{11});
    index.close();
    // As after a crash that lost the slice's last commits: what meta.db reserved is not used again.
    change(index.folder() / "meta.db", "UPDATE sequence SET next = 5000");
    index.open();
    index.write(numbered(20, 10));
    QCOMPARE(number(index.listener->batches()[0].firstSeq), std::uint64_t{5000});
    index.close();
    // And what a slice holds is not either, should meta.db be older.
    change(index.folder() / "meta.db", "UPDATE sequence SET next = 1");
    index.open();
    index.write(numbered(30, 10));
    QCOMPARE(number(index.listener->batches()[0].firstSeq), std::uint64_t{5010});
}

void tst_IndexWriter::receivedNeverDecreases()
{
    TestIndex index;
    index.write(numbered(0, 10, noon + 10s));
    index.write(numbered(10, 10, noon));
    index.advanceTo(noon + 20s);
    index.write(numbered(20, 10, noon + 1s));
    index.reopen();
    index.write(numbered(30, 10, noon));

    const auto reader = IndexReader::open(index.folder());
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{1000});
    QVERIFY(blocks);
    TimePoint before = TimePoint::min();
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        QVERIFY(stored);
        for (std::size_t row = 0; row < stored->batch->size(); ++row) {
            QVERIFY(stored->received(row) >= before);
            before = stored->received(row);
        }
    }
    QVERIFY(before >= noon + 20s); // the tick holds for what came after it
}

void tst_IndexWriter::aTickStandsAfterEverythingBeforeIt()
{
    TestIndex index;
    index.writer->setFollowed(false);
    QVERIFY(index.queue->push(numbered(0, 10)));
    index.advanceTo(noon + 1s);
    QVERIFY(index.queue->push(numbered(10, 10, noon + 500ms)));
    index.advanceTo(noon + 2s);
    index.writer->stop();
    QCOMPARE(index.listener->log(),
             (std::vector<std::string>{"events up to 10", "tick 2026-11-23T12:00:01Z",
                                       "events up to 20", "tick 2026-11-23T12:00:02Z"}));
    QVERIFY(index.listener->batches()[1].received(0) == noon + 1s);
}

void tst_IndexWriter::missedSecondsAreTickedEach()
{
    TestIndex index;
    index.advanceTo(noon + 3500ms);
    QVERIFY((index.listener->ticks() == std::vector<TimePoint>{noon + 1s, noon + 2s, noon + 3s}));
    index.advanceTo(noon + 5h); // the machine slept: those seconds did not happen
    QCOMPARE(index.listener->ticks().size(), std::size_t{4});
}

void tst_IndexWriter::gapsAndUndecodableEventsAreCounted()
{
    TestIndex index;
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders"));
    builder.beginEvent({stream, 1, noon});
    builder.setPayload("\xFF\xFE");
    builder.setUndecodable("not UTF-8");
    builder.addGap({streamOf("orders"), {2, 9}, 7, Gap::Reason::Retention, noon});
    index.write(builder.publish());
    index.reopen();

    const auto reader = IndexReader::open(index.folder());
    const auto totals = (*reader)->totals();
    QVERIFY2(totals, errorOf(totals).c_str());
    QCOMPARE(totals->sources.size(), std::size_t{1});
    const SourceTotals& source = totals->sources[0];
    QCOMPARE(source.source, std::string("orders"));
    QCOMPARE(source.events, std::uint64_t{1});
    QCOMPARE(source.undecodable, std::uint64_t{1});
    QCOMPARE(source.gaps.size(), std::size_t{1});
    QVERIFY((source.gaps[0].offsets == OffsetRange{2, 9}));
    QCOMPARE(source.gaps[0].count, std::uint64_t{7});
    QVERIFY(source.gaps[0].reason == Gap::Reason::Retention);
    QVERIFY(source.gaps[0].stream == streamOf("orders"));
}

void tst_IndexWriter::gapsOfOneCauseBecomeOne()
{
    TestIndex index;
    const auto shed = [&](TimePoint noticed, Gap::Reason reason) {
        QVERIFY(index.queue->push(without([&](EventBatchBuilder& builder, std::uint32_t) {
            builder.addGap({streamOf("orders"), {}, 5, reason, noticed});
        })));
    };
    for (int i = 0; i < 10; ++i)
        shed(noon + i * 1s, Gap::Reason::QueueFull);
    shed(noon + 11s, Gap::Reason::LostUpstream);
    shed(noon + 12min, Gap::Reason::LostUpstream);
    index.close();
    const auto reader = IndexReader::open(index.folder());
    const auto totals = (*reader)->totals();
    QCOMPARE(totals->sources[0].gaps.size(), std::size_t{3});
    QCOMPARE(totals->sources[0].gaps[0].count, std::uint64_t{50});
    QVERIFY(totals->sources[0].gaps[0].noticed == noon);
}

void tst_IndexWriter::stoppingCommitsWhatIsInTheQueue()
{
    TestIndex index;
    index.writer->setFollowed(false);
    for (std::int64_t i = 0; i < 50; ++i)
        QVERIFY(index.queue->push(numbered(10 * i, 10)));
    index.writer->stop();
    QCOMPARE(index.listener->events(), std::uint64_t{500});
    QVERIFY(!index.queue->push(numbered(500, 10)));
    index.writer->stop();
    index.close();
    // Everything is in the files themselves, as a copy of them without WALs shows.
    for (const auto& entry : std::filesystem::directory_iterator(index.folder()))
        QVERIFY(!entry.path().string().ends_with("-wal"));
}

void tst_IndexWriter::aNewerSchemaIsRefusedAndLeftAlone()
{
    TestIndex index;
    index.write(numbered(0, 10));
    index.close();
    const auto slice = sliceIn(index.folder());
    for (const auto& file : {slice, index.folder() / "meta.db"}) {
        const std::int64_t own = schemaVersionOf(file);
        change(file, "PRAGMA user_version = 99");
        const std::string before = contentsOf(file);
        const Error error = openError(index.folder());
        QVERIFY2(error.code == Error::Code::TooNew, error.text().c_str());
        QCOMPARE(error.subject, file.string());
        QVERIFY(contentsOf(file) == before);
        const auto reader = IndexReader::open(index.folder());
        QVERIFY(!reader);
        QVERIFY(reader.error().code == Error::Code::TooNew);
        change(file, "PRAGMA user_version = " + std::to_string(own));
    }
    index.open();
    QCOMPARE(number(index.writer->newest()), std::uint64_t{10});
}

void tst_IndexWriter::aForeignFileIsRefusedAndLeftAlone()
{
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    std::ofstream(folder / "meta.db") << "These are not the bytes of a database, but a letter.";
    Error error = openError(folder);
    QVERIFY2(error.code == Error::Code::Corrupt, error.text().c_str());
    QVERIFY(contentsOf(folder / "meta.db").starts_with("These are not"));

    std::filesystem::remove(folder / "meta.db");
    change(folder / "meta.db", "CREATE TABLE recipes (name TEXT)");
    error = openError(folder);
    QVERIFY2(error.code == Error::Code::Corrupt, error.text().c_str());
    QCOMPARE(error.detail, std::string("not a file of a Weir index"));
}

void tst_IndexWriter::theListOfSlicesIsRebuiltFromTheFiles()
{
    TestIndex index;
    index.write(numbered(0, 10));
    index.close();
    for (const char* end : {"", "-wal", "-shm"})
        std::filesystem::remove(index.folder() / (std::string("meta.db") + end));
    auto reader = IndexReader::open(index.folder()); // a reader does not need it
    QVERIFY2(reader, errorOf(reader).c_str());
    QCOMPARE(number(*(*reader)->newest()), std::uint64_t{10});

    index.open();
    index.write(numbered(10, 10));
    QCOMPARE(number(index.listener->batches()[0].firstSeq), std::uint64_t{11});
    QVERIFY((index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, 20}}));
}

void tst_IndexWriter::aSliceThatWasNeverFilledIsNoObstacle()
{
    TestIndex index;
    index.write(numbered(0, 10));
    index.close();
    std::ofstream(index.folder() / "events-000002-20261123T12.db"); // as a crash may leave it
    index.open();
    QCOMPARE(number(index.writer->newest()), std::uint64_t{10});
    index.write(numbered(10, 10));
    const auto reader = IndexReader::open(index.folder());
    QVERIFY2(reader, errorOf(reader).c_str());
    QCOMPARE(number(*(*reader)->newest()), std::uint64_t{20});
}

QTEST_GUILESS_MAIN(tst_IndexWriter)
#include "tst_indexwriter.moc"
