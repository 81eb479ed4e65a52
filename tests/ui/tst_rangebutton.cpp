// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of the time range and the lines for from and to, by keys and mouse.
#include "ui/actions.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/rangebutton.h"
#include "ui/logs/rangeentry.h"
#include "ui/logs/resultlist.h"
#include "ui/models/visiblerange.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

#include "fieldevents.h"

using namespace weir;
using namespace weir::test;

namespace {

struct FixedClock final : Clock
{
    TimePoint now() const override { return *parseTime("2026-11-26T13:00:00Z"); }
};

QAction* actionOf(RangeButton& button, const QString& text)
{
    emit button.menu()->aboutToShow();
    for (QAction* action : button.menu()->actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

struct Fixture
{
    Fixture() { button.show(); }

    void open()
    {
        actionOf(button, QStringLiteral("From – to…"))->trigger();
        QTRY_VERIFY((entry = button.findChild<RangeEntry*>()) != nullptr && entry->isVisible());
    }
    /// Opens the lines and enters both, with Enter in the second.
    void enter(const QString& from, const QString& to)
    {
        if (!entry)
            open();
        line("rangeFrom")->setText(from);
        line("rangeTo")->setText(to);
        QTest::keyClick(line("rangeTo"), Qt::Key_Return);
    }
    QLineEdit* line(const char* name) { return entry->findChild<QLineEdit*>(QLatin1String(name)); }
    QString problem()
    {
        auto* label = entry->findChild<QLabel*>(QStringLiteral("rangeProblem"));
        return label->isHidden() ? QString() : label->text();
    }
    bool isOf(const char* from, const char* to) const
    {
        return range.isFixed() && range.queried().from == *parseTime(from)
            && range.queried().to == *parseTime(to);
    }

    FixedClock clock;
    VisibleRange range{clock};
    Theme theme{*qApp};
    RangeButton button{range, clock, theme};
    QPointer<RangeEntry> entry;
};

} // namespace

class tst_RangeButton : public QObject
{
    Q_OBJECT

private slots:
    void sixHoursAreOfferedAndTicked();
    void fromAndToAreTypedAsTimesAreAnywhere();
    void timesAreReadAndShownInTheZoneOfTheList();
    void whatIsLeftAsItWasIsTheSameTime();
    void theListsZoneIsThatOfTheRange();
    void whatIsWrongIsSaidAndChangesNothing();
    void aRelativeBeginUpToNowFollowsTheClock();
    void thePageOffersToGoToATime();
    void withoutACollectorNothingIsSaidToBeLive();
};

void tst_RangeButton::sixHoursAreOfferedAndTicked()
{
    Fixture f;
    const QString text = QStringLiteral("Last 6\u00a0h");
    QVERIFY(actionOf(f.button, text) != nullptr);
    actionOf(f.button, text)->trigger();
    QVERIFY(f.range.length() == Nanoseconds(std::chrono::hours(6)));
    QVERIFY(actionOf(f.button, text)->isChecked());
}

void tst_RangeButton::withoutACollectorNothingIsSaidToBeLive()
{
    Fixture f;
    FakeCollector client;
    f.button.setCollector(client);
    QVERIFY(f.button.text().startsWith(QStringLiteral("Live · last 15")));
    QCOMPARE(f.button.property("role").toString(), QStringLiteral("primary"));
    client.setConnection(CollectorClient::Connection::None);
    QVERIFY(f.button.text().startsWith(QLatin1String("Last 15")));
    QVERIFY(f.button.accessibleName().contains(QLatin1String("Last 15")));
    QVERIFY(f.button.property("role").toString().isEmpty());
    f.range.setPaused(true); // it does not move on with the clock
    QVERIFY(f.button.text().startsWith(QStringLiteral("Paused · last 15")));
    f.range.setLive({});
    QVERIFY(f.button.text().startsWith(QLatin1String("Everything")));
    client.setConnection(CollectorClient::Connection::Connected);
    QVERIFY(f.button.text().startsWith(QStringLiteral("Live · everything")));
}

void tst_RangeButton::fromAndToAreTypedAsTimesAreAnywhere()
{
    Fixture f;
    f.enter(QStringLiteral("yesterday 14:05"), QStringLiteral("14:35"));
    QVERIFY(f.isOf("2026-11-25T14:05:00Z", "2026-11-25T14:35:00Z"));
    QTRY_VERIFY(f.entry.isNull());
    f.enter(QStringLiteral("2026-11-20"), QStringLiteral("2026-11-21T02:00:00+02:00"));
    QVERIFY(f.isOf("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"));
    QTRY_VERIFY(f.entry.isNull());
    f.enter(QStringLiteral("12:00"), QString());
    QVERIFY(f.isOf("2026-11-26T12:00:00Z", "2026-11-26T13:00:00Z"));
    QTRY_VERIFY(f.entry.isNull());
    // What is shown stands there to be changed.
    actionOf(f.button, QStringLiteral("From – to…"))->trigger();
    QTRY_VERIFY((f.entry = f.button.findChild<RangeEntry*>()) != nullptr);
    f.line("rangeTo")->setText(QStringLiteral("12:30"));
    QTest::mouseClick(f.entry->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(f.isOf("2026-11-26T12:00:00Z", "2026-11-26T12:30:00Z"));
}

void tst_RangeButton::timesAreReadAndShownInTheZoneOfTheList()
{
    Fixture f;
    f.button.setZone(QTimeZone("Asia/Tokyo")); // 22:00 there
    f.enter(QStringLiteral("21:00"), QStringLiteral("2026-11-26T12:30:00Z"));
    QVERIFY(f.isOf("2026-11-26T12:00:00Z", "2026-11-26T12:30:00Z"));
    QVERIFY(f.button.text().startsWith(QStringLiteral("21:00:00 – 21:30:00")));
    QTRY_VERIFY(f.entry.isNull());
    f.open();
    QCOMPARE(f.line("rangeFrom")->text(), QStringLiteral("2026-11-26 21:00:00.000"));
    QStringList labels;
    for (const QLabel* label : f.entry->findChildren<QLabel*>())
        labels << label->text();
    QVERIFY(labels.join(QLatin1Char('\n')).contains(QStringLiteral("Asia/Tokyo")));
    // The day is that of the zone: it is the 27th there from 15 o'clock UTC on.
    f.enter(QStringLiteral("2026-11-27"), QStringLiteral("2026-11-27 01:00"));
    QVERIFY(f.isOf("2026-11-26T15:00:00Z", "2026-11-26T16:00:00Z"));
}

void tst_RangeButton::whatIsLeftAsItWasIsTheSameTime()
{
    Fixture f;
    f.button.setZone(QTimeZone("Europe/Paris"));
    // By the clock there these are 2:30 twice; and the text has no microseconds.
    const TimeRange twice{*parseTime("2026-10-25T00:30:00.000001Z"),
                          *parseTime("2026-10-25T01:30:00.000002Z")};
    f.range.setFixed(twice);
    f.open();
    QTest::keyClick(f.line("rangeTo"), Qt::Key_Return);
    QVERIFY(f.range.queried() == twice);
}

void tst_RangeButton::theListsZoneIsThatOfTheRange()
{
    FieldEvents f;
    auto* button = f.page.findChild<RangeButton*>();
    f.parts.range.setFixed({*parseTime("2026-11-26T12:00:00Z"), *parseTime("2026-11-26T12:30:00Z")});
    QVERIFY(button->text().startsWith(QStringLiteral("12:00:00")));
    f.parts.actions.find(QStringLiteral("list.zone.local"))->trigger();
    ListSettings settings = f.page.list().settings();
    settings.zone = "Asia/Tokyo";
    emit f.page.list().header().settingsWanted(settings);
    QVERIFY(button->text().startsWith(QStringLiteral("21:00:00")));
}

void tst_RangeButton::whatIsWrongIsSaidAndChangesNothing()
{
    Fixture f;
    QSignalSpy changed(&f.range, &VisibleRange::changed);
    f.enter(QStringLiteral("noon"), QStringLiteral("14:00"));
    QVERIFY(f.problem().startsWith(QLatin1String("Not a time")));
    QVERIFY(!f.line("rangeFrom")->accessibleDescription().isEmpty());
    f.enter(QStringLiteral("14:00"), QStringLiteral("25:00"));
    QVERIFY(f.problem().startsWith(QLatin1String("Not a time")));
    f.enter(QStringLiteral("14:00"), QStringLiteral("13:00"));
    QVERIFY(!f.problem().isEmpty());
    QTest::keyClicks(f.line("rangeTo"), QStringLiteral("0"));
    QCOMPARE(f.problem(), QString());
    QCOMPARE(changed.count(), 0);
    QTest::keyClick(f.entry.data(), Qt::Key_Escape);
    QTRY_VERIFY(f.entry.isNull());
    QCOMPARE(changed.count(), 0);
}

void tst_RangeButton::aRelativeBeginUpToNowFollowsTheClock()
{
    Fixture f;
    f.enter(QStringLiteral("-3h"), QStringLiteral("now"));
    QVERIFY(f.range.isFollowing());
    QVERIFY(f.range.length() == Nanoseconds(std::chrono::hours(3)));
    QTRY_VERIFY(f.entry.isNull());
    f.enter(QStringLiteral("-3h"), QStringLiteral("-1h"));
    QVERIFY(f.isOf("2026-11-26T10:00:00Z", "2026-11-26T12:00:00Z"));
}

void tst_RangeButton::thePageOffersToGoToATime()
{
    FieldEvents f;
    f.write(100);
    QVERIFY(f.committed());
    auto* button = f.page.findChild<RangeButton*>();
    auto* line = f.page.findChild<QLineEdit*>(QStringLiteral("goToLine"));
    QVERIFY(!line->isVisible());
    actionOf(*button, QStringLiteral("Go to a time"))->trigger();
    QTRY_VERIFY(line->isVisible());
}

QTEST_MAIN(tst_RangeButton)
#include "tst_rangebutton.moc"
