// SPDX-License-Identifier: GPL-3.0-or-later
// While the window is paused, dashboards speak of the same events as the log page.
#include "ui/dashboards/dashboardspage.h"
#include "ui/dashboards/panelframe.h"
#include "ui/models/visiblerange.h"

#include <QFile>

#include <cmath>

#include "fieldevents.h"

using namespace std::chrono_literals;
using namespace weir;
using namespace weir::test;

namespace {

/// A page of dashboards, not shown yet, beside the log page of the same window.
struct Fixture : FieldEvents
{
    Fixture()
    {
        parts.context.config = config.path().toStdString();
        std::filesystem::create_directories(parts.context.config / "dashboards");
        QFile file(config.filePath(QStringLiteral("dashboards/a.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("title = \"A\"\n"
                   "[[panel]]\ntype = \"stat\"\nquery = \"| count\"\nat = [0, 0, 12, 5]\n"
                   "[[panel]]\ntype = \"timeseries\"\nquery = \"| count every 1s\"\n"
                   "at = [0, 5, 24, 10]\n");
        file.close();
        dashboards = pageOf(parts.context);
        QTRY_VERIFY(shown(0).isComplete || shown(0).error); // asked before there is anything
    }

    static std::unique_ptr<DashboardsPage> pageOf(PageContext& context)
    {
        auto page = std::make_unique<DashboardsPage>(context);
        page->resize(1000, 700);
        (void)QTest::qWaitFor([&] { return page->findChildren<PanelFrame*>().size() == 2; });
        return page;
    }
    static double numberOf(const DashboardsPage& page)
    {
        const PanelSnapshot& shown = page.findChildren<PanelFrame*>().at(0)->shown();
        return shown.isComplete ? shown.value : 0;
    }

    bool add(int count)
    {
        write(count);
        return committed();
    }
    const PanelSnapshot& shown(int panel) const
    {
        return dashboards->findChildren<PanelFrame*>().at(panel)->shown();
    }
    double number() const { return numberOf(*dashboards); }
    /// Of all windows of the chart.
    double sum() const
    {
        double counted = 0;
        for (const SeriesData& series : shown(1).series) {
            for (const double value : series.high)
                counted += std::isnan(value) ? 0 : value;
        }
        return counted;
    }

    QTemporaryDir config;
    std::unique_ptr<DashboardsPage> dashboards;
};

/// A page beside the one that is tested that is not paused: once it shows twice what is new, the other
/// one has had the time to get it wrong, however slow the machine is.
class Witness final
{
public:
    explicit Witness(Fixture& fixture)
        : m_fixture(fixture)
        , m_range(fixture.parts.clock)
        , m_context(fixture.parts.context.withRange(m_range))
        , m_page(Fixture::pageOf(m_context))
    {
        m_page->show();
    }

    /// Adds `count` events, one by itself.
    bool hasSeen(int count)
    {
        return hasSeenAll(count - 1) && hasSeenAll(1);
    }

private:
    bool hasSeenAll(int count)
    {
        return m_fixture.add(count) && QTest::qWaitFor([this] {
            return Fixture::numberOf(*m_page) == static_cast<double>(m_fixture.events.size());
        });
    }

    Fixture& m_fixture;
    VisibleRange m_range;
    PageContext m_context;
    std::unique_ptr<DashboardsPage> m_page;
};

} // namespace

class tst_PausedDashboards : public QObject
{
    Q_OBJECT

private slots:
    void aPageFirstShownWhilePausedHasTheNumbersOfThePause();
    void aSecondPauseShowsTheSecondMoment();
    void theChartEndsWhereItsAxisDoes();
    void everythingIsHeldToo();
    void aRangeThatIsFixedShowsWhatCameAfterThePauseToo();
};

void tst_PausedDashboards::aPageFirstShownWhilePausedHasTheNumbersOfThePause()
{
    Fixture f;
    QVERIFY(f.add(500));
    QTRY_COMPARE(f.page.rows().count(), 500U);
    f.parts.range.setPaused(true);
    QVERIFY(f.add(40));
    QTRY_COMPARE(f.page.rows().newCount(), 40U);
    f.dashboards->show();
    QTRY_COMPARE(f.number(), 500.0);
    f.parts.range.setPaused(false);
    QTRY_COMPARE(f.number(), 540.0);
}

void tst_PausedDashboards::aSecondPauseShowsTheSecondMoment()
{
    Fixture f;
    QVERIFY(f.add(500));
    f.parts.range.setPaused(true);
    f.dashboards->show();
    QTRY_COMPARE(f.number(), 500.0);
    f.dashboards->hide();
    f.parts.range.setPaused(false);
    QVERIFY(f.add(100));
    f.parts.range.setPaused(true);
    f.dashboards->show();
    QTRY_COMPARE(f.number(), 600.0);
    f.dashboards->hide();
    QVERIFY(f.add(10));
    f.dashboards->show();
    Witness witness(f);
    QVERIFY(witness.hasSeen(10));
    QCOMPARE(f.number(), 600.0);
    f.dashboards->hide();
    f.parts.range.setPaused(false); // while nobody looks
    f.dashboards->show();
    QTRY_COMPARE(f.number(), 620.0);
    f.parts.range.setPaused(true); // while somebody does
    QVERIFY(witness.hasSeen(30));
    QCOMPARE(f.number(), 620.0);
}

void tst_PausedDashboards::theChartEndsWhereItsAxisDoes()
{
    Fixture f;
    f.write(500, 3s);
    QVERIFY(f.committed());
    f.dashboards->show();
    f.parts.range.setPaused(true);
    const TimePoint end = f.parts.range.drawn().to;
    QTRY_VERIFY(f.sum() >= 500.0);
    QCOMPARE(f.sum(), 500.0);
    const TimePoint last = f.shown(1).grid.end();
    QVERIFY(last <= end && last >= end - 2s);
    f.parts.range.setPaused(false);
    QTRY_VERIFY(f.shown(1).grid.end() > last + 1s);
    f.parts.range.setPaused(true);
    QTRY_VERIFY(f.shown(1).grid.end() >= f.parts.range.drawn().to - 2s);
}

void tst_PausedDashboards::everythingIsHeldToo()
{
    Fixture f;
    QVERIFY(f.add(500));
    f.parts.range.setLive({});
    f.parts.range.setPaused(true);
    QVERIFY(f.add(40));
    f.dashboards->show();
    QTRY_COMPARE(f.number(), 500.0);
    QVERIFY(f.shown(1).grid.cells > 0 && f.shown(1).grid.end() <= f.parts.range.drawn().to);
}

void tst_PausedDashboards::aRangeThatIsFixedShowsWhatCameAfterThePauseToo()
{
    Fixture f;
    QVERIFY(f.add(500));
    f.parts.range.setPaused(true);
    QVERIFY(f.add(40));
    f.dashboards->show();
    QTRY_COMPARE(f.number(), 500.0);
    const TimePoint now = f.parts.clock.now();
    f.parts.range.setFixed({now - std::chrono::minutes(1), now + std::chrono::minutes(1)});
    QTRY_COMPARE(f.number(), 540.0);
}

QTEST_MAIN(tst_PausedDashboards)
#include "tst_pauseddashboards.moc"
