// SPDX-License-Identifier: GPL-3.0-or-later
// Tabs of log pages, driven by keys and mouse over a real index.
#include "ui/framestats.h"
#include "ui/logs/logspage.h"
#include "ui/logs/logspane.h"
#include "ui/logs/logstabbar.h"
#include "ui/logs/logstabs.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/models/zones.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QTest>

#include <algorithm>
#include <cstdlib>

#include "indexedparts.h"

using namespace weir;
using namespace weir::test;

namespace {

struct Fixture : IndexedParts
{
    Fixture()
        : tabs(context, stats)
    {
        tabs.resize(1200, 700);
        tabs.show();
        tabs.activateWindow();
        tabs.current().setFocus();
        (void)QTest::qWaitForWindowActive(&tabs);
    }

    void key(int key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier)
    {
        QWidget* focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : &tabs.current().list(), static_cast<Qt::Key>(key), modifiers);
    }
    void setQuery(const char* query) { tabs.current().setQuery(QString::fromLatin1(query)); }
    QString query() { return tabs.current().findChild<QueryEdit*>()->text(); }
    LogsTabBar& bar() { return *tabs.findChild<LogsTabBar*>(); }
    QPoint middleOf(int tab) { return bar().tabRect(tab).center(); }
    void click(int tab) { QTest::mouseClick(&bar(), Qt::LeftButton, {}, middleOf(tab)); }

    /// Too narrow for two pages beside each other.
    void narrow()
    {
        theme.setZoom(200);
        tabs.resize(700, 600);
    }
    /// Two pages of one tab, "declined" and "accepted", of which the second is seen.
    void splitNarrow()
    {
        setQuery("declined");
        key(Qt::Key_Backslash);
        setQuery("accepted");
        narrow();
    }

    /// Half of them say "card declined".
    bool write(int count)
    {
        push(count, [](EventBatchBuilder& builder, int n) {
            builder.setBody(builder.append(n % 2 == 1 ? "card declined" : "card accepted"));
        });
        return committed();
    }

    LogsTabs tabs;
};

} // namespace

class tst_LogsTabs : public QObject
{
    Q_OBJECT

private slots:
    void oneTabHasNoRowOfTabs();
    void aNewTabIsACopyAndClosedOnesComeBack();
    void keysGoFromTabToTab();
    void draggingChangesTheOrder();
    void aDoubleClickRenames();
    void aTabIsNamedAfterItsQuery();
    void theRangeIsSharedUntilATabIsPinned();
    void splitPagesAreBothLiveAndShareTheCursor();
    void whereTwoHaveNoRoomOneIsSeenAtATime();
    void aSplitIsInTheMiddleInANarrowWindowToo();
    void withoutRoomForTwoASplitIsATab();
    void whichOfTwoIsSeenIsNoPartOfAName();
    void onlyAClickGoesToTheOtherOfTwo();
    void keysPassThroughAllPagesThatHaveNoRoom();
    void theZoneIsThatOfTheListLookedAtLast();
    void aPageNobodySeesDoesNotWork();
    void whoComesForATimeStandsThere();
    void stateComesBack();
};

void tst_LogsTabs::oneTabHasNoRowOfTabs()
{
    Fixture f;
    QVERIFY(!f.bar().isVisible());
    f.key(Qt::Key_W); // the last one stays
    QCOMPARE(f.tabs.count(), 1);
    f.key(Qt::Key_T);
    QVERIFY(f.bar().isVisible());
    f.key(Qt::Key_W);
    QVERIFY(!f.bar().isVisible());
}

void tst_LogsTabs::aNewTabIsACopyAndClosedOnesComeBack()
{
    Fixture f;
    f.setQuery("declined");
    f.key(Qt::Key_T);
    QCOMPARE(f.tabs.count(), 2);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    f.setQuery("accepted");
    f.key(Qt::Key_W);
    QCOMPARE(f.tabs.count(), 1);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    f.key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f.tabs.count(), 2);
    QCOMPARE(f.query(), QStringLiteral("accepted"));
    QVERIFY(f.tabs.current().isAncestorOf(QApplication::focusWidget()));
}

