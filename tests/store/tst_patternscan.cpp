// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patternminer.h"
#include "store/connection.h"
#include "store/read/coldforms.h"
#include "store/read/messageloader.h"
#include "store/read/patternscan.h"
#include "store/slicefiles.h"
#include "tests/store/generatedevents.h"
#include "tests/store/randommessages.h"
#include "tests/store/support.h"

#include <rapidcheck.h>

#include <map>

using namespace weir;
using namespace weir::test;

namespace {

constexpr EventSeq everything{~std::uint64_t{0} >> 1U};

std::string printed(const Sightings& seen)
{
    return std::to_string(seen.count) + " " + formatTime(seen.first) + " " + formatTime(seen.last)
        + " " + std::to_string(number(seen.oldest));
}

QStringList printed(const PatternGroups& groups)
{
    QStringList lines;
    for (const PatternGroup& group : groups.patterns)
        lines << QString::number(group.id, 16) + QLatin1Char(' ')
                + QString::fromStdString(group.text + " " + printed(group.seen));
    return lines << QString::fromStdString("other " + printed(groups.other));
}

QStringList printed(const FormTable& table)
{
    QStringList lines;
    for (const auto& [form, seen] : table.counts().forms)
        lines << QString::fromStdString(form + "| " + printed(seen));
    lines.sort();
    return lines;
}

/// The forms of a batch as it is, and of the same as a cold block.
class BothWays final
{
public:
    explicit BothWays(EventBatchPtr batch)
        : m_stored{EventSeq{1000}, {}, std::move(batch)}
    {
        auto block = encodeCold(m_stored.batch->columns());
        if (block)
            m_block = std::move(*block);
    }

    FormTable hot(const std::vector<std::uint32_t>& rows) const
    {
        BlockForms forms;
        for (const std::uint32_t row : rows)
            forms.note(forms.numberOfMessage(m_stored.batch->body(row)), row,
                       m_stored.batch->time(row));
        FormTable table;
        forms.addTo(table, m_stored.seqs());
        return table;
    }

    std::optional<FormTable> cold(const std::vector<std::uint32_t>* rows) const
    {
        auto reader = ColdReader::open(
            m_block.catalog,
            [this](std::size_t segment) -> Result<std::string> {
                return m_block.segments.at(segment);
            },
            "a test");
        if (!reader)
            return std::nullopt;
        BlockForms forms;
        ColdForms messages(**reader, forms);
        if (!messages.note(rows))
            return std::nullopt;
        FormTable table;
        forms.addTo(table, m_stored.seqs());
        return table;
    }

private:
    StoredBatch m_stored;
    ColdBlock m_block;
};

std::vector<std::uint32_t> everyRow(std::size_t count, std::uint32_t step = 1)
{
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < count; row += step)
        rows.push_back(row);
    return rows;
}

PatternGroups patternsOf(const std::filesystem::path& folder, const View& view)
{
    PatternScan scan(folder, view);
    const auto done = scan.run({});
    return done ? scan.patterns() : PatternGroups{};
}

/// The same from nothing but events and a miner.
PatternGroups minedOneByOne(const std::filesystem::path& folder, const View& view)
{
    const auto reader = IndexReader::open(folder);
    std::map<EventSeq, std::pair<std::string, TimePoint>> messages;
    const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
    for (const BlockInfo& block : *blocks) {
        const auto stored = (*reader)->load(block);
        std::vector<std::uint32_t> rows;
        selectRows(view, *stored, EventSeq{}, rows);
        for (const std::uint32_t row : rows)
            messages[stored->seq(row)] = {std::string(stored->batch->body(row)),
                                          stored->batch->time(row)};
    }
    PatternMiner miner;
    std::map<EventSeq, PatternId> ids;
    for (const auto& [seq, message] : messages)
        ids[seq] = miner.add(message.first);
    std::map<PatternId, PatternGroup> groups;
    for (const auto& [seq, id] : ids) {
        const TimePoint time = messages[seq].second;
        groups[miner.current(id)].seen.add({1, time, time, seq});
    }
    PatternGroups result;
    result.total = messages.size();
    for (auto& [id, group] : groups) {
        group.text = miner.text(id);
        result.patterns.push_back(group);
    }
    return result;
}

