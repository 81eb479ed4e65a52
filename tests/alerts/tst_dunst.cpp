// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/notify/dbusnotifier.h"
#include "tests/support/dunst.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace weir;
using namespace weir::test;

namespace {

const auto declines = QStringLiteral("declines");

Notice notice(const QString& text)
{
    return {.rule = declines,
            .labels = QStringLiteral("region=eu"),
            .text = text,
            .firing = 1,
            .severity = AlertSeverity::Critical};
}

/// What dunst has closed, newest first.
QStringList bodiesInHistory()
{
    QStringList bodies;
    for (const auto& entry : closedNotifications())
        bodies +=
            entry.toObject()[QStringLiteral("body")].toObject()[QStringLiteral("data")].toString();
    return bodies;
}

} // namespace

/// Against the server that people have. Needs the desktop of tests/support/with-desktop.
class tst_Dunst : public QObject
{
    Q_OBJECT

private slots:
    void oneBubbleIsShownUpdatedAndClosed();
    void aSecondProcessTakesTheBubbleBack();
    void aClickOnTheBubbleOpensTheAlert();
};

void tst_Dunst::oneBubbleIsShownUpdatedAndClosed()
{
    DBusNotifier notifier(QDBusConnection::sessionBus());
    QSignalSpy told(&notifier, &Notifier::told);
    notifier.notify(notice(QStringLiteral("87 declined in <b>eu</b> & us")));
    QTRY_COMPARE(told.count(), 1);
    QTRY_COMPARE(displayed(), 1);
    notifier.update(notice(QStringLiteral("<i>99</i> declined")));
    notifier.resolve(declines); // within the second that the update has to wait
    QTRY_COMPARE(displayed(), 0);
    QCOMPARE(bodiesInHistory().value(0),
             QStringLiteral("87 declined in &lt;b&gt;eu&lt;/b&gt; &amp; us"));
}

void tst_Dunst::aSecondProcessTakesTheBubbleBack()
{
    auto first = std::make_unique<DBusNotifier>(QDBusConnection::sessionBus());
    QSignalSpy told(first.get(), &Notifier::told);
    first->notify(notice(QStringLiteral("before the restart")));
    QTRY_COMPARE(told.count(), 1);
    const QString token = first->token(declines);
    const auto closedBefore = bodiesInHistory().size();
    first.reset();
    QCOMPARE(displayed(), 1);

    // A client of its own for the bus, as after kill -9.
    const auto again = QStringLiteral("again");
    DBusNotifier second(QDBusConnection::connectToBus(QDBusConnection::SessionBus, again));
    second.adopt(notice(QStringLiteral("before the restart")), token);
    QTRY_COMPARE(second.token(declines), token);
    QCOMPARE(displayed(), 1);
    second.notify(notice(QStringLiteral("after the restart")));
    second.resolve(declines);
    QTRY_COMPARE(displayed(), 0);
    QCOMPARE(bodiesInHistory().size(), closedBefore + 1);
    QCOMPARE(bodiesInHistory().value(0), QStringLiteral("after the restart"));
    QDBusConnection::disconnectFromBus(again);
}

void tst_Dunst::aClickOnTheBubbleOpensTheAlert()
{
    DBusNotifier notifier(QDBusConnection::sessionBus());
    QSignalSpy told(&notifier, &Notifier::told);
    QSignalSpy opened(&notifier, &Notifier::opened);
    notifier.notify(notice(QStringLiteral("click here")));
    QTRY_COMPARE(told.count(), 1);
    QTRY_COMPARE(displayed(), 1);
    dunst({QStringLiteral("action"), QStringLiteral("0")});
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(opened[0], (QVariantList{declines, QStringLiteral("region=eu")}));
    QTRY_COMPARE(displayed(), 0);
}

QTEST_GUILESS_MAIN(tst_Dunst)
#include "tst_dunst.moc"
