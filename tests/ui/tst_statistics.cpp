// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/detailspanel.h"
#include "ui/logs/histogramview.h"
#include "ui/logs/logssplit.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/sidepanel.h"
#include "ui/logs/statisticspanel.h"
#include "ui/models/queryterms.h"

#include <QComboBox>
#include <QHelpEvent>
#include <QPushButton>
#include <QTextDocumentFragment>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <random>

#include "fieldevents.h"

using namespace weir;
using namespace weir::test;

class tst_Statistics : public QObject
{
    Q_OBJECT

private slots:
    void theyAreThoseOfASortedListWithinTheSketchsError();
    void theyAreOfTheWholeResultAndFollow();
    void barsHoldEveryNumberOnce_data();
    void barsHoldEveryNumberOnce();
    void draggingOverBarsFiltersByThem();
    void barsHaveAScaleAndATip();
    void onlyFieldsThatTheResultHasAreOffered();
    void whereThereIsNoRoomTheLastWantedIsShown();
    void oneTabIsShownAsCurrentAlsoBesideThoseOfThePage();
};

void tst_Statistics::theyAreThoseOfASortedListWithinTheSketchsError()
{
    FieldEvents f;
    f.write(4000);
    QVERIFY(f.committed());
    auto* fields = f.page.findChild<ResultFields*>();
    fields->showStatisticsOf("latency_ms");
    auto* panel = f.page.findChild<StatisticsPanel*>();
    QVERIFY(panel->isVisible());
    QTRY_VERIFY(panel->statistics() && panel->statistics()->isComplete
                && panel->statistics()->count == 4000U);
    std::vector<double> sorted;
    double sum = 0;
    for (const auto& event : f.events) {
        sorted.push_back(event.latency);
        sum += event.latency;
    }
    std::sort(sorted.begin(), sorted.end());
    const NumberStatistics& s = *panel->statistics();
    QCOMPARE(s.lowest, sorted.front());
    QCOMPARE(s.highest, sorted.back());
    QCOMPARE(s.mean, sum / 4000);
    const auto isNear = [&sorted](double value, double percent) {
        const auto rank = static_cast<std::size_t>(percent / 100 * 3999);
        const double low = sorted[rank] * (1 - DDSketch::accuracy);
        const double high = sorted[std::min<std::size_t>(3999, rank + 1)] * (1 + DDSketch::accuracy);
        return value >= low - 1e-9 && value <= high + 1e-9;
    };
    QVERIFY(isNear(s.p50, 50));
    QVERIFY(isNear(s.p90, 90));
    QVERIFY(isNear(s.p95, 95));
    QVERIFY(isNear(s.p99, 99));
}

void tst_Statistics::oneTabIsShownAsCurrentAlsoBesideThoseOfThePage()
{
    FieldEvents f;
    f.write(100);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 100U);
    auto* side = f.page.findChild<SidePanel*>();
    const auto checked = [side] {
        QStringList texts;
        for (const auto* button : side->findChildren<QPushButton*>(Qt::FindDirectChildrenOnly)) {
            if (button->isChecked())
                texts << button->text();
        }
        return texts;
    };
    auto* details = f.page.findChild<DetailsPanel*>();
    details->showTab(DetailsPanel::Tab::Text);
    f.page.findChild<ResultFields*>()->showStatisticsOf("latency_ms");
    QCOMPARE(checked(), QStringList{QStringLiteral("Statistics")});
    side->setCurrent(details);
    QCOMPARE(checked(), QStringList{QStringLiteral("Details")});
    const auto tabs = details->findChildren<QPushButton*>();
    QVERIFY(std::any_of(tabs.begin(), tabs.end(), [](const QPushButton* tab) {
        return tab->isChecked() && tab->text() == QLatin1String("Text");
    }));
}

void tst_Statistics::theyAreOfTheWholeResultAndFollow()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    f.page.setQuery(QStringLiteral("level:error"));
    f.page.findChild<ResultFields*>()->showStatisticsOf("latency_ms");
    auto* panel = f.page.findChild<StatisticsPanel*>();
    QTRY_VERIFY(panel->statistics() && panel->statistics()->count == 200U);
    f.write(500);
    QVERIFY(f.committed());
    QTRY_VERIFY(panel->statistics() && panel->statistics()->count == 300U);
}

void tst_Statistics::barsHoldEveryNumberOnce_data()
{
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::newRow("small") << 0.0001 << 0.0009;
    QTest::newRow("around zero") << -50.0 << 70.0;
    QTest::newRow("far from zero, close together") << 1e9 << 1e9 + 10;
    QTest::newRow("all alike") << 42.0 << 42.0;
    QTest::newRow("huge") << -1e300 << 1e300;
}

