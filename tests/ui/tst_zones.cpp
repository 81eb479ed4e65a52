// SPDX-License-Identifier: GPL-3.0-or-later
// Axes and tips are in the zone of the list.
#include "tests/ui/windowdesk.h"
#include "ui/dashboards/dashboardspage.h"
#include "ui/dashboards/logspanel.h"
#include "ui/dashboards/seriespanel.h"
#include "ui/logs/aroundview.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/eventlist.h"
#include "ui/logs/overviewstrip.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/timeline.h"
#include "ui/models/timescale.h"
#include "ui/models/visiblerange.h"
#include "ui/models/zones.h"
#include "ui/statusbar.h"

#include <QFile>
#include <QHelpEvent>
#include <QTextDocumentFragment>
#include <QToolTip>

#include <atomic>

#include "fieldevents.h"

using namespace std::chrono_literals;
using namespace weir;
using namespace weir::test;

namespace {

struct SetClock final : Clock
{
    TimePoint now() const override { return time.load(); }

    std::atomic<TimePoint> time = TimePoint();
};

struct Fixture : FieldEvents
{
    bool has(int count)
    {
        write(count);
        return committed() && QTest::qWaitFor([this, count] {
            return page.rows().count() == static_cast<std::uint64_t>(count);
        });
    }
    void setZone(const char* zone)
    {
        ListSettings settings = page.list().settings();
        settings.zone = zone;
        page.setListSettings(settings);
    }
    Timeline& timeline() { return *page.findChild<Timeline*>(); }
    QString tipAtTheNewest()
    {
        const QPoint at(timeline().width() - 16, 60);
        QHelpEvent help(QEvent::ToolTip, at, timeline().mapToGlobal(at));
        QApplication::sendEvent(&timeline(), &help);
        return QTextDocumentFragment::fromHtml(QToolTip::text()).toPlainText();
    }
};

} // namespace

class tst_Zones : public QObject
{
    Q_OBJECT

private slots:
    void offsetsAreSaidShortly_data();
    void offsetsAreSaidShortly();
    void ticksStandWhereClocksOfTheZoneHaveAHand();
    void daysBeginAtMidnightAlsoWhereClocksArePutForward();
    void ticksShowWhatClocksDoWhereTheyAreMoved_data();
    void ticksShowWhatClocksDoWhereTheyAreMoved();
    void whatClocksLeaveOutIsAsMuchLater_data();
    void whatClocksLeaveOutIsAsMuchLater();
    void aYearHasTicksInSummerAndInWinter();
    void theTimelineIsInTheZoneOfTheList();
    void dashboardsAreInItToo();
    void eventsBesideAnotherAreInItToo();
    void aWindowBeginsWithTheZoneOfItsSettings();
    void theStatusBarIsInTheZoneOfTheTimesThatAreShown();
};

void tst_Zones::offsetsAreSaidShortly_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("text");
    QTest::newRow("UTC") << "UTC" << "";
    QTest::newRow("summer") << "Europe/Berlin" << "UTC+2";
    QTest::newRow("half an hour") << "Asia/Kolkata" << "UTC+5:30";
    QTest::newRow("behind") << "America/St_Johns" << "UTC-2:30";
    QTest::newRow("as UTC, but only in winter") << "Europe/London" << "UTC+1";
}

void tst_Zones::offsetsAreSaidShortly()
{
    QFETCH(QString, zone);
    QFETCH(QString, text);
    const TimePoint summer = *parseTime("2026-07-01T12:00:00Z");
    QCOMPARE(offsetText(summer, zoneNamed(zone.toStdString())), text);
}

void tst_Zones::ticksStandWhereClocksOfTheZoneHaveAHand()
{
    const TimePoint from = *parseTime("2026-07-01T06:10:00Z");
    QStringList labels;
    for (const TimeTick& tick : timeTicks({{from, from + 4h}, 600}, 100, zoneNamed("Asia/Kolkata"))) {
        labels << tick.label;
        QVERIFY(clockText(tick.time, zoneNamed("Asia/Kolkata")).startsWith(tick.label));
    }
    QCOMPARE(labels, QStringLiteral("12:00 13:00 14:00 15:00").split(QLatin1Char(' ')));
}

