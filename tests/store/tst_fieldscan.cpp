// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/fieldscan.h"
#include "tests/store/compact.h"

#include <rapidcheck.h>

#include <atomic>
#include <condition_variable>
#include <limits>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

using namespace weir;
using namespace weir::test;

namespace {

constexpr std::size_t coldEvents = 3000;
constexpr std::size_t hotEvents = 200;

/// Of an event, as a plain model.
struct Model
{
    EventKey key;
    SeverityClass severity{};
    std::map<std::string, std::string> fields;
};

using Counts = std::map<std::string, std::map<std::string, std::uint64_t>>;

/// Everywhere, nearly everywhere, seldom; few values and many; texts and numbers. Tickets are few, but
/// no dictionary.
std::map<std::string, std::string> randomFields(std::mt19937& random)
{
    std::map<std::string, std::string> fields;
    fields["region"] = "region " + std::string(1, static_cast<char>('a' + random() % 3));
    fields["status"] = std::to_string(200 + random() % 4 * 100);
    if (random() % 8 != 0)
        fields["plan"] = random() % 2 == 0 ? "free" : "paid";
    if (random() % 40 == 0)
        fields["flag"] = "beta";
    if (random() % 10 == 0)
        fields["ticket"] = "t-" + std::to_string(random() % 1'000'000);
    fields["request"] = "r-" + std::to_string(random() % 1'000'000);
    return fields;
}

EventBatchPtr randomBatch(std::mt19937& random, std::size_t events)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders"));
    for (std::size_t i = 0; i < events; ++i) {
        builder.beginEvent({stream, -1, noon + 1h});
        builder.setPayload("an event");
        builder.setTime(noon + (random() % 6000) * 1ms);
        builder.setSeverity(severityOf(static_cast<SeverityClass>(random() % severityClassCount)));
        for (const auto& [name, value] : randomFields(random)) {
            const bool isNumber = name == "status";
            builder.addField(name, isNumber ? ValueType::Int : ValueType::String,
                             builder.append(value), isNumber ? std::stoll(value) : 0);
        }
    }
    return builder.publish();
}

std::vector<Model> modelOf(const std::vector<StoredBatch>& batches)
{
    std::vector<Model> events;
    for (const StoredBatch& stored : batches) {
        for (std::size_t row = 0; row < stored.batch->size(); ++row) {
            Model model{stored.key(row), classOf(stored.batch->severity(row)), {}};
            for (const FieldColumn& column : stored.batch->columns().fields) {
                const auto number = *stored.batch->fieldColumn(column.name);
                if (const auto value = stored.batch->field(number, row))
                    model.fields[column.name] = std::string(value->text);
            }
            events.push_back(std::move(model));
        }
    }
    return events;
}

std::size_t coldBlocks(const TestIndex& index)
{
    const auto opened = IndexReader::open(index.folder());
    const auto blocks = opened ? (*opened)->blocks({}, EventSeq{}, everything)
                               : Result<std::vector<BlockInfo>>(opened.error());
    if (!blocks)
        return 0;
    return static_cast<std::size_t>(
        std::count_if(blocks->begin(), blocks->end(), std::mem_fn(&BlockInfo::isCold)));
}

/// Cold blocks, a slice that is still hot, and what is in both.
class Fixture final
{
public:
    explicit Fixture(std::uint32_t seed)
    {
        std::mt19937 random(seed);
        WriterOptions options = eager();
        options.compaction->enoughEvents = coldEvents;
        options.compaction->longestWait = 1h;
        options.compaction->mostEvents = coldEvents;
        index.reopen(std::move(options));
        index.write(randomBatch(random, coldEvents));
        QTRY_VERIFY(coldBlocks(index) > 0);
        index.write(randomBatch(random, hotEvents));
        events = modelOf(index.listener->batches());
        reader = std::move(*IndexReader::open(index.folder()));
    }

    TestIndex index;
    std::vector<Model> events;
    std::unique_ptr<IndexReader> reader;
};

bool holds(const Model& event, const std::vector<SeverityClass>& wanted)
{
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), event.severity) != wanted.end();
}

/// `level:error or level:info` of some classes; none: everything.
std::string queryOf(const std::vector<SeverityClass>& wanted)
{
    std::string query;
    for (const SeverityClass severity : wanted)
        query += (query.empty() ? "level:" : " or level:") + std::string(nameOf(severity));
    return query;
}

/// Some of the classes that have a word.
std::vector<SeverityClass> randomClasses(std::mt19937& random)
{
    std::vector<SeverityClass> wanted;
    for (std::size_t i = 1; i < severityClassCount; ++i) {
        if (random() % 2 == 0)
            wanted.push_back(static_cast<SeverityClass>(i));
    }
    return wanted;
}