void tst_Statistics::barsHaveAScaleAndATip()
{
    Theme theme(*qApp);
    HistogramView view(theme);
    view.resize(260, 150);
    view.show();
    view.setBars({{0, 10, 300}, {10, 20, 100}}, false);
    const QPoint second(200, 75);
    QHelpEvent help(QEvent::ToolTip, second, view.mapToGlobal(second));
    QApplication::sendEvent(&view, &help);
    const QString tip = QTextDocumentFragment::fromHtml(QToolTip::text()).toPlainText();
    QVERIFY2(tip.contains(QStringLiteral("10 – 20: 100")), qPrintable(tip));
    QVERIFY2(tip.contains(QLatin1String("25%")), qPrintable(tip));
    QToolTip::hideText();
    QTRY_VERIFY(!QToolTip::isVisible());
    const QRect head(130, 0, 128, 16); // the bars alone are alike when all are ten times as many
    const QImage before = view.grab(head).toImage();
    view.setBars({{0, 10, 3000}, {10, 20, 1000}}, false);
    QVERIFY(view.grab(head).toImage() != before);
}

void tst_Statistics::barsHoldEveryNumberOnce()
{
    QFETCH(double, from);
    QFETCH(double, to);
    std::mt19937 random(1);
    std::uniform_real_distribution<double> share(0, 1);
    ValueHistogram histogram;
    std::vector<double> numbers;
    for (int i = 0; i < 5000; ++i) {
        const double at = share(random);
        numbers.push_back(from * (1 - at) + to * at);
        histogram.add(numbers.back());
    }
    const auto bars = histogram.linear(48);
    QVERIFY(!bars.empty() && bars.size() <= 48);
    for (const auto& bar : bars) {
        const auto inside = std::count_if(numbers.begin(), numbers.end(), [&bar](double number) {
            return number >= bar.from && number < bar.to;
        });
        QCOMPARE(bar.count, static_cast<std::uint64_t>(inside));
    }
    std::uint64_t sum = 0;
    for (const auto& bar : histogram.logarithmic(48))
        sum += bar.count;
    QCOMPARE(sum, from > 0 ? 5000U : 0U);
}

void tst_Statistics::draggingOverBarsFiltersByThem()
{
    FieldEvents f;
    f.write(1000);
    QVERIFY(f.committed());
    f.page.findChild<ResultFields*>()->showStatisticsOf("latency_ms");
    auto* panel = f.page.findChild<StatisticsPanel*>();
    QTRY_VERIFY(panel->statistics() && panel->statistics()->count == 1000U);
    auto* view = panel->findChild<HistogramView*>();
    const QPoint middle = view->rect().center();
    QTest::mousePress(view, Qt::LeftButton, {}, middle);
    QTest::mouseMove(view, middle + QPoint(30, 0));
    QTest::mouseRelease(view, Qt::LeftButton, {}, middle + QPoint(30, 0));
    auto* query = f.page.findChild<QueryEdit*>();
    QVERIFY2(query->text().startsWith(QLatin1String("latency_ms>=")), qPrintable(query->text()));
    QVERIFY(query->text().contains(QLatin1String(" latency_ms<")));
    QTRY_VERIFY(f.page.rows().count() > 0 && f.page.rows().count() < 1000);
    const QString once = query->text();
    QCOMPARE(QueryTerms(once).withBounds("latency_ms", 1, 2),
             QStringLiteral("latency_ms>=1 latency_ms<2"));
}

void tst_Statistics::onlyFieldsThatTheResultHasAreOffered()
{
    Theme theme(*qApp);
    StatisticsPanel panel(theme);
    const auto facets = [](const std::vector<std::string>& names, bool isComplete) {
        Facets all;
        for (const std::string& name : names) {
            Facets::Field field;
            field.name = name;
            field.hasNumbers = true;
            all.fields.push_back(field);
        }
        all.isComplete = isComplete;
        return all;
    };
    const auto* box = panel.findChild<QComboBox*>();
    const auto offered = [box] {
        QStringList names;
        for (int i = 0; i < box->count(); ++i)
            names << box->itemData(i).toString();
        return names.join(QLatin1Char(' '));
    };
    panel.setFields(facets({"a", "b"}, true));
    panel.setField("b");
    panel.setFields(facets({"c"}, false)); // more may come
    QCOMPARE(offered(), QStringLiteral("c a b"));
    panel.setFields(facets({"c", "d"}, true));
    QCOMPARE(offered(), QStringLiteral("c d b"));
    QCOMPARE(box->currentData().toString(), QStringLiteral("b"));
    panel.setField("c");
    panel.setFields(facets({"c", "d"}, true));
    QCOMPARE(offered(), QStringLiteral("c d"));
    QCOMPARE(box->currentIndex(), 0);
}

void tst_Statistics::whereThereIsNoRoomTheLastWantedIsShown()
{
    auto* fields = new QWidget;
    auto* list = new QWidget;
    auto* side = new QWidget;
    Theme theme(*qApp);
    LogsSplit split(theme, fields, list, side);
    split.resize(1300, 400);
    split.show();
    QVERIFY(fields->isVisible() && !side->isVisible());
    split.showSide(true);
    QVERIFY(fields->isVisible() && side->isVisible());
    split.resize(740, 400);
    QVERIFY(!fields->isVisible() && side->isVisible());
    split.toggleFields();
    QVERIFY(fields->isVisible() && !side->isVisible());
    const QByteArray state = split.state();
    split.showFields(false);
    split.restore(state);
    QVERIFY(fields->isVisible());
}

QTEST_MAIN(tst_Statistics)
#include "tst_statistics.moc"
