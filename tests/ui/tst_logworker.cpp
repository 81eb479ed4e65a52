// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/logworker.h"

#include "core/query/query.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

#include "writtenindex.h"

using namespace weir;
using namespace weir::test;

namespace {

constexpr int blocks = 12;
constexpr int eventsPerBlock = 500;

void askOf(LogWorker& worker, const char* query, std::uint64_t ticket, TimeRange range = {})
{
    const auto parsed = parseQuery(query);
    worker.begin({*Filter::compile(std::get<Query>(parsed).filter), range}, Ticket{ticket});
}

/// The last of the snapshots until everything is counted and its newest rows are there.
std::optional<LogSnapshot> countAllOf(LogWorker& worker, const std::stop_token& stop = {})
{
    std::optional<LogSnapshot> last;
    while (auto snapshot = worker.advance(stop)) {
        last = std::move(snapshot);
        if (last->isComplete && !worker.isBusy())
            break;
    }
    return last;
}

/// Event n has the body "request n", or another word; one a millisecond, each block a second later than the last.
struct Fixture
{
    explicit Fixture(std::string ofBodies = "request")
        : word(std::move(ofBodies))
    {
        for (int i = 0; i < blocks; ++i)
            writeBlock();
    }

    void writeBlock()
    {
        EventBatchBuilder builder("requests", SourceKind::Kafka);
        for (int i = 0; i < eventsPerBlock; ++i, ++written) {
            const TimePoint time = begin + std::chrono::seconds(written / eventsPerBlock)
                + std::chrono::milliseconds(i);
            builder.beginEvent(
                {builder.streamIndex({SourceKind::Kafka, "c", "r", 0, 0}), written, time});
            builder.setPayload("{}");
            builder.setTime(time);
            builder.setSeverity(written == failing ? Severity::Error : Severity::Info);
            builder.setBody(builder.append(word + " " + std::to_string(written) + "."));
        }
        const auto expected = static_cast<std::uint64_t>(written);
        index.push(builder);
        const bool isCommitted =
            QTest::qWaitFor([&] { return index.committedSeq() >= expected; });
        Q_ASSERT(isCommitted);
    }

    void ask(const char* query, std::uint64_t ticket, TimeRange range = {})
    {
        askOf(worker, query, ticket, range);
    }
    std::optional<LogSnapshot> countAll() { return countAllOf(worker, stop.get_token()); }

    const TimePoint begin = timePointOf(1'795'600'000'000'000'000);
    const std::string word;
    WrittenIndex index;
    int written = 0;
    int failing = 7; ///< the event with an error
    bool isInterrupted = false;
    std::stop_source stop;
    LogWorker worker{index.folder(), [this] { return isInterrupted; }};
};

} // namespace

class tst_LogWorker : public QObject
{
    Q_OBJECT

private slots:
    void theFirstMatchesAreToldBeforeTheRestIsCounted();
    void anOldMatchIsToldAsSoonAsItIsFound();
    void anOlderQuestionEndsWithinABlock();
    void whatMustNotWaitInterruptsTheCount();
    void newMatchesJoinThoseThatWereFound();
    void aNewMatchOfARareSeverityIsFoundWithoutASearchOfTheWhole();
    void muchThatIsNewIsCountedBlockByBlock();
    void anotherIndexInTheSamePlaceIsSearchedAnew();
    void aRangeThatEndsInsideOfABlockHasEachRowOnce_data();
    void aRangeThatEndsInsideOfABlockHasEachRowOnce();
};

void tst_LogWorker::theFirstMatchesAreToldBeforeTheRestIsCounted()
{
    Fixture f;
    f.ask("request", 1);
    const auto first = f.worker.advance({});
    QVERIFY(first);
    QVERIFY(!first->isComplete);
    QCOMPARE(first->blocksDone, 1U);
    QCOMPARE(first->newest.back().key.seq, EventSeq{blocks * eventsPerBlock});
    const auto last = f.countAll();
    QVERIFY(last && last->isComplete);
    QCOMPARE(last->matches->total(), std::uint64_t{blocks * eventsPerBlock});
    QCOMPARE(last->newest.back().key, first->newest.back().key);
}

void tst_LogWorker::anOldMatchIsToldAsSoonAsItIsFound()
{
    Fixture f;
    f.ask("\"request 600.\"", 1); // in the second of the blocks, the last but one to be searched
    const auto first = f.worker.advance({});
    QVERIFY(first);
    QCOMPARE(first->newest.size(), std::size_t{1});
    QCOMPARE(first->newest.front().key.seq, EventSeq{601});
    QVERIFY(!first->isComplete);
}

void tst_LogWorker::anOlderQuestionEndsWithinABlock()
{
    Fixture f;
    f.ask("nothing.like.this", 1);
    f.stop.request_stop();
    QVERIFY(!f.worker.advance(f.stop.get_token()));
    f.ask("\"request 7.\"", 2);
    const auto answer = f.worker.advance({});
    QVERIFY(answer);
    QCOMPARE(answer->ticket, Ticket{2});
    QCOMPARE(answer->newest.size(), std::size_t{1});
}

