// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/rulestate.h"
#include "tests/alerts/alertbench.h"

#include <QTest>

using namespace weir;
using namespace std::chrono_literals;

class tst_Evaluator : public QObject
{
    Q_OBJECT

private slots:
    void aBurstFiresAtTheEndOfItsSecond();
    void aWindowIsJudgedOnlyOnceTheSourceHasPassedIt();
    void aBurstThatEndsRecoversAlsoWhenNothingComesAnyMore();
    void aRuleWaitsForItsFor();
    void aPendingRuleThatCalmsDownNeverFires();
    void betweenTheThresholdsNothingChanges();
    void keepFiringBridgesALull();
    void aValueThatComesBackWhileRecoveringFiresAgain();
    void eachLabelSetIsJudgedAlone();
    void aKnownLabelSetCountsZeroWhileItsSourceLives();
    void aLabelSetIsForgottenAnHourAfterItWasLastSeen();
    void aRateIsASecondsShare();
    void windowsNeedNotBeWholeSeconds();
    void theSlowestSourceDecides();
    void anIdleSourceHoldsNobodyUp();
    void aClockThatRunsAheadMakesNobodyLate();
    void lateEventsAreCountedAndStillSeenByLaterWindows();
    void anInterruptionGivesSourcesTimeToComeBack();
    void afterAnInterruptionQuietIsNoProofWhereEventsMayBeLost();
    void silenceFollowsThePolicy_data();
    void silenceFollowsThePolicy();
    void aLowCountIsNotJudgedBeforeAWholeWindowWasSeen();
    void eventTimeMayJumpByYears();
    void theSummaryIsFilledInAsText();
    void aChangedRuleBeginsAfreshAndClosesWhatItHad();
    void theWindowReadsInstancesFromTheSavedState();
    void whatIsNoStateIsRefused_data();
    void whatIsNoStateIsRefused();
    void whatCannotBeJudgedIsRefusedWithTheReason_data();
    void whatCannotBeJudgedIsRefusedWithTheReason();
};

void tst_Evaluator::aBurstFiresAtTheEndOfItsSecond()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing");
}

void tst_Evaluator::aWindowIsJudgedOnlyOnceTheSourceHasPassedIt()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(51, {.time = 5.5});
    bench.ticks(5, 6); // the source may still send something of second 5
    SAYS(bench.told(), "");
    bench.observe(1, {.time = 6.1});
    bench.ticks(6, 7);
    SAYS(bench.told(), "6 firing");
}

void tst_Evaluator::aBurstThatEndsRecoversAlsoWhenNothingComesAnyMore()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(51, {.time = 5.5});
    bench.ticks(5, 25);
    SAYS(bench.told(), "6 firing, 16 ok");
}

void tst_Evaluator::aRuleWaitsForItsFor()
{
    AlertRule rule = ruleOf("declined | count every 10s", 50);
    rule.holdFor = 4s;
    AlertBench bench(rule);
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 20);
    SAYS(bench.told(), "6 pending, 10 firing, 16 ok");
}

void tst_Evaluator::aPendingRuleThatCalmsDownNeverFires()
{
    AlertRule rule = ruleOf("declined | count every 10s", 50);
    rule.holdFor = 11s; // longer than the burst is seen
    AlertBench bench(rule);
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 30);
    SAYS(bench.told(), "6 pending, 16 ok");
}

void tst_Evaluator::betweenTheThresholdsNothingChanges()
{
    AlertRule rule = ruleOf("declined | count every 1s", 50);
    rule.recover = Threshold{Threshold::Comparison::Less, 20};
    AlertBench bench(rule);
    const std::vector<std::size_t> counts{30, 51, 30, 51, 20, 19, 30, 50, 51};
    for (std::size_t second = 0; second < counts.size(); ++second) {
        bench.observe(counts[second], {.time = static_cast<double>(second) + 0.5});
        bench.ticks(static_cast<int>(second), static_cast<int>(second) + 1);
    }
    bench.quietSeconds(static_cast<int>(counts.size()), 10);
    SAYS(bench.told(), "2 firing, 6 ok, 9 firing");
}

void tst_Evaluator::keepFiringBridgesALull()
{
    AlertRule rule = ruleOf("declined | count every 1s", 50);
    rule.keepFiring = 5s;
    AlertBench bench(rule);
    bench.observe(51, {.time = 1.5});
    bench.quietSeconds(1, 12);
    SAYS(bench.told(), "2 firing, 3 recovering, 8 ok");
}

