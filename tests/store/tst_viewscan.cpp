// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/connection.h"
#include "store/read/parallelscan.h"
#include "store/slicefiles.h"
#include "tests/store/support.h"

#include <rapidcheck.h>

#include <random>

using namespace weir;
using namespace weir::test;

namespace {

/// What an event is in a plain model: its key and whether it matches.
struct Model
{
    EventKey key;
    SeverityClass severity{};
    std::string payload;
};

/// Batches whose times overlap, jump back and repeat; the payload says the class in words too, so
/// that a filter on text must give what a filter on severity gives.
EventBatchPtr randomBatch(std::mt19937& random)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders"));
    const auto base = noon + (random() % 20) * 1s;
    for (std::size_t i = 1 + random() % 40; i > 0; --i) {
        const auto severity = static_cast<SeverityClass>(random() % severityClassCount);
        builder.beginEvent({stream, -1, noon + 1h});
        builder.setPayload("event " + std::string(nameOf(severity)) + " "
                           + std::to_string(random() % 1000));
        builder.setTime(base + (random() % 6000) * 1ms);
        builder.setSeverity(severityOf(severity));
    }
    return builder.publish();
}

std::vector<Model> modelOf(const std::vector<StoredBatch>& batches)
{
    std::vector<Model> events;
    for (const StoredBatch& stored : batches) {
        for (std::size_t row = 0; row < stored.batch->size(); ++row)
            events.push_back({stored.key(row), classOf(stored.batch->severity(row)),
                              std::string(stored.batch->payload(row))});
    }
    std::sort(events.begin(), events.end(),
              [](const Model& a, const Model& b) { return a.key < b.key; });
    return events;
}

std::vector<Model> matching(std::vector<Model> events, const View& view, bool onlyErrors)
{
    std::erase_if(events, [&](const Model& event) {
        return !view.range.contains(event.key.time) || event.key.seq > view.ceiling
            || (onlyErrors && event.severity != SeverityClass::Error);
    });
    return events;
}

bool areSame(const std::vector<EventRef>& rows, const std::vector<Model>& expected,
             std::size_t first)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Model& model = expected.at(first + i);
        if (rows[i].key() != model.key || rows[i].batch().payload(rows[i].row) != model.payload)
            return false;
    }
    return true;
}

/// An index that is written once and read by every property.
class Fixture final
{
public:
    explicit Fixture(std::uint32_t seed)
    {
        std::mt19937 random(seed);
        for (int i = 0; i < 60; ++i)
            index.write(randomBatch(random));
        events = modelOf(index.listener->batches());
        auto opened = IndexReader::open(index.folder());
        reader = std::move(*opened);
    }

    TestIndex index;
    std::vector<Model> events;
    std::unique_ptr<IndexReader> reader;
};

View randomView(const Fixture& fixture, std::mt19937& random, bool& onlyErrors)
{
    const char* const filters[] = {"", "level:error", "\"event error\""};
    const std::size_t filter = random() % 3;
    onlyErrors = filter > 0;
    View view{filterOf(filters[filter]), {}, EventSeq{1 + random() % fixture.events.size()}};
    const auto bound = [&random] {
        return noon + (random() % 28) * 1s + (random() % 2) * (random() % 1000) * 1ms;
    };
    if (random() % 3 != 0)
        view.range = {bound(), bound()};
    return view;
}

} // namespace

class tst_ViewScan final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void rowsAreThoseOfABruteForceSort();
    void theNumberOfAKeyIsThatOfABruteForceSort();
    void theNewestAreThoseOfABruteForceSort();
    void followingGivesWhatANewScanGives();
    void aCountOfRowsBeforeAnEventCanBeStopped();
    void headersAnswerWithoutDecoding();
    void theNewestOfASeverityAreLookedForOnlyWhereItIs();
    void aCallbackSeesEveryMatchOnce();
    void aStoppedScanGoesOn();
    void aBucketOfManyEventsIsReadInParts();
    void pagesNeitherRepeatNorSkipWhatDamageHasLeft();
    void rareRowsDoNotHoldTheirBlocks();
    void aStopEndsAScanWithinABlock();
    void whatAWiderFilterRuledOutChangesNothing();

private:
    std::uint32_t m_seed = 0;
};

void tst_ViewScan::init()
{
    m_seed = std::random_device{}();
    qInfo("seed %u", m_seed);
}

