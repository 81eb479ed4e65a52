// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QTest>

using namespace weir::test;

/// Views, tabs, windows and links in the real program.
class tst_ViewsByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_place.prepare()); }
    void cleanup() { m_place.cleanUp(); }
    void chipsOfViewsCombine();
    void tabsAndSplitsComeBackWithTheWindow();
    void aSecondWindowComesBackBesideTheFirst();
    void aLinkIsOpenedByWeirShow();

private:
    WindowByHand& window() { return m_place.window(); }
    void saveView(const QString& query, const QString& name);

    Workplace m_place;
};

namespace {

bool allContain(const QStringList& lines, const QString& word)
{
    return !lines.isEmpty() && std::all_of(lines.begin(), lines.end(), [&](const QString& line) {
        return line.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

void tst_ViewsByHand::saveView(const QString& query, const QString& name)
{
    window().ask(query);
    window().keys({QStringLiteral("ctrl+s")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Name of the view")), patience);
    window().keys({QStringLiteral("ctrl+a")});
    window().type(name);
    window().keys({QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("View ") + name), patience);
}

void tst_ViewsByHand::chipsOfViewsCombine()
{
    QVERIFY(m_place.open());
    saveView(QStringLiteral("level:error"), QStringLiteral("Errors"));
    QVERIFY(window().press(QStringLiteral("View Errors"))); // off
    QTRY_VERIFY_WITH_TIMEOUT(!allContain(window().lines(), QStringLiteral("ERROR")), patience);
    saveView(QStringLiteral("host:\"web-1\""), QStringLiteral("One"));
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("web-1")), patience);
    QVERIFY(!allContain(window().lines(), QStringLiteral("ERROR")));
    QVERIFY(window().press(QStringLiteral("View Errors"))); // both
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("ERROR"))
                                 && allContain(window().lines(), QStringLiteral("web-1")),
                             patience);
}

void tst_ViewsByHand::tabsAndSplitsComeBackWithTheWindow()
{
    QVERIFY(m_place.open());
    window().ask(QStringLiteral("declined"));
    window().keys({QStringLiteral("ctrl+t")});
    QTRY_VERIFY_WITH_TIMEOUT(window().find([](const AccessibleTree::Node& node) {
        return node.role == QLatin1String("page tab list");
    }),
                             patience);
    window().ask(QStringLiteral("served"));
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("served")), patience);
    window().keys({QStringLiteral("ctrl+backslash")});
    QTRY_COMPARE_WITH_TIMEOUT(window().count(QStringLiteral("Log events")), 2, patience);
    QVERIFY(window().quit());

    QVERIFY(m_place.reopen());
    QTRY_COMPARE_WITH_TIMEOUT(window().count(QStringLiteral("Log events")), 2, patience);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("served")), patience);
    window().keys({QStringLiteral("ctrl+Prior")});
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("declined")), patience);
    QCOMPARE(window().count(QStringLiteral("Log events")), 1);
}

void tst_ViewsByHand::aSecondWindowComesBackBesideTheFirst()
{
    QVERIFY(m_place.open());
    window().ask(QStringLiteral("declined"));
    window().keys({QStringLiteral("ctrl+shift+n")});
    QTRY_COMPARE_WITH_TIMEOUT(window().windows(), 2, patience);
    window().ask(QStringLiteral("served"));
    QTRY_VERIFY_WITH_TIMEOUT(window().asks(QStringLiteral("served")), patience);
    QVERIFY(window().asks(QStringLiteral("declined")));
    window().keys({QStringLiteral("ctrl+q")}); // the second, which is a program of its own
    QTRY_COMPARE_WITH_TIMEOUT(window().windows(), 1, patience);
    QVERIFY(window().quit());

    QVERIFY(m_place.reopen());
    QTRY_VERIFY_WITH_TIMEOUT(window().asks(QStringLiteral("declined")), patience);
    QVERIFY(!window().asks(QStringLiteral("served")));
    window().keys({QStringLiteral("ctrl+shift+n")});
    QTRY_VERIFY_WITH_TIMEOUT(window().asks(QStringLiteral("served")), patience);
    window().keys({QStringLiteral("ctrl+q")});
    QTRY_COMPARE_WITH_TIMEOUT(window().windows(), 1, patience);
}

void tst_ViewsByHand::aLinkIsOpenedByWeirShow()
{
    QVERIFY(m_place.openLive());
    m_place.append(0, 300);
    QTRY_VERIFY_WITH_TIMEOUT(!window().lines().isEmpty()
                                 && window().lines().last().contains(QLatin1String("request 299")),
                             patience);
    window().ask(QStringLiteral("nothing like this"));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Nothing matches")), patience);
    // The eleventh event that was collected.
    QCOMPARE(m_place.run({QStringLiteral("show"), QStringLiteral("weir://event/11")}), 0);
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("card declined for user 10")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(window().lines().join(QLatin1Char('\n')).contains(QLatin1String("user 10 ")),
                             patience);
    QVERIFY(window().quit());
}

QTEST_MAIN(tst_ViewsByHand)
#include "tst_viewsbyhand.moc"
