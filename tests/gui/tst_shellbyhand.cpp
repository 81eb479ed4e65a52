// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QFile>
#include <QTest>

using namespace weir::test;

/// Palette, keys, settings, and what is said where there is nothing yet, in the real program.
class tst_ShellByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_place.prepare()); }
    void cleanup() { m_place.cleanUp(); }
    void thePaletteRunsWhatIsTyped();
    void aCommandGetsOtherKeysThatAreInForceAtOnce();
    void settingsAreWrittenAsAPersonWouldHave();
    void theFirstRunOffersThreeWays();
    void aResultWithoutAnEventSaysWhatToDo();

private:
    WindowByHand& window() { return m_place.window(); }
    QByteArray toml();

    Workplace m_place;
};

QByteArray tst_ShellByHand::toml()
{
    QFile file(m_place.config() + QStringLiteral("/weir.toml"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_ShellByHand::thePaletteRunsWhatIsTyped()
{
    QVERIFY(m_place.open());
    QVERIFY(window().named(QStringLiteral("Fields")));
    window().keys({QStringLiteral("ctrl+shift+p")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Command, source, view or dashboard")), patience);
    window().type(QStringLiteral("hide the fields"));
    window().keys({QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(!window().named(QStringLiteral("Fields")), patience);
    QVERIFY(!window().named(QStringLiteral("Command, source, view or dashboard")));
}

void tst_ShellByHand::aCommandGetsOtherKeysThatAreInForceAtOnce()
{
    QVERIFY(m_place.open());
    window().keys({QStringLiteral("F1")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Actions and their keys")), patience);
    window().type(QStringLiteral("logs.fields"));
    window().keys({QStringLiteral("Down"), QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(window().shows(QStringLiteral("Press the keys for")), patience);
    window().keys({QStringLiteral("F7")});
    QTRY_VERIFY2_WITH_TIMEOUT(toml().contains("\"logs.fields\" = \"F7\""), toml().constData(), patience);
    window().keys({QStringLiteral("Escape"), QStringLiteral("Escape")});
    QTRY_VERIFY_WITH_TIMEOUT(!window().named(QStringLiteral("Actions and their keys")), patience);
    window().keys({QStringLiteral("F7")});
    QTRY_VERIFY_WITH_TIMEOUT(!window().named(QStringLiteral("Fields")), patience);
}

void tst_ShellByHand::settingsAreWrittenAsAPersonWouldHave()
{
    QFile file(m_place.config() + QStringLiteral("/weir.toml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# mine\n[index]\nretention.age = \"3d\" # enough\n");
    file.close();
    QVERIFY(m_place.open());
    window().keys({QStringLiteral("ctrl+comma")});
    QTRY_COMPARE_WITH_TIMEOUT(window().text(QStringLiteral("Keep events for")), QStringLiteral("3d"), patience);
    QVERIFY(window().press(QStringLiteral("Keep events for")));
    window().keys({QStringLiteral("ctrl+a")});
    window().type(QStringLiteral("5d"));
    QTRY_VERIFY2_WITH_TIMEOUT(window().text(QStringLiteral("What will be written"))
                                  .contains(QLatin1String("5d")),
                              qPrintable(window().text(QStringLiteral("What will be written"))),
                             patience);
    window().keys({QStringLiteral("ctrl+s")});
    QTRY_COMPARE_WITH_TIMEOUT(toml(), QByteArray("# mine\n[index]\nretention.age = \"5d\" # enough\n"), patience);
}

void tst_ShellByHand::theFirstRunOffersThreeWays()
{
    QVERIFY(m_place.openWith({QStringLiteral("--index"), m_place.file(QStringLiteral("nothing")),
                              QStringLiteral("--config"), m_place.config(),
                              QStringLiteral("--stop-collector")},
                             QStringLiteral("Where do your events come from?")));
    QVERIFY(window().named(QStringLiteral("Watch the demo")));
    QVERIFY(window().named(QStringLiteral("Open an index")));
    QVERIFY(window().press(QStringLiteral("Add a source")));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("What is written to weir.toml")), patience);
    QVERIFY(window().quit());
}

void tst_ShellByHand::aResultWithoutAnEventSaysWhatToDo()
{
    QVERIFY(m_place.open());
    window().ask(QStringLiteral("nothing like this"));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Nothing matches")), patience);
    QVERIFY(window().press(QStringLiteral("Clear the query")));
    QTRY_VERIFY_WITH_TIMEOUT(window().lines().size() > 10, patience);
    QCOMPARE(window().query(), QString());
}

QTEST_MAIN(tst_ShellByHand)
#include "tst_shellbyhand.moc"