void tst_LogsTabs::keysGoFromTabToTab()
{
    Fixture f;
    f.setQuery("a");
    f.key(Qt::Key_T);
    f.setQuery("b");
    f.key(Qt::Key_T);
    f.setQuery("c");
    f.key(Qt::Key_PageUp);
    QCOMPARE(f.query(), QStringLiteral("b"));
    f.key(Qt::Key_PageDown);
    f.key(Qt::Key_PageDown); // around
    QCOMPARE(f.query(), QStringLiteral("a"));
    f.click(2);
    QCOMPARE(f.query(), QStringLiteral("c"));
}

void tst_LogsTabs::draggingChangesTheOrder()
{
    Fixture f;
    f.setQuery("a");
    f.key(Qt::Key_T);
    f.setQuery("b");
    f.key(Qt::Key_T);
    f.setQuery("c");
    const QPoint from = f.bar().tabRect(2).center();
    QTest::mousePress(&f.bar(), Qt::LeftButton, {}, from);
    for (int x = from.x(); x > 4; x -= 8)
        QTest::mouseMove(&f.bar(), QPoint(x, from.y()));
    QTest::mouseRelease(&f.bar(), Qt::LeftButton, {}, QPoint(4, from.y()));
    const LogsTabsState state = f.tabs.state();
    QCOMPARE(state.tabs.at(0).lists.at(0).query, QStringLiteral("c"));
    QCOMPARE(state.tabs.at(1).lists.at(0).query, QStringLiteral("a"));
    QCOMPARE(state.current, std::size_t{0});
    f.key(Qt::Key_W);
    QCOMPARE(f.tabs.count(), 2);
    QCOMPARE(f.tabs.state().tabs.at(0).lists.at(0).query, QStringLiteral("a"));
}

void tst_LogsTabs::aDoubleClickRenames()
{
    Fixture f;
    f.key(Qt::Key_T);
    QTest::mouseDClick(&f.bar(), Qt::LeftButton, {}, f.bar().tabRect(1).center());
    auto* name = f.bar().findChild<QLineEdit*>();
    QVERIFY(name->isVisible());
    QTest::keyClicks(name, QStringLiteral("Night & day"));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(!name->isVisible());
    QCOMPARE(f.tabs.state().tabs.at(1).name, QStringLiteral("Night & day"));
    QCOMPARE(f.bar().tabText(1), QStringLiteral("Night && day"));
    QTest::mouseDClick(&f.bar(), Qt::LeftButton, {}, f.bar().tabRect(1).center());
    QTest::keyClicks(name, QStringLiteral("x"));
    QTest::keyClick(name, Qt::Key_Escape);
    QCOMPARE(f.tabs.state().tabs.at(1).name, QStringLiteral("Night & day"));
}

void tst_LogsTabs::aTabIsNamedAfterItsQuery()
{
    Fixture f;
    f.key(Qt::Key_T);
    QCOMPARE(f.bar().tabText(1), QStringLiteral("All events"));
    f.setQuery("level>=warn");
    QTRY_COMPARE(f.bar().tabText(1), QStringLiteral("level>=warn"));
}

void tst_LogsTabs::theRangeIsSharedUntilATabIsPinned()
{
    Fixture f;
    f.key(Qt::Key_T);
    auto panes = f.tabs.findChildren<LogsPane*>();
    QCOMPARE(panes.size(), 2);
    f.range.setLive(std::chrono::minutes(5));
    for (LogsPane* pane : panes)
        QCOMPARE(pane->range().length(), f.range.length());
    f.tabs.togglePin();
    QVERIFY(!f.bar().tabIcon(1).isNull());
    f.range.setLive(std::chrono::hours(1));
    QCOMPARE(panes.at(0)->range().length(), f.range.length());
    QVERIFY(panes.at(1)->range().length() == Nanoseconds(std::chrono::minutes(5)));
    panes.at(1)->range().setLive({});
    QVERIFY(f.range.length() == Nanoseconds(std::chrono::hours(1))); // its own is its own
    f.tabs.togglePin();
    QCOMPARE(panes.at(1)->range().length(), f.range.length());
    panes.at(1)->range().setLive({}); // and now it is everybody's
    QVERIFY(!f.range.length() && !panes.at(0)->range().length());
}