void tst_Evaluator::aValueThatComesBackWhileRecoveringFiresAgain()
{
    AlertRule rule = ruleOf("declined | count every 1s", 50);
    rule.keepFiring = 5s;
    AlertBench bench(rule);
    bench.observe(51, {.time = 1.5});
    bench.quietSeconds(1, 4);
    bench.observe(51, {.time = 4.5});
    bench.quietSeconds(4, 6);
    SAYS(bench.told(), "2 firing, 3 recovering, 5 firing");
    QCOMPARE(bench.evaluator->instances().front().since, at(5));
}

void tst_Evaluator::eachLabelSetIsJudgedAlone()
{
    AlertBench bench(ruleOf("declined | count by region every 10s", 50));
    bench.observe(51, {.time = 5.2, .region = "eu"});
    bench.observe(50, {.time = 5.4, .region = "us"});
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "region=eu 6 firing");
    bench.observe(1, {.time = 7.5, .region = "us"});
    bench.quietSeconds(7, 9);
    SAYS(bench.told(), "region=us 8 firing");
    QCOMPARE(bench.evaluator->instances().size(), std::size_t{2});
}

void tst_Evaluator::aKnownLabelSetCountsZeroWhileItsSourceLives()
{
    AlertRule rule = ruleOf("declined | count by region every 5s", 0);
    rule.when = {Threshold::Comparison::Less, 1};
    AlertBench bench(rule);
    bench.observe(3, {.time = 5.5});
    bench.quietSeconds(5, 20);
    SAYS(bench.told(), "region=eu 11 firing");
    QCOMPARE(bench.evaluator->instances().front().value, 0.0);
    QVERIFY(bench.evaluator->instances().front().hasData);
}

void tst_Evaluator::aLabelSetIsForgottenAnHourAfterItWasLastSeen()
{
    AlertRule rule = ruleOf("declined | count by region every 5s", 0);
    rule.when = {Threshold::Comparison::Less, 1};
    AlertBench bench(rule);
    bench.observe(3, {.time = 5.5});
    bench.quietSeconds(5, 3604);
    SAYS(bench.told(), "region=eu 11 firing");
    bench.quietSeconds(3604, 3610);
    SAYS(bench.told(), "region=eu 3605 ok");
    QVERIFY(bench.evaluator->instances().empty());
}

void tst_Evaluator::aRateIsASecondsShare()
{
    AlertBench bench(ruleOf("declined | rate every 10s", 5));
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 7);
    const auto records = bench.evaluator->takeTransitions();
    SAYS(printed(records), "6 firing");
    QCOMPARE(records.front().value, 5.1);
    SAYS(records.front().summary, "5.1 declined");
}

void tst_Evaluator::windowsNeedNotBeWholeSeconds()
{
    AlertBench bench(ruleOf("declined | count every 1500ms", 1)); // [E - 1.5 s, E)
    bench.observe(1, {.time = 1.49});
    bench.observe(1, {.time = 2.9});
    bench.quietSeconds(3, 5);
    SAYS(bench.told(), "");
    bench.observe(1, {.time = 5.5});
    bench.observe(1, {.time = 6.9});
    bench.quietSeconds(6, 9);
    SAYS(bench.told(), "7 firing, 8 ok");
}

void tst_Evaluator::theSlowestSourceDecides()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(1, {.time = 2.5, .source = "slow", .received = 5});
    bench.observe(60, {.time = 4.5, .source = "fast", .received = 5});
    bench.ticks(5, 6);
    SAYS(bench.told(), "");
    bench.observe(1, {.time = 6.5, .source = "slow"});
    bench.observe(1, {.time = 6.6, .source = "fast"});
    bench.ticks(6, 7);
    SAYS(bench.told(), "5 firing");
}

void tst_Evaluator::anIdleSourceHoldsNobodyUp()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(1, {.time = 1.5, .source = "idle"});
    for (int second = 2; second < 8; ++second) {
        bench.observe(second == 4 ? 60 : 1, {.time = second + 0.5, .source = "busy"});
        bench.ticks(second, second + 1);
    }
    SAYS(bench.told(), "5 firing");
}

