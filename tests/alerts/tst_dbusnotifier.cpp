// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/evaluator.h"
#include "alerts/notify/dbusnotifier.h"
#include "alerts/notify/noticetext.h"
#include "tests/alerts/fakenotificationserver.h"
#include "tests/support/privatebus.h"

#include <QSignalSpy>
#include <QTest>

#include <optional>

using namespace weir;
using namespace std::chrono_literals;

namespace {

Notice notice(const QString& rule, const QString& text,
              AlertSeverity severity = AlertSeverity::Warning)
{
    return {.rule = rule,
            .labels = QStringLiteral("region=eu"),
            .text = text,
            .firing = 1,
            .severity = severity};
}

const auto declines = QStringLiteral("declines");

/// Waiting is not what these tests are about.
DBusNotifier::Limits quick()
{
    return {
        .timeout = 500ms, .update = 0ms, .reopen = 0ms, .refill = 1h, .burst = 100, .bubbles = 100};
}

} // namespace

class tst_DBusNotifier : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aNoticeIsShownUpdatedInPlaceAndClosed();
    void urgencyIsAByteAndOnlyCriticalStays_data();
    void urgencyIsAByteAndOnlyCriticalStays();
    void streamTextIsNeverMarkup_data();
    void streamTextIsNeverMarkup();
    void textsAreCutAndControlCharactersVisible();
    void actionsAreSentWhereTheServerHasThem_data();
    void actionsAreSentWhereTheServerHasThem();
    void aClickOpensTheInstanceAndClosesTheBubble();
    void whatThePersonClosedReturnsOnlyForNews();
    void signalsOfOtherClientsBubblesAreIgnored();
    void resolvedWhileBeingShownItIsClosedAllTheSame();
    void manyChangesAreFewCalls();
    void manyRulesShareOneBubble();
    void anAdoptedBubbleIsNotShownAgain();
    void whatEndedBetweenTwoProcessesIsClosed();
    void aBubbleOfAnotherServerIsShownAnew();
    void aRestartedServerIsToldWhatIsCritical();
    void withoutServerItSaysSoOnceAndTellsWhenOneComes();
    void withoutBusItSaysSo();
    void aStalledServerBlocksNothing();
    void aRefusalIsAProblemSaidOnce();
    void instancesOfARuleAreOneNotice();

private:
    void startNotifier(const DBusNotifier::Limits& limits = quick());

    std::optional<PrivateBus> m_bus;
    std::optional<FakeNotificationServer> m_server;
    std::optional<DBusNotifier> m_notifier;
    std::optional<QSignalSpy> m_problems;
    std::optional<QSignalSpy> m_told;
};

void tst_DBusNotifier::init()
{
    m_bus.emplace();
    QVERIFY(m_bus->isRunning());
    m_server.emplace(m_bus->connection());
}

void tst_DBusNotifier::cleanup()
{
    m_told.reset();
    m_problems.reset();
    m_notifier.reset();
    m_server.reset();
    m_bus.reset();
}

void tst_DBusNotifier::startNotifier(const DBusNotifier::Limits& limits)
{
    m_told.reset();
    m_problems.reset();
    m_notifier.emplace(m_bus->connection(), limits);
    m_problems.emplace(&*m_notifier, &Notifier::problem);
    m_told.emplace(&*m_notifier, &Notifier::told);
}

void tst_DBusNotifier::aNoticeIsShownUpdatedInPlaceAndClosed()
{
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("87 declined")));
    QTRY_COMPARE(m_told->count(), 1);
    QCOMPARE(m_server->notified.size(), 1);
    QCOMPARE(m_server->notified[0].title, declines);
    QCOMPARE(m_server->notified[0].body, QStringLiteral("87 declined"));
    QCOMPARE(m_server->notified[0].replaces, 0U);

    m_notifier->update(notice(declines, QStringLiteral("99 declined")));
    QTRY_COMPARE(m_server->notified.size(), 2);
    QCOMPARE(m_server->notified[1].replaces, m_server->notified[0].id);

    m_notifier->update(notice(declines, QStringLiteral("99 declined"))); // nothing new
    m_notifier->resolve(declines);
    QTRY_COMPARE(m_server->closed, QList<quint32>{m_server->notified[0].id});
    QCOMPARE(m_server->notified.size(), 2);
    QCOMPARE(m_told->count(), 1);
    QCOMPARE(m_notifier->token(declines), QString());
}