/// Without ids, sorted, as a miner alone has none.
QStringList withoutIds(PatternGroups groups)
{
    for (PatternGroup& group : groups.patterns)
        group.id = 0;
    QStringList lines = printed(groups);
    lines.sort();
    return lines;
}

void waitUntilCold(const std::filesystem::path& folder)
{
    QTRY_VERIFY_WITH_TIMEOUT(
        [&folder] {
            const auto reader = IndexReader::open(folder);
            const auto blocks = (*reader)->blocks({}, EventSeq{}, everything);
            return std::all_of(blocks->begin(), blocks->end(),
                               [](const BlockInfo& block) { return block.isCold; });
        }(),
        20'000);
}

View viewOf(const std::string& query, TimeRange range = {}, EventSeq ceiling = everything)
{
    return {filterOf(query), range, ceiling};
}

} // namespace

class tst_PatternScan final : public QObject
{
    Q_OBJECT

private slots:
    void templatesTellTheFormsOfTheirMessages();
    void numbersThatRunIntoLettersAreSeen();
    void wordsAreLookedUp();
    void compactionChangesNoPattern_data();
    void compactionChangesNoPattern();
    void catalogsAnswerWhereTheyCan();
    void generatedEventsHaveTheirPatterns_data();
    void generatedEventsHaveTheirPatterns();
    void everyPatternHasAnExample();
    void whatIsBeyondTheLimitsIsCounted();
    void aDamagedBlockIsToldAndLeftOut();
    void aStoppedScanEnds();
};

void tst_PatternScan::templatesTellTheFormsOfTheirMessages()
{
    QVERIFY(rc::check("a cold block has the forms of its messages", [] {
        RandomMessages random(*rc::gen::arbitrary<std::uint32_t>());
        const auto count = *rc::gen::inRange<std::size_t>(1, 1500);
        const BothWays block(batchOf(random.next(count), 0, noon));
        const auto whole = block.cold(nullptr);
        RC_ASSERT(whole.has_value());
        RC_ASSERT(printed(*whole) == printed(block.hot(everyRow(count))));
        const auto rows = everyRow(count, 3);
        const auto some = block.cold(&rows);
        RC_ASSERT(some.has_value());
        RC_ASSERT(printed(*some) == printed(block.hot(rows)));
    }));
}

void tst_PatternScan::numbersThatRunIntoLettersAreSeen()
{
    // Ids in some rows, and a number with a word behind it in others, of one template each.
    const std::vector<std::string> ends{"face", "-abcd-abcd-abcd-abcdabcdabcd", "ab7", "x",
                                        " face"};
    // So long that the tokenizer would cut what is no id.
    const std::string letters(45, 'a');
    const std::vector<std::string> begins{"v1.", "on 2026-11-23T10:00:42.",
                                          "on 2026-11-23 10:00:42,",
                                          "on 2026-11-23 10:00:42" + letters + ", no "};
    for (const std::string& begin : begins) {
        for (const std::string& end : ends) {
            std::vector<std::string> messages;
            for (std::size_t i = 0; i < 1000; ++i)
                messages.push_back(begin + std::to_string(12'345'678 * (i + 1)).substr(0, i % 9 + 1)
                                   + end);
            const BothWays block(batchOf(messages, 0, noon));
            const auto cold = block.cold(nullptr);
            QVERIFY(cold);
            QCOMPARE(printed(*cold), printed(block.hot(everyRow(messages.size()))));
        }
    }
}

