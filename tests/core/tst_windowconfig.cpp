// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"
#include "core/config/tomlsplice.h"
#include "core/config/windowconfig.h"

#include <QtTest>

using namespace weir;

class tst_WindowConfig : public QObject
{
    Q_OBJECT

private slots:
    void whatIsNotWrittenHasItsDefault();
    void everyKeyIsRead();
    void aFaultIsNamedWithItsPlaceAndLeavesOutOneKey_data();
    void aFaultIsNamedWithItsPlaceAndLeavesOutOneKey();
    void keysAreWrittenAsQtDoes_data();
    void keysAreWrittenAsQtDoes();
    void aTableIsEditedWithoutTouchingTheRest();
    void aTableThatIsNotThereComesToTheEnd();
    void aTableWrittenInOneLineStaysOne();
    void whatCannotBeEditedSafelyIsLeftAlone();
};

void tst_WindowConfig::whatIsNotWrittenHasItsDefault()
{
    QVERIFY(*parseWindowConfig("") == WindowConfig{});
    QVERIFY(!parseWindowConfig("this is no TOML"));
}

void tst_WindowConfig::everyKeyIsRead()
{
    const WindowConfig window = *parseWindowConfig(R"(
[window]
theme = "light"
zoom = 150
font_size = 14
event_font_size = 13
zone = "Europe/Paris"
time = "delta"
density = "compact"
wrap = true
[keys]
"logs.copyRaw" = "Ctrl+Shift+X"
"window.quit" = ["Ctrl+Q", "Ctrl+K, Q"]
"logs.copy" = ""
)");
    QCOMPARE(window.theme, WindowConfig::Theme::Light);
    QCOMPARE(window.zoom, 150);
    QCOMPARE(window.fontSize, 14);
    QCOMPARE(window.eventFontSize, 13);
    QCOMPARE(window.zone, std::string("Europe/Paris"));
    QCOMPARE(window.time, WindowConfig::Time::Delta);
    QCOMPARE(window.density, WindowConfig::Density::Compact);
    QVERIFY(window.wraps);
    QCOMPARE(window.keys.at("logs.copyRaw"), std::vector<std::string>{"Ctrl+Shift+X"});
    QCOMPARE(window.keys.at("window.quit").size(), std::size_t(2));
    QVERIFY(window.keys.at("logs.copy").empty());
}

void tst_WindowConfig::aFaultIsNamedWithItsPlaceAndLeavesOutOneKey_data()
{
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QByteArray>("problem");
    QTest::addRow("a wrong word") << QByteArray("[window]\ntheme = \"drak\"")
                                  << QByteArray("2:9: error: 'drak' is not a value of 'theme'; did "
                                                "you mean 'dark'?");
    QTest::addRow("zoom") << QByteArray("[window]\nzoom = 300")
                          << QByteArray("2:8: error: 'zoom' must be a whole number from 100 to 200");
    QTest::addRow("unknown key") << QByteArray("[window]\nzom = 150")
                                 << QByteArray("2:1: error: unknown key 'zom'; did you mean 'zoom'?");
    QTest::addRow("no id") << QByteArray("[keys]\ncopy = \"Ctrl+C\"")
                           << QByteArray("2:1: error: 'copy' is no name of a command; they are "
                                         "written as \"where.what\"");
    QTest::addRow("without quotes")
        << QByteArray("[keys]\nlogs.copyRaw = \"Ctrl+C\"")
        << QByteArray("2:1: error: write the whole name in quotes, such as \"logs.copyRaw\"");
    QTest::addRow("wrong modifier")
        << QByteArray("[keys]\n\"logs.copy\" = \"Crtl+C\"")
        << QByteArray("2:15: error: 'Crtl+C': 'Crtl' is no key to be held; did you mean 'Ctrl'?");
    QTest::addRow("a number") << QByteArray("[keys]\n\"logs.copy\" = 3")
                              << QByteArray("2:15: error: keys are a string or a list of strings, "
                                            "not a whole number");
}