void tst_Zones::daysBeginAtMidnightAlsoWhereClocksArePutForward()
{
    const QTimeZone berlin = zoneNamed("Europe/Berlin");
    const TimePoint from = *parseTime("2026-03-27T12:00:00Z"); // clocks are put forward on the 29th
    QStringList labels;
    for (const TimeTick& tick : timeTicks({{from, from + 96h}, 600}, 100, berlin)) {
        labels << tick.label;
        QCOMPARE(clockText(tick.time, berlin), QStringLiteral("00:00:00"));
    }
    QCOMPARE(labels, QStringLiteral("2026-03-28 2026-03-29 2026-03-30 2026-03-31").split(QLatin1Char(' ')));
    // And where they are put back: no tick twice, and none backwards.
    const TimePoint autumn = *parseTime("2026-10-25T00:30:00Z");
    const auto ticks = timeTicks({{autumn, autumn + 3h}, 600}, 50, berlin);
    QVERIFY(ticks.size() >= 4);
    QVERIFY(std::is_sorted(ticks.begin(), ticks.end(), [](const TimeTick& a, const TimeTick& b) {
        return a.time < b.time;
    }));
}

void tst_Zones::ticksShowWhatClocksDoWhereTheyAreMoved_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("from");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<QString>("labels");
    // Put back from 03:00 to 02:00 at 01:00Z, and from 02:00 to 01:00 at 06:00Z.
    QTest::newRow("Berlin, the first of two hours")
        << "Europe/Berlin" << "2026-10-25T00:00:00Z" << 60 << "02:00 02:10 02:20 02:30 02:40 02:50";
    QTest::newRow("Berlin, half of each")
        << "Europe/Berlin" << "2026-10-25T00:30:00Z" << 60 << "02:30 02:40 02:50 02:00 02:10 02:20";
    QTest::newRow("Berlin, the second")
        << "Europe/Berlin" << "2026-10-25T01:00:00Z" << 60 << "02:00 02:10 02:20 02:30 02:40 02:50";
    QTest::newRow("New York, the first")
        << "America/New_York" << "2026-11-01T05:00:00Z" << 60 << "01:00 01:10 01:20 01:30 01:40 01:50";
    QTest::newRow("New York, half of each")
        << "America/New_York" << "2026-11-01T05:30:00Z" << 60 << "01:30 01:40 01:50 01:00 01:10 01:20";
    QTest::newRow("New York, around both")
        << "America/New_York" << "2026-11-01T04:00:00Z" << 240 << "2026-11-01 01:00 01:00 02:00";
    // Put forward from 02:00 to 03:00 at 01:00Z and at 07:00Z.
    QTest::newRow("Berlin, in spring")
        << "Europe/Berlin" << "2026-03-29T00:00:00Z" << 180 << "01:00 01:30 03:00 03:30 04:00 04:30";
    QTest::newRow("New York, in spring")
        << "America/New_York" << "2026-03-08T06:00:00Z" << 180 << "01:00 01:30 03:00 03:30 04:00 04:30";
}

void tst_Zones::ticksShowWhatClocksDoWhereTheyAreMoved()
{
    QFETCH(QString, zone);
    QFETCH(QString, from);
    QFETCH(int, minutes);
    QFETCH(QString, labels);
    const QTimeZone there = zoneNamed(zone.toStdString());
    const TimePoint begin = *parseTime(from.toStdString());
    QStringList shown;
    TimePoint last = TimePoint::min();
    for (const TimeTick& tick : timeTicks({{begin, begin + minutes * 1min}, 600}, 100, there)) {
        shown << tick.label;
        QVERIFY(last < tick.time);
        last = tick.time;
        QVERIFY(tick.label.size() == 10 || clockText(tick.time, there).startsWith(tick.label));
    }
    QCOMPARE(shown.join(QLatin1Char(' ')), labels);
}

void tst_Zones::whatClocksLeaveOutIsAsMuchLater_data()
{
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("clock");
    QTest::addColumn<QString>("time");
    QTest::newRow("Berlin") << "Europe/Berlin" << "2026-03-29T02:00:00Z" << "2026-03-29T01:00:00Z";
    QTest::newRow("Berlin, after") << "Europe/Berlin" << "2026-03-29T03:00:00Z" << "2026-03-29T01:00:00Z";
    QTest::newRow("New York") << "America/New_York" << "2026-03-08T02:30:00Z" << "2026-03-08T07:30:00Z";
    QTest::newRow("New York, before") << "America/New_York" << "2026-03-08T01:30:00Z"
                                      << "2026-03-08T06:30:00Z";
}