void tst_PatternScan::wordsAreLookedUp()
{
    std::vector<std::string> messages;
    for (std::size_t i = 0; i < 1200; ++i) {
        const std::string user(1, static_cast<char>('m' + i % 10));
        const std::string action(1, static_cast<char>('m' + i / 10 % 10));
        messages.push_back("user " + user + " may " + action + " now, " + std::to_string(i));
    }
    const BothWays block(batchOf(messages, 0, noon));
    const auto cold = block.cold(nullptr);
    QVERIFY(cold);
    QCOMPARE(cold->counts().forms.size(), std::size_t{100});
    QCOMPARE(printed(*cold), printed(block.hot(everyRow(messages.size()))));
}

void tst_PatternScan::compactionChangesNoPattern_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {1U, 2U, 3U, 4U})
        QTest::addRow("seed %u", seed) << seed;
}

void tst_PatternScan::compactionChangesNoPattern()
{
    QFETCH(const quint32, seed);
    TestIndex index;
    RandomMessages random(seed);
    std::int64_t offset = 0;
    for (int i = 0; i < 20; ++i, offset += 200)
        index.write(batchOf(random.next(200), offset, noon + std::chrono::milliseconds(offset)));
    const TimeRange cut{noon + 150ms, noon + 2345ms};
    const std::vector<View> views{viewOf(""),
                                  viewOf("level>=error"),
                                  viewOf("job"),
                                  viewOf("nowhere-at-all"),
                                  viewOf("", cut),
                                  viewOf("level>=error", cut),
                                  viewOf("", {}, EventSeq{777})};
    std::vector<PatternGroups> before;
    for (const View& view : views) {
        before.push_back(patternsOf(index.folder(), view));
        QCOMPARE(withoutIds(before.back()), withoutIds(minedOneByOne(index.folder(), view)));
    }
    QCOMPARE(before.front().total, std::uint64_t{4000});
    QCOMPARE(before.back().total, std::uint64_t{777});

    index.reopen(eager());
    waitUntilCold(index.folder());
    for (std::size_t i = 0; i < views.size(); ++i)
        QCOMPARE(printed(patternsOf(index.folder(), views[i])), printed(before[i]));
}

void tst_PatternScan::catalogsAnswerWhereTheyCan()
{
    TestIndex index(eager());
    std::vector<std::string> messages;
    for (std::size_t i = 0; i < 1000; ++i)
        messages.push_back("request " + std::to_string(i) + " took " + std::to_string(i * 7)
                           + " ms");
    for (std::int64_t block = 0; block < 8; ++block)
        index.write(batchOf(messages, block * 1000, noon + block * 1s));
    waitUntilCold(index.folder());
    PatternScan scan(index.folder(), viewOf(""), {}, 1);
    QVERIFY(scan.run({}));
    // The first and the last block tell when it was; what lies between need not be asked.
    QCOMPARE(scan.figures().searched, std::size_t{2});
    QCOMPARE(scan.figures().fromCatalogs, scan.figures().blocks - 2);
    QCOMPARE(printed(scan.patterns()).size(), 2);
    QCOMPARE(printed(scan.patterns()), printed(patternsOf(index.folder(), viewOf(""))));
    QCOMPARE(withoutIds(scan.patterns()), withoutIds(minedOneByOne(index.folder(), viewOf(""))));
}

void tst_PatternScan::generatedEventsHaveTheirPatterns_data()
{
    QTest::addColumn<QString>("query");
    for (const char* query : {"", "level>=warn", "service:payments", "refused"})
        QTest::newRow(*query == '\0' ? "all" : query) << QString::fromUtf8(query);
}