void tst_LogsTabs::splitPagesAreBothLiveAndShareTheCursor()
{
    Fixture f;
    QVERIFY(f.write(100));
    f.key(Qt::Key_Backslash);
    QCOMPARE(f.tabs.count(), 1);
    const auto panes = f.tabs.findChildren<LogsPane*>();
    QCOMPARE(panes.size(), 2);
    const int fresh = panes.at(1)->isAncestorOf(&f.tabs.current()) ? 1 : 0;
    LogsPane* left = panes.at(1 - fresh);
    LogsPane* right = panes.at(fresh);
    QVERIFY(left->isVisible() && right->isVisible());
    QVERIFY(right->isAncestorOf(QApplication::focusWidget()));
    f.setQuery("declined");
    QTRY_COMPARE(left->page().rows().count(), 100U);
    QTRY_COMPARE(right->page().rows().count(), 50U);
    QVERIFY(f.write(20));
    QTRY_COMPARE(left->page().rows().count(), 120U);
    QTRY_COMPARE(right->page().rows().count(), 60U);
    left->range().setCursor(timePointOf(42));
    QVERIFY(right->range().cursor() == timePointOf(42));
    QVERIFY(f.range.cursor() == timePointOf(42));

    f.key(Qt::Key_Backslash); // apart: a tab of its own
    QCOMPARE(f.tabs.count(), 2);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    f.key(Qt::Key_PageUp);
    QCOMPARE(f.query(), QString());
}

void tst_LogsTabs::whereTwoHaveNoRoomOneIsSeenAtATime()
{
    Fixture f;
    f.setQuery("declined");
    f.key(Qt::Key_Backslash);
    f.setQuery("accepted");
    LogsPage* const second = &f.tabs.current();
    const auto seen = [&f] {
        int count = 0;
        for (const LogsPage* page : f.tabs.findChildren<LogsPage*>())
            count += page->isVisible() ? 1 : 0;
        return count;
    };
    QCOMPARE(seen(), 2);
    QVERIFY(!f.bar().isVisible());
    f.narrow();
    QCOMPARE(seen(), 1);
    QVERIFY(second->isVisible());
    QVERIFY(f.bar().isVisible());
    QCOMPARE(f.bar().tabText(0), QStringLiteral("accepted (2 of 2)"));
    f.key(Qt::Key_PageUp);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    QVERIFY(f.tabs.current().isAncestorOf(QApplication::focusWidget()));
    QCOMPARE(f.bar().tabText(0), QStringLiteral("declined (1 of 2)"));
    f.click(0);
    QCOMPARE(&f.tabs.current(), second);
    f.theme.setZoom(100);
    QCOMPARE(seen(), 2);
    QVERIFY(!f.bar().isVisible());
    f.theme.setZoom(200);
    f.key(Qt::Key_W);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    QCOMPARE(seen(), 1);
}

void tst_LogsTabs::aSplitIsInTheMiddleInANarrowWindowToo()
{
    Fixture f;
    f.tabs.resize(740, 560);
    f.key(Qt::Key_Backslash);
    const auto panes = f.tabs.findChildren<LogsPane*>();
    QCOMPARE(panes.size(), 2);
    QTRY_VERIFY(std::abs(panes[0]->width() - panes[1]->width()) <= 2);
}