Counts counted(const FieldTally& tally)
{
    Counts counts;
    for (const auto& [name, field] : tally.fields()) {
        if (name == "severity" || name == "source" || field.events == 0)
            continue; // a block may have a field that none of the result's events has
        counts[name][""] = field.events;
        for (const auto& [value, count] : field.values)
            counts[name][value] = count;
    }
    return counts;
}

/// The same of the model. A field of many values has their number alone.
Counts expected(const std::vector<Model>& events, const View& view,
                const std::vector<SeverityClass>& wanted, const FieldTally& tally)
{
    Counts counts;
    for (const Model& event : events) {
        if (!view.range.contains(event.key.time) || event.key.seq > view.ceiling
            || !holds(event, wanted))
            continue;
        for (const auto& [name, value] : event.fields) {
            ++counts[name][""];
            if (const auto found = tally.fields().find(name);
                found != tally.fields().end() && !found->second.hasManyValues)
                ++counts[name][value];
        }
    }
    return counts;
}

std::uint64_t eventsOf(const std::vector<Model>& events, const View& view,
                       const std::vector<SeverityClass>& wanted)
{
    return static_cast<std::uint64_t>(
        std::count_if(events.begin(), events.end(), [&](const Model& event) {
            return view.range.contains(event.key.time) && event.key.seq <= view.ceiling
                && holds(event, wanted);
        }));
}

/// Cold blocks, enough for two readers, and some that are not cold yet.
struct ManyBlocks
{
    static constexpr std::size_t eventsPerBlock = 60;

    ManyBlocks()
    {
        std::mt19937 random(17);
        WriterOptions options = eager();
        options.compaction->enoughEvents = eventsPerBlock;
        options.compaction->longestWait = 1h;
        options.compaction->mostEvents = eventsPerBlock;
        index.reopen(std::move(options));
        for (std::size_t i = 1; i <= 22; ++i) {
            index.write(randomBatch(random, eventsPerBlock));
            QTRY_COMPARE(coldBlocks(index), i);
        }
        for (int i = 0; i < 2; ++i)
            index.write(randomBatch(random, eventsPerBlock / 2 - 1));
        events = modelOf(index.listener->batches());
        for (auto* reader : {&own, &beside})
            *reader = std::move(*IndexReader::open(index.folder()));
    }

    TestIndex index;
    std::vector<Model> events;
    std::unique_ptr<IndexReader> own;
    std::unique_ptr<IndexReader> beside;
};