void tst_LogWorker::whatMustNotWaitInterruptsTheCount()
{
    Fixture f;
    f.isInterrupted = true;
    f.ask("nothing.like.this", 1);
    const auto none = f.worker.advance({});
    QVERIFY(none);
    QCOMPARE(none->blocksDone, 0U);
    QVERIFY(f.worker.isBusy());
    f.isInterrupted = false;
    const auto all = f.countAll();
    QVERIFY(all && all->isComplete);
    QCOMPARE(all->matches->total(), 0U);
}

void tst_LogWorker::newMatchesJoinThoseThatWereFound()
{
    Fixture f;
    f.ask("\"9.\"", 1);
    const auto before = f.countAll();
    QVERIFY(before);
    QCOMPARE(before->newest.size(), std::size_t{160}); // of 600
    f.writeBlock();
    const auto after = f.countAll();
    QVERIFY(after);
    QCOMPARE(after->matches->total(), before->matches->total() + eventsPerBlock / 10);
    QCOMPARE(after->newest.size(), std::size_t{160});
    QVERIFY(std::is_sorted(after->newest.begin(), after->newest.end(),
                           [](const LogRow& a, const LogRow& b) { return a.key < b.key; }));
    QCOMPARE(after->newest.back().key.seq, EventSeq{static_cast<std::uint64_t>(f.written)});
    // The oldest of the 160 newest, each tenth event matching.
    QCOMPARE(after->newest.front().key.seq,
             EventSeq{static_cast<std::uint64_t>(f.written) - 159 * 10});
}

void tst_LogWorker::aNewMatchOfARareSeverityIsFoundWithoutASearchOfTheWhole()
{
    Fixture f;
    f.ask("level:error", 1);
    const auto before = f.countAll();
    QVERIFY(before);
    QCOMPARE(before->newest.size(), std::size_t{1});
    f.failing = f.written + 7;
    f.writeBlock();
    const auto after = f.countAll();
    QVERIFY(after);
    QCOMPARE(after->matches->total(), 2U);
    QCOMPARE(after->newest.size(), std::size_t{2});
}

void tst_LogWorker::muchThatIsNewIsCountedBlockByBlock()
{
    Fixture f;
    f.ask("\"9.\"", 1);
    QVERIFY(f.countAll());
    for (int i = 0; i < 65; ++i)
        f.writeBlock();
    f.isInterrupted = true;
    const auto begun = f.worker.advance({});
    QVERIFY(begun);
    QVERIFY(!begun->isComplete);
    f.isInterrupted = false;
    const auto all = f.countAll();
    QVERIFY(all && all->isComplete);
    QCOMPARE(all->matches->total(), static_cast<std::uint64_t>(f.written) / 10);
    QCOMPARE(all->newest.size(), std::size_t{160});
    QCOMPARE(all->newest.back().key.seq, EventSeq{static_cast<std::uint64_t>(f.written)});
}

/// Its blocks have the seqs and counts of those that were ruled out.
void tst_LogWorker::anotherIndexInTheSamePlaceIsSearchedAnew()
{
    const Fixture first;
    const Fixture second("answer");
    const QTemporaryDir parent;
    const auto folder = std::filesystem::path(parent.path().toStdString()) / "index";
    // The slices alone: an open meta.db would stay what it was.
    const auto place = [&folder](const std::filesystem::path& from) {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directory(folder);
        for (const auto& entry : std::filesystem::directory_iterator(from)) {
            const auto name = entry.path().filename().string();
            if (name.starts_with("events-") && !name.ends_with("-shm"))
                std::filesystem::copy(entry.path(), folder);
        }
    };
    place(first.index.folder());
    LogWorker worker(folder, [] { return false; });
    askOf(worker, "answer", 1);
    auto answer = countAllOf(worker);
    QVERIFY(answer && answer->matches);
    QCOMPARE(answer->matches->total(), std::uint64_t{0});
    QCOMPARE(answer->blocksTotal, std::size_t{blocks});
    askOf(worker, "answer", 2);
    std::filesystem::remove_all(folder);
    answer = worker.advance({});
    QVERIFY(answer && answer->error);
    place(second.index.folder());
    answer = countAllOf(worker);
    QVERIFY(answer && answer->matches);
    QCOMPARE(answer->matches->total(), std::uint64_t{blocks * eventsPerBlock});
}

void tst_LogWorker::aRangeThatEndsInsideOfABlockHasEachRowOnce_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("milliseconds");
    QTest::addRow("everything") << QByteArray() << 3'200;
    QTest::addRow("by severity") << QByteArray("level:info") << 3'200;
    QTest::addRow("fewer in that block than are shown") << QByteArray() << 3'050;
    QTest::addRow("by text") << QByteArray("request") << 3'200;
}

void tst_LogWorker::aRangeThatEndsInsideOfABlockHasEachRowOnce()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, milliseconds);
    Fixture f;
    f.ask(query.constData(), 1,
          {f.begin, f.begin + std::chrono::milliseconds(milliseconds)});
    const auto counted = f.countAll();
    QVERIFY(counted && counted->isComplete);
    QCOMPARE(counted->newest.size(), std::size_t{160});
    std::uint64_t seq = 3 * eventsPerBlock + static_cast<std::uint64_t>(milliseconds) % 1000;
    for (auto row = counted->newest.rbegin(); row != counted->newest.rend(); ++row)
        QCOMPARE(row->key.seq, EventSeq{seq--});
}

QTEST_GUILESS_MAIN(tst_LogWorker)
#include "tst_logworker.moc"
