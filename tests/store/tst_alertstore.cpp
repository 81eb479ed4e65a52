// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/read/alertreader.h"
#include "tests/store/support.h"

#include <cmath>

using namespace weir;
using namespace weir::test;

namespace {

AlertRecord transition(const std::string& rule, const std::string& to)
{
    AlertRecord record;
    record.rule = rule;
    record.labels = "region=eu-west";
    record.from = "ok";
    record.to = to;
    record.at = noon;
    record.recorded = noon + 1s;
    record.value = 61.5;
    record.summary = "61.5 declines";
    record.reason = "above 50";
    return record;
}

} // namespace

class tst_AlertStore final : public QObject
{
    Q_OBJECT

private slots:
    void stateAndHistoryAreSavedTogether();
    void anIndexWithoutAlertsHasAnEmptyState();
    void whatComesAfterTheStopIsSavedToo();
    void theNewestRecordsAreRead();
    void aValueThatIsNoNumberStaysNone();
};

void tst_AlertStore::stateAndHistoryAreSavedTogether()
{
    TestIndex index;
    std::atomic<std::int64_t> id = 0;
    index.writer->saveAlerts({EventSeq{7}, noon, "state"}, {transition("declines", "firing")},
                             [&id](const std::vector<std::int64_t>& ids) { id = ids.at(0); });
    QTRY_VERIFY(id != 0);
    // Durable now: a second connection sees it while the writer runs.
    auto history = readAlertHistory(index.folder(), 10);
    QVERIFY2(history, errorOf(history).c_str());
    QCOMPARE(history->size(), std::size_t{1});
    const AlertRecord& record = history->front();
    QCOMPARE(record.id, id.load());
    QCOMPARE(record.rule, std::string("declines"));
    QCOMPARE(record.labels, std::string("region=eu-west"));
    QCOMPARE(record.from + " " + record.to, std::string("ok firing"));
    QVERIFY(record.at == noon && record.recorded == noon + 1s);
    QCOMPARE(record.value, 61.5);
    QCOMPARE(record.notification, std::string());
    QCOMPARE(*readAlertState(index.folder()), std::string("state"));

    index.writer->noteNotification(id, "desktop");
    index.reopen();
    QCOMPARE(readAlertHistory(index.folder(), 10)->front().notification, std::string("desktop"));
    const AlertSnapshot snapshot = index.writer->alertSnapshot();
    QCOMPARE(number(snapshot.consumed), std::uint64_t{7});
    QVERIFY(snapshot.tick == noon);
    QCOMPARE(snapshot.state, std::string("state"));
}

void tst_AlertStore::anIndexWithoutAlertsHasAnEmptyState()
{
    TestIndex index;
    QCOMPARE(*readAlertState(index.folder()), std::string());
    QVERIFY(readAlertHistory(index.folder(), 10)->empty());
    QVERIFY(index.writer->alertSnapshot().state.empty());
    const auto none = readAlertState(index.folder() / "nowhere");
    QVERIFY(!none);
    QVERIFY(none.error().code == Error::Code::NotFound);
}

void tst_AlertStore::whatComesAfterTheStopIsSavedToo()
{
    TestIndex index;
    index.writer->stop();
    bool saved = false;
    index.writer->saveAlerts({EventSeq{9}, noon, "last"}, {},
                             [&saved](const std::vector<std::int64_t>&) { saved = true; });
    QVERIFY(saved);
    index.reopen();
    QCOMPARE(index.writer->alertSnapshot().state, std::string("last"));
}

void tst_AlertStore::theNewestRecordsAreRead()
{
    TestIndex index;
    std::atomic<int> saved = 0;
    for (int i = 0; i < 5; ++i)
        index.writer->saveAlerts({}, {transition("rule " + std::to_string(i), "firing")},
                                 [&saved](const std::vector<std::int64_t>&) { ++saved; });
    QTRY_COMPARE(saved.load(), 5);
    const auto history = readAlertHistory(index.folder(), 2);
    QCOMPARE(history->size(), std::size_t{2});
    QCOMPARE(history->at(0).rule, std::string("rule 3"));
    QCOMPARE(history->at(1).rule, std::string("rule 4"));
}

void tst_AlertStore::aValueThatIsNoNumberStaysNone()
{
    TestIndex index;
    AlertRecord record = transition("rule", "firing");
    record.value = std::nan("");
    index.writer->saveAlerts({}, {record}, {});
    index.close();
    QVERIFY(std::isnan(readAlertHistory(index.folder(), 1)->at(0).value));
}

QTEST_GUILESS_MAIN(tst_AlertStore)
#include "tst_alertstore.moc"
