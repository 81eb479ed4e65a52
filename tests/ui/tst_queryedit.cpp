// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a query by keys, in the real page over a real index.
#include "ui/framestats.h"
#include "ui/logs/choicepopup.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/logspage.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/models/queryhistory.h"
#include "ui/models/seenvocabulary.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QTest>

#include <filesystem>

#include "viewpage.h"

using namespace weir;
using namespace weir::test;

namespace {

struct OwnState
{
    OwnState() { qputenv("XDG_STATE_HOME", state.path().toUtf8()); }

    QTemporaryDir state;
};

/// A page over 90 events: 60 of service "payments", 30 of "pay later"; and the line with the focus.
struct Fixture : OwnState, ConfigFolder, ViewPage
{
    Fixture()
        : ViewPage(ConfigFolder::path())
        , page(*ViewPage::page)
        , line(*page.findChild<QueryEdit*>())
    {
        push(90, [](EventBatchBuilder& builder, int n) {
            builder.setBody(builder.append("event " + std::to_string(n)));
            addText(builder, "service.name", n % 3 == 0 ? "pay later" : "payments");
            addText(builder, "user", "u" + std::to_string(n % 7));
        });
    }

    bool isReady()
    {
        if (!QTest::qWaitFor([this] { return page.rows().count() == 90; }))
            return false;
        // The suggestions come from a worker.
        return QTest::qWaitFor([this] {
            page.focusQuery();
            type("use");
            const bool isThere =
                popup() && popup()->isOpen() && texts().contains(QLatin1String("user:"));
            if (isThere)
                QTest::keyClick(&line, Qt::Key_Escape);
            line.clear();
            return isThere;
        });
    }
    void type(const char* text) { QTest::keyClicks(&line, QLatin1String(text)); }
    ChoicePopup* popup() const
    {
        return page.window()->findChild<ChoicePopup*>(QStringLiteral("choicePopup"));
    }
    QStringList texts() const
    {
        QStringList texts;
        for (const ChoicePopup::Choice& choice : popup()->choices())
            texts << choice.text;
        return texts;
    }

    LogsPage& page;
    QueryEdit& line;
};

} // namespace

class tst_QueryEdit : public QObject
{
    Q_OBJECT

private slots:
    void aNoteUnderTheSuggestionsIsOneLineWhereThereIsRoom();
    void aFieldAndThenItsValueAreCompletedByKeys();
    void valuesAreCountedInTheWholeRange();
    void enterAsksAsLongAsNothingIsChosen();
    void escClosesTheListAndThenLeavesTheLine();
    void theListNeitherTakesTheFocusNorCoversTheLine();
    void anErrorHasACaretUnderItsPlaceAndAReason();
    void aRefusedPatternHasItsPlaceToo();
    void upAndDownGoThroughWhatWasAsked();
    void recentQueriesAreChosenFromAList();
    void theHistoryIsPrivateBoundedAndSharedByWindows();
};

void tst_QueryEdit::aFieldAndThenItsValueAreCompletedByKeys()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("serv");
    QVERIFY(f.popup()->isOpen());
    QCOMPARE(f.texts().front(), QStringLiteral("service:"));
    QTest::keyClick(&f.line, Qt::Key_Tab);
    QCOMPARE(f.line.text(), QStringLiteral("service:"));
    QVERIFY(f.line.hasFocus());
    // Its values at once, the commonest first, with their counts.
    QVERIFY(f.popup()->isOpen());
    QCOMPARE(f.texts(), QStringList({QStringLiteral("payments"), QStringLiteral("\"pay later\"")}));
    QCOMPARE(f.popup()->choices().front().figure, QStringLiteral("60"));
    QTest::keyClick(&f.line, Qt::Key_Down);
    QTest::keyClick(&f.line, Qt::Key_Down);
    QTest::keyClick(&f.line, Qt::Key_Return);
    QCOMPARE(f.line.text(), QStringLiteral("service:\"pay later\""));
    QVERIFY(!f.popup()->isOpen());
    QTRY_COMPARE(f.page.rows().count(), std::uint64_t{30});
}