void tst_Zones::whatClocksLeaveOutIsAsMuchLater()
{
    QFETCH(QString, zone);
    QFETCH(QString, clock);
    QFETCH(QString, time);
    QCOMPARE(timeOfClock(*parseTime(clock.toStdString()), zoneNamed(zone.toStdString())),
             *parseTime(time.toStdString()));
}

void tst_Zones::aYearHasTicksInSummerAndInWinter()
{
    const QTimeZone berlin = zoneNamed("Europe/Berlin");
    const TimePoint from = *parseTime("2026-01-01T00:00:00Z");
    const auto ticks = timeTicks({{from, from + 24h * 360}, 1000}, 100, berlin);
    QVERIFY(ticks.size() >= 6);
    for (std::size_t i = 1; i < ticks.size(); ++i)
        QVERIFY(ticks[i].time - ticks[i - 1].time < 24h * 61);
    // Also where a day begins at one o'clock.
    const QTimeZone beirut = zoneNamed("Asia/Beirut");
    const TimePoint march = *parseTime("2022-03-26T12:00:00Z");
    QStringList days;
    for (const TimeTick& tick : timeTicks({{march, march + 72h}, 500}, 100, beirut))
        days << tick.label;
    QCOMPARE(days, QStringLiteral("2022-03-27 2022-03-28 2022-03-29").split(QLatin1Char(' ')));
}

void tst_Zones::theTimelineIsInTheZoneOfTheList()
{
    Fixture f;
    QVERIFY(f.has(3000));
    const QTimeZone tokyo = zoneNamed("Asia/Tokyo");
    QTRY_VERIFY(f.timeline().accessibleDescription().contains(QLatin1String("3,000")));
    QVERIFY(!f.timeline().accessibleDescription().contains(QLatin1String("UTC")));
    const QImage axis = f.timeline().grab().toImage();
    f.setZone("Asia/Tokyo");
    QTRY_VERIFY(f.timeline().accessibleDescription().contains(QStringLiteral(" UTC+9 · ")));
    const QString hour = clockText(f.events.back().time, tokyo).left(3);
    QVERIFY2(f.timeline().accessibleDescription().contains(hour),
             qPrintable(f.timeline().accessibleDescription()));
    QVERIFY(f.timeline().grab().toImage() != axis);
    QString tip;
    QTRY_VERIFY(!(tip = f.tipAtTheNewest()).isEmpty());
    QVERIFY2(tip.contains(QLatin1String(" UTC+9")) && tip.startsWith(hour.left(2)), qPrintable(tip));
    f.setZone("UTC");
    QTRY_VERIFY(!f.timeline().accessibleDescription().contains(QLatin1String("UTC")));
}

