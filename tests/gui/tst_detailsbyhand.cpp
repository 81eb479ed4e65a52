// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <future>

using namespace weir::test;

/// What is known of one event, of a field, and what leaves the window as a file, in the real program.
class tst_DetailsByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_place.prepare()); }
    void cleanup() { m_place.cleanUp(); }
    void theTabsShowAnEventAndAValueFilters();
    void anEventIsCopiedAsJson();
    void theTraceAndTheSurroundingsAreShown();
    void aBookmarkHasANoteAndIsFoundAgain();
    void numbersHaveStatistics();
    void theResultIsExported();
    void anExportIsCancelled();

private:
    WindowByHand& window() { return m_place.window(); }
    /// The third row from the end of the 4,000 events: an error of payments.
    void select();

    Workplace m_place;
};

namespace {

constexpr auto selected = "card declined for user 3997";

QString clipboard()
{
    return QGuiApplication::clipboard()->text();
}

} // namespace

void tst_DetailsByHand::select()
{
    QVERIFY(m_place.open());
    QTRY_VERIFY_WITH_TIMEOUT(window().lines().size() > 10, patience);
    const auto rows = window().rows();
    window().click(rows.at(rows.size() - 3), QPoint(400, 5));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QLatin1String(selected)), patience);
}

void tst_DetailsByHand::theTabsShowAnEventAndAValueFilters()
{
    select();
    QVERIFY(window().press(QStringLiteral("JSON")));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("JSON of the payload")), patience);
    QVERIFY(window().press(QStringLiteral("Text")));
    QTRY_VERIFY_WITH_TIMEOUT(window()
                                 .text(QStringLiteral("Payload as text"))
                                 .contains(QLatin1String("web-1")),
                             patience);
    QVERIFY(window().press(QStringLiteral("Hex")));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Bytes of the payload")), patience);
    QVERIFY(window().press(QStringLiteral("Event")));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Fields of the event")), patience);
    // The first of its lines is the time; + filters by the one that is chosen.
    window().click(*window().named(QStringLiteral("Fields of the event")), QPoint(20, 20));
    window().keys({QStringLiteral("Home"), QStringLiteral("Down"), QStringLiteral("Down"), QStringLiteral("plus")});
    QTRY_VERIFY2_WITH_TIMEOUT(window().query() == QLatin1String("level:error"),
                              qPrintable(window().query()), patience);
}

void tst_DetailsByHand::anEventIsCopiedAsJson()
{
    select();
    window().keys({QStringLiteral("ctrl+alt+c")});
    QTRY_COMPARE_WITH_TIMEOUT(
        QJsonDocument::fromJson(clipboard().toUtf8())[QStringLiteral("body")].toString(),
        QLatin1String(selected), patience);
}

void tst_DetailsByHand::theTraceAndTheSurroundingsAreShown()
{
    select();
    window().keys({QStringLiteral("t")});
    const QString trace = QStringLiteral("Events of the trace");
    QTRY_VERIFY_WITH_TIMEOUT(window().named(trace), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_place.tree().children(*window().named(trace)).empty(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        window().description(QStringLiteral("The trace over time, by service"))
            .contains(QLatin1String("gateway")),
        patience);
    QVERIFY(window().press(QStringLiteral("Around")));
    QTRY_VERIFY_WITH_TIMEOUT(
        window().named(QStringLiteral("Events of the same source, before and after")), patience);
}

void tst_DetailsByHand::aBookmarkHasANoteAndIsFoundAgain()
{
    QVERIFY(m_place.openLive());
    m_place.append(0, 20);
    QTRY_COMPARE_WITH_TIMEOUT(window().lines().size(), 20, patience);
    window().click(window().rows().at(17), QPoint(400, 5));
    window().keys({QStringLiteral("m")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Note of the bookmark")), patience);
    window().type(QStringLiteral("look here"));
    window().keys({QStringLiteral("Return"), QStringLiteral("Escape"), QStringLiteral("End")});
    QTRY_VERIFY_WITH_TIMEOUT(!window().named(QStringLiteral("Bookmarked")), patience);
    // A popup is no part of the tree: Enter goes to the bookmark as soon as it is listed.
    window().keys({QStringLiteral("apostrophe")});
    window().type(QStringLiteral("look"));
    QVERIFY(QTest::qWaitFor(
        [&] {
            window().keys({QStringLiteral("Return")});
            return window().named(QStringLiteral("card declined for user 17")).has_value();
        },
        patience));
    QTRY_COMPARE_WITH_TIMEOUT(window().text(QStringLiteral("Note of the bookmark")),
                              QStringLiteral("look here"), patience);
    QVERIFY(window().quit());
}

void tst_DetailsByHand::numbersHaveStatistics()
{
    select();
    QVERIFY(window().press(QStringLiteral("Statistics")));
    const QString fields = QStringLiteral("Field with numbers");
    QTRY_VERIFY_WITH_TIMEOUT(window().named(fields), patience);
    QVERIFY(window().press(fields));
    window().keys({QStringLiteral("Down"), QStringLiteral("Return")});
    // 0 to 199, each twenty times.
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("4,000")), patience);
    QVERIFY(window().named(QStringLiteral("199")));
    QVERIFY(window().named(QStringLiteral("99.5")));
}

void tst_DetailsByHand::theResultIsExported()
{
    select();
    window().ask(QStringLiteral("level:error"));
    QTRY_VERIFY_WITH_TIMEOUT(window().shows(QStringLiteral("2,400 of 4,000")), patience);
    window().keys({QStringLiteral("ctrl+shift+e")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("File to write")), patience);
    const QString file = m_place.file(QStringLiteral("out.ndjson"));
    window().keys({QStringLiteral("ctrl+a")});
    window().type(file);
    window().keys({QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(window().shows(QStringLiteral("2,400 events in")), patience);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count('\n'), 2400);
}

void tst_DetailsByHand::anExportIsCancelled()
{
    select();
    window().keys({QStringLiteral("ctrl+shift+e")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("File to write")), patience);
    const QString file = m_place.file(QStringLiteral("stopped.ndjson"));
    window().keys({QStringLiteral("ctrl+a")});
    window().type(file);
    // At once: 4,000 events are written before xdotool has ended.
    auto held = std::async(std::launch::async, [this] { return window().holdChild(); });
    window().keys({QStringLiteral("Return")});
    QVERIFY(held.get());
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Progress of the export")), patience);
    QVERIFY(window().press(QStringLiteral("Stop")));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Stopped. Nothing was kept.")), patience);
    QVERIFY(!QFile::exists(file));
    QVERIFY(window().quit());
}

QTEST_MAIN(tst_DetailsByHand)
#include "tst_detailsbyhand.moc"