void tst_QueryEdit::valuesAreCountedInTheWholeRange()
{
    Fixture f;
    QVERIFY(f.isReady());
    // So many more that the newest 4,000 hold nothing of what was there before.
    f.push(5000, [](EventBatchBuilder& builder, int) {
        builder.setBody(builder.append("more"));
        addText(builder, "service.name", "gateway");
    });
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), std::uint64_t{5090});
    const auto countOf = [&f](const char* value) {
        for (const ChoicePopup::Choice& choice : f.popup()->choices()) {
            if (choice.text == QLatin1String(value))
                return choice.figure;
        }
        return QString();
    };
    f.line.clear();
    const Facets& facets = f.page.findChild<FacetsPanel*>()->facets();
    QTRY_VERIFY_WITH_TIMEOUT(facets.isComplete && facets.events == 5090, 20'000);
    f.type("service:p");
    QVERIFY(f.popup()->isOpen());
    QCOMPARE(countOf("payments"), QStringLiteral("60"));
    QVERIFY(f.popup()->note().contains(QLatin1String("all 5,090 events of the range")));
    QCOMPARE(countOf("\"pay later\""), QStringLiteral("30"));
    // The query that is being written does not change what the counts are of.
    QTRY_VERIFY(f.page.rows().isHeld());
    f.type("a");
    QCOMPARE(countOf("payments"), QStringLiteral("60"));
}

void tst_QueryEdit::enterAsksAsLongAsNothingIsChosen()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("use");
    QVERIFY(f.popup()->isOpen());
    QCOMPARE(f.popup()->chosen(), -1);
    QTest::keyClick(&f.line, Qt::Key_Return);
    QCOMPARE(f.line.text(), QStringLiteral("use"));
    QVERIFY(!f.popup()->isOpen());
    QVERIFY(!f.line.hasFocus());
}

void tst_QueryEdit::escClosesTheListAndThenLeavesTheLine()
{
    Fixture f;
    QVERIFY(f.isReady());
    QTest::keyClick(&f.line, Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(f.popup()->isOpen());
    QTest::keyClick(&f.line, Qt::Key_Escape);
    QVERIFY(!f.popup()->isOpen());
    QVERIFY(f.line.hasFocus());
    QTest::keyClick(&f.line, Qt::Key_Escape);
    QVERIFY(f.page.list().hasFocus());
}

void tst_QueryEdit::theListNeitherTakesTheFocusNorCoversTheLine()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("user:");
    QVERIFY(f.popup()->isOpen());
    QVERIFY(f.line.hasFocus());
    const QRect line(f.line.mapTo(f.page.window(), QPoint()), f.line.size());
    QVERIFY(!f.popup()->geometry().intersects(line));
    // What is wrong with `user:` as long as it has no value stands in the list.
    const auto* problem = f.page.findChild<PlainLabel*>(QStringLiteral("queryProblem"));
    QVERIFY(!problem->isVisible());
    QVERIFY(!f.popup()->problem().isEmpty());
    QTest::mouseClick(f.popup(), Qt::LeftButton, {}, QPoint(20, 10));
    QVERIFY(f.line.hasFocus());
    QVERIFY(f.line.text().startsWith(QLatin1String("user:u")));
}

void tst_QueryEdit::anErrorHasACaretUnderItsPlaceAndAReason()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.line.setText(QStringLiteral("service:payments"));
    QTRY_COMPARE(f.page.rows().count(), std::uint64_t{60});
    f.line.setText(QStringLiteral("service:payments | cuont by user"));
    const auto* problem = f.page.findChild<PlainLabel*>(QStringLiteral("queryProblem"));
    QVERIFY(problem->isVisible());
    const QStringList lines = problem->text().split(QLatin1Char('\n'));
    QCOMPARE(lines[0].trimmed(), QStringLiteral("^^^^^"));
    QVERIFY(lines[1].contains(QLatin1String("did you mean")) && lines[1].contains(QLatin1String("count")));
    QTRY_COMPARE(f.page.list().header().notice(),
                 QStringLiteral("Still showing the result of service:payments"));
    // The caret is right under the word.
    const QFontMetrics metrics(problem->font());
    const int caret = problem->mapTo(&f.page, QPoint()).x() + 9
        + metrics.horizontalAdvance(lines[0].left(lines[0].indexOf(QLatin1Char('^'))));
    const int word = f.line.mapTo(&f.page, QPoint(f.line.placeOf(19), 0)).x();
    QVERIFY2(std::abs(caret - word) <= 2, qPrintable(QString::number(caret - word)));
    QCOMPARE(f.page.rows().count(), std::uint64_t{60});
    f.line.setText(QStringLiteral("service:payments | count by user"));
    QVERIFY(!problem->isVisible());
}

void tst_QueryEdit::aRefusedPatternHasItsPlaceToo()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.line.setText(QStringLiteral("event ~/a(b/"));
    const auto* problem = f.page.findChild<PlainLabel*>(QStringLiteral("queryProblem"));
    QVERIFY(problem->isVisible());
    QVERIFY(f.line.problemPlace().has_value());
    QCOMPARE(f.line.problemPlace()->from, 8);
    QVERIFY(problem->text().contains(QLatin1Char('^')));
}