void tst_LogsTabs::withoutRoomForTwoASplitIsATab()
{
    Fixture f;
    f.setQuery("declined");
    f.narrow();
    f.key(Qt::Key_Backslash);
    QCOMPARE(f.tabs.count(), 2);
    QCOMPARE(f.tabs.findChildren<LogsPane*>().size(), 2);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    const auto labels = f.tabs.current().findChildren<QLabel*>();
    QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
        return label->text().contains(QLatin1String("Too narrow to split: opened in a new tab."));
    }));
}

void tst_LogsTabs::whichOfTwoIsSeenIsNoPartOfAName()
{
    Fixture f;
    f.splitNarrow();
    const auto* name = f.bar().findChild<QLineEdit*>();
    const auto rename = [&f](const char* to) {
        f.bar().startRename(0);
        if (to != nullptr)
            QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(to));
        f.tabs.current().setFocus();
    };
    rename(nullptr);
    QVERIFY(!name->isVisible());
    QCOMPARE(f.tabs.state().tabs.at(0).name, QString()); // still named after its query
    rename("payments %1");
    QCOMPARE(f.bar().tabText(0), QStringLiteral("payments %1 (2 of 2)"));
    rename(nullptr);
    QCOMPARE(f.tabs.state().tabs.at(0).name, QStringLiteral("payments %1"));
    f.bar().startRename(0);
    QCOMPARE(name->text(), QStringLiteral("payments %1"));
}

void tst_LogsTabs::onlyAClickGoesToTheOtherOfTwo()
{
    Fixture f;
    f.splitNarrow();
    LogsTabBar& bar = f.bar();
    const QPoint at = f.middleOf(0);
    QTest::mousePress(&bar, Qt::LeftButton, {}, at);
    QCOMPARE(f.query(), QStringLiteral("accepted")); // not before it is let go
    QTest::mouseRelease(&bar, Qt::LeftButton, {}, at);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    QTest::mouseClick(&bar, Qt::RightButton, {}, at);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    QTest::mousePress(&bar, Qt::LeftButton, {}, at);
    QTest::mouseMove(&bar, at + QPoint(60, 0));
    QTest::mouseMove(&bar, at);
    QTest::mouseRelease(&bar, Qt::LeftButton, {}, at);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    f.click(0);
    QTest::mouseDClick(&bar, Qt::LeftButton, {}, at);
    QTest::mouseRelease(&bar, Qt::LeftButton, {}, at);
    QVERIFY(bar.findChild<QLineEdit*>()->isVisible());
    QCOMPARE(bar.findChild<QLineEdit*>()->text(), QStringLiteral("declined"));
    QCOMPARE(f.query(), QStringLiteral("declined"));
    // Nor does the click that brings the tab to the front.
    QTest::keyClick(bar.findChild<QLineEdit*>(), Qt::Key_Escape);
    f.key(Qt::Key_T);
    f.click(0);
    QCOMPARE(f.query(), QStringLiteral("declined"));
    f.click(0);
    QCOMPARE(f.query(), QStringLiteral("accepted"));
}

void tst_LogsTabs::keysPassThroughAllPagesThatHaveNoRoom()
{
    Fixture f;
    f.splitNarrow();
    f.key(Qt::Key_PageDown); // around: there is no other tab
    QCOMPARE(f.query(), QStringLiteral("declined"));
    f.key(Qt::Key_PageUp);
    QCOMPARE(f.query(), QStringLiteral("accepted"));
    f.key(Qt::Key_T);
    f.setQuery("card");
    QStringList passed;
    for (const auto key : {Qt::Key_PageDown, Qt::Key_PageDown, Qt::Key_PageDown, Qt::Key_PageUp,
                           Qt::Key_PageUp, Qt::Key_PageUp}) {
        f.key(key);
        passed << f.query();
    }
    QCOMPARE(passed, QStringLiteral("declined accepted card accepted declined card").split(u' '));
    f.key(Qt::Key_PageDown);
    QCOMPARE(f.bar().tabText(0), QStringLiteral("declined (1 of 2)"));
}