void tst_DBusNotifier::urgencyIsAByteAndOnlyCriticalStays_data()
{
    QTest::addColumn<int>("severity");
    QTest::addColumn<int>("urgency");
    QTest::addColumn<int>("expires");
    QTest::newRow("info") << static_cast<int>(AlertSeverity::Info) << 0 << -1;
    QTest::newRow("warning") << static_cast<int>(AlertSeverity::Warning) << 1 << -1;
    QTest::newRow("critical") << static_cast<int>(AlertSeverity::Critical) << 2 << 0;
}

void tst_DBusNotifier::urgencyIsAByteAndOnlyCriticalStays()
{
    QFETCH(int, severity);
    QFETCH(int, urgency);
    QFETCH(int, expires);
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x"), static_cast<AlertSeverity>(severity)));
    QTRY_COMPARE(m_server->notified.size(), 1);
    QCOMPARE(m_server->notified[0].urgency.metaType(), QMetaType::fromType<uchar>());
    QCOMPARE(m_server->notified[0].urgency.toInt(), urgency);
    QCOMPARE(m_server->notified[0].expires, expires);
}

void tst_DBusNotifier::streamTextIsNeverMarkup_data()
{
    QTest::addColumn<bool>("readsMarkup");
    QTest::addColumn<QString>("body");
    QTest::newRow("escaped") << true << QStringLiteral("&lt;img src=&quot;x&quot;&gt; &amp;lt;");
    QTest::newRow("without its signs") << false << QStringLiteral("‹img src=\"x\"› ＆lt;");
}

void tst_DBusNotifier::streamTextIsNeverMarkup()
{
    QFETCH(bool, readsMarkup);
    QFETCH(QString, body);
    if (!readsMarkup)
        m_server->capabilities.removeAll(QStringLiteral("body-markup"));
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("<img src=\"x\"> &lt;")));
    QTRY_COMPARE(m_server->notified.size(), 1);
    QCOMPARE(m_server->notified[0].body, body);
}

void tst_DBusNotifier::textsAreCutAndControlCharactersVisible()
{
    QCOMPARE(noticeTitle(QStringLiteral("a\nb\x1b[31m")), QStringLiteral("a␊b␛[31m"));
    const QString lengthy = noticeTitle(QString(100'000, QLatin1Char('x')));
    QCOMPARE(lengthy.size(), maxNoticeLength);
    QVERIFY(lengthy.endsWith(QChar(0x2026)));
    QCOMPARE(noticeTitle(QString(200, QLatin1Char('x'))), QString(200, QLatin1Char('x')));
    // A character of two halves is not cut in two.
    const QString pair = QString(198, QLatin1Char('x')) + QStringLiteral("😀😀");
    QCOMPARE(noticeTitle(pair), QString(198, QLatin1Char('x')) + QChar(0x2026));
}

void tst_DBusNotifier::actionsAreSentWhereTheServerHasThem_data()
{
    QTest::addColumn<bool>("hasActions");
    QTest::newRow("with") << true;
    QTest::newRow("without") << false;
}

void tst_DBusNotifier::actionsAreSentWhereTheServerHasThem()
{
    QFETCH(bool, hasActions);
    if (!hasActions)
        m_server->capabilities.removeAll(QStringLiteral("actions"));
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_server->notified.size(), 1);
    QCOMPARE(m_server->notified[0].actions.value(0),
             hasActions ? QStringLiteral("default") : QString());
}

void tst_DBusNotifier::aClickOpensTheInstanceAndClosesTheBubble()
{
    m_server->start();
    startNotifier();
    QSignalSpy opened(&*m_notifier, &Notifier::opened);
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_told->count(), 1);
    m_server->click(m_server->notified[0].id);
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(opened[0], (QVariantList{declines, QStringLiteral("region=eu")}));
    QTRY_COMPARE(m_server->closed.size(), 1);
}

void tst_DBusNotifier::whatThePersonClosedReturnsOnlyForNews()
{
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("one")));
    QTRY_COMPARE(m_told->count(), 1);
    m_server->closeByPerson(m_server->notified[0].id);
    QTRY_COMPARE(m_told->count(), 2);
    QVERIFY(m_told->last().at(1).toString().endsWith(QStringLiteral(" closed")));

    m_notifier->update(notice(declines, QStringLiteral("two")));
    m_notifier->notify(notice(QStringLiteral("other"), QStringLiteral("x")));
    QTRY_COMPARE(m_server->notified.size(), 2);
    QCOMPARE(m_server->notified[1].title, QStringLiteral("other"));

    m_notifier->notify(notice(declines, QStringLiteral("three")));
    QTRY_COMPARE(m_server->notified.size(), 3);
    QCOMPARE(m_server->notified[2].body, QStringLiteral("three"));
    QCOMPARE(m_server->notified[2].replaces, 0U);
}