void tst_ViewScan::rowsAreThoseOfABruteForceSort()
{
    const Fixture fixture(m_seed);
    const bool holds = rc::check([&fixture](std::uint32_t seed) {
        std::mt19937 random(seed);
        bool onlyErrors = false;
        const View view = randomView(fixture, random, onlyErrors);
        const auto expected = matching(fixture.events, view, onlyErrors);
        ViewScan scan(*fixture.reader, view);
        RC_ASSERT(errorOf(scan.run({})) == "");
        RC_ASSERT(scan.isComplete());
        RC_ASSERT(scan.matches().total() == expected.size());
        const std::size_t first = random() % (expected.size() + 2);
        const std::size_t count = random() % 100;
        const auto rows = loadRows(*fixture.reader, view, scan.matches(), first, count);
        RC_ASSERT(errorOf(rows) == "");
        const std::size_t left = first < expected.size() ? expected.size() - first : 0;
        RC_ASSERT(rows->size() == std::min(count, left));
        RC_ASSERT(areSame(*rows, expected, first));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_ViewScan::theNumberOfAKeyIsThatOfABruteForceSort()
{
    const Fixture fixture(m_seed);
    const bool holds = rc::check([&fixture](std::uint32_t seed) {
        std::mt19937 random(seed);
        bool onlyErrors = false;
        const View view = randomView(fixture, random, onlyErrors);
        const auto expected = matching(fixture.events, view, onlyErrors);
        ViewScan scan(*fixture.reader, view);
        RC_ASSERT(errorOf(scan.run({})) == "");
        // Of any event, a match or not, and of a moment that no event has.
        EventKey key = fixture.events[random() % fixture.events.size()].key;
        if (random() % 3 == 0)
            key = {key.time + Nanoseconds(random() % 5'000'000'000), EventSeq{}};
        const auto before = std::count_if(expected.begin(), expected.end(),
                                          [key](const auto& event) { return event.key < key; });
        const auto number = rowsBefore(*fixture.reader, view, scan.matches(), key);
        RC_ASSERT(errorOf(number) == "");
        RC_ASSERT(*number == static_cast<std::uint64_t>(before));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_ViewScan::theNewestAreThoseOfABruteForceSort()
{
    const Fixture fixture(m_seed);
    const bool holds = rc::check([&fixture](std::uint32_t seed) {
        std::mt19937 random(seed);
        bool onlyErrors = false;
        const View view = randomView(fixture, random, onlyErrors);
        const auto expected = matching(fixture.events, view, onlyErrors);
        const std::size_t count = random() % 200;
        const auto rows = loadNewest(*fixture.reader, view, count, {});
        RC_ASSERT(errorOf(rows) == "");
        RC_ASSERT(rows->size() == std::min(count, expected.size()));
        RC_ASSERT(areSame(*rows, expected, expected.size() - rows->size()));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_ViewScan::followingGivesWhatANewScanGives()
{
    const Fixture fixture(m_seed);
    const bool holds = rc::check([&fixture](std::uint32_t seed) {
        std::mt19937 random(seed);
        bool onlyErrors = false;
        View view = randomView(fixture, random, onlyErrors);
        ViewScan scan(*fixture.reader, view);
        RC_ASSERT(errorOf(scan.begin()) == "");
        const bool isAtOnce = random() % 2 == 0; // else while blocks are left
        for (int step = 0; step < 4; ++step) {
            while (!scan.isComplete() && (isAtOnce || random() % 3 != 0))
                RC_ASSERT(errorOf(scan.step()) == "");
            view.ceiling = view.ceiling + random() % 500; // also into the middle of a block
            RC_ASSERT(errorOf(scan.extendTo(view.ceiling)) == "");
            if (scan.isComplete())
                RC_ASSERT(scan.matches().total()
                          == matching(fixture.events, view, onlyErrors).size());
        }
        while (!scan.isComplete())
            RC_ASSERT(errorOf(scan.step()) == "");
        RC_ASSERT(scan.matches().total() == matching(fixture.events, view, onlyErrors).size());
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_ViewScan::aCountOfRowsBeforeAnEventCanBeStopped()
{
    TestIndex index;
    index.write(numbered(0, 1000));
    const auto reader = IndexReader::open(index.folder());
    const View view{filterOf(""), {}, EventSeq{1000}};
    ViewScan scan(**reader, view);
    QVERIFY(scan.run({}));
    const EventKey key{noon + 500ms, EventSeq{501}};
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = rowsBefore(**reader, view, scan.matches(), key, stop.get_token());
    QCOMPARE(*stopped, std::uint64_t{0});
    const auto blocks = (*reader)->blocks({}, EventSeq{}, EventSeq{1000});
    for (const BlockInfo& block : *blocks)
        QVERIFY(!(*reader)->hasDecoded(block));
    QCOMPARE(*rowsBefore(**reader, view, scan.matches(), key), std::uint64_t{500});
}

void tst_ViewScan::headersAnswerWithoutDecoding()
{
    TestIndex index;
    index.write(numbered(0, 1000));
    const auto reader = IndexReader::open(index.folder());
    // Headers answer where the data is gone; where they do not suffice, it is missed.
    const auto columns = Connection::openWritable(index.folder() / sliceFileName(1, noon), false);
    QVERIFY2(columns, errorOf(columns).c_str());
    QVERIFY((*columns)->execute("DELETE FROM columns"));
    const auto countOf = [&](const std::string& filter, TimeRange range) {
        ViewScan scan(**reader, {filterOf(filter), range, EventSeq{1000}});
        const auto done = scan.run({});
        return done ? scan.matches().total() : 0;
    };
    QCOMPARE(countOf("", {}), std::uint64_t{1000});
    QCOMPARE(countOf("level>=error", {}), std::uint64_t{100});
    QCOMPARE(countOf("", {noon, noon + 1s}), std::uint64_t{1000});
    QCOMPARE(countOf("", {noon - 1s, noon}), std::uint64_t{0});
    QCOMPARE(countOf("", {noon + 1ms, noon + 1s}), std::uint64_t{0}); // cuts a second
    QCOMPARE(countOf("event", {}), std::uint64_t{0});
}

void tst_ViewScan::theNewestOfASeverityAreLookedForOnlyWhereItIs()
{
    TestIndex index;
    index.write(numbered(0, 1000));
    const auto reader = IndexReader::open(index.folder());
    const auto columns = Connection::openWritable(index.folder() / sliceFileName(1, noon), false);
    QVERIFY2(columns, errorOf(columns).c_str());
    QVERIFY((*columns)->execute("DELETE FROM columns"));
    const auto newest = [&](const std::string& filter) {
        return loadNewest(**reader, {filterOf(filter), {}, EventSeq{1000}}, 10, {});
    };
    QVERIFY(newest("level:fatal")->empty());
    QVERIFY((*reader)->problems().empty()); // of a block that was read there would be one
    QVERIFY(newest("level:error")->empty());
    QVERIFY(!(*reader)->problems().empty());
}

void tst_ViewScan::aCallbackSeesEveryMatchOnce()
{
    const Fixture fixture(m_seed);
    const View view{filterOf("level:error"), {}, *fixture.reader->newest()};
    std::vector<EventKey> seen;
    ViewScan scan(*fixture.reader, view,
                  [&](const StoredBatch& stored, const std::vector<std::uint32_t>& rows) {
                      for (const std::uint32_t row : rows)
                          seen.push_back(stored.key(row));
                  });
    QVERIFY(scan.run({}));
    std::sort(seen.begin(), seen.end());
    const auto expected = matching(fixture.events, view, true);
    QCOMPARE(seen.size(), expected.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        QVERIFY(seen[i] == expected[i].key);
    QCOMPARE(scan.matches().total(), std::uint64_t{expected.size()});
}

void tst_ViewScan::aStoppedScanGoesOn()
{
    const Fixture fixture(m_seed);
    ViewScan scan(*fixture.reader, {filterOf("event"), {}, *fixture.reader->newest()});
    QVERIFY(scan.begin());
    QVERIFY(*scan.step());
    QVERIFY(!scan.isComplete());
    QCOMPARE(scan.blocksDone(), std::size_t{1});
    while (*scan.step()) { }
    QVERIFY(scan.isComplete());
    QCOMPARE(scan.blocksTotal(), std::size_t{60});
    QCOMPARE(scan.matches().total(), std::uint64_t{fixture.events.size()});
}

void tst_ViewScan::aBucketOfManyEventsIsReadInParts()
{
    TestIndex index;
    for (std::int64_t i = 0; i < 20; ++i) {
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        const auto stream = builder.streamIndex(streamOf("orders"));
        for (std::int64_t k = 0; k < 5000; ++k) {
            builder.beginEvent({stream, -1, noon});
            builder.setPayload(std::to_string(k * 20 + i));
            builder.setTime(noon + (k * 20 + i) * 1us);
        }
        index.write(builder.publish());
    }
    const auto reader = IndexReader::open(index.folder());
    const View view{filterOf(""), {}, *(*reader)->newest()};
    ViewScan scan(**reader, view);
    QVERIFY(scan.run({}));
    for (const std::uint64_t first : {0U, 49'990U, 99'900U}) {
        const auto rows = loadRows(**reader, view, scan.matches(), first, 100);
        QVERIFY(rows);
        QCOMPARE(rows->size(), std::size_t{100});
        for (std::size_t i = 0; i < rows->size(); ++i)
            QCOMPARE((*rows)[i].batch().payload((*rows)[i].row), std::to_string(first + i));
    }
}

void tst_ViewScan::pagesNeitherRepeatNorSkipWhatDamageHasLeft()
{
    Fixture fixture(m_seed);
    const auto slice =
        Connection::openWritable(fixture.index.folder() / sliceFileName(1, noon), false);
    QVERIFY((*slice)->execute("DELETE FROM columns WHERE (id >> 16) % 3 = 0"));
    const View view{filterOf(""), {}, *fixture.reader->newest()};
    std::vector<Model> expected;
    std::int64_t block = 0;
    for (const StoredBatch& stored : fixture.index.listener->batches()) {
        if (++block % 3 != 0)
            for (const Model& model : modelOf({stored}))
                expected.push_back(model);
    }
    std::sort(expected.begin(), expected.end(),
              [](const Model& a, const Model& b) { return a.key < b.key; });

    const auto reader = IndexReader::open(fixture.index.folder());
    ViewScan scan(**reader, view);
    QVERIFY(scan.run({}));
    QCOMPARE(scan.matches().total(), std::uint64_t{fixture.events.size()}); // as headers say
    for (const std::size_t page : {7U, 50U, 10'000U}) {
        std::size_t seen = 0;
        for (std::uint64_t first = 0; first < scan.matches().total(); first += page) {
            const auto rows = loadRows(**reader, view, scan.matches(), first, page);
            QVERIFY2(rows, errorOf(rows).c_str());
            QVERIFY(seen + rows->size() <= expected.size());
            QVERIFY(areSame(*rows, expected, seen));
            seen += rows->size();
        }
        QCOMPARE(seen, expected.size());
    }
    QVERIFY(!(*reader)->problems().empty());
}

void tst_ViewScan::rareRowsDoNotHoldTheirBlocks()
{
    TestIndex index;
    for (int i = 0; i < 4; ++i)
        index.write(numbered(5000 * i, 5000, noon + i * 5s));
    const auto reader = IndexReader::open(index.folder());
    const View view{filterOf("level:error"), {}, *(*reader)->newest()}; // one in ten
    ViewScan scan(**reader, view);
    QVERIFY(scan.run({}));
    const auto rows = loadRows(**reader, view, scan.matches(), 0, 10'000);
    QVERIFY(rows);
    QCOMPARE(rows->size(), std::size_t{2000});
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const EventRef& event = (*rows)[i];
        QCOMPARE(event.batch().size(), std::size_t{500});
        QCOMPARE(event.batch().payload(event.row), std::to_string(10 * i));
        QCOMPARE(number(event.key().seq), std::uint64_t{10 * i + 1});
    }
}

void tst_ViewScan::aStopEndsAScanWithinABlock()
{
    const Fixture fixture(m_seed);
    const View view{filterOf("event"), {}, *fixture.reader->newest()};
    std::stop_source one;
    int blocks = 0;
    ViewScan scan(*fixture.reader, view, [&](const StoredBatch&, const auto&) {
        ++blocks;
        one.request_stop();
    });
    QVERIFY(scan.run(one.get_token()));
    QCOMPARE(blocks, 1);
    QCOMPARE(scan.blocksDone(), std::size_t{1});

    constexpr unsigned workers = 3;
    std::stop_source all;
    std::atomic<unsigned> visited = 0;
    ParallelScan many(fixture.index.folder(), view, workers);
    const auto shortcut = [](std::size_t, IndexReader&, const BlockInfo&) {
        return ParallelScan::Shortcut::None;
    };
    const auto visit = [&](std::size_t, const BlockMatches&) {
        ++visited;
        all.request_stop();
    };
    QVERIFY(many.visit({}, shortcut, visit, all.get_token()));
    QVERIFY(visited >= 1);
    QVERIFY(visited <= workers); // each ends the block it is in
}

/// As somebody types: each view has a letter more, another range and another ceiling.
void tst_ViewScan::whatAWiderFilterRuledOutChangesNothing()
{
    const Fixture fixture(m_seed);
    std::size_t ruledOut = 0;
    QVERIFY(rc::check([&](std::uint32_t seed) {
        std::mt19937 random(seed);
        const std::string text = "event error " + std::to_string(random() % 1000);
        ViewScan::BlockNames names;
        for (std::size_t length = 1 + random() % 12; length <= text.size(); ++length) {
            bool unused = false;
            View view = randomView(fixture, random, unused);
            view.filter = filterOf("\"" + text.substr(0, length) + "\"");
            ViewScan fresh(*fixture.reader, view);
            RC_ASSERT(errorOf(fresh.run({})) == "");
            ViewScan scan(*fixture.reader, view);
            scan.ruleOut(names);
            RC_ASSERT(errorOf(scan.run({})) == "");
            RC_ASSERT(scan.matches().total() == fresh.matches().total());
            names = scan.withoutMatches();
        }
        ruledOut += names.size();
    }));
    QVERIFY(ruledOut > 0);
}

QTEST_GUILESS_MAIN(tst_ViewScan)
#include "tst_viewscan.moc"
