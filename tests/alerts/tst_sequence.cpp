// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/sequence.h"
#include "tests/alerts/alertstream.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <map>

using namespace weir;
using namespace std::chrono_literals;

namespace {

std::vector<AlertRule> someRules()
{
    AlertRule plain = ruleOf("declined | count every 3s", 4);
    plain.name = "plain";
    AlertRule waiting = ruleOf("declined | count by region every 2s", 2);
    waiting.name = "waiting";
    waiting.holdFor = 2s;
    waiting.keepFiring = 3s;
    waiting.recover = Threshold{Threshold::Comparison::Less, 1};
    waiting.summary = "{{value}} in {{labels.region}} since {{since}}";
    AlertRule low = ruleOf("declined | rate by region every 1500ms", 0);
    low.name = "low";
    low.when = {Threshold::Comparison::LessEqual, 1};
    return {plain, waiting, low};
}

std::unique_ptr<Evaluator> evaluatorOf(const std::vector<AlertRule>& rules)
{
    return std::move(*Evaluator::create(rules));
}

/// Events of two sources over half a minute, by arrival, as the writer would number them.
std::vector<TestEvent> randomEvents()
{
    const auto millis = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 30'000));
    std::vector<TestEvent> events;
    for (const int received : millis) {
        TestEvent event;
        event.received = received / 1000.0;
        event.time = event.received - *rc::gen::inRange(0, 2500) / 1000.0;
        event.region = *rc::gen::element<std::string>("eu", "us", "\xff", "a, b=\"c\"");
        event.source = *rc::gen::element<std::string>("orders", "payments");
        events.push_back(event);
    }
    std::ranges::sort(events, {}, &TestEvent::received);
    return events;
}

/// Cuts events into batches: at each change of the source, and where `cuts` says.
std::vector<StoredBatch> batchesOf(const std::vector<TestEvent>& events, std::size_t longest)
{
    AlertStream stream;
    std::vector<StoredBatch> batches;
    std::vector<TestEvent> some;
    for (const TestEvent& event : events) {
        if (!some.empty() && (some.size() >= longest || some.front().source != event.source))
            batches.push_back(stream.batch(std::exchange(some, {})));
        some.push_back(event);
    }
    if (!some.empty())
        batches.push_back(stream.batch(some));
    return batches;
}

void append(std::vector<AlertRecord>& all, std::vector<AlertRecord> more)
{
    std::ranges::move(more, std::back_inserter(all));
}

/// The writer's ticks; those that stand before the events seen are nothing new.
void tickTo(AlertSequence& sequence, int end)
{
    for (int second = 1; second <= end; ++second)
        sequence.tick(at(second));
}

/// The whole stream through one evaluator, with ticks to the end.
std::string transitionsOf(const std::vector<StoredBatch>& batches, int end)
{
    const auto evaluator = evaluatorOf(someRules());
    AlertSequence sequence(*evaluator);
    for (const StoredBatch& stored : batches)
        sequence.observe(stored);
    tickTo(sequence, end);
    return exactly(evaluator->takeTransitions());
}

/// The same events in one block a source, with seqs that interleave, visited in the order of seq.
std::string transitionsOfOverlapping(const std::vector<TestEvent>& events, int end)
{
    std::map<std::string, std::pair<std::vector<TestEvent>, std::vector<SeqRun>>> bySource;
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto& [own, runs] = bySource[events[i].source];
        runs.push_back({static_cast<std::uint32_t>(own.size()), EventSeq{i + 1}});
        own.push_back(events[i]);
    }
    std::map<std::string, StoredBatch> blocks;
    for (const auto& [source, content] : bySource) {
        AlertStream stream;
        StoredBatch& stored = blocks[source] = stream.batch(content.first);
        stored.firstSeq = content.second.front().seq;
        stored.runs = std::make_shared<const SeqRuns>(content.second);
    }
    const auto evaluator = evaluatorOf(someRules());
    AlertSequence sequence(*evaluator);
    for (std::size_t i = 0; i < events.size(); ++i) {
        const StoredBatch& stored = blocks[events[i].source];
        const std::uint32_t row = *stored.rowOf(EventSeq{i + 1});
        sequence.observe(stored, row, row + 1);
    }
    tickTo(sequence, end);
    return exactly(evaluator->takeTransitions());
}

} // namespace

