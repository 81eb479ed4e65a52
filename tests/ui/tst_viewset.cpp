// SPDX-License-Identifier: GPL-3.0-or-later
// Saved views: their files, and the chips of a log page over a real index.
#include "tests/ui/viewpage.h"
#include "ui/logs/logspane.h"
#include "ui/models/viewtext.h"
#include "ui/widgets/emptystate.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace weir;
using namespace weir::test;

class tst_ViewSet : public QObject
{
    Q_OBJECT

private slots:
    void aFileOfAViewReadsLikeWrittenByAPerson();
    void anUpdateKeepsCommentsOrderAndOtherKeys();
    void rulesAreExchangedWhereTheyStand();
    void editsMadeElsewhereAreNoticed();
    void aFileWithAnErrorKeepsWhatItSaidLast();
    void twoNamesWithOneFileNameGetTwoFiles();
    void aSavedViewIsFoundAgainAfterARestart();
    void chipsCombineTheirQueries();
    void theLookIsThatOfTheLastViewAndComesBack();
    void aViewIsUpdatedRenamedAndDeletedFromItsChip();
    void aNameThatIsTakenRenamesNothing();
    void aRenameThatCannotBeWrittenRenamesNothing();
    void everyListFollowsARename();
    void viewsNameASetByItsNewName();
    void whatIsTypedWhileAViewIsSavedStays();
    void aDeletedViewComesBackByUndo();
    void anUndoThatFailsCanBeTriedAgain();
    void anUndoLeavesAloneWhatTookThePlace();
    void aViewOpensInATab();
    void chipsThatDoNotFitAreInAMenu();
};

void tst_ViewSet::aFileOfAViewReadsLikeWrittenByAPerson()
{
    ViewConfig view;
    view.name = "Payment errors";
    view.query = "level>=warn \"card declined\"";
    view.columns = {"time", "body"};
    view.range = ViewRange{std::chrono::minutes(15), {}};
    QCOMPARE(QString::fromStdString(viewText(view)),
             QStringLiteral("name    = \"Payment errors\"\n"
                            "query   = 'level>=warn \"card declined\"'\n"
                            "columns = [\"time\", \"body\"]\n"
                            "range   = \"last 15m\"\n"));
    QCOMPARE(fileNameOf("Payment errors!"), std::string("payment-errors"));
    QCOMPARE(fileNameOf("\xc3\xa9"), std::string("unnamed"));
}

void tst_ViewSet::anUpdateKeepsCommentsOrderAndOtherKeys()
{
    const std::string before = "# the ones that wake us\n"
                               "query = \"a\"  # old\n"
                               "future = 1\n"
                               "name = 'v'\n"
                               "highlights = [\"x\"]";
    ViewConfig view;
    view.name = "v";
    view.query = "b";
    view.wraps = true;
    const auto after = editedView(before, view);
    QVERIFY(static_cast<bool>(after));
    QCOMPARE(QString::fromStdString(*after), QStringLiteral("# the ones that wake us\n"
                                                            "query = \"b\"  # old\n"
                                                            "future = 1\n"
                                                            "name = \"v\"\n"
                                                            "highlights = []\n"
                                                            "wrap = true\n"));
    QVERIFY(!editedView("name = [", view));
}

void tst_ViewSet::rulesAreExchangedWhereTheyStand()
{
    const std::string text = "name = \"m\"\n\n[[rule]] # one\nquery = \"a\"\ncolor = 1\n\n"
                             "[[rule]]\nquery = \"b\"\ncolor = 2\nrow = true\n";
    const HighlightRule a{"a", 1, false};
    const HighlightRule b{"b", 2, true};
    auto changed = exchangedRule(text, a, HighlightRule{"aa", 5, false});
    QVERIFY(static_cast<bool>(changed));
    QVERIFY(changed->find("[[rule]] # one\nquery = \"aa\"\ncolor = 5\n\n[[rule]]") != std::string::npos);
    changed = exchangedRule(text, b, HighlightRule{"b", 2, false});
    QVERIFY(changed && changed->ends_with("row = false\n"));
    changed = exchangedRule(text, a, {});
    QVERIFY(changed && changed->find("\"a\"") == std::string::npos);
    QVERIFY(changed->find("\"b\"") != std::string::npos);
    changed = exchangedRule(text, {}, HighlightRule{"c", 9, false});
    QVERIFY(changed && changed->ends_with("\n[[rule]]\nquery = \"c\"\ncolor = 9\n"));
    QVERIFY(!exchangedRule(text, HighlightRule{"z", 1, false}, {}));
}

