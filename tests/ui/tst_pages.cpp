// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/alerts/alertspage.h"
#include "ui/dashboards/dashboardspage.h"
#include "ui/dashboards/seriespanel.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/visiblerange.h"
#include "ui/sources/sourcespage.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"

#include <QApplication>
#include <QFile>
#include <QListView>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

#include "windowparts.h"

using namespace std::chrono_literals;
using namespace weir;
using namespace weir::test;

namespace {

/// What a window gives its pages, over an empty configuration and no index.
struct Folder
{
    QTemporaryDir folder;
};
struct Shared : Folder, WindowParts
{
    Shared()
        : WindowParts(folder.path().toStdString() + "/index", folder.path().toStdString() + "/config")
    {
    }

    void writeDashboard(const QByteArray& toml) const
    {
        std::filesystem::create_directories(context.config / "dashboards");
        QFile file(QString::fromStdString((context.config / "dashboards" / "a.toml").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(toml);
    }
};

const QByteArray oneChart =
    "title = \"A\"\n[[panel]]\ntype = \"timeseries\"\nquery = \"| count every 1s\"\n"
    "at = [0, 0, 24, 10]\n";

PanelFrame* panelOf(const QWidget& page)
{
    return page.findChild<PanelFrame*>();
}

void show(QWidget& page)
{
    page.resize(1000, 700);
    page.show();
}

/// A page of dashboards that shows a chart.
struct OneChart : Shared
{
    OneChart()
    {
        writeDashboard(oneChart);
        page.emplace(context);
        show(*page);
        QTRY_VERIFY(panelOf(*page) != nullptr);
    }

    std::optional<DashboardsPage> page;
};

/// Without a button; a real pointer elsewhere does not matter.
void moveOver(QWidget& widget, QPoint at)
{
    QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, {}, {});
    QApplication::sendEvent(&widget, &event);
}

QListView* listOf(const QWidget& page, const QString& name)
{
    for (auto* list : page.findChildren<QListView*>()) {
        if (list->accessibleName() == name)
            return list;
    }
    return nullptr;
}

Status statusWith(SourceState state, const char* error)
{
    SourceStatus source;
    source.name = "orders";
    source.kind = "kafka";
    source.state = state;
    source.lastError = error;
    Status status;
    status.sources = {source};
    return status;
}

} // namespace

class tst_Pages final : public QObject
{
    Q_OBJECT

private slots:
    void withoutADashboardOneCanBeWritten()
    {
        Shared shared;
        DashboardsPage page(shared.context);
        show(page);
        auto* empty = page.findChild<EmptyState*>();
        QTRY_VERIFY(empty->isVisible());
        QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY(panelOf(page) != nullptr);
        QVERIFY(std::filesystem::exists(shared.context.config / "dashboards" / "overview.toml"));
        QVERIFY(!page.findChild<Banner*>()->isVisible());
    }

    void aWrongFileIsSaidAndKeepsItsPanels()
    {
        OneChart shared;
        DashboardsPage& page = *shared.page;
        shared.writeDashboard("title = \n");
        QTRY_VERIFY(page.findChild<Banner*>()->isVisible());
        QVERIFY(page.findChild<Banner*>()->problem().text.contains(QStringLiteral("Line 1")));
        QVERIFY(panelOf(page) != nullptr);
        shared.writeDashboard(oneChart);
        QTRY_VERIFY(!page.findChild<Banner*>()->isVisible());
    }

    void draggingOverAChartMarksARangeAndADoubleClickGoesBack()
    {
        OneChart shared;
        DashboardsPage& page = *shared.page;
        PanelFrame* panel = panelOf(page);
        const QPoint from(300, 150);
        const QPoint to(500, 150);
        QTest::mousePress(panel, Qt::LeftButton, {}, from);
        QTest::mouseMove(panel, to);
        QTest::mouseRelease(panel, Qt::LeftButton, {}, to);
        QVERIFY(shared.range.isFixed());
        const TimeRange marked = shared.range.drawn();
        const double share = std::chrono::duration<double>(marked.to - marked.from) / 15min;
        const double drawn = 200.0 / (panel->width() - 56);
        QVERIFY2(std::abs(share - drawn) < 0.02, qPrintable(QString::number(share)));
        QTest::mouseDClick(panelOf(page), Qt::LeftButton, {}, from);
        QVERIFY(!shared.range.isFixed());
    }

    void theWheelOverAChartZoomsAtTheMouseAndShiftMoves()
    {
        OneChart shared;
        PanelFrame* panel = panelOf(*shared.page);
        shared.range.setFixed({timePointOf(0), timePointOf(0) + 15min});
        const int left = 46; // of the plot, which ends 8 pixels before the panel
        const QPointF at(left + (panel->width() - left - 8) / 3.0, 150);
        const auto turn = [&](int notches, Qt::KeyboardModifiers modifiers, QPointF where) {
            QWheelEvent event(where, panel->mapToGlobal(where), {}, {0, 120 * notches}, Qt::NoButton,
                              modifiers, Qt::NoScrollPhase, false);
            QApplication::sendEvent(panel, &event);
        };
        const auto minutes = [](TimePoint time) {
            return std::chrono::duration<double, std::ratio<60>>(time.time_since_epoch()).count();
        };
        turn(1, {}, at);
        turn(1, {}, at); // before the first has become the range
        QTRY_VERIFY(shared.range.drawn().to != timePointOf(0) + 15min);
        TimeRange shown = shared.range.drawn();
        QVERIFY(std::abs(minutes(shown.to) - minutes(shown.from) - 15 * 0.64) < 0.01);
        const double share = (5 - minutes(shown.from)) / (minutes(shown.to) - minutes(shown.from));
        QVERIFY2(std::abs(share - 1.0 / 3) < 0.01, qPrintable(QString::number(share)));
        const double from = minutes(shown.from);
        turn(1, Qt::ShiftModifier, at);
        QTRY_VERIFY(minutes(shared.range.drawn().from) < from - 0.9);
        shared.range.goBack();
        shared.range.goBack(); // two turns of the wheel were one step
        QCOMPARE(shared.range.drawn().to, timePointOf(0) + 15min);
        // Beside the plot the wheel is the page's.
        turn(1, {}, {5, 5});
        QVERIFY(shared.range.drawn().to == timePointOf(0) + 15min);
    }

