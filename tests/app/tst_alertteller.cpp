// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/collector/alertteller.h"

#include <QTest>

using namespace weir;

class tst_AlertTeller : public QObject
{
    Q_OBJECT

private slots:
    void whatFiresIsToldOnceAndTakenBack();
    void anotherInstanceOfTheRuleIsNews();
    void whatWasToldIsNotedAtTheRecordThatFired();
    void afterARestartWhatWasToldIsTakenOver();
    void afterARestartWhatNobodyWasToldIsTold();
    void whatEndedBeforeTheRestartIsTakenBack();
};

namespace {

/// Writes down what it is asked for.
class FakeNotifier final : public Notifier
{
public:
    void notify(const Notice& notice) override { said << QStringLiteral("notify ") + notice.rule; }
    void update(const Notice& notice) override { said << QStringLiteral("update ") + notice.rule; }
    void resolve(const QString& rule) override { said << QStringLiteral("resolve ") + rule; }
    void adopt(const Notice& notice, const QString& token) override
    {
        said << QStringLiteral("adopt ") + notice.rule + QStringLiteral(" ") + token;
    }

    QStringList said;
};

AlertRecord record(std::int64_t id, const std::string& from, const std::string& to,
                   const std::string& notification = {})
{
    AlertRecord record;
    record.id = id;
    record.rule = "declines";
    record.from = from;
    record.to = to;
    record.notification = notification;
    return record;
}

AlertInstance instance(AlertCondition condition, const std::string& labels = {})
{
    AlertInstance instance;
    instance.rule = "declines";
    instance.labels = labels;
    instance.condition = condition;
    return instance;
}

const AlertInstance firing = instance(AlertCondition::Firing);
const AlertInstance calm = instance(AlertCondition::Ok);

} // namespace

void tst_AlertTeller::whatFiresIsToldOnceAndTakenBack()
{
    FakeNotifier notifier;
    AlertTeller teller(notifier, [](std::int64_t, const std::string&) {});
    teller.tell({record(1, "ok", "pending")}, {instance(AlertCondition::Pending)});
    teller.refresh({instance(AlertCondition::Pending)});
    teller.tell({record(2, "pending", "firing")}, {firing});
    teller.refresh({firing});
    teller.tell({record(3, "firing", "recovering")}, {instance(AlertCondition::Recovering)});
    teller.tell({record(4, "recovering", "firing")}, {firing}); // still the same trouble
    teller.tell({record(5, "firing", "ok")}, {calm});
    teller.refresh({calm});
    QCOMPARE(notifier.said,
             QStringList({QStringLiteral("notify declines"), QStringLiteral("update declines"),
                          QStringLiteral("resolve declines")}));
}

void tst_AlertTeller::anotherInstanceOfTheRuleIsNews()
{
    FakeNotifier notifier;
    AlertTeller teller(notifier, [](std::int64_t, const std::string&) {});
    const AlertInstance eu = instance(AlertCondition::Firing, "region=eu");
    const AlertInstance us = instance(AlertCondition::Firing, "region=us");
    teller.tell({record(1, "ok", "firing")}, {eu});
    teller.tell({record(2, "ok", "firing")}, {eu, us});
    teller.tell({record(3, "firing", "ok")}, {us}); // one still fires
    QCOMPARE(notifier.said,
             QStringList({QStringLiteral("notify declines"), QStringLiteral("notify declines")}));
}

void tst_AlertTeller::whatWasToldIsNotedAtTheRecordThatFired()
{
    FakeNotifier notifier;
    std::vector<std::pair<std::int64_t, std::string>> noted;
    AlertTeller teller(notifier, [&](std::int64_t id, const std::string& token) {
        noted.emplace_back(id, token);
    });
    teller.tell({record(7, "ok", "firing")}, {firing});
    emit notifier.told(QStringLiteral("declines"), QStringLiteral("bubble 3"));
    emit notifier.told(QStringLiteral("another"), QStringLiteral("bubble 4"));
    QVERIFY((noted == std::vector<std::pair<std::int64_t, std::string>>{{7, "bubble 3"}}));
}

void tst_AlertTeller::afterARestartWhatWasToldIsTakenOver()
{
    FakeNotifier notifier;
    AlertTeller teller(notifier, [](std::int64_t, const std::string&) {});
    teller.restore({firing},
                   {record(9, "ok", "firing", "bubble 9"), record(2, "ok", "firing", "bubble 2")});
    QCOMPARE(notifier.said, QStringList{QStringLiteral("adopt declines bubble 9")});
}

void tst_AlertTeller::afterARestartWhatNobodyWasToldIsTold()
{
    FakeNotifier notifier;
    AlertTeller teller(notifier, [](std::int64_t, const std::string&) {});
    teller.restore({firing}, {record(9, "ok", "firing")});
    QCOMPARE(notifier.said, QStringList{QStringLiteral("notify declines")});
}

void tst_AlertTeller::whatEndedBeforeTheRestartIsTakenBack()
{
    FakeNotifier notifier;
    AlertTeller teller(notifier, [](std::int64_t, const std::string&) {});
    teller.restore({calm}, {record(10, "firing", "ok"), record(9, "ok", "firing", "bubble 9")});
    QCOMPARE(notifier.said,
             QStringList(
                 {QStringLiteral("adopt declines bubble 9"), QStringLiteral("resolve declines")}));
}

QTEST_GUILESS_MAIN(tst_AlertTeller)
#include "tst_alertteller.moc"