void tst_DBusNotifier::signalsOfOtherClientsBubblesAreIgnored()
{
    m_server->start();
    startNotifier();
    QSignalSpy opened(&*m_notifier, &Notifier::opened);
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_told->count(), 1);
    const quint32 id = m_server->notified[0].id;
    m_server->click(id + 1);
    m_server->closeByPerson(id + 1);
    // Another program that claims to be the server: its signals come from another name.
    FakeNotificationServer impostor(m_bus->connection());
    impostor.start();
    impostor.click(id);
    impostor.closeByPerson(id);
    m_server->click(id);
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(m_told->count(), 1);
}

void tst_DBusNotifier::resolvedWhileBeingShownItIsClosedAllTheSame()
{
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_server->notified.size(), 1);
    m_notifier->resolve(declines); // the id may be still on its way here
    QTRY_COMPARE(m_server->closed, QList<quint32>{m_server->notified[0].id});
}

void tst_DBusNotifier::manyChangesAreFewCalls()
{
    m_server->start();
    DBusNotifier::Limits limits = quick();
    limits.update = 1h;
    startNotifier(limits);
    m_notifier->notify(notice(declines, QStringLiteral("first")));
    QTRY_COMPARE(m_told->count(), 1);
    for (int i = 0; i < 10'000; ++i)
        m_notifier->update(notice(declines, QString::number(i)));
    m_notifier->notify(notice(QStringLiteral("other"), QStringLiteral("x")));
    QTRY_COMPARE(m_told->count(), 2); // answered in order: nothing else was sent
    QCOMPARE(m_server->notified.size(), 2);
}

void tst_DBusNotifier::manyRulesShareOneBubble()
{
    m_server->start();
    DBusNotifier::Limits limits = quick();
    limits.bubbles = 3;
    startNotifier(limits);
    for (int i = 0; i < 100; ++i)
        m_notifier->notify(notice(QStringLiteral("rule %1").arg(i, 3), QStringLiteral("x")));
    const auto isDigest = [this] {
        return m_server->notified.last().body
            == QStringLiteral("97 alerts firing in 97 more rules");
    };
    QTRY_VERIFY(!m_server->notified.isEmpty() && isDigest());
    QVERIFY(m_server->notified.size() < 10);
    const quint32 digest = m_server->notified.last().id;
    for (int i = 0; i < 100; ++i)
        m_notifier->resolve(QStringLiteral("rule %1").arg(i, 3));
    QTRY_COMPARE(m_server->closed.size(), 4);
    QVERIFY(m_server->closed.contains(digest));
}

void tst_DBusNotifier::anAdoptedBubbleIsNotShownAgain()
{
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_told->count(), 1);
    const QString token = m_told->last().at(1).toString();
    QCOMPARE(m_notifier->token(declines), token);

    startNotifier(); // another process, for the bus
    m_notifier->adopt(notice(declines, QStringLiteral("x")), token);
    m_notifier->notify(notice(QStringLiteral("other"), QStringLiteral("y")));
    QTRY_COMPARE(m_told->count(), 1);
    QCOMPARE(m_server->notified.size(), 2);
    QCOMPARE(m_server->notified[1].title, QStringLiteral("other"));
    QCOMPARE(m_notifier->token(declines), token);
    m_notifier->resolve(declines);
    QTRY_COMPARE(m_server->closed, QList<quint32>{m_server->notified[0].id});
}

void tst_DBusNotifier::whatEndedBetweenTwoProcessesIsClosed()
{
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_told->count(), 1);
    const QString token = m_notifier->token(declines);
    startNotifier();
    m_notifier->adopt(notice(declines, QStringLiteral("x")), token);
    m_notifier->resolve(declines); // before anything is known of the server
    QTRY_COMPARE(m_server->closed, QList<quint32>{m_server->notified[0].id});
    QCOMPARE(m_server->notified.size(), 1);
}