void tst_ViewSet::editsMadeElsewhereAreNoticed()
{
    const ConfigFolder folder;
    ViewSet set(folder.path());
    QTRY_VERIFY(set.isRead());
    QVERIFY(set.views().empty());
    folder.write(QStringLiteral("views/a.toml"), "name = \"v\"\nquery = \"x\"\n");
    QTRY_COMPARE(set.views().size(), std::size_t{1});
    folder.write(QStringLiteral("views/a.toml"), "name = \"v\"\nquery = \"longer\"\n");
    QTRY_COMPARE(set.views().at(0).query, std::string("longer"));
    QVERIFY(QFile::remove(folder.folder.filePath(QStringLiteral("views/a.toml"))));
    QTRY_VERIFY(set.views().empty());
}

void tst_ViewSet::aFileWithAnErrorKeepsWhatItSaidLast()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"v\"\nquery = \"x\"\n");
    ViewSet set(folder.path());
    QTRY_COMPARE(set.views().size(), std::size_t{1});
    folder.write(QStringLiteral("views/a.toml"), "name = \"v\"\nquery = \"(\"\n");
    QTRY_COMPARE(set.problems().size(), std::size_t{1});
    QCOMPARE(set.problems().at(0).line, 2);
    QCOMPARE(set.views().size(), std::size_t{1});
    QCOMPARE(set.views().at(0).query, std::string("x"));
}

void tst_ViewSet::twoNamesWithOneFileNameGetTwoFiles()
{
    const ConfigFolder folder;
    {
        ViewSet set(folder.path());
        ViewConfig view;
        view.name = "a b";
        set.save(view);
        view.name = "a-b";
        set.save(view);
    } // what was asked for is written, also when the window closes
    QVERIFY(!folder.read(QStringLiteral("views/a-b.toml")).isEmpty());
    QVERIFY(!folder.read(QStringLiteral("views/a-b-2.toml")).isEmpty());
}

void tst_ViewSet::aSavedViewIsFoundAgainAfterARestart()
{
    const ConfigFolder folder;
    {
        ViewPage f(folder.path());
        QVERIFY(f.write(60));
        f.page->setQuery(QStringLiteral("level:error"));
        QTRY_COMPARE(f.page->rows().count(), 20U);
        QTest::keyClick(&f.page->list(), Qt::Key_S, Qt::ControlModifier);
        auto* name = f.page->findChild<QLineEdit*>(QStringLiteral("viewName"));
        QVERIFY(name->isVisible() && name->hasFocus());
        QTest::keyClicks(name, QStringLiteral("Errors"));
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(!name->isVisible());
        QTRY_VERIFY(f.isOn("view:Errors")); // what is shown is the view from now on
        QCOMPARE(f.query(), QString());
        QTRY_COMPARE(f.page->rows().count(), 20U);
    }
    QVERIFY(folder.read(QStringLiteral("views/errors.toml")).startsWith("name    = \"Errors\"\nquery   = \"level:error\"\n"));
    ViewPage f(folder.path());
    QVERIFY(f.write(60));
    QTRY_COMPARE(f.page->rows().count(), 60U);
    QTRY_VERIFY(f.chip("view:Errors") != nullptr);
    f.click("view:Errors");
    QTRY_COMPARE(f.page->rows().count(), 20U);
}

