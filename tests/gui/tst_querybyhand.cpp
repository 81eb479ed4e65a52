// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/workplace.h"

#include <QTest>

using namespace weir::test;

/// The query line, what is found with it, the timeline and the facets in the real program.
class tst_QueryByHand final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(m_place.prepare()); }
    void init();
    void cleanup() { m_place.cleanUp(); }
    void whatMayBeWrittenIsSuggested();
    void aMistakeIsSaidBelowAndTheLastAnswerStays();
    void queriesComeBackFromTheHistory();
    void theNextErrorAndTheNextMatchAreFound();
    void aRangeIsBrushedAndADoubleClickGoesBack();
    void aFacetFiltersExcludesAndIsTakenAwayAgain();

private:
    WindowByHand& window() { return m_place.window(); }
    QString range();
    QString selectedLine();

    Workplace m_place;
};

namespace {

/// Values of the first field, from the panel's left upper corner: error, info.
constexpr QPoint firstFacet(60, 68);
constexpr QPoint secondFacet(60, 90);

bool allContain(const QStringList& lines, const QString& word)
{
    return !lines.isEmpty() && std::all_of(lines.begin(), lines.end(), [&](const QString& line) {
        return line.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

void tst_QueryByHand::init()
{
    QVERIFY(m_place.open());
    QTRY_VERIFY_WITH_TIMEOUT(window().lines().size() > 10, patience);
}

QString tst_QueryByHand::range()
{
    const auto button = window().find([](const AccessibleTree::Node& node) {
        return node.name.startsWith(QLatin1String("Time range: "));
    });
    return button ? button->name : QString();
}

QString tst_QueryByHand::selectedLine()
{
    for (const AccessibleTree::Node& row : window().rows()) {
        if (m_place.tree().isSelected(row))
            return row.name;
    }
    return {};
}

void tst_QueryByHand::whatMayBeWrittenIsSuggested()
{
    window().keys({QStringLiteral("ctrl+k")});
    window().type(QStringLiteral("serv"));
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Suggestions")), patience);
    window().keys({QStringLiteral("Down")});
    QTRY_COMPARE_WITH_TIMEOUT(window().description(QStringLiteral("Suggestions")),
                              QStringLiteral("service:"), patience);
    window().keys({QStringLiteral("Return")});
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QStringLiteral("service:"), patience);
    // Values are suggested with how often they occur; the commonest first.
    QTRY_VERIFY_WITH_TIMEOUT(window().named(QStringLiteral("Suggestions")), patience);
    window().keys({QStringLiteral("Down")});
    QTRY_COMPARE_WITH_TIMEOUT(window().description(QStringLiteral("Suggestions")),
                              QStringLiteral("payments"), patience);
    window().keys({QStringLiteral("Return")});
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("payments")), patience);
}

void tst_QueryByHand::aMistakeIsSaidBelowAndTheLastAnswerStays()
{
    window().ask(QStringLiteral("level:error"));
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("payments")), patience);
    window().keys({QStringLiteral("ctrl+k"), QStringLiteral("End")});
    window().type(QStringLiteral(" ("));
    QTRY_VERIFY_WITH_TIMEOUT(window().shows(QStringLiteral("^\n")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        window().description(QStringLiteral("Log events"))
            .endsWith(QStringLiteral("Still showing the result of level:error")),
        patience);
    QVERIFY(!window().description(QStringLiteral("Query")).isEmpty());
    QVERIFY(allContain(window().lines(), QStringLiteral("payments")));
}

void tst_QueryByHand::queriesComeBackFromTheHistory()
{
    window().ask(QStringLiteral("service:gateway"));
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("gateway")), patience);
    window().ask(QStringLiteral("declined"));
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("declined")), patience);
    window().keys({QStringLiteral("ctrl+k"), QStringLiteral("alt+Up")});
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QStringLiteral("service:gateway"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("gateway")), patience);
    window().keys({QStringLiteral("alt+Down")});
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QStringLiteral("declined"), patience);
}

void tst_QueryByHand::theNextErrorAndTheNextMatchAreFound()
{
    // 3998 and 3999 are the last of gateway, 3997 is the last error.
    window().ask({});
    window().keys({QStringLiteral("k"), QStringLiteral("shift+e")});
    QTRY_VERIFY2_WITH_TIMEOUT(selectedLine().contains(QLatin1String("user 3997")),
                              qPrintable(selectedLine()), patience);
    window().keys({QStringLiteral("shift+e")});
    QTRY_VERIFY_WITH_TIMEOUT(selectedLine().contains(QLatin1String("user 3996")), patience);
    window().keys({QStringLiteral("e")});
    QTRY_VERIFY_WITH_TIMEOUT(selectedLine().contains(QLatin1String("user 3997")), patience);

    // A match far away, and nothing is filtered.
    window().keys({QStringLiteral("ctrl+f")});
    window().type(QStringLiteral("user 17"));
    QTRY_VERIFY_WITH_TIMEOUT(window().shows(QStringLiteral(" of 67")), patience);
    window().keys({QStringLiteral("shift+F3")});
    QTRY_VERIFY2_WITH_TIMEOUT(selectedLine().contains(QLatin1String("user 1797")),
                              qPrintable(selectedLine()), patience);
    QVERIFY(!allContain(window().lines(), QStringLiteral("user 17")));
    window().keys({QStringLiteral("shift+F3")});
    QTRY_VERIFY_WITH_TIMEOUT(selectedLine().contains(QLatin1String("user 1796")), patience);
    window().keys({QStringLiteral("F3")});
    QTRY_VERIFY_WITH_TIMEOUT(selectedLine().contains(QLatin1String("user 1797")), patience);
}

void tst_QueryByHand::aRangeIsBrushedAndADoubleClickGoesBack()
{
    const auto timeline = window().named(QStringLiteral("Events over time"));
    QVERIFY(timeline);
    const QString before = range();
    const QSize size = window().sizeOf(*timeline);
    window().drag(*timeline, QPoint(size.width() / 2, size.height() / 2),
                  QPoint(size.width() * 3 / 5, size.height() / 2));
    QTRY_VERIFY2_WITH_TIMEOUT(range().contains(QStringLiteral(" – ")), qPrintable(range()), patience);
    window().doubleClick(*timeline, QPoint(size.width() / 3, size.height() / 2));
    QTRY_COMPARE_WITH_TIMEOUT(range(), before, patience);
}

void tst_QueryByHand::aFacetFiltersExcludesAndIsTakenAwayAgain()
{
    const auto fields = window().named(QStringLiteral("Fields"));
    QVERIFY(fields);
    window().click(*fields, firstFacet);
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QStringLiteral("level:error"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("payments")), patience);
    window().click(*fields, firstFacet);
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QString(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!allContain(window().lines(), QStringLiteral("payments")), patience);
    // openbox keeps Alt and the mouse for itself, as many do.
    window().clickWith(QStringLiteral("shift"), *fields, secondFacet);
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QStringLiteral("not level:info"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(allContain(window().lines(), QStringLiteral("payments")), patience);
    window().clickWith(QStringLiteral("shift"), *fields, secondFacet);
    QTRY_COMPARE_WITH_TIMEOUT(window().query(), QString(), patience);
}

QTEST_MAIN(tst_QueryByHand)
#include "tst_querybyhand.moc"
