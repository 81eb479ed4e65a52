// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/contents.h"

#include <fstream>
#include <future>

using namespace weir;
using namespace weir::test;

namespace fs = std::filesystem;

namespace {

WriterOptions hourly()
{
    WriterOptions options = eager();
    options.sliceAge = 1h;
    return options;
}

/// `count` events whose payloads no compression can hide.
EventBatchPtr secrets(std::size_t count, TimePoint begin, const std::string& source = "orders")
{
    EventBatchBuilder builder(source, SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf(source));
    for (std::size_t i = 0; i < count; ++i) {
        builder.beginEvent({stream, static_cast<std::int64_t>(i), begin + i * 1ms});
        const char* const what = i % 3 == 0 ? "card 4929-1234" : "harmless line";
        builder.setPayload(std::string(what) + " " + std::to_string(i));
    }
    return builder.publish();
}

Result<PurgeOutcome> purge(IndexWriter& writer, const std::string& query)
{
    std::promise<Result<PurgeOutcome>> outcome;
    writer.purge(filterOf(query),
                 [&outcome](const Result<PurgeOutcome>& result) { outcome.set_value(result); });
    return outcome.get_future().get();
}

std::uint64_t countOf(const fs::path& folder, const std::string& query)
{
    const auto reader = IndexReader::open(folder);
    ViewScan scan(**reader, {filterOf(query), {}, everything});
    return scan.run({}) ? scan.matches().total() : 0;
}

/// Whether any file of the folder holds these bytes. LZ4 and zstd keep a first occurrence as it is.
bool isOnDisk(const fs::path& folder, const std::string& bytes)
{
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(in)), {});
        if (content.find(bytes) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

class tst_Purge final : public QObject
{
    Q_OBJECT

private slots:
    void whatMatchesIsGoneAndTheRestIsAsItWas();
    void noByteOfItIsLeftOnTheDisk();
    void aSourceIsPurgedAndGoesOn();
    void everythingCanBePurged();
    void aReaderWithAnOldListSeesWhatIsLeft();
    void aDamagedBlockIsCountedAndKept();
    void stoppingAnswersWhatWaits();
};

void tst_Purge::whatMatchesIsGoneAndTheRestIsAsItWas()
{
    TestIndex index(hourly());
    for (int hour = 0; hour < 3; ++hour) {
        index.clock.set(noon + hour * 1h);
        index.write(secrets(300, noon + hour * 1h));
        index.write(secrets(50, noon + hour * 1h, "market"));
    }
    auto expected = describedAll(index.listener->batches());
    std::erase_if(expected, [](const std::string& event) {
        return event.find("card") != std::string::npos;
    });
    const auto outcome = purge(*index.writer, "card");
    QVERIFY2(outcome, errorOf(outcome).c_str());
    QCOMPARE(outcome->events, std::uint64_t{3 * 117});
    QCOMPARE(outcome->unreadable, std::uint64_t{0});
    QCOMPARE(contentsOf(index.folder()), expected);
    const auto again = purge(*index.writer, "card");
    QCOMPARE(again->events, std::uint64_t{0});
    index.write(secrets(9, noon + 3h)); // what comes later is not concerned
    QCOMPARE(countOf(index.folder(), "card"), std::uint64_t{3});
    index.reopen();
    QCOMPARE(contentsOf(index.folder()).size(), expected.size() + 9);
}

void tst_Purge::noByteOfItIsLeftOnTheDisk()
{
    TestIndex index(hourly());
    for (int i = 0; i < 10; ++i) {
        index.write(secrets(40, noon + i * 1s));
        index.write(secrets(1, noon + i * 1s)); // alone in its block
    }
    QVERIFY(isOnDisk(index.folder(), "4929-1234"));
    const auto outcome = purge(*index.writer, "card");
    QVERIFY2(outcome, errorOf(outcome).c_str());
    QCOMPARE(outcome->events, std::uint64_t{150});
    QVERIFY(!isOnDisk(index.folder(), "4929-1234"));
    QVERIFY(isOnDisk(index.folder(), "harmless"));
}

void tst_Purge::aSourceIsPurgedAndGoesOn()
{
    TestIndex index(hourly());
    index.write(numbered(0, 100));
    index.write(secrets(100, noon, "market"));
    const auto outcome = purge(*index.writer, "source:orders");
    QCOMPARE(outcome->events, std::uint64_t{100});
    QCOMPARE(countOf(index.folder(), ""), std::uint64_t{100});
    index.reopen();
    // What was purged is not fetched again.
    QVERIFY((index.writer->positions("orders")[0].ranges == std::vector<OffsetRange>{{0, 100}}));
    index.write(numbered(100, 10));
    QCOMPARE(countOf(index.folder(), "source:orders"), std::uint64_t{10});
}

void tst_Purge::everythingCanBePurged()
{
    TestIndex index(hourly());
    index.write(numbered(0, 100));
    const auto outcome = purge(*index.writer, "");
    QCOMPARE(outcome->events, std::uint64_t{100});
    QCOMPARE(countOf(index.folder(), ""), std::uint64_t{0});
    index.reopen();
    index.write(numbered(100, 10));
    QCOMPARE(number(index.listener->batches()[0].firstSeq), std::uint64_t{101}); // never twice
}

void tst_Purge::aReaderWithAnOldListSeesWhatIsLeft()
{
    TestIndex index(hourly());
    index.write(secrets(30, noon));
    index.write(secrets(1, noon + 1s));
    const auto reader = IndexReader::open(index.folder());
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    QVERIFY(purge(*index.writer, "card"));
    QVERIFY((*reader)->newest()); // looks at the list of slices
    std::size_t left = 0;
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        left += stored ? stored->batch->size() : 0;
        QVERIFY(stored || stored.error().code == Error::Code::NotFound);
    }
    QCOMPARE(left, std::size_t{20});
    QVERIFY((*reader)->problems().empty());
}

void tst_Purge::aDamagedBlockIsCountedAndKept()
{
    WriterOptions options = hourly();
    options.compaction->longestWait = 5min;
    options.compaction->enoughEvents = 1000;
    TestIndex index(options);
    for (int i = 0; i < 3; ++i)
        index.write(secrets(30, noon + i * 1s));
    {
        const auto slice =
            Connection::openWritable(listSliceFiles(index.folder())->back().file, false);
        QVERIFY((*slice)->execute(
            "UPDATE columns SET data = zeroblob(length(data)) WHERE id >> 16 = 2"));
    }
    const auto outcome = purge(*index.writer, "card");
    QVERIFY2(outcome, errorOf(outcome).c_str());
    QCOMPARE(outcome->events, std::uint64_t{20});
    QCOMPARE(outcome->unreadable, std::uint64_t{1});
}

void tst_Purge::stoppingAnswersWhatWaits()
{
    TestIndex index(hourly());
    index.write(secrets(300, noon));
    std::vector<std::future<Result<PurgeOutcome>>> answers;
    for (int i = 0; i < 20; ++i) {
        const auto outcome = std::make_shared<std::promise<Result<PurgeOutcome>>>();
        answers.push_back(outcome->get_future());
        index.writer->purge(filterOf("card"), [outcome](const Result<PurgeOutcome>& result) {
            outcome->set_value(result);
        });
    }
    index.writer->stop();
    for (auto& answer : answers) {
        QVERIFY(answer.wait_for(10s) == std::future_status::ready);
        const auto outcome = answer.get();
        QVERIFY(outcome || outcome.error().code == Error::Code::Busy);
    }
}

QTEST_GUILESS_MAIN(tst_Purge)
#include "tst_purge.moc"
