// SPDX-License-Identifier: GPL-3.0-or-later
// Views and sets of highlights: what their files say, and what is wrong with them.
#include "configfolder.h"

#include <QTest>

using namespace weir;

class tst_ViewConfig : public QObject
{
    Q_OBJECT

private slots:
    void everythingAViewCanSayIsRead();
    void whatAViewDoesNotSayIsLeftOpen();
    void faultsOfAViewHaveTheirPlace();
    void rangesAreReadAndWrittenAlike_data();
    void rangesAreReadAndWrittenAlike();
    void aSetOfHighlightsIsRead();
    void aWrongRuleLeavesTheOthers();
    void namesOfSetsAreGivenOnceAndViewsNameKnownOnes();
};

void tst_ViewConfig::everythingAViewCanSayIsRead()
{
    Folder folder;
    folder.write(QStringLiteral("highlights/h.toml"), "name = \"money\"\n");
    folder.write(QStringLiteral("views/v.toml"), R"(name = "Payment errors"
query = "level>=warn service:payments"
columns = ["time", "body"]
highlights = ["money"]
range = "last 15m"
wrap = true
density = "roomy"
time = "delta"
zone = "local"
)");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.views.size(), std::size_t{1});
    const ViewConfig& view = all.views.front();
    QCOMPARE(view.columns, (std::vector<std::string>{"time", "body"}));
    QCOMPARE(view.highlights, std::vector<std::string>{"money"});
    QVERIFY(view.range == (ViewRange{std::chrono::minutes(15), {}}));
    QCOMPARE(view.wraps, std::optional<bool>(true));
    QVERIFY(view.density == ViewConfig::Density::Roomy);
    QVERIFY(view.time == ViewConfig::Time::Delta);
    QCOMPARE(view.zone, std::string("local"));
}

void tst_ViewConfig::whatAViewDoesNotSayIsLeftOpen()
{
    Folder folder;
    folder.write(QStringLiteral("views/v.toml"), "name = \"all\"\nquery = \"\"\n");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    const ViewConfig& view = all.views.at(0);
    QVERIFY(view.columns.empty() && view.highlights.empty() && !view.range && !view.wraps);
    QVERIFY(!view.density && !view.time && view.zone.empty());
}

void tst_ViewConfig::faultsOfAViewHaveTheirPlace()
{
    Folder folder;
    folder.write(QStringLiteral("views/v.toml"), R"(name = "v"
query = ""
range = "last week"
wrap = "yes"
density = "compcat"
colums = ["time"]
)");
    const auto all = folder.load();
    QVERIFY(all.views.empty());
    QCOMPARE(printed(all.problems),
             QStringLiteral("3:9: error: 'range' must be \"last 15m\", \"everything\" or two times "
                            "with .. in between\n"
                            "4:8: error: 'wrap' must be true or false, not a string\n"
                            "5:11: error: 'compcat' is not a value of 'density'; did you mean 'compact'?\n"
                            "6:1: error: unknown key 'colums'; did you mean 'columns'?"));
}

void tst_ViewConfig::rangesAreReadAndWrittenAlike_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRange");
    QTest::newRow("live") << "last 15m" << true;
    QTest::newRow("long") << "last 1h30m" << true;
    QTest::newRow("everything") << "everything" << true;
    QTest::newRow("fixed")
        << "2026-11-23T12:00:00.000000000Z..2026-11-23T12:05:00.500000000Z" << true;
    QTest::newRow("none") << "" << false;
    QTest::newRow("no length") << "last 0s" << false;
    QTest::newRow("backwards") << "2026-11-23T12:05:00Z..2026-11-23T12:00:00Z" << false;
    QTest::newRow("half") << "2026-11-23T12:05:00Z.." << false;
}

void tst_ViewConfig::rangesAreReadAndWrittenAlike()
{
    QFETCH(QString, text);
    QFETCH(bool, isRange);
    const auto range = parseViewRange(text.toStdString());
    QCOMPARE(range.has_value(), isRange);
    if (range)
        QCOMPARE(QString::fromStdString(printViewRange(*range)), text);
}

void tst_ViewConfig::aSetOfHighlightsIsRead()
{
    Folder folder;
    folder.write(QStringLiteral("highlights/h.toml"), R"(name = "money"
[[rule]]
query = "declined"
color = 3
[[rule]]
query = "level>=error"
color = 9
row = true
)");
    const auto all = folder.load();
    QCOMPARE(printed(all.problems), QString());
    QCOMPARE(all.highlights.size(), std::size_t{1});
    QCOMPARE(all.highlights.front().name, std::string("money"));
    QVERIFY(all.highlights.front().rules
            == (std::vector<HighlightRule>{{"declined", 3, false}, {"level>=error", 9, true}}));
}

void tst_ViewConfig::aWrongRuleLeavesTheOthers()
{
    Folder folder;
    folder.write(QStringLiteral("highlights/h.toml"), R"(name = "money"
[[rule]]
query = "a | count"
color = 1
[[rule]]
query = "b"
color = 10
[[rule]]
query = "c"
color = 2
[[rule]]
query = "(d"
colour = 2
[[rule]]
query = ""
color = 2
)");
    const auto all = folder.load();
    QCOMPARE(all.highlights.size(), std::size_t{1});
    QVERIFY(all.highlights.front().rules == (std::vector<HighlightRule>{{"c", 2, false}}));
    const QString found = printed(all.problems);
    QVERIFY2(found.startsWith(QLatin1String(
                 "3:9: error: a highlight has no aggregate; end it before the |\n"
                 "7:9: error: 'color' must be a whole number from 1 to 9\n")),
             qPrintable(found));
    QVERIFY2(found.contains(QLatin1String("13:1: error: unknown key 'colour'; did you mean "
                                          "'color'?")),
             qPrintable(found));
    QVERIFY2(found.endsWith(QLatin1String("15:9: error: this would mark everything")),
             qPrintable(found));
}

void tst_ViewConfig::namesOfSetsAreGivenOnceAndViewsNameKnownOnes()
{
    Folder folder;
    folder.write(QStringLiteral("highlights/a.toml"), "name = \"money\"\n");
    folder.write(QStringLiteral("highlights/b.toml"), "name = \"money\"\n");
    folder.write(QStringLiteral("views/v.toml"),
                 "name = \"v\"\nquery = \"\"\nhighlights = [\"money\", \"people\"]\n");
    const auto all = folder.load();
    QCOMPARE(all.highlights.size(), std::size_t{1});
    QCOMPARE(all.views.size(), std::size_t{1}); // a warning leaves nothing out
    QCOMPARE(printed(all.problems),
             QStringLiteral("error: there is a set of highlights 'money' in a.toml already\n"
                            "3:24: warning: there is no set of highlights 'people'"));
}

QTEST_GUILESS_MAIN(tst_ViewConfig)
#include "tst_viewconfig.moc"