void tst_Evaluator::aClockThatRunsAheadMakesNobodyLate()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(1, {.time = 301, .received = 1}); // five minutes ahead
    bench.ticks(1, 5);
    bench.observe(51, {.time = 5.5});
    bench.ticks(5, 8);
    SAYS(bench.told(), "6 firing");
    QVERIFY(bench.evaluator->shortfalls().empty());
}

void tst_Evaluator::lateEventsAreCountedAndStillSeenByLaterWindows()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(1, {.time = 1.5});
    bench.quietSeconds(1, 8);
    bench.observe(51, {.time = 3.5, .received = 8.1}); // its second was judged long ago
    bench.quietSeconds(8, 10);
    SAYS(bench.told(), "8 firing");
    const auto shortfalls = bench.evaluator->shortfalls();
    QCOMPARE(shortfalls.size(), std::size_t{1});
    QCOMPARE(shortfalls.front().late, std::uint64_t{51});
}

void tst_Evaluator::anInterruptionGivesSourcesTimeToComeBack()
{
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing");
    // Away from 7 to 20 while the burst goes on; the source needs 6 s to connect.
    bench.evaluator->interrupted();
    bench.ticks(19, 26);
    for (int second = 7; second < 26; ++second)
        bench.observe(51, {.time = second + 0.5, .received = 26});
    bench.ticks(26, 28);
    SAYS(bench.told(), "");
}

void tst_Evaluator::afterAnInterruptionQuietIsNoProofWhereEventsMayBeLost()
{
    AlertRule rule = ruleOf("declined | count every 10s", 50);
    AlertBench bench(rule, SourceKind::ZeroMq);
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing");
    bench.evaluator->interrupted();
    bench.evaluator->tick(at(20)); // nobody listened from 7 to 20
    for (int second = 20; second < 30; ++second) {
        bench.observe(6, {.time = second + 0.5}); // 60 in ten seconds: it never stopped
        bench.ticks(second, second + 1);
    }
    SAYS(bench.told(), "");
    bench.quietSeconds(30, 34);
    SAYS(bench.told(), "32 ok");
}

void tst_Evaluator::silenceFollowsThePolicy_data()
{
    QTest::addColumn<int>("policy");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("keep") << static_cast<int>(NoDataPolicy::Keep) << QByteArray("");
    QTest::newRow("ok") << static_cast<int>(NoDataPolicy::Ok) << QByteArray("");
    QTest::newRow("alert") << static_cast<int>(NoDataPolicy::Alert) << QByteArray("304 firing");
}

void tst_Evaluator::silenceFollowsThePolicy()
{
    QFETCH(int, policy);
    QFETCH(QByteArray, told);
    AlertRule rule = ruleOf("declined | count every 10s", 50);
    rule.noData = static_cast<NoDataPolicy>(policy);
    AlertBench bench(rule);
    bench.observe(1, {.time = 5.5});
    bench.ticks(5, 290);
    QVERIFY(bench.evaluator->instances().front().hasData);
    bench.ticks(290, 310);
    QVERIFY(!bench.evaluator->instances().front().hasData);
    QCOMPARE(alertText(bench.told()), told);
    bench.quietSeconds(310, 312);
    QVERIFY(bench.evaluator->instances().front().hasData);
}

void tst_Evaluator::aLowCountIsNotJudgedBeforeAWholeWindowWasSeen()
{
    AlertRule rule = ruleOf("declined | count every 10s", 0);
    rule.when = {Threshold::Comparison::Less, 10};
    AlertBench bench(rule);
    for (int second = 5; second < 30; ++second) {
        bench.observe(second < 17 ? 1 : 0 + (second < 20 ? 1 : 0) + 1, {.time = second + 0.5});
        bench.ticks(second, second + 1);
    }
    SAYS(bench.told(), "");
    bench.quietSeconds(30, 40);
    QVERIFY(bench.told().ends_with("firing"));
}