    void hoveringAChartMarksTheTimeForAll()
    {
        OneChart shared;
        DashboardsPage& page = *shared.page;
        moveOver(*panelOf(page), {400, 150});
        QVERIFY(shared.range.cursor().has_value());
        moveOver(*panelOf(page), {5, 5});
        QVERIFY(!shared.range.cursor().has_value());
    }

    void withoutRulesTheAlertPageSaysWhereTheyGo()
    {
        Shared shared;
        AlertsPage page(shared.context);
        show(page);
        QTRY_VERIFY(page.findChild<EmptyState*>()->isVisible());
    }

    void aRuleThatHasMetNothingIsShown()
    {
        Shared shared;
        std::filesystem::create_directories(shared.context.config / "alerts");
        QFile file(QString::fromStdString((shared.context.config / "alerts" / "a.toml").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[[alert]]\nname = \"late\"\nquery = \"| count every 10s\"\nwhen = \"> 1\"\n");
        file.close();
        AlertsPage page(shared.context);
        show(page);
        const auto* list = listOf(page, QStringLiteral("Alerts"));
        QVERIFY(list != nullptr);
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTRY_VERIFY(!page.findChild<EmptyState*>()->isVisible());
    }

    void aLinkSelectsItsAlert()
    {
        Shared shared;
        std::filesystem::create_directories(shared.context.config / "alerts");
        QFile file(QString::fromStdString((shared.context.config / "alerts" / "a.toml").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (const char* name : {"first", "second", "third"})
            file.write(QByteArray("[[alert]]\nname = \"") + name
                       + "\"\nquery = \"| count every 10s\"\nwhen = \"> 1\"\n");
        file.close();
        AlertsPage page(shared.context);
        show(page);
        page.showAlert("second"); // before the rules are read
        const auto* list = listOf(page, QStringLiteral("Alerts"));
        const auto current = [list] {
            return list->currentIndex().data().toString();
        };
        QTRY_COMPARE(current(), QStringLiteral("second"));
        const auto click = [&page](const QString& text) {
            for (auto* button : page.findChildren<QPushButton*>()) {
                if (button->text().startsWith(text))
                    return QTest::mouseClick(button, Qt::LeftButton);
            }
        };
        click(QStringLiteral("Firing")); // none of them
        QCOMPARE(list->model()->rowCount(), 0);
        click(QStringLiteral("History"));
        QVERIFY(!list->isVisible());
        page.showAlert("third");
        QVERIFY(list->isVisible());
        QCOMPARE(current(), QStringLiteral("third"));
        auto* banner = page.findChild<Banner*>();
        page.showAlert("gone");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->problem().text.contains(QStringLiteral("gone")));
        QCOMPARE(current(), QStringLiteral("third"));
        QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(!banner->isVisible());
    }

    void aFailingSourceIsSaidInWords()
    {
        Shared shared;
        SourcesPage page(shared.context);
        show(page);
        const auto isEmpty = [&page] {
            const auto states = page.findChildren<EmptyState*>();
            return std::any_of(states.begin(), states.end(),
                               [](const EmptyState* state) { return state->isVisible(); });
        };
        QVERIFY(isEmpty());
        shared.status.set(statusWith(SourceState::Retrying, "the broker refused the password"));
        const auto banners = page.findChildren<Banner*>();
        const auto shown = std::count_if(banners.begin(), banners.end(), [](const Banner* banner) {
            return banner->isVisible()
                && banner->problem().text.contains(QStringLiteral("refused the password"));
        });
        QCOMPARE(shown, 1);
        QVERIFY(!isEmpty());
        shared.status.set(statusWith(SourceState::Live, ""));
        QVERIFY(std::none_of(banners.begin(), banners.end(),
                             [](const Banner* banner) { return banner->isVisible(); }));
    }

    void pauseAsksTheCollector()
    {
        Shared shared;
        SourcesPage page(shared.context);
        show(page);
        shared.status.set(statusWith(SourceState::Live, ""));
        const auto press = [&](const QString& text) {
            for (auto* button : page.findChildren<QPushButton*>()) {
                if (button->text() == text && button->isVisible()) {
                    QTest::mouseClick(button, Qt::LeftButton);
                    return true;
                }
            }
            return false;
        };
        QVERIFY(press(QStringLiteral("Pause")));
        QCOMPARE(shared.client.sent(), std::vector<std::string>({"pause"}));
        shared.status.set(statusWith(SourceState::Paused, ""));
        QVERIFY(press(QStringLiteral("Resume")));
        QCOMPARE(shared.client.sent(), std::vector<std::string>({"pause", "resume"}));
    }
};

QTEST_MAIN(tst_Pages)
#include "tst_pages.moc"
