// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/dashboardset.h"
#include "ui/models/panelunit.h"

#include <QTest>

#include <limits>

namespace weir {

namespace {

DashboardConfig dashboardOf(const char* file, const char* title, std::size_t panels = 1)
{
    DashboardConfig dashboard;
    dashboard.file = std::filesystem::path("dashboards") / file;
    dashboard.title = title;
    dashboard.panels.resize(panels);
    return dashboard;
}

ConfigProblem problemIn(const char* file, bool isWarning = false)
{
    ConfigProblem problem;
    problem.file = std::filesystem::path("dashboards") / file;
    problem.line = 3;
    problem.message = "wrong";
    problem.isWarning = isWarning;
    return problem;
}

} // namespace

class tst_DashboardSet final : public QObject
{
    Q_OBJECT

private slots:
    void aWrongFileKeepsWhatItSaidLast()
    {
        DashboardSet set;
        Configuration good;
        good.dashboards = {dashboardOf("a.toml", "A", 3), dashboardOf("b.toml", "B")};
        QVERIFY(set.update(good));

        Configuration wrong;
        wrong.dashboards = {dashboardOf("a.toml", "A", 1), dashboardOf("b.toml", "B")};
        wrong.problems = {problemIn("a.toml")};
        QVERIFY(!set.update(wrong));
        QCOMPARE(set.dashboards()[0].panels.size(), std::size_t{3});
        QCOMPARE(set.problems().size(), std::size_t{1});

        good.dashboards[0].panels.resize(2);
        QVERIFY(set.update(good));
        QCOMPARE(set.dashboards()[0].panels.size(), std::size_t{2});
        QVERIFY(set.problems().empty());
    }

    void aFileThatWasNeverRightShowsWhatCanBeRead()
    {
        DashboardSet set;
        Configuration wrong;
        wrong.dashboards = {dashboardOf("a.toml", "A", 1)};
        wrong.problems = {problemIn("a.toml")};
        QVERIFY(set.update(wrong));
        QCOMPARE(set.dashboards().size(), std::size_t{1});
    }

    void aFileThatIsGoneIsGone()
    {
        DashboardSet set;
        Configuration configuration;
        configuration.dashboards = {dashboardOf("a.toml", "A")};
        set.update(configuration);
        QVERIFY(set.update({}));
        QVERIFY(set.dashboards().empty());
    }

    void warningsAreNoProblem()
    {
        DashboardSet set;
        Configuration configuration;
        configuration.problems = {problemIn("a.toml", true)};
        set.update(configuration);
        QVERIFY(set.problems().empty());
    }

    void aValueIsSaidInItsUnit_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("short") << 12'400.0 << ""
                               << "12.4|k";
        QTest::newRow("grouped") << 1402.0 << "short"
                                 << "1,402|";
        QTest::newRow("nearly a million") << 999'999.0 << "short"
                                          << "1|M";
        QTest::newRow("small") << 0.25 << "short"
                               << "0.25|";
        QTest::newRow("zero") << 0.0 << "short"
                              << "0|";
        QTest::newRow("milliseconds") << 1402.0 << "ms"
                                      << "1,402|ms";
        QTest::newRow("long") << 90'000.0 << "ms"
                              << "1.5|min";
        QTest::newRow("percent") << 7.93 << "percent"
                                 << "7.93|%";
        QTest::newRow("bytes") << 4.2e9 << "bytes"
                               << "4.2|GB";
        QTest::newRow("per second") << 131.0 << "per second"
                                    << "131|/ s";
        QTest::newRow("any other") << 1.82e6 << "EUR" << QStringLiteral("1.82|M\u00a0EUR");
        QTest::newRow("nothing") << std::numeric_limits<double>::quiet_NaN() << "ms"
                                 << QStringLiteral("–|");
    }

    void aValueIsSaidInItsUnit()
    {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QFETCH(QString, text);
        const UnitText said = unitText(value, unit);
        QCOMPARE(said.figure + QLatin1Char('|') + said.unit, text);
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_DashboardSet)
#include "tst_dashboardset.moc"