void tst_PatternScan::generatedEventsHaveTheirPatterns()
{
    static const auto index = [] {
        auto made = std::make_unique<TestIndex>(eager());
        made->write(generatedBatch(20'000, true));
        return made;
    }();
    waitUntilCold(index->folder());
    QFETCH(const QString, query);
    const View view = viewOf(query.toStdString());
    const PatternGroups groups = patternsOf(index->folder(), view);
    QVERIFY(!groups.patterns.empty());
    QCOMPARE(withoutIds(groups), withoutIds(minedOneByOne(index->folder(), view)));
}

void tst_PatternScan::everyPatternHasAnExample()
{
    for (const bool isCold : {false, true}) {
        TestIndex index(isCold ? eager() : WriterOptions{});
        RandomMessages random(9);
        index.write(batchOf(random.next(700), 0, noon));
        index.write(batchOf(random.next(700), 700, noon));
        if (isCold)
            waitUntilCold(index.folder());
        const auto reader = IndexReader::open(index.folder());
        MessageLoader loader(**reader);
        PatternMiner miner;
        for (const PatternGroup& group : patternsOf(index.folder(), viewOf("")).patterns) {
            const auto message = loader.message(group.seen.oldest);
            QVERIFY2(message, errorOf(message).c_str());
            const auto event = (*reader)->event(group.seen.oldest);
            QVERIFY(event);
            QCOMPARE(*message, std::string(event->batch().body(event->row)));
        }
        QVERIFY(loader.message(EventSeq{4711}).error().code == Error::Code::NotFound);
    }
}

void tst_PatternScan::whatIsBeyondTheLimitsIsCounted()
{
    TestIndex index;
    RandomMessages random(3);
    index.write(batchOf(random.next(1000), 0, noon));
    PatternScan scan(index.folder(), viewOf(""), {.forms = 3});
    QVERIFY(scan.run({}));
    const PatternGroups groups = scan.patterns();
    QVERIFY(groups.patterns.size() <= 3);
    QVERIFY(groups.other.count > 0);
    QCOMPARE(groups.total, std::uint64_t{1000});
}

void tst_PatternScan::aDamagedBlockIsToldAndLeftOut()
{
    TestIndex index(eager());
    const auto numberedFrom = [](std::size_t number, std::size_t count, const std::string& text) {
        std::vector<std::string> messages;
        for (std::size_t end = number + count; number < end; ++number)
            messages.push_back(text + std::to_string(number * 7919 % 1000));
        return messages;
    };
    index.write(batchOf(numberedFrom(0, 1000, "the first "), 0, noon));
    waitUntilCold(index.folder());
    index.write(batchOf(numberedFrom(0, 300, "the second "), 1000, noon + 1h));
    waitUntilCold(index.folder());
    index.close();
    const auto slice = Connection::openWritable(listSliceFiles(index.folder())->back().file, false);
    const auto done = (*slice)->execute("UPDATE columns SET data = zeroblob(length(data)) WHERE "
                                        "id = 65536 * (SELECT min(id) FROM blocks) + 3");
    QVERIFY2(done, errorOf(done).c_str());
    PatternScan scan(index.folder(), viewOf(""));
    QVERIFY(scan.run({}));
    QCOMPARE(scan.problems().size(), std::size_t{1});
    QVERIFY(scan.problems().front().code == Error::Code::Corrupt);
    const PatternGroups groups = scan.patterns();
    QCOMPARE(groups.patterns.size(), std::size_t{1});
    QCOMPARE(groups.patterns.front().text, std::string("the second <*>"));
    QCOMPARE(groups.total, std::uint64_t{300});
}

void tst_PatternScan::aStoppedScanEnds()
{
    TestIndex index;
    index.write(batchOf({"one", "two"}, 0, noon));
    std::stop_source stop;
    stop.request_stop();
    PatternScan scan(index.folder(), viewOf(""));
    QVERIFY(scan.run(stop.get_token()));
    QCOMPARE(scan.patterns().total, std::uint64_t{0});
    QVERIFY(scan.run({}));
    QCOMPARE(scan.patterns().total, std::uint64_t{2});
}

QTEST_GUILESS_MAIN(tst_PatternScan)
#include "tst_patternscan.moc"