void tst_Evaluator::eventTimeMayJumpByYears()
{
    AlertRule rule = ruleOf("declined | count by region every 10s", 50);
    AlertBench bench(rule);
    bench.observe(60, {.time = -1'700'000'000, .received = 1}); // 1973
    bench.observe(60, {.time = 1.5, .region = "us"});
    bench.quietSeconds(2, 4);
    SAYS(bench.told(), "region=eu -1.7e+09 firing, region=eu -1.7e+09 ok, region=us 2 firing");
}

void tst_Evaluator::theSummaryIsFilledInAsText()
{
    AlertRule rule = ruleOf("declined | count by region every 10s", 0);
    rule.summary = "{{value}} in {{ labels.region }} since {{since}}, {{labels.none}} {{what}} {{";
    AlertBench bench(rule);
    bench.observe(2, {.time = 5.5, .region = "<b>{{value}}</b>"});
    bench.quietSeconds(5, 7);
    SAYS(bench.evaluator->takeTransitions().front().summary,
         "2 in <b>{{value}}</b> since 2027-01-15T08:00:06Z, {{labels.none}} {{what}} {{");
}

void tst_Evaluator::aChangedRuleBeginsAfreshAndClosesWhatItHad()
{
    AlertRule rule = ruleOf("declined | count every 10s", 50);
    AlertBench bench(rule);
    bench.observe(51, {.time = 5.5});
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing");

    AlertRule renamed = rule;
    renamed.summary = "other words";
    const auto same = std::move(*Evaluator::create({renamed}));
    QVERIFY(same->restore(bench.evaluator->save()));
    SAYS(printed(same->takeTransitions()), "");
    QCOMPARE(same->instances().front().condition, AlertCondition::Firing);

    rule.when.value = 60;
    const auto changed = std::move(*Evaluator::create({rule}));
    QVERIFY(changed->restore(bench.evaluator->save()));
    const auto records = changed->takeTransitions();
    SAYS(printed(records), "6 ok");
    SAYS(records.front().reason, "rule changed");
    QCOMPARE(changed->instances().front().condition, AlertCondition::Ok);
}

void tst_Evaluator::theWindowReadsInstancesFromTheSavedState()
{
    AlertBench bench(ruleOf("declined | count by region every 10s", 50));
    bench.observe(51, {.time = 5.5, .region = "b\"\n\x01"});
    bench.observe(1, {.time = 5.5, .region = "\xff\xfe"});
    bench.quietSeconds(5, 7);
    const auto expected = bench.evaluator->instances();
    const auto read = instancesOf(bench.evaluator->save());
    QVERIFY(read);
    QCOMPARE(read->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        SAYS((*read)[i].labels, alertText(expected[i].labels));
        SAYS((*read)[i].summary, alertText(expected[i].summary));
        QCOMPARE((*read)[i].condition, expected[i].condition);
        QCOMPARE((*read)[i].since, expected[i].since);
        QCOMPARE((*read)[i].value, expected[i].value);
    }
}

void tst_Evaluator::whatIsNoStateIsRefused_data()
{
    QTest::addColumn<QByteArray>("state");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("not JSON") << QByteArray("{\"version\":1");
    QTest::newRow("another version") << QByteArray("{\"version\":9}");
    QTest::newRow("no lanes") << QByteArray("{\"version\":1,\"grace\":0}");
    QTest::newRow("an array") << QByteArray("[1,2,3]");
}

void tst_Evaluator::whatIsNoStateIsRefused()
{
    QFETCH(QByteArray, state);
    AlertBench bench(ruleOf("declined | count every 10s", 50));
    bench.observe(51, {.time = 5.5});
    const auto restored = bench.evaluator->restore(state.toStdString());
    QVERIFY(!restored);
    QCOMPARE(restored.error().code, Error::Code::Corrupt);
    bench.quietSeconds(5, 7);
    SAYS(bench.told(), "6 firing"); // all as before
}

void tst_Evaluator::whatCannotBeJudgedIsRefusedWithTheReason_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::newRow("no aggregate") << QByteArray("level>=error");
    QTest::newRow("of a field") << QByteArray("a | p95(latency_ms) every 10s");
    QTest::newRow("no query") << QByteArray("(a or | count");
    QTest::newRow("a bad pattern") << QByteArray("~/(/ | count every 1s");
    QTest::newRow("too long") << QByteArray("a | count every 40d");
}

void tst_Evaluator::whatCannotBeJudgedIsRefusedWithTheReason()
{
    QFETCH(QByteArray, query);
    const auto created = Evaluator::create({ruleOf(query.toStdString(), 1)});
    QVERIFY(!created);
    QCOMPARE(created.error().code, Error::Code::InvalidInput);
    SAYS(created.error().subject, "declines");
    QVERIFY(!created.error().detail.empty());
}

QTEST_GUILESS_MAIN(tst_Evaluator)
#include "tst_evaluator.moc"