void tst_Zones::dashboardsAreInItToo()
{
    Fixture f;
    QVERIFY(f.has(100));
    QTemporaryDir config;
    f.parts.context.config = config.path().toStdString();
    QVERIFY(QDir(config.path()).mkdir(QStringLiteral("dashboards")));
    QFile file(config.filePath(QStringLiteral("dashboards/a.toml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("title = \"A\"\n[[panel]]\ntype = \"timeseries\"\nquery = \"| count every 1s\"\n"
               "at = [0, 0, 24, 10]\n[[panel]]\ntype = \"logs\"\nquery = \"level:error\"\n"
               "at = [0, 10, 24, 10]\n");
    file.close();
    DashboardsPage dashboards(f.parts.context);
    dashboards.resize(1000, 700);
    dashboards.show();
    QTRY_VERIFY(dashboards.findChild<SeriesPanel*>() != nullptr);
    auto* panel = dashboards.findChild<SeriesPanel*>();
    // A range that stands still, so that nothing but the zone changes the picture.
    const TimePoint end = f.events.back().time;
    f.parts.range.setFixed({end - 10min, end});
    QTRY_VERIFY(panel->shown().isComplete && !panel->shown().series.empty());
    QTRY_COMPARE(panel->grab().toImage(), panel->grab().toImage());
    const QImage before = panel->grab().toImage();
    auto* list = dashboards.findChild<LogsPanel*>();
    QTRY_VERIFY(!list->shown().rows.empty());
    const QImage utcRows = list->grab().toImage();
    f.setZone("Asia/Kolkata");
    QVERIFY(list->grab().toImage() != utcRows);
    QCOMPARE(f.parts.range.zone(), zoneNamed("Asia/Kolkata"));
    const QImage after = panel->grab().toImage();
    QVERIFY(after != before);
    // Nothing but what stands below the lines is another.
    const int lines = after.height() / 2;
    QCOMPARE(after.copy(0, 0, after.width(), lines), before.copy(0, 0, before.width(), lines));
    f.setZone("UTC");
    QCOMPARE(panel->grab().toImage(), before);
}

void tst_Zones::eventsBesideAnotherAreInItToo()
{
    Fixture f;
    QVERIFY(f.has(100));
    const QTimeZone kolkata = zoneNamed("Asia/Kolkata");
    f.setZone("Asia/Kolkata");
    f.page.list().selectBy(0);
    auto* details = f.page.findChild<DetailsPanel*>();
    QTRY_VERIFY(details->details().has_value());
    details->showTab(DetailsPanel::Tab::Around);
    const auto* around = f.page.findChild<AroundView*>()->findChild<EventList*>();
    QTRY_VERIFY(around->marked() != nullptr);
    const QString said = clockText(around->marked()->key.time, kolkata, 3);
    const auto shown = [around] { return around->currentIndex().data().toString(); };
    QVERIFY2(shown().startsWith(said), qPrintable(shown()));
    f.setZone("UTC");
    QVERIFY2(!shown().startsWith(said), qPrintable(shown()));
    // And what the strip beside the list says.
    f.setZone("Asia/Kolkata");
    auto* strip = f.page.findChild<OverviewStrip*>();
    const QPoint at(4, strip->height() / 2);
    const auto tip = [&] {
        QHelpEvent help(QEvent::ToolTip, at, strip->mapToGlobal(at));
        QApplication::sendEvent(strip, &help);
        return QToolTip::text();
    };
    QTRY_VERIFY2(tip().contains(QLatin1String("UTC+5:30")), qPrintable(tip()));
}

void tst_Zones::aWindowBeginsWithTheZoneOfItsSettings()
{
    WindowDesk desk;
    WindowSetup setup = desk.setup();
    setup.window.zone = "Asia/Kolkata";
    const MainWindow window(setup); // no list has been seen
    const auto* bar = window.findChild<StatusBar*>();
    QVERIFY2(bar->accessibleDescription().contains(QLatin1String("UTC+5:30")),
             qPrintable(bar->accessibleDescription()));
}

void tst_Zones::theStatusBarIsInTheZoneOfTheTimesThatAreShown()
{
    SetClock clock;
    clock.time = *parseTime("2026-10-25T00:59:59Z");
    WindowDesk desk;
    WindowSetup setup = desk.setup(nullptr, &clock);
    setup.window.zone = "Europe/Berlin";
    MainWindow window(setup);
    window.show();
    const auto* bar = window.findChild<StatusBar*>();
    const auto says = [bar](const char* zone) {
        return bar->accessibleDescription().contains(QLatin1String(zone));
    };
    QVERIFY(says("UTC+2"));
    clock.time = clock.now() + 2s; // and clocks are put back
    emit desk.client.statusReceived({});
    QVERIFY2(says("UTC+1"), qPrintable(bar->accessibleDescription()));
    // And where somebody looks at another time of the year.
    Timeline* timeline = nullptr;
    QTRY_VERIFY((timeline = window.findChild<Timeline*>()) != nullptr);
    const TimePoint july = *parseTime("2026-07-01T12:00:00Z");
    emit timeline->rangeMarked({july, july + 1h});
    QVERIFY2(says("UTC+2"), qPrintable(bar->accessibleDescription()));
    emit timeline->backWanted();
    QVERIFY2(says("UTC+1"), qPrintable(bar->accessibleDescription()));
}

QTEST_MAIN(tst_Zones)
#include "tst_zones.moc"