void tst_WindowConfig::aFaultIsNamedWithItsPlaceAndLeavesOutOneKey()
{
    QFETCH(QByteArray, toml);
    QFETCH(QByteArray, problem);
    const auto all = parseConfiguration(toml.toStdString(), "/nowhere");
    QCOMPARE(all.problems.size(), std::size_t(1));
    QCOMPARE(QByteArray::fromStdString(all.problems.front().text()), problem);
    QVERIFY(*parseWindowConfig(toml.toStdString()) == WindowConfig{});
}

void tst_WindowConfig::keysAreWrittenAsQtDoes_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<bool>("isRight");
    for (const char* keys : {"Ctrl+Shift+C", "F3", "Ctrl++", "Ctrl+,", "Alt+1", "/", "Ctrl+K, C",
                             "Esc", "Ctrl+PgDown", "Meta+\xc3\xa9", "Shift+F12", "+"})
        QTest::addRow("%s", keys) << QByteArray(keys) << true;
    for (const char* keys : {"Ctrl+", "Strg+C", "Ctrl+Ctrl+C", "F99", "Escape!", "Ctrl+K,",
                             "A, B, C, D, E", "Ctrl + C"})
        QTest::addRow("%s", keys) << QByteArray(keys) << false;
}

void tst_WindowConfig::keysAreWrittenAsQtDoes()
{
    QFETCH(QByteArray, keys);
    QFETCH(bool, isRight);
    QCOMPARE(faultOfKeys(keys.toStdString()).empty(), isRight);
}

void tst_WindowConfig::aTableIsEditedWithoutTouchingTheRest()
{
    const std::string before = "# mine\n[window]\ntheme = \"dark\"  # at night\n\n[[source]]\n"
                               "name = \"a\"\nfile = { paths = [\"/a\"] }\n";
    const auto after = editTable(before, "window",
                                 {{{"theme"}, "\"light\""}, {{"zoom"}, "150"}});
    QVERIFY(after);
    QCOMPARE(*after,
             std::string("# mine\n[window]\ntheme = \"light\"  # at night\nzoom  = 150\n\n"
                         "[[source]]\nname = \"a\"\nfile = { paths = [\"/a\"] }\n"));
    const auto back = editTable(*after, "window", {{{"zoom"}, {}}, {{"theme"}, "\"dark\""}});
    QVERIFY(back);
    QCOMPARE(*back, before);
}

void tst_WindowConfig::aTableThatIsNotThereComesToTheEnd()
{
    const std::string before = "[[source]]\nname = \"a\"\nfile = { paths = [\"/a\"] }";
    const auto after = editTable(before, "keys", {{{"logs.copyRaw"}, "\"F5\""}});
    QVERIFY(after);
    QCOMPARE(*after, before + "\n\n[keys]\n\"logs.copyRaw\" = \"F5\"\n");
    const auto retention = editTable("", "index", {{{"retention", "age"}, "\"14d\""},
                                                   {{"retention", "size"}, "\"50GB\""}});
    QVERIFY(retention);
    QCOMPARE(*retention,
             std::string("[index]\nretention = { age = \"14d\", size = \"50GB\" }\n"));
}

void tst_WindowConfig::aTableWrittenInOneLineStaysOne()
{
    const auto after = editTable("window = { theme = \"dark\" }\n", "window", {{{"zoom"}, "125"}});
    QVERIFY(after);
    QCOMPARE(*after, std::string("window = { theme = \"dark\", zoom = 125 }\n"));
}

void tst_WindowConfig::whatCannotBeEditedSafelyIsLeftAlone()
{
    QVERIFY(!editTable("window.theme = \"dark\"\n", "window", {{{"zoom"}, "125"}}));
    QVERIFY(!editTable("window = 3\n", "window", {{{"zoom"}, "125"}}));
    QVERIFY(!editTable("no TOML", "window", {{{"zoom"}, "125"}}));
}

QTEST_APPLESS_MAIN(tst_WindowConfig)
#include "tst_windowconfig.moc"
