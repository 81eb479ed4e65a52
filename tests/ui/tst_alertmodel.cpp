// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/query.h"
#include "ui/models/alerthistorymodel.h"
#include "ui/models/alertmodel.h"
#include "ui/models/alertquery.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace weir {

namespace {

AlertInstance instanceOf(const char* rule, const char* labels, AlertCondition condition,
                         double value = 1)
{
    AlertInstance instance;
    instance.rule = rule;
    instance.labels = labels;
    instance.condition = condition;
    instance.value = value;
    return instance;
}

QStringList rulesOf(const QAbstractItemModel& model)
{
    QStringList rules;
    for (int row = 0; row < model.rowCount(); ++row)
        rules << model.index(row, 0).data(AlertModel::RuleRole).toString();
    return rules;
}

AlertRule ruleOf(const char* name, const char* query = "| count every 10s")
{
    AlertRule rule;
    rule.name = name;
    rule.query = query;
    return rule;
}

AlertRecord recordOf(std::int64_t id)
{
    AlertRecord record;
    record.id = id;
    record.rule = "rule " + std::to_string(id);
    record.to = "firing";
    return record;
}

} // namespace

class tst_AlertModel final : public QObject
{
    Q_OBJECT

private slots:
    void whatNeedsAPersonComesFirst()
    {
        AlertModel model;
        const QAbstractItemModelTester tester(&model);
        model.set({instanceOf("calm", "", AlertCondition::Ok),
                   instanceOf("nearly", "", AlertCondition::Pending),
                   instanceOf("loud", "", AlertCondition::Firing),
                   instanceOf("over", "", AlertCondition::Recovering)},
                  {});
        QCOMPARE(rulesOf(model),
                 QStringList({QStringLiteral("loud"), QStringLiteral("nearly"),
                              QStringLiteral("over"), QStringLiteral("calm")}));
        QCOMPARE(model.counts()[static_cast<std::size_t>(AlertCondition::Firing)], 1);
    }

    void aRuleWithoutInstancesIsShownWithoutData()
    {
        AlertModel model;
        model.set({instanceOf("known", "", AlertCondition::Ok)}, {ruleOf("known"), ruleOf("new")});
        QCOMPARE(rulesOf(model), QStringList({QStringLiteral("known"), QStringLiteral("new")}));
        QVERIFY(!model.index(1).data(AlertModel::HasDataRole).toBool());
        QVERIFY(!model.index(1).data(AlertModel::SinceRole).isValid());
    }

    void aFilterShowsOneConditionAndCountsAll()
    {
        AlertModel model;
        const QAbstractItemModelTester tester(&model);
        model.set(
            {instanceOf("a", "", AlertCondition::Firing), instanceOf("b", "", AlertCondition::Ok)},
            {});
        model.setFilter(AlertCondition::Ok);
        QCOMPARE(rulesOf(model), QStringList({QStringLiteral("b")}));
        QCOMPARE(model.counts()[static_cast<std::size_t>(AlertCondition::Firing)], 1);
        QVERIFY(model.find({"a", ""}) != nullptr);
        QCOMPARE(model.rowOf({"a", ""}), -1);
    }

    void newValuesChangeRowsInPlace()
    {
        AlertModel model;
        model.set({instanceOf("a", "x=1", AlertCondition::Firing, 1)}, {});
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.set({instanceOf("a", "x=1", AlertCondition::Firing, 2)}, {});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(model.index(0).data(AlertModel::ValueRole).toDouble(), 2.0);
        model.set({instanceOf("a", "x=1", AlertCondition::Ok, 2)}, {});
        QCOMPARE(resets.size(), 1);
    }

    void namesFromAStreamAreMadeSafe()
    {
        AlertModel model;
        model.set({instanceOf("a", "x=\x1b[31m", AlertCondition::Ok)}, {});
        const QString labels = model.index(0).data(AlertModel::LabelsRole).toString();
        QVERIFY(!labels.contains(QChar(0x1b)));
    }

    void newTransitionsAreInsertedAtTheTop()
    {
        AlertHistoryModel model;
        const QAbstractItemModelTester tester(&model);
        model.set({recordOf(1), recordOf(2)});
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.set({recordOf(1), recordOf(2), recordOf(3)});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(model.index(0).data().toString(), QStringLiteral("rule 3"));
        QCOMPARE(model.index(2).data().toString(), QStringLiteral("rule 1"));
        model.set({recordOf(2), recordOf(3)});
        QCOMPARE(resets.size(), 1);
        QCOMPARE(model.rowCount(), 2);
    }

    void theLogsOfAnAlertAreThoseItCounted_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("labels");
        QTest::addColumn<QString>("same");
        QTest::newRow("no labels") << "level>=error | count every 10s"
                                   << ""
                                   << "level>=error";
        QTest::newRow("one label") << "error | count by region every 10s"
                                   << "region=eu"
                                   << "error region:eu";
        QTest::newRow("a value with commas") << "error | count by region, service every 10s"
                                             << "region=eu, west=1, service=pay"
                                             << "error region:\"eu, west=1\" service:pay";
        QTest::newRow("alternatives keep together") << "error or warn | count by region every 10s"
                                                    << "region=eu"
                                                    << "(error or warn) region:eu";
        QTest::newRow("nothing but labels") << "| count by region every 10s"
                                            << "region=eu"
                                            << "region:eu";
        QTest::newRow("a missing field") << "error | count by region every 10s"
                                         << "region="
                                         << "error not region:*";
    }

    void theLogsOfAnAlertAreThoseItCounted()
    {
        QFETCH(QString, query);
        QFETCH(QString, labels);
        QFETCH(QString, same);
        const QString made =
            alertQuery(ruleOf("r", query.toUtf8().constData()), labels.toStdString());
        const auto expected = std::get<Query>(parseQuery(same.toStdString()));
        QCOMPARE(made, QString::fromStdString(printFilter(expected.filter)));
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_AlertModel)
#include "tst_alertmodel.moc"