void tst_LogsTabs::theZoneIsThatOfTheListLookedAtLast()
{
    Fixture f;
    const auto setZone = [](LogsPage& page, const char* zone) {
        ListSettings settings = page.list().settings();
        settings.zone = zone;
        page.setListSettings(settings);
    };
    LogsPage& left = f.tabs.current();
    setZone(left, "Asia/Tokyo");
    f.key(Qt::Key_Backslash);
    LogsPage& right = f.tabs.current();
    setZone(right, "Asia/Kolkata");
    f.tabs.copyTab();
    setZone(f.tabs.current(), "UTC");
    f.key(Qt::Key_PageUp);
    for (LogsPage* page : {&left, &right}) { // whichever is shown last
        const QTimeZone zone = zoneNamed(page->list().settings().zone);
        QApplication::setActiveWindow(&f.tabs); // offscreen nobody does when it is shown again
        page->setFocus();
        QCOMPARE(f.range.zone(), zone);
        // Also where the keys are elsewhere meanwhile.
        QApplication::focusWidget()->clearFocus();
        f.tabs.hide();
        f.tabs.show();
        QCOMPARE(f.range.zone(), zone);
        f.click(1);
        QVERIFY(f.range.zone() == zoneNamed("UTC"));
        f.click(0);
        QCOMPARE(f.range.zone(), zone);
        f.narrow();
        f.theme.setZoom(100); // both are seen again
        QCOMPARE(f.range.zone(), zone);
    }
}

void tst_LogsTabs::aPageNobodySeesDoesNotWork()
{
    Fixture f;
    QVERIFY(f.write(100));
    LogsPage& first = f.tabs.current();
    QTRY_COMPARE(first.rows().count(), 100U);
    f.key(Qt::Key_T);
    QTRY_COMPARE(f.tabs.current().rows().count(), 100U);
    QVERIFY(f.write(50));
    QTRY_COMPARE(f.tabs.current().rows().count(), 150U);
    QCOMPARE(first.rows().newest().matches->total(), 100U); // asleep
    f.key(Qt::Key_PageUp);
    QTRY_COMPARE(first.rows().count(), 150U); // and awake
}

void tst_LogsTabs::whoComesForATimeStandsThere()
{
    Fixture f;
    QVERIFY(f.write(5000));
    const ResultRows& rows = f.tabs.current().rows();
    QTRY_COMPARE(rows.count(), 5000U);
    const TimePoint newest = rows.row(0)->key.time;
    const TimePoint at = newest - std::chrono::seconds(3);
    f.tabs.showQuery(QStringLiteral("declined"),
                     TimeRange{at - std::chrono::minutes(5), newest + std::chrono::seconds(1)}, at);
    QTRY_COMPARE(rows.count(), 2500U);
    ResultList& list = f.tabs.current().list();
    const auto isThere = [&] {
        return std::any_of(list.lines().begin(), list.lines().end(), [&](const auto& line) {
            const LogRow* row = rows.row(line.row);
            return row != nullptr && row->key.time >= at
                && row->key.time <= at + std::chrono::milliseconds(2);
        });
    };
    QTRY_VERIFY(isThere());
}

void tst_LogsTabs::stateComesBack()
{
    LogsTabsState state;
    {
        Fixture f;
        f.setQuery("a");
        f.key(Qt::Key_T);
        f.setQuery("b");
        f.key(Qt::Key_Backslash);
        f.setQuery("c");
        f.tabs.togglePin();
        state = f.tabs.state();
    }
    Fixture f;
    f.tabs.restore(state);
    QVERIFY(f.tabs.state() == state);
    QCOMPARE(f.query(), QStringLiteral("b"));
    QCOMPARE(state.tabs.at(1).lists.at(1).query, QStringLiteral("c"));
    QVERIFY(state.tabs.at(1).lists.at(1).range.has_value());
    // The tab behind has no page yet: it costs nothing before it is seen.
    QCOMPARE(f.tabs.findChildren<LogsPage*>().size(), 2);
}

QTEST_MAIN(tst_LogsTabs)
#include "tst_logstabs.moc"