void tst_ViewSet::chipsCombineTheirQueries()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    folder.write(QStringLiteral("views/b.toml"), "name = \"B\"\nquery = \"level:error or card\"\n");
    folder.write(QStringLiteral("views/c.toml"), "name = \"C\"\nquery = \"level:error\"\n");
    ViewPage f(folder.path());
    QVERIFY(f.write(60));
    QTRY_COMPARE(f.page->rows().count(), 60U);
    QTRY_VERIFY(f.chip("view:C") != nullptr);
    QVERIFY(f.page->rows().isCurrent());
    f.click("view:A");
    QVERIFY(!f.page->rows().isCurrent()); // asked at once, not a moment later
    QTRY_COMPARE(f.page->rows().count(), 30U);
    f.click("view:B"); // an "or" stays in its own view
    QTRY_COMPARE(f.page->rows().count(), 30U);
    f.click("view:C");
    QTRY_COMPARE(f.page->rows().count(), 10U);
    f.page->setQuery(QStringLiteral("\"card 1\""));
    QTRY_COMPARE(f.page->rows().count(), 2U); // 12 and 18
    f.page->setQuery({});
    f.click("view:A");
    QTRY_COMPARE(f.page->rows().count(), 20U);
    f.page->setQuery(QStringLiteral("absent"));
    const auto empty = [&f]() -> EmptyState* {
        for (EmptyState* each : f.page->findChildren<EmptyState*>()) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    };
    QTRY_VERIFY(empty() != nullptr);
    QPushButton* way = nullptr;
    for (auto* button : empty()->findChildren<QPushButton*>()) {
        if (button->text() == QLatin1String("Clear the query and all views"))
            way = button;
    }
    QVERIFY(way != nullptr);
    QTest::mouseClick(way, Qt::LeftButton);
    QTRY_COMPARE(f.page->rows().count(), 60U);
    QVERIFY(!f.isOn("view:B") && !f.isOn("view:C"));
}

void tst_ViewSet::theLookIsThatOfTheLastViewAndComesBack()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"),
                 "name = \"A\"\nquery = \"\"\ncolumns = [\"time\", \"host\", \"body\"]\nwrap = true\n");
    folder.write(QStringLiteral("views/b.toml"),
                 "name = \"B\"\nquery = \"\"\ncolumns = [\"body\"]\nrange = \"last 5m\"\n");
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:B") != nullptr);
    const ListSettings usual = f.page->list().settings();
    f.click("view:A");
    QCOMPARE(f.page->list().settings().columns.at(1).field, std::string("host"));
    QVERIFY(f.page->list().settings().wraps);
    f.click("view:B");
    QCOMPARE(f.page->list().settings().columns.size(), std::size_t{1});
    QVERIFY(!f.page->list().settings().wraps);
    QVERIFY(f.range.length() == Nanoseconds(std::chrono::minutes(5)));
    f.click("view:B");
    QCOMPARE(f.page->list().settings().columns.at(1).field, std::string("host"));
    f.click("view:A");
    QVERIFY(f.page->list().settings() == usual);
}

void tst_ViewSet::aViewIsUpdatedRenamedAndDeletedFromItsChip()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"), "# mine\nname = \"A\"\nquery = \"service:a\"\n");
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    f.click("view:A");
    f.page->setQuery(QStringLiteral("level:error"));
    f.choose("view:A", "Update with what is shown");
    QTRY_VERIFY(folder.read(QStringLiteral("views/a.toml")).contains("level:error"));
    QVERIFY(folder.read(QStringLiteral("views/a.toml")).startsWith("# mine\n"));
    QTRY_COMPARE(f.query(), QString());

    f.choose("view:A", "Rename");
    auto* name = f.page->findChild<QLineEdit*>(QStringLiteral("viewName"));
    QCOMPARE(name->text(), QStringLiteral("A"));
    QTest::keyClicks(name, QStringLiteral("Again"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(f.isOn("view:Again")); // it stays on
    QVERIFY(folder.read(QStringLiteral("views/a.toml")).contains("\"Again\""));

    f.choose("view:Again", "Delete");
    QTRY_VERIFY(f.chip("view:Again") == nullptr);
    QVERIFY(folder.read(QStringLiteral("views/a.toml")).isEmpty());
}

void tst_ViewSet::aNameThatIsTakenRenamesNothing()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    folder.write(QStringLiteral("views/b.toml"), "name = \"B\"\nquery = \"service:b\"\n");
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr && f.chip("view:B") != nullptr);
    f.click("view:A");
    f.choose("view:A", "Rename");
    auto* name = f.page->findChild<QLineEdit*>(QStringLiteral("viewName"));
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("B"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(!f.banner().isHidden());
    QVERIFY(f.isOn("view:A"));
    QVERIFY(!f.isOn("view:B"));
}

