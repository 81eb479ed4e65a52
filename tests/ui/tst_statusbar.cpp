// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statusbar.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace weir;

namespace {

Status twoSources()
{
    Status status;
    status.sources.resize(2);
    status.sources[0].state = SourceState::Live;
    status.sources[1].state = SourceState::Failed;
    status.sources[1].lag = 40;
    status.alertsFiring = 2;
    status.slices = 1;
    return status;
}

/// Alone in a window, with the focus.
struct Bar
{
    Bar()
    {
        bar.setStatus(twoSources(), CollectorClient::Connection::Connected);
        bar.resize(1200, 26);
        bar.show();
        QApplication::setActiveWindow(&bar);
        bar.setFocus(Qt::TabFocusReason);
    }

    void press(Qt::Key key) { QTest::keyClick(&bar, key); }
    QString words() const { return bar.accessibleDescription(); }

    Theme theme{*qApp};
    StatusBar bar{theme};
};

} // namespace

class tst_StatusBar final : public QObject
{
    Q_OBJECT

private slots:
    void arrowsGoFromFigureToFigureAndSayWhatItIs();
    void enterGoesToThePageOfTheFigure();
    void figuresThatAreLeftOutArePassedOver();
    void aFigureStaysChosenWhenItIsAnother();
    void aFigureStaysChosenWhenOthersComeAndGo();
    void theZoneIsThatOfTheList();
};

void tst_StatusBar::arrowsGoFromFigureToFigureAndSayWhatItIs()
{
    Bar f;
    QTRY_VERIFY(f.bar.hasFocus());
    QVERIFY(f.words().contains(QStringLiteral("1 of 2 sources")));
    f.press(Qt::Key_Left); // there is nothing further
    QVERIFY(f.words().contains(QStringLiteral("1 of 2 sources")));
    f.press(Qt::Key_Right);
    f.press(Qt::Key_Right);
    QCOMPARE(f.words(), QStringLiteral("lag 40, Events at the brokers, not yet here"));
}

void tst_StatusBar::enterGoesToThePageOfTheFigure()
{
    Bar f;
    QSignalSpy pages(&f.bar, &StatusBar::pageWanted);
    f.press(Qt::Key_Return);
    QCOMPARE(pages.takeFirst().front().value<Navigator::Page>(), Navigator::Page::Sources);
    while (!f.words().contains(QStringLiteral("firing")))
        f.press(Qt::Key_Right);
    f.press(Qt::Key_Space);
    QCOMPARE(pages.takeFirst().front().value<Navigator::Page>(), Navigator::Page::Alerts);
}

void tst_StatusBar::figuresThatAreLeftOutArePassedOver()
{
    Bar f;
    f.bar.resize(420, 26);
    f.press(Qt::Key_Right);
    f.press(Qt::Key_Right);
    f.press(Qt::Key_Right);
    QSignalSpy pages(&f.bar, &StatusBar::pageWanted);
    f.press(Qt::Key_Return);
    QCOMPARE(pages.size(), 1);
    QVERIFY(!f.words().contains(QStringLiteral("gaps")));
}

void tst_StatusBar::aFigureStaysChosenWhenItIsAnother()
{
    Bar f;
    f.press(Qt::Key_Right);
    f.press(Qt::Key_Right);
    Status status = twoSources();
    status.sources[1].lag = 7;
    f.bar.setStatus(status, CollectorClient::Connection::Connected);
    QVERIFY(f.words().startsWith(QStringLiteral("lag 7")));
    f.bar.setStatus({}, CollectorClient::Connection::Lost);
    QCOMPARE(f.words(), QStringLiteral("UTC, All times are UTC")); // the last of what is left
}

void tst_StatusBar::aFigureStaysChosenWhenOthersComeAndGo()
{
    using Connection = CollectorClient::Connection;
    Bar f;
    while (!f.words().contains(QStringLiteral("slice")))
        f.press(Qt::Key_Right);
    Status status = twoSources();
    status.writerError = "disk full"; // a figure more in front of it
    f.bar.setStatus(status, Connection::Connected);
    QVERIFY2(f.words().startsWith(QStringLiteral("index ")), qPrintable(f.words()));
    status.writerError.clear();
    status.sources[1].lag.reset(); // and one less
    f.bar.setStatus(status, Connection::Connected);
    QVERIFY2(f.words().startsWith(QStringLiteral("index ")), qPrintable(f.words()));
    f.bar.setStatus({}, Connection::Lost);
    QVERIFY(!f.words().startsWith(QStringLiteral("index ")));
    f.bar.setStatus(status, Connection::Connected);
    QVERIFY2(f.words().startsWith(QStringLiteral("index ")), qPrintable(f.words()));
    f.bar.resize(200, 26); // there is no room for it
    QVERIFY(!f.words().startsWith(QStringLiteral("index ")));
    f.bar.resize(1200, 26);
    QVERIFY2(f.words().startsWith(QStringLiteral("index ")), qPrintable(f.words()));
}

void tst_StatusBar::theZoneIsThatOfTheList()
{
    Bar f;
    f.bar.setZone(QStringLiteral("UTC+5:30"));
    f.bar.setStatus({}, CollectorClient::Connection::Lost);
    f.press(Qt::Key_Right);
    QCOMPARE(f.words(), QStringLiteral("UTC+5:30, The log list and time axes use UTC+5:30"));
    f.bar.setZone({});
    QCOMPARE(f.words(), QStringLiteral("UTC, All times are UTC"));
}

QTEST_MAIN(tst_StatusBar)
#include "tst_statusbar.moc"
