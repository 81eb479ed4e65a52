// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/rulestate.h"
#include "tests/alerts/alertbench.h"

#include <QTest>

using namespace weir;

/// What a stream may send that no rule is made for.
class tst_RuleLimits : public QObject
{
    Q_OBJECT

private slots:
    void theOldestTimeThereIsEndsNoRule();
    void labelSetsBeyondTheLimitAreCountedTogether();
    void whatWaitsForASlowSourceIsLimited();
    void whatWaitsForTheClockMakesNoSlowSourceLate();
    void aClockFartherAheadThanSensibleCountsOnArrival();
};

void tst_RuleLimits::theOldestTimeThereIsEndsNoRule()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    EventBatchBuilder builder("orders", SourceKind::File);
    builder.beginEvent({builder.streamIndex({SourceKind::File, "test", "orders", 0, 0}), 0, at(1)});
    builder.setPayload("declined");
    builder.setTime(*parseTime("1677-09-21T00:12:43.2Z"));
    bench.evaluator->observe({EventSeq{1}, at(1), builder.publish()});
    bench.ticks(0, 5);
    QVERIFY(bench.evaluator->restore(bench.evaluator->save()));
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing");
}

void tst_RuleLimits::labelSetsBeyondTheLimitAreCountedTogether()
{
    AlertBench bench(ruleOf("declined | count by region every 1s", 50));
    std::vector<TestEvent> events;
    for (std::size_t i = 0; i < RuleState::maxSeries + 100; ++i)
        events.push_back({.time = 5.5, .region = std::to_string(i)});
    for (std::size_t from = 0; from < events.size(); from += 5000) {
        const auto first = events.begin() + static_cast<std::ptrdiff_t>(from);
        bench.evaluator->observe(bench.stream.batch(
            {first, first + std::min<std::ptrdiff_t>(5000, events.end() - first)}));
    }
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "region=__other__ 6 firing");
    QVERIFY(bench.evaluator->shortfalls().front().isOverfull);
}

/// A source that reads an old log holds up one that is far ahead, but not for ever.
void tst_RuleLimits::whatWaitsForASlowSourceIsLimited()
{
    constexpr int regions = 100;
    constexpr int secondsAtOnce = 500;
    constexpr int begin = -100'000;
    constexpr int half = static_cast<int>(RuleState::maxBuckets) / regions / 2;
    AlertBench bench(ruleOf("declined | count by region every 1m", 50));
    int fast = begin;
    const auto readUpTo = [&](int end, int tick) {
        bench.observe(1, {.time = begin + 0.1 * tick, .source = "slow", .received = tick - 0.5});
        while (fast < end) {
            std::vector<TestEvent> events;
            for (int i = 0; i < secondsAtOnce * regions; ++i)
                events.push_back({.time = fast + i / regions + 0.5,
                                  .region = std::to_string(i % regions),
                                  .source = "fast",
                                  .received = tick - 0.5});
            bench.evaluator->observe(bench.stream.batch(events));
            fast += secondsAtOnce;
        }
        bench.ticks(tick - 1, tick);
    };
    readUpTo(begin + half, 1);
    QVERIFY(bench.told().empty());
    readUpTo(begin + 2 * half + secondsAtOnce, 2);
    QVERIFY(bench.told().find("region=7 ") != std::string::npos);
    QVERIFY(bench.evaluator->shortfalls().empty());
    readUpTo(fast, 3);
    QCOMPARE(bench.evaluator->shortfalls().front().late, std::uint64_t{1}); // the slow one's
}

/// A source whose clock is ahead fills counters that only the clock can reach: judging others sooner
/// would free none of them.
void tst_RuleLimits::whatWaitsForTheClockMakesNoSlowSourceLate()
{
    constexpr int regions = 7000;
    constexpr int begin = 10;
    constexpr int end = 600; // as far ahead as a time is believed
    static_assert(std::size_t{end - begin} * regions > RuleState::maxBuckets);
    AlertBench bench(ruleOf("declined | count by region every 1s", 50));
    bench.observe(1, {.time = -100.5, .source = "slow", .received = 0.5});
    for (int second = begin; second < end; ++second) {
        std::vector<TestEvent> events;
        for (int i = 0; i < regions; ++i)
            events.push_back({.time = second + 0.5,
                              .region = std::to_string(i),
                              .source = "ahead",
                              .received = 0.9});
        bench.evaluator->observe(bench.stream.batch(events));
    }
    bench.ticks(0, 1);
    bench.observe(51, {.time = -99.5, .source = "slow", .received = 1.5});
    bench.ticks(1, 2);
    bench.observe(1, {.time = -98.5, .source = "slow", .received = 2.5});
    bench.ticks(2, 3);
    SAYS(bench.told(), "region=eu -99 firing");
    QVERIFY(bench.evaluator->shortfalls().empty());
}

void tst_RuleLimits::aClockFartherAheadThanSensibleCountsOnArrival()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.quietSeconds(1, 5);
    bench.observe(51, {.time = 3605.5, .received = 5.5}); // an hour ahead
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing");
}

QTEST_GUILESS_MAIN(tst_RuleLimits)
#include "tst_rulelimits.moc"