void tst_ViewSet::aRenameThatCannotBeWrittenRenamesNothing()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    f.click("view:A");
    const QSignalSpy failed(&f.views, &ViewSet::failed);
    folder.write(QStringLiteral("views/a.toml"), "name = [");
    f.views.rename("A", "B");
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE(f.views.problems().size(), std::size_t{1});
    QVERIFY(f.isOn("view:A"));
    QCOMPARE(f.page->state().views, std::vector<std::string>{"A"});
}

void tst_ViewSet::everyListFollowsARename()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    folder.write(QStringLiteral("highlights/m.toml"), "name = \"money\"\n");
    ViewPage f(folder.path());
    f.context.views = &f.views;
    LogsPage other(f.context, f.stats);
    LogsState state;
    state.views = {"A"};
    state.highlights = {"money"};
    LogsPane unseen(f.context, f.stats, state);
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    other.restore(state);
    f.click("view:A");
    f.views.rename("A", "B");
    f.views.renameSet("money", "costs");
    const std::vector<std::string> views{"B"};
    const std::vector<std::string> sets{"costs"};
    QTRY_COMPARE(other.state().views, views);
    QTRY_COMPARE(other.state().highlights, sets);
    QCOMPARE(f.page->state().views, views);
    QCOMPARE(unseen.state().views, views);
    QCOMPARE(unseen.state().highlights, sets);
    QVERIFY(f.views.view("B") != nullptr); // at once, not when the file has been read again
}

void tst_ViewSet::viewsNameASetByItsNewName()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("highlights/m.toml"), "name = \"money\"\n");
    folder.write(QStringLiteral("views/a.toml"),
                 "# mine\nname = \"A\"\nquery = \"a\"\nhighlights = [\"other\", \"money\"] # both\n");
    const QByteArray without = "name = \"B\"\nquery = \"b\"\nhighlights = [\"other\"]\n";
    folder.write(QStringLiteral("views/b.toml"), without);
    ViewSet views(folder.path());
    QTRY_VERIFY(views.highlightSet("money") != nullptr);
    const QSignalSpy renamed(&views, &ViewSet::setRenamed);
    views.renameSet("money", "costs");
    QTRY_COMPARE(renamed.size(), 1);
    const std::vector<std::string> sets{"other", "costs"};
    QCOMPARE(views.view("A")->highlights, sets);
    QTRY_COMPARE(folder.read(QStringLiteral("views/a.toml")),
                 QByteArray("# mine\nname = \"A\"\nquery = \"a\"\n"
                            "highlights = [\"other\", \"costs\"] # both\n"));
    QCOMPARE(folder.read(QStringLiteral("views/b.toml")), without);
}

void tst_ViewSet::whatIsTypedWhileAViewIsSavedStays()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
    QTRY_VERIFY(f.views.isRead());
    f.page->setQuery(QStringLiteral("level:error"));
    QTest::keyClick(&f.page->list(), Qt::Key_S, Qt::ControlModifier);
    auto* name = f.page->findChild<QLineEdit*>(QStringLiteral("viewName"));
    QTest::keyClicks(name, QStringLiteral("Errors"));
    QTest::keyClick(name, Qt::Key_Return);
    f.page->setQuery(QStringLiteral("level:error card")); // before the file is written
    QTRY_VERIFY(f.chip("view:Errors") != nullptr);
    QCOMPARE(f.query(), QStringLiteral("level:error card"));
    QVERIFY(!f.isOn("view:Errors"));
    QVERIFY(folder.read(QStringLiteral("views/errors.toml")).contains("\"level:error\""));
}