void tst_DBusNotifier::aBubbleOfAnotherServerIsShownAnew()
{
    m_server->start();
    startNotifier();
    m_notifier->adopt(notice(declines, QStringLiteral("x")), QStringLiteral("0123 :1.9 41 shown"));
    m_notifier->adopt(notice(QStringLiteral("no token"), QStringLiteral("x")),
                      QStringLiteral("nonsense"));
    QTRY_COMPARE(m_server->notified.size(), 2);
    QCOMPARE(m_server->notified[0].replaces, 0U);
}

void tst_DBusNotifier::aRestartedServerIsToldWhatIsCritical()
{
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    m_notifier->notify(
        notice(QStringLiteral("grave"), QStringLiteral("y"), AlertSeverity::Critical));
    QTRY_COMPARE(m_told->count(), 2);
    m_server->stop();
    m_server->start(); // of the same name on the bus here: like a server that lost all it showed
    QTRY_COMPARE(m_told->count(), 3);
    QCOMPARE(m_server->notified.size(), 3);
    QCOMPARE(m_server->notified[2].title, QStringLiteral("grave"));
    QCOMPARE(m_server->notified[2].replaces, 0U);
}

void tst_DBusNotifier::withoutServerItSaysSoOnceAndTellsWhenOneComes()
{
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_problems->count(), 1);
    QCOMPARE(m_problems->first().first().toString(),
             QStringLiteral("no notification server: alerts are shown in the window only"));
    m_notifier->update(notice(declines, QStringLiteral("y")));
    m_notifier->notify(notice(QStringLiteral("over"), QStringLiteral("y")));
    m_notifier->resolve(QStringLiteral("over"));
    m_server->start();
    QTRY_COMPARE(m_told->count(), 1);
    QCOMPARE(m_problems->count(), 1);
    QCOMPARE(m_server->notified.size(), 1);
    QCOMPARE(m_server->notified[0].body, QStringLiteral("y"));
}

void tst_DBusNotifier::withoutBusItSaysSo()
{
    m_notifier.emplace(QDBusConnection(QStringLiteral("there is no such connection")), quick());
    m_problems.emplace(&*m_notifier, &Notifier::problem);
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_problems->count(), 1);
    m_notifier->resolve(declines);
}

void tst_DBusNotifier::aStalledServerBlocksNothing()
{
    m_server->isStalled = true;
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_problems->count(), 1);
    m_server->isStalled = false;
    m_notifier->notify(notice(declines, QStringLiteral("y"))); // asks again
    QTRY_COMPARE(m_told->count(), 1);
    QCOMPARE(m_server->notified.last().body, QStringLiteral("y"));
}

void tst_DBusNotifier::aRefusalIsAProblemSaidOnce()
{
    m_server->isRefusing = true;
    m_server->start();
    startNotifier();
    m_notifier->notify(notice(declines, QStringLiteral("x")));
    QTRY_COMPARE(m_problems->count(), 1);
    QVERIFY(m_problems->first().first().toString().contains(QStringLiteral("too many")));
    m_notifier->notify(notice(QStringLiteral("other"), QStringLiteral("x")));
    m_server->isRefusing = false;
    m_notifier->notify(notice(QStringLiteral("third"), QStringLiteral("x")));
    QTRY_VERIFY(m_told->count() >= 1);
    QCOMPARE(m_problems->count(), 1);
}

void tst_DBusNotifier::instancesOfARuleAreOneNotice()
{
    const auto instance = [](const char* labels, AlertCondition condition, int since) {
        AlertInstance result;
        result.rule = "declines";
        result.labels = labels;
        result.condition = condition;
        result.since = timePointOf(since);
        result.summary = std::string("in ") + labels;
        return result;
    };
    QVERIFY(!noticeOf(
        "declines",
        {instance("a", AlertCondition::Pending, 1), instance("b", AlertCondition::Ok, 2)}));
    const auto one = noticeOf(
        "declines",
        {instance("a", AlertCondition::Recovering, 1), instance("b", AlertCondition::Ok, 2)});
    QCOMPARE(one->text, QStringLiteral("in a"));
    const auto two = noticeOf(
        "declines",
        {instance("a", AlertCondition::Firing, 3), instance("b", AlertCondition::Firing, 2)});
    QCOMPARE(two->text, QStringLiteral("2 firing: in a"));
    QCOMPARE(two->firing, 2);
    QVERIFY(!noticeOf("other", {instance("a", AlertCondition::Firing, 3)}));
}

QTEST_GUILESS_MAIN(tst_DBusNotifier)
#include "tst_dbusnotifier.moc"