class tst_Sequence : public QObject
{
    Q_OBJECT

private slots:
    void anyCutOfTheStreamGivesTheSameTransitions();
    void blocksThatOverlapGiveTheSameTransitions();
    void savedAndRestoredAnywhereTheTransitionsAreTheSame();
    void theTransitionsAreThoseOfTheNaiveModel();
    void whatWasConsumedIsSkipped();
    void ticksStandBetweenTheEventsTheySeparate();
    void aLongGapIsAnInterruptionAndNotManyTicks();
};

void tst_Sequence::anyCutOfTheStreamGivesTheSameTransitions()
{
    const bool holds = rc::check([] {
        const auto events = randomEvents();
        const std::string whole = transitionsOf(batchesOf(events, events.size() + 1), 60);
        RC_CLASSIFY(!whole.empty());
        const auto longest = *rc::gen::inRange<std::size_t>(1, 20);
        RC_ASSERT(transitionsOf(batchesOf(events, longest), 60) == whole);
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_Sequence::blocksThatOverlapGiveTheSameTransitions()
{
    const bool holds = rc::check([] {
        const auto events = randomEvents();
        RC_ASSERT(transitionsOfOverlapping(events, 60) == transitionsOf(batchesOf(events, 5), 60));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_Sequence::savedAndRestoredAnywhereTheTransitionsAreTheSame()
{
    const bool holds = rc::check([] {
        const auto events = randomEvents();
        const auto batches = batchesOf(events, 5);
        const std::string expected = transitionsOf(batches, 60);

        std::vector<AlertRecord> transitions;
        auto evaluator = evaluatorOf(someRules());
        auto sequence = std::make_unique<AlertSequence>(*evaluator);
        const auto restart = [&] {
            const AlertSnapshot saved = sequence->snapshot();
            append(transitions, evaluator->takeTransitions());
            sequence.reset();
            evaluator = evaluatorOf(someRules());
            RC_ASSERT(static_cast<bool>(evaluator->restore(saved.state)));
            RC_ASSERT(evaluator->save() == saved.state);
            sequence = std::make_unique<AlertSequence>(*evaluator, saved);
        };
        for (const StoredBatch& stored : batches) {
            sequence->observe(stored);
            if (*rc::gen::arbitrary<bool>())
                restart();
        }
        for (int second = 1; second <= 60; second += *rc::gen::inRange(1, 10)) {
            tickTo(*sequence, second);
            restart();
        }
        tickTo(*sequence, 60);
        append(transitions, evaluator->takeTransitions());
        RC_ASSERT(exactly(transitions) == expected);
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

namespace {

/// What a rule without waiting must do, told without any of the machinery: each window in turn, its
/// events counted one by one. One live source, events in order of time.
std::string naive(const std::vector<TestEvent>& events, double length, double above, int end)
{
    std::map<std::string, bool> firing;
    std::vector<AlertRecord> records;
    const auto first = static_cast<int>(std::floor(events.front().time));
    for (int e = first + 1; e <= end; ++e) {
        std::map<std::string, int> counts;
        std::map<std::string, double> firstSeen;
        for (const TestEvent& event : events) {
            firstSeen.try_emplace(event.region, std::floor(event.time) + 1);
            if (event.time < e
                && at(event.time) >= at(e) - Nanoseconds(static_cast<std::int64_t>(length * 1e9)))
                ++counts[event.region];
        }
        for (const auto& [region, seen] : firstSeen) {
            const bool holds = counts[region] > above;
            const bool isWhole = e - length >= seen;
            bool& now = firing[region];
            if (holds == now || (now && !isWhole))
                continue;
            now = holds;
            AlertRecord record;
            record.labels = "region=" + region;
            record.at = at(e);
            record.to = holds ? "firing" : "ok";
            records.push_back(record);
        }
    }
    return printed(records);
}

} // namespace

void tst_Sequence::theTransitionsAreThoseOfTheNaiveModel()
{
    const bool holds = rc::check([] {
        auto millis =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 30'000)));
        std::ranges::sort(millis);
        std::vector<TestEvent> events;
        for (const int time : millis)
            events.push_back(
                {.time = time / 1000.0, .region = *rc::gen::element<std::string>("eu", "us")});
        const double length = *rc::gen::inRange(1, 80) / 10.0;
        const auto above = *rc::gen::inRange(0, 6);

        AlertRule rule = ruleOf(fmt::format("declined | count by region every {}ms",
                                            static_cast<int>(length * 1000 + 0.5)),
                                above);
        const auto evaluator = evaluatorOf({rule});
        AlertSequence sequence(*evaluator);
        for (const StoredBatch& stored : batchesOf(events, 7))
            sequence.observe(stored);
        tickTo(sequence, 60);
        const int judged = 58; // two seconds behind the tick, as the source is idle
        RC_ASSERT(printed(evaluator->takeTransitions()) == naive(events, length, above, judged));
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_Sequence::whatWasConsumedIsSkipped()
{
    AlertStream stream;
    const StoredBatch stored = stream.burst(10, {.time = 5.5});
    const auto evaluator = evaluatorOf({ruleOf("declined | count every 10s", 0)});
    // A block read back after a restart may begin before what is new.
    AlertSequence sequence(*evaluator, {.consumed = EventSeq{7}, .tick = at(5), .state = {}});
    sequence.observe(stored);
    sequence.observe(stored);
    sequence.tick(at(12));
    const auto records = evaluator->takeTransitions();
    QCOMPARE(records.size(), std::size_t{1});
    QCOMPARE(records.front().value, 3.0);
    QCOMPARE(number(sequence.consumed()), std::uint64_t{10});
}

void tst_Sequence::ticksStandBetweenTheEventsTheySeparate()
{
    AlertStream stream;
    // One batch over three seconds: the window of second 5 is judged before the rest is seen.
    const StoredBatch stored =
        stream.batch({{.time = 5.5}, {.time = 6.5}, {.time = 7.5}, {.time = 5.6, .received = 7.6}});
    const auto evaluator = evaluatorOf({ruleOf("declined | count every 1s", 0)});
    AlertSequence sequence(*evaluator);
    sequence.observe(stored);
    QCOMPARE(sequence.lastTick(), at(7));
    QCOMPARE(evaluator->shortfalls().size(), std::size_t{1});
    QCOMPARE(evaluator->shortfalls().front().late, std::uint64_t{1});
    sequence.tick(at(6)); // long past
    QCOMPARE(sequence.lastTick(), at(7));
}

void tst_Sequence::aLongGapIsAnInterruptionAndNotManyTicks()
{
    AlertStream stream;
    const auto evaluator = evaluatorOf({ruleOf("declined | count every 10s", 50)});
    AlertSequence sequence(*evaluator);
    sequence.observe(stream.burst(51, {.time = 5.5}));
    sequence.observe(stream.batch({{.time = 6.9}}, "fine"));
    sequence.tick(at(7));
    QCOMPARE(QByteArray::fromStdString(printed(evaluator->takeTransitions())),
             QByteArray("6 firing"));
    // The collector was off for an hour; what the source had meanwhile comes a second later.
    sequence.resume();
    sequence.tick(at(3610));
    for (int second = 7; second <= 3610; second += 5)
        sequence.observe(
            stream.burst(60, {.time = static_cast<double>(second), .received = 3610.5}));
    sequence.tick(at(3612));
    QCOMPARE(QByteArray::fromStdString(printed(evaluator->takeTransitions())), QByteArray(""));
    QCOMPARE(evaluator->instances().front().condition, AlertCondition::Firing);
    QVERIFY(evaluator->shortfalls().empty());
}

QTEST_GUILESS_MAIN(tst_Sequence)
#include "tst_sequence.moc"