void tst_ViewSet::aDeletedViewComesBackByUndo()
{
    const ConfigFolder folder;
    const QByteArray text = "# mine\nname = \"A\"\nquery = \"service:a\"\n";
    folder.write(QStringLiteral("views/a.toml"), text);
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    f.choose("view:A", "Delete");
    QTRY_VERIFY(!f.banner().isHidden());
    QTRY_VERIFY(f.chip("view:A") == nullptr);
    QTest::mouseClick(f.banner().findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    QCOMPARE(folder.read(QStringLiteral("views/a.toml")), text);
    QVERIFY(f.banner().isHidden());
}

void tst_ViewSet::anUndoThatFailsCanBeTriedAgain()
{
    const ConfigFolder folder;
    const QByteArray text = "name = \"A\"\nquery = \"service:a\"\n";
    folder.write(QStringLiteral("views/a.toml"), text);
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    f.choose("view:A", "Delete");
    QTRY_VERIFY(f.chip("view:A") == nullptr);
    const QString views = folder.folder.filePath(QStringLiteral("views"));
    QVERIFY(QDir().rmdir(views));
    folder.write(QStringLiteral("views"), "no folder");
    const auto press = [&f] { QTest::mouseClick(f.banner().findChild<QPushButton*>(), Qt::LeftButton); };
    press();
    QTRY_COMPARE(f.banner().problem().button, QStringLiteral("Try again"));
    QVERIFY(QFile::remove(views));
    press();
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    QCOMPARE(folder.read(QStringLiteral("views/a.toml")), text);
}

void tst_ViewSet::anUndoLeavesAloneWhatTookThePlace()
{
    const ConfigFolder folder;
    const QByteArray text = "name = \"A\"\nquery = \"service:a\"\n";
    const QByteArray other = "name = \"B\"\nquery = \"service:b\"\n";
    folder.write(QStringLiteral("views/a.toml"), text);
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    f.choose("view:A", "Delete");
    QTRY_VERIFY(f.chip("view:A") == nullptr);
    folder.write(QStringLiteral("views/a.toml"), other);
    f.views.undoRemove();
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    QCOMPARE(folder.read(QStringLiteral("views/a.toml")), other);
    QCOMPARE(folder.read(QStringLiteral("views/a-2.toml")), text);
}

void tst_ViewSet::aViewOpensInATab()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("views/a.toml"),
                 "name = \"A\"\nquery = \"service:a\"\ncolumns = [\"body\"]\n");
    ViewPage f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    std::optional<LogsState> wanted;
    QObject::connect(f.page.get(), &LogsPage::tabWanted, f.page.get(),
                     [&wanted](const LogsState& state) { wanted = state; });
    f.choose("view:A", "Open in a new tab");
    QVERIFY(wanted.has_value());
    QCOMPARE(wanted->views, std::vector<std::string>{"A"});
    QCOMPARE(wanted->list->columns.size(), std::size_t{1});
}

void tst_ViewSet::chipsThatDoNotFitAreInAMenu()
{
    const ConfigFolder folder;
    for (int i = 0; i < 12; ++i)
        folder.write(QStringLiteral("views/v%1.toml").arg(i, 2, 10, QLatin1Char('0')),
                     QStringLiteral("name = \"A view with a name %1\"\nquery = \"\"\n")
                         .arg(i)
                         .toLatin1());
    ViewPage f(folder.path());
    f.page->resize(800, 600);
    QTRY_VERIFY(f.chip("view:A view with a name 11") != nullptr);
    QVERIFY(f.chip("view:A view with a name 0")->isVisible());
    QVERIFY(!f.chip("view:A view with a name 11")->isVisible());
    QVERIFY(f.chip("addView")->isVisible());
    f.page->resize(3000, 600);
    QTRY_VERIFY(f.chip("view:A view with a name 11")->isVisible());
}

QTEST_MAIN(tst_ViewSet)
#include "tst_viewset.moc"
