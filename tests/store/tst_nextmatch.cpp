// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/nextmatch.h"
#include "store/connection.h"
#include "store/slicefiles.h"
#include "tests/store/support.h"

#include <rapidcheck.h>

#include <random>

using namespace weir;
using namespace weir::test;

namespace {

struct Model
{
    EventKey key;
    SeverityClass severity{};
};

/// Batches whose times overlap, jump back, repeat, and leave gaps of hours; the payload says the class
/// in words too, so that a filter on text must give what a filter on severity gives.
EventBatchPtr randomBatch(std::mt19937& random)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders"));
    const auto base = noon + (random() % 20) * 1s + (random() % 4) * (random() % 30) * 1h;
    for (std::size_t i = 1 + random() % 40; i > 0; --i) {
        const bool isRare = random() % 20 == 0;
        const auto severity = isRare ? SeverityClass::Error : SeverityClass::Info;
        builder.beginEvent({stream, -1, noon + 200h});
        builder.setPayload("event " + std::string(nameOf(severity)));
        builder.setTime(base + (random() % 60) * 100ms);
        builder.setSeverity(severityOf(severity));
    }
    return builder.publish();
}

/// An index that is written once and read by every property; a part of it is compacted meanwhile.
class Fixture final
{
public:
    explicit Fixture(std::uint32_t seed)
        : index(eager())
    {
        std::mt19937 random(seed);
        for (int i = 0; i < 60; ++i)
            index.write(randomBatch(random));
        for (const StoredBatch& stored : index.listener->batches()) {
            for (std::size_t row = 0; row < stored.batch->size(); ++row)
                events.push_back({stored.key(row), classOf(stored.batch->severity(row))});
        }
        std::sort(events.begin(), events.end(),
                  [](const Model& a, const Model& b) { return a.key < b.key; });
        auto opened = IndexReader::open(index.folder());
        reader = std::move(*opened);
    }

    TestIndex index;
    std::vector<Model> events; ///< by key
    std::unique_ptr<IndexReader> reader;
};

/// A view, and its matches by key as a plain loop finds them.
struct Asked
{
    View view;
    std::vector<EventKey> matches;
};

Asked randomView(const Fixture& fixture, std::mt19937& random)
{
    const char* const filters[] = {"", "level:error", "\"event error\"", "absent"};
    const std::size_t filter = random() % 4;
    Asked asked{{filterOf(filters[filter]), {}, EventSeq{1 + random() % fixture.events.size()}}, {}};
    const auto bound = [&random] {
        return noon + (random() % 28) * 1s + (random() % 3) * (random() % 30) * 1h;
    };
    if (random() % 3 == 0)
        asked.view.range = {bound(), bound()};
    for (const Model& event : fixture.events) {
        const bool fits = filter == 0 || (filter < 3 && event.severity == SeverityClass::Error);
        if (fits && asked.view.range.contains(event.key.time)
            && event.key.seq <= asked.view.ceiling)
            asked.matches.push_back(event.key);
    }
    return asked;
}

EventKey randomKey(const Fixture& fixture, std::mt19937& random)
{
    EventKey key = fixture.events[random() % fixture.events.size()].key;
    switch (random() % 6) {
    case 0: // a moment that no event may have
        return {key.time + Nanoseconds(random() % 2'000'000'000), EventSeq{0}};
    case 1:
        return {TimePoint::min(), EventSeq{0}};
    case 2:
        return {TimePoint::max(), EventSeq{~std::uint64_t{0}}};
    default:
        return key;
    }
}

bool isSame(const std::optional<EventKey>& found, const EventKey* expected)
{
    return expected != nullptr ? found && *found == *expected : !found;
}

} // namespace

class tst_NextMatch final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theNextIsThatOfABruteForceSearch();
    void whatComesAfterIsCountedAsByABruteForceCount();
    void headersRuleOutBlocksWithoutReadingThem();
    void aStopFindsNothing();

private:
    std::uint32_t m_seed = 0;
};

void tst_NextMatch::init()
{
    m_seed = std::random_device{}();
    qInfo("seed %u", m_seed);
}

void tst_NextMatch::theNextIsThatOfABruteForceSearch()
{
    const Fixture fixture(m_seed);
    const bool holds = rc::check([&fixture](std::uint32_t seed) {
        std::mt19937 random(seed);
        const auto [view, matches] = randomView(fixture, random);
        const EventKey from = randomKey(fixture, random);
        const auto above = std::upper_bound(matches.begin(), matches.end(), from);
        const auto notBelow = std::lower_bound(matches.begin(), matches.end(), from);
        const EventKey* newest = above != matches.end() ? &*above : nullptr;
        const EventKey* oldest = notBelow != matches.begin() ? &*std::prev(notBelow) : nullptr;
        const auto newer = nextMatch(*fixture.reader, view, from, Direction::Newer, {});
        RC_ASSERT(errorOf(newer) == "");
        RC_ASSERT(isSame(*newer, newest));
        const auto older = nextMatch(*fixture.reader, view, from, Direction::Older, {});
        RC_ASSERT(errorOf(older) == "");
        RC_ASSERT(isSame(*older, oldest));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_NextMatch::whatComesAfterIsCountedAsByABruteForceCount()
{
    const Fixture fixture(m_seed);
    const bool holds = rc::check([&fixture](std::uint32_t seed) {
        std::mt19937 random(seed);
        const auto [view, matches] = randomView(fixture, random);
        ViewScan scan(*fixture.reader, view);
        RC_ASSERT(errorOf(scan.run({})) == "");
        const EventKey key = randomKey(fixture, random);
        const auto after = matchesAfter(*fixture.reader, view, scan.matches(), key);
        RC_ASSERT(errorOf(after) == "");
        const auto above = std::upper_bound(matches.begin(), matches.end(), key);
        RC_ASSERT(*after == static_cast<std::uint64_t>(matches.end() - above));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_NextMatch::headersRuleOutBlocksWithoutReadingThem()
{
    TestIndex index;
    index.write(numbered(0, 1000)); // errors among them
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex(streamOf("orders", 1));
    for (int i = 0; i < 100; ++i) {
        builder.beginEvent({stream, i, noon});
        builder.setPayload("quiet");
        builder.setTime(noon + 10s + i * 1ms);
        builder.setSeverity(Severity::Info);
    }
    index.write(builder.publish());
    const auto reader = IndexReader::open(index.folder());
    const auto columns = Connection::openWritable(index.folder() / sliceFileName(1, noon), false);
    QVERIFY2(columns, errorOf(columns).c_str());
    // Only the block of errors can be read: who looked into the other would report it as damaged.
    QVERIFY((*columns)->execute("DELETE FROM columns WHERE id >= 2 * 65536"));
    const View view{filterOf("level:error"), {}, EventSeq{1100}};
    const auto found = nextMatch(**reader, view, {noon + 1h, EventSeq{0}}, Direction::Older, {});
    QVERIFY2(found, errorOf(found).c_str());
    QVERIFY(found->has_value());
    QVERIFY((*found)->time == noon + 990ms);
    QVERIFY((*reader)->problems().empty());
}

void tst_NextMatch::aStopFindsNothing()
{
    const Fixture fixture(m_seed);
    std::stop_source stop;
    stop.request_stop();
    const View view{filterOf(""), {}, *fixture.reader->newest()};
    const auto found = nextMatch(*fixture.reader, view, {TimePoint::min(), EventSeq{0}},
                                 Direction::Newer, stop.get_token());
    QVERIFY(found);
    QVERIFY(!found->has_value());
}

QTEST_GUILESS_MAIN(tst_NextMatch)
#include "tst_nextmatch.moc"