void tst_QueryEdit::upAndDownGoThroughWhatWasAsked()
{
    Fixture f;
    QVERIFY(f.isReady());
    for (const char* query : {"user:u1", "service:payments"}) {
        f.page.focusQuery();
        f.line.clear();
        f.type(query);
        QTest::keyClick(&f.line, Qt::Key_Escape);
        QTest::keyClick(&f.line, Qt::Key_Return);
    }
    f.page.focusQuery();
    f.line.clear();
    f.type("half ");
    QTest::keyClick(&f.line, Qt::Key_Up);
    QCOMPARE(f.line.text(), QStringLiteral("service:payments"));
    QTest::keyClick(&f.line, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(f.line.text(), QStringLiteral("user:u1"));
    QTRY_COMPARE(f.page.rows().count(), std::uint64_t{13});
    QTest::keyClick(&f.line, Qt::Key_Down);
    QTest::keyClick(&f.line, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(f.line.text(), QStringLiteral("half "));
}

void tst_QueryEdit::recentQueriesAreChosenFromAList()
{
    Fixture f;
    QVERIFY(f.isReady());
    for (const char* query : {"user:u1", "user:u2"}) {
        f.page.focusQuery();
        f.line.setText(QLatin1String(query));
        QTest::keyClick(&f.line, Qt::Key_Return);
    }
    QTest::keyClick(&f.page.list(), Qt::Key_K, Qt::ControlModifier);
    f.line.setText(QStringLiteral("other"));
    QTest::keyClick(&f.line, Qt::Key_R, Qt::ControlModifier);
    QVERIFY(f.popup()->isOpen());
    QCOMPARE(f.texts().mid(0, 2), QStringList({QStringLiteral("user:u2"), QStringLiteral("user:u1")}));
    QTest::keyClick(&f.line, Qt::Key_Down);
    QTest::keyClick(&f.line, Qt::Key_Return);
    QCOMPARE(f.line.text(), QStringLiteral("user:u1"));
}

void tst_QueryEdit::theHistoryIsPrivateBoundedAndSharedByWindows()
{
    QTemporaryDir folder;
    const std::filesystem::path state = folder.filePath(QStringLiteral("weir")).toStdString();
    {
        QueryHistory one(state, [] { });
        QueryHistory other(state, [] { });
        other.add("of the other");
        for (int i = 0; i < 20; ++i)
            one.add("query " + std::to_string(i));
        one.add("query 7"); // again: it moves to the end
        QCOMPARE(one.all().size(), std::size_t{20});
        QCOMPARE(one.all().back(), std::string("query 7"));
    }
    {
        QueryHistory later(state, [] { });
        for (std::size_t i = 21; i < QueryHistory::most; ++i)
            later.add("later " + std::to_string(i));
        later.add("the last but none");
    }
    const auto file = state / "queries";
    QTRY_VERIFY(std::filesystem::exists(file));
    using std::filesystem::perms;
    QVERIFY(std::filesystem::status(file).permissions()
            == (perms::owner_read | perms::owner_write));
    QueryHistory next(state, [] { });
    QTRY_VERIFY((next.takeOver(), next.all().size() == QueryHistory::most));
    const auto has = [&next](const char* query) {
        return std::count(next.all().begin(), next.all().end(), query) == 1;
    };
    QVERIFY(has("query 1"));
    QVERIFY(has("query 7"));
    QCOMPARE(next.all().back(), std::string("the last but none"));
    QVERIFY(has("of the other") != has("query 0")); // both were kept; the older one made room
}

void tst_QueryEdit::aNoteUnderTheSuggestionsIsOneLineWhereThereIsRoom()
{
    Theme theme(*qApp);
    const auto heightWith = [&theme](const QString& note, int room) {
        QWidget window;
        QLineEdit line(&window);
        window.resize(room, 900);
        ChoicePopup popup(theme);
        popup.open({{}}, note, line, 0);
        const int height = popup.height();
        popup.setParent(nullptr);
        return height;
    };
    const QString note = QStringLiteral("counted among all 66,175 events of the range");
    for (const int zoom : {100, 110, 125, 150, 190, 200}) {
        theme.setZoom(zoom);
        const int line = QFontMetrics(theme.uiFont()).height() + theme.scaled(4);
        QVERIFY(heightWith(note, 1400) - heightWith({}, 1400) <= line + 1);
        QVERIFY(heightWith(note, 160) - heightWith({}, 160) > line + 1); // and all of it where not
    }
}

QTEST_MAIN(tst_QueryEdit)
#include "tst_queryedit.moc"