/// Waits for a second thread to come as well.
class Meeting final
{
public:
    /// Whether both are there.
    bool come()
    {
        std::unique_lock lock(m_mutex);
        m_here.insert(std::this_thread::get_id());
        m_arrived.notify_all();
        return m_arrived.wait_for(lock, 20s, [this] { return m_here.size() > 1; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::set<std::thread::id> m_here;
};

} // namespace

class tst_FieldScan final : public QObject
{
    Q_OBJECT

private slots:
    void valuesAreThoseOfABruteForceCountWhateverTheSeverity();
    void aValueThatFewOrMostEventsHaveIsCountedInAColdBlock();
    void factsAloneAreThereAtOnceWhereHeadersAreEnough();
    void factsAloneAreThoseOfAllFieldsWhereTheyAreNot();
    void twoReadersCountWhatOneDoes();
    void twoReadersStopBetweenBlocksAndGoOn();
    void aFieldThatHasRoomIsCountedByBothReaders();
    void aBlockThatIsReplacedWhileItIsCountedIsCountedOnce_data();
    void aBlockThatIsReplacedWhileItIsCountedIsCountedOnce();
    void aScanOfAnEmptyIndexFollows();
};

void tst_FieldScan::valuesAreThoseOfABruteForceCountWhateverTheSeverity()
{
    const Fixture fixture(7);
    const bool isGood = rc::check("fields of a random view", [&] {
        std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
        const auto wanted = randomClasses(random);
        View view{filterOf(queryOf(wanted)), {}, EventSeq{1 + random() % fixture.events.size()}};
        if (random() % 2 == 0)
            view.range = {noon + (random() % 3000) * 1ms, noon + (3000 + random() % 3000) * 1ms};
        else if (random() % 2 == 0)
            view.ceiling = EventSeq{fixture.events.size()};
        FieldScan scan(*fixture.reader, view, {});
        RC_ASSERT(bool(scan.begin()));
        while (!scan.isComplete())
            RC_ASSERT(bool(scan.step()));
        RC_ASSERT(scan.tally().events() == eventsOf(fixture.events, view, wanted));
        RC_ASSERT(counted(scan.tally()) == expected(fixture.events, view, wanted, scan.tally()));
    });
    QVERIFY(isGood);
}

/// One class, all but one, and all with a condition: what is counted directly, by what is not
/// wanted, and from the catalog.
void tst_FieldScan::aValueThatFewOrMostEventsHaveIsCountedInAColdBlock()
{
    const Fixture fixture(11);
    const std::vector<std::vector<SeverityClass>> selections = {
        {SeverityClass::Error},
        {SeverityClass::Trace, SeverityClass::Debug, SeverityClass::Info, SeverityClass::Warn,
         SeverityClass::Error, SeverityClass::Fatal},
        {}};
    for (const auto& wanted : selections) {
        const View view{filterOf(queryOf(wanted)), {}, EventSeq{fixture.events.size()}};
        FieldScan scan(*fixture.reader, view, {});
        QVERIFY(scan.begin());
        while (!scan.isComplete())
            QVERIFY(scan.step());
        const auto& fields = scan.tally().fields();
        QVERIFY(!fields.at("region").hasManyValues && !fields.at("plan").hasManyValues);
        QVERIFY(fields.at("status").hasNumbers && !fields.at("region").hasNumbers);
        QVERIFY(counted(scan.tally()) == expected(fixture.events, view, wanted, scan.tally()));
    }
}

void tst_FieldScan::factsAloneAreThereAtOnceWhereHeadersAreEnough()
{
    const ManyBlocks blocks;
    const std::vector<SeverityClass> wanted = {SeverityClass::Warn, SeverityClass::Error};
    const EventSeq half{10 * ManyBlocks::eventsPerBlock};
    auto scan = FieldScan::ofFacts(*blocks.own, {filterOf(queryOf(wanted)), {}, half});
    QVERIFY(scan.begin());
    QVERIFY(scan.isComplete());
    QCOMPARE(scan.eventsCounted(), eventsOf(blocks.events, scan.view(), wanted));
    QVERIFY(scan.extendTo(EventSeq{blocks.events.size()}));
    QVERIFY(scan.isComplete());
    const std::uint64_t events = eventsOf(blocks.events, scan.view(), wanted);
    QCOMPARE(scan.eventsCounted(), events);
    QCOMPARE(scan.tally().fields().at("severity").events, events);
    QCOMPARE(scan.tally().fields().at("source").events, events);
    QCOMPARE(scan.blocksDone(), scan.blocksTotal());
}

void tst_FieldScan::factsAloneAreThoseOfAllFieldsWhereTheyAreNot()
{
    const ManyBlocks blocks;
    const View view{filterOf("plan:free"), {}, EventSeq{blocks.events.size()}};
    FieldScan all(*blocks.own, view, {});
    auto facts = FieldScan::ofFacts(*blocks.own, view);
    for (FieldScan* scan : {&all, &facts}) {
        QVERIFY(scan->begin());
        QVERIFY(!scan->isComplete());
        QVERIFY(scan->countOn([] { return false; }, nullptr));
    }
    QCOMPARE(facts.eventsCounted(), all.eventsCounted());
    QCOMPARE(facts.tally().fields().size(), std::size_t{2});
    for (const char* fact : {"severity", "source"})
        QVERIFY(facts.tally().fields().at(fact).values == all.tally().fields().at(fact).values);
}

void tst_FieldScan::twoReadersCountWhatOneDoes()
{
    const ManyBlocks blocks;
    const std::vector<SeverityClass> wanted = {SeverityClass::Warn, SeverityClass::Error};
    const View view{filterOf(queryOf(wanted)), {}, EventSeq{blocks.events.size()}};
    Meeting meeting;
    std::atomic<bool> haveMet = true;
    FieldScan scan(*blocks.own, view, [&](std::string_view) {
        haveMet = haveMet && meeting.come();
        return true;
    });
    QVERIFY(scan.begin());
    QVERIFY(scan.countOn([] { return false; }, blocks.beside.get()));
    QVERIFY(haveMet);
    QVERIFY(scan.isComplete());
    QCOMPARE(scan.eventsCounted(), eventsOf(blocks.events, view, wanted));
    QVERIFY(counted(scan.tally()) == expected(blocks.events, view, wanted, scan.tally()));
}

void tst_FieldScan::twoReadersStopBetweenBlocksAndGoOn()
{
    const ManyBlocks blocks;
    const View view{filterOf("plan:free"), {}, EventSeq{blocks.events.size()}};
    FieldScan one(*blocks.own, view, {});
    QVERIFY(one.begin());
    QVERIFY(one.countOn([] { return false; }, nullptr));
    FieldScan two(*blocks.own, view, {});
    QVERIFY(two.begin());
    std::size_t turns = 0;
    std::size_t before = 0;
    for (; !two.isComplete(); ++turns) {
        std::atomic<int> left = 2;
        QVERIFY(two.countOn([&left] { return left-- <= 0; }, blocks.beside.get()));
        QCOMPARE(two.blocksDone(), before + 2);
        before = two.blocksDone();
    }
    QCOMPARE(turns, two.blocksTotal() / 2);
    QCOMPARE(two.eventsCounted(), one.eventsCounted());
    QCOMPARE(two.tally().events(), one.tally().events());
    QVERIFY(counted(two.tally()) == counted(one.tally()));
    QVERIFY(two.tally().fields().at("status").hasNumbers);
}

void tst_FieldScan::aFieldThatHasRoomIsCountedByBothReaders()
{
    // Two kinds of events, of which each fills a tally nearly: what one thread knows the other has no room for.
    const auto nameOf = [](int kind, std::size_t i) {
        return "k" + std::to_string(kind) + "-" + std::to_string(i);
    };
    FieldTally own;
    FieldTally second(std::numeric_limits<std::size_t>::max());
    constexpr std::size_t names = 150;
    for (int turn = 1; turn <= 2; ++turn) {
        for (std::size_t i = 0; i < names; ++i) {
            if (FieldTally::Field* const field = own.field(nameOf(1, i)))
                FieldTally::add(*field, "v", 1);
            for (const int kind : {2, 1})
                FieldTally::add(*second.field(nameOf(kind, i)), "v", 1);
        }
        own.takeFrom(second);
        QCOMPARE(own.fields().size(), FieldTally::maxFields);
        for (std::size_t i = 0; i < names; ++i)
            QCOMPARE(own.fields().at(nameOf(1, i)).events, static_cast<std::uint64_t>(2 * turn));
        for (const auto& [name, field] : own.fields())
            QCOMPARE(field.events, static_cast<std::uint64_t>(name[1] == '1' ? 2 * turn : turn));
        QVERIFY(second.fields().size() <= FieldTally::maxFields);
    }
}

void tst_FieldScan::aBlockThatIsReplacedWhileItIsCountedIsCountedOnce_data()
{
    QTest::addColumn<QString>("query");
    // The catalog has all but the tickets; severity and source are from headers; and are from rows.
    for (const char* query : {"", "level:error", "plan:free"})
        QTest::newRow(*query == '\0' ? "all" : query) << QString::fromUtf8(query);
}

void tst_FieldScan::aBlockThatIsReplacedWhileItIsCountedIsCountedOnce()
{
    QFETCH(const QString, query);
    Fixture fixture(13);
    fixture.index.close();
    const View view{filterOf(query.toStdString()), {}, EventSeq{fixture.events.size()}};
    const auto tallyOf = [&](const FieldScan::Wanted& wanted) {
        FieldScan scan(*fixture.reader, view, wanted);
        bool isGood = bool(scan.begin());
        while (isGood && !scan.isComplete())
            isGood = bool(scan.step());
        return isGood ? std::optional(std::pair(scan.tally(), scan.eventsCounted())) : std::nullopt;
    };
    const auto before = tallyOf({});
    int asked = 0;
    const auto during = tallyOf([&](std::string_view column) {
        // Once a block: in the cold one, which ends later, its catalog has been read by now.
        if (column == "region" && asked++ == 0)
            compact(fixture.index.folder(), "orders");
        return true;
    });
    QVERIFY(before && during);
    QVERIFY(asked >= 2);
    QVERIFY(during->first.fields().at("ticket").events > 0);
    QCOMPARE(during->first.events(), before->first.events());
    QCOMPARE(during->second, before->second);
    QVERIFY(counted(during->first) == counted(before->first));
    for (const char* header : {"severity", "source"})
        QVERIFY(during->first.fields().at(header).values == before->first.fields().at(header).values);
    QVERIFY(fixture.reader->problems().empty());
}

void tst_FieldScan::aScanOfAnEmptyIndexFollows()
{
    TestIndex index;
    const auto reader = IndexReader::open(index.folder());
    QVERIFY2(reader, errorOf(reader).c_str());
    FieldScan scan(**reader, {filterOf(""), {}, EventSeq{}}, {});
    QVERIFY(!scan.isFollowing());
    QVERIFY(scan.begin());
    QVERIFY(scan.isFollowing());
    index.write(numbered(0, 10));
    QVERIFY(scan.extendTo(EventSeq{10}));
    QVERIFY(!scan.isComplete());
    QVERIFY(scan.isFollowing());
    QVERIFY(scan.step());
    QCOMPARE(scan.eventsCounted(), std::uint64_t{10});
}

QTEST_GUILESS_MAIN(tst_FieldScan)
#include "tst_fieldscan.moc"
