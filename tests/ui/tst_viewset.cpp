// SPDX-License-Identifier: GPL-3.0-or-later
// Saved views and highlights: their files, and the chips of a log page over a real index.
#include "ui/framestats.h"
#include "ui/logs/highlighteditor.h"
#include "ui/logs/highlightrow.h"
#include "ui/logs/logspage.h"
#include "ui/logs/logspane.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/viewbar.h"
#include "ui/models/viewset.h"
#include "ui/models/viewtext.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "windowparts.h"
#include "writtenindex.h"

using namespace weir;
using namespace weir::test;

namespace {

/// A configuration folder that outlives the sets on it, as it does between two starts.
struct Folder
{
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
        file.write(content);
    }
    QByteArray read(const QString& name) const
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    std::filesystem::path path() const { return folder.path().toStdString(); }

    QTemporaryDir folder;
};

struct Index
{
    WrittenIndex index;
};

/// A log page with saved views.
struct Fixture : Index, WindowParts
{
    explicit Fixture(const std::filesystem::path& config)
        : WindowParts(index.folder(), config)
        , views(config)
    {
        context.views = &views;
        page = std::make_unique<LogsPage>(context, stats);
        page->resize(1200, 700);
        page->show();
        page->activateWindow();
        (void)QTest::qWaitForWindowActive(page.get());
        page->list().setFocus();
    }

    /// Event n: service a for an even number, else b; every third one is an error.
    bool write(int count)
    {
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        const TimePoint now = clock.now();
        for (int n = 0; n < count; ++n) {
            builder.beginEvent(
                {builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), n, now});
            builder.setPayload("{}");
            builder.setTime(now - std::chrono::milliseconds(count - n));
            builder.setBody(builder.append("card " + std::to_string(n)));
            builder.setSeverity(n % 3 == 0 ? Severity::Error : Severity::Info);
            addText(builder, "service.name", n % 2 == 0 ? "a" : "b");
        }
        index.push(builder);
        const bool done = QTest::qWaitFor(
            [&] { return index.committedSeq() >= static_cast<std::uint64_t>(count); });
        emit client.committed(index.committedSeq());
        return done;
    }

    QPushButton* chip(const char* name)
    {
        return page->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    bool isOn(const char* name)
    {
        const QPushButton* button = chip(name);
        return button && button->isChecked();
    }
    void click(const char* name) { QTest::mouseClick(chip(name), Qt::LeftButton); }
    /// The entry of the menu that a right click opens.
    void choose(const char* name, const char* entry)
    {
        QPushButton* button = chip(name);
        emit button->customContextMenuRequested(QPoint(2, 2));
        for (QMenu* menu : page->findChildren<QMenu*>()) {
            for (QAction* action : menu->actions()) {
                if (menu->isVisible() && action->text() == QLatin1String(entry)) {
                    action->trigger();
                    menu->close();
                    return;
                }
            }
        }
        QFAIL(entry);
    }
    Banner& banner() { return *page->findChild<ViewBar*>()->findChild<Banner*>(); }
    QString query() { return page->findChild<QueryEdit*>()->text(); }

    ViewSet views;
    FrameStats stats;
    std::unique_ptr<LogsPage> page;
};

} // namespace

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
    void aSetThatIsRenamedStaysOn();
    void whatIsTypedWhileAViewIsSavedStays();
    void aDeletedViewComesBackByUndo();
    void aViewOpensInATab();
    void setsOfHighlightsAreSwitchedByChips();
    void highlightsAreEditedInPlace();
    void aKeyLabelsTheMarkedWord();
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
    const Folder folder;
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
    const Folder folder;
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
    const Folder folder;
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
    const Folder folder;
    {
        Fixture f(folder.path());
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
    Fixture f(folder.path());
    QVERIFY(f.write(60));
    QTRY_COMPARE(f.page->rows().count(), 60U);
    QTRY_VERIFY(f.chip("view:Errors") != nullptr);
    f.click("view:Errors");
    QTRY_COMPARE(f.page->rows().count(), 20U);
}

void tst_ViewSet::chipsCombineTheirQueries()
{
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    folder.write(QStringLiteral("views/b.toml"), "name = \"B\"\nquery = \"level:error or card\"\n");
    folder.write(QStringLiteral("views/c.toml"), "name = \"C\"\nquery = \"level:error\"\n");
    Fixture f(folder.path());
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
    emit empty()->pressed(); // clears the line and the views
    QTRY_COMPARE(f.page->rows().count(), 60U);
    QVERIFY(!f.isOn("view:B") && !f.isOn("view:C"));
}

void tst_ViewSet::theLookIsThatOfTheLastViewAndComesBack()
{
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"),
                 "name = \"A\"\nquery = \"\"\ncolumns = [\"time\", \"host\", \"body\"]\nwrap = true\n");
    folder.write(QStringLiteral("views/b.toml"),
                 "name = \"B\"\nquery = \"\"\ncolumns = [\"body\"]\nrange = \"last 5m\"\n");
    Fixture f(folder.path());
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
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"), "# mine\nname = \"A\"\nquery = \"service:a\"\n");
    Fixture f(folder.path());
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
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    folder.write(QStringLiteral("views/b.toml"), "name = \"B\"\nquery = \"service:b\"\n");
    Fixture f(folder.path());
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
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    Fixture f(folder.path());
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
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"), "name = \"A\"\nquery = \"service:a\"\n");
    folder.write(QStringLiteral("highlights/m.toml"), "name = \"money\"\n");
    Fixture f(folder.path());
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

void tst_ViewSet::aSetThatIsRenamedStaysOn()
{
    const Folder folder;
    folder.write(QStringLiteral("highlights/a.toml"), "name = \"A\"\n");
    folder.write(QStringLiteral("highlights/b.toml"), "name = \"B\"\n");
    Fixture f(folder.path());
    QTRY_VERIFY(f.chip("highlight:A") != nullptr);
    f.click("highlight:A");
    f.page->findChild<ViewBar*>()->editHighlights("A");
    auto* name = f.page->findChild<HighlightEditor*>()->findChild<QLineEdit*>(
        QStringLiteral("setName"));
    const auto rename = [name](const char* to) {
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QString::fromLatin1(to));
        QTest::keyClick(name, Qt::Key_Return);
    };
    rename("B"); // is taken
    QVERIFY(!f.banner().isHidden());
    QCOMPARE(name->text(), QStringLiteral("A"));
    QVERIFY(f.isOn("highlight:A") && !f.isOn("highlight:B"));
    rename("C");
    QTRY_VERIFY(f.isOn("highlight:C"));
    QVERIFY(!f.isOn("highlight:B"));
    QVERIFY(folder.read(QStringLiteral("highlights/a.toml")).contains("\"C\""));
}

void tst_ViewSet::whatIsTypedWhileAViewIsSavedStays()
{
    const Folder folder;
    Fixture f(folder.path());
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
    const Folder folder;
    const QByteArray text = "# mine\nname = \"A\"\nquery = \"service:a\"\n";
    folder.write(QStringLiteral("views/a.toml"), text);
    Fixture f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    f.choose("view:A", "Delete");
    QTRY_VERIFY(!f.banner().isHidden());
    QTRY_VERIFY(f.chip("view:A") == nullptr);
    QTest::mouseClick(f.banner().findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    QCOMPARE(folder.read(QStringLiteral("views/a.toml")), text);
    QVERIFY(f.banner().isHidden());
}

void tst_ViewSet::aViewOpensInATab()
{
    const Folder folder;
    folder.write(QStringLiteral("views/a.toml"),
                 "name = \"A\"\nquery = \"service:a\"\ncolumns = [\"body\"]\n");
    Fixture f(folder.path());
    QTRY_VERIFY(f.chip("view:A") != nullptr);
    std::optional<LogsState> wanted;
    QObject::connect(f.page.get(), &LogsPage::tabWanted, f.page.get(),
                     [&wanted](const LogsState& state) { wanted = state; });
    f.choose("view:A", "Open in a new tab");
    QVERIFY(wanted.has_value());
    QCOMPARE(wanted->views, std::vector<std::string>{"A"});
    QCOMPARE(wanted->list->columns.size(), std::size_t{1});
}

void tst_ViewSet::setsOfHighlightsAreSwitchedByChips()
{
    const Folder folder;
    folder.write(QStringLiteral("highlights/m.toml"),
                 "name = \"money\"\n[[rule]]\nquery = \"card\"\ncolor = 3\n");
    Fixture f(folder.path());
    QTRY_VERIFY(f.chip("highlight:money") != nullptr);
    QVERIFY(f.page->selection().highlights().empty());
    f.click("highlight:money");
    QCOMPARE(f.page->selection().highlights().size(), std::size_t{1});
    QCOMPARE(f.page->selection().highlights().at(0).color, 2);
    folder.write(QStringLiteral("highlights/m.toml"),
                 "name = \"money\"\n[[rule]]\nquery = \"card\"\ncolor = 4\n");
    QTRY_COMPARE(f.page->selection().highlights().at(0).color, 3);
    f.click("highlight:money");
    QVERIFY(f.page->selection().highlights().empty());
}

void tst_ViewSet::highlightsAreEditedInPlace()
{
    const Folder folder;
    Fixture f(folder.path());
    QTRY_VERIFY(f.views.isRead());
    f.page->findChild<ViewBar*>()->editHighlights({});
    auto* editor = f.page->findChild<HighlightEditor*>();
    QVERIFY(editor->isVisible());
    auto* name = editor->findChild<QLineEdit*>(QStringLiteral("newSet"));
    QVERIFY(name->hasFocus());
    QTest::keyClicks(name, QStringLiteral("money"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(f.isOn("highlight:money"));

    const auto write = [&](HighlightRow* row, const char* text) {
        auto* line = row->findChild<QLineEdit*>();
        line->selectAll();
        QTest::keyClicks(line, QString::fromLatin1(text));
        QTest::keyClick(line, Qt::Key_Return);
    };
    QCOMPARE(editor->findChildren<HighlightRow*>().size(), 1); // the line for a new one
    HighlightRow* fresh = editor->findChild<HighlightRow*>();
    write(fresh, "card (");
    QVERIFY(!fresh->findChild<PlainLabel*>()->text().isEmpty()); // why it is not taken
    write(fresh, "card");
    QTRY_COMPARE(f.page->selection().highlights().size(), std::size_t{1});
    QTRY_COMPARE(editor->findChildren<HighlightRow*>().size(), 2);
    HighlightRow* row = nullptr;
    for (HighlightRow* each : editor->findChildren<HighlightRow*>())
        row = each->rule() ? each : row;
    QTest::mouseClick(row->findChild<QCheckBox*>(), Qt::LeftButton, {}, QPoint(8, 8));
    QTRY_VERIFY(f.page->selection().highlights().at(0).wholeRow);
    write(row, "declined");
    QTRY_COMPARE(f.page->selection().highlights().at(0).query, std::string("declined"));
    QCOMPARE(folder.read(QStringLiteral("highlights/money.toml")),
             QByteArray("name = \"money\"\n\n[[rule]]\nquery = \"declined\"\ncolor = 1\nrow = true\n"));
}

void tst_ViewSet::aKeyLabelsTheMarkedWord()
{
    const Folder folder;
    Fixture f(folder.path());
    QVERIFY(f.write(40));
    QTRY_COMPARE(f.page->rows().count(), 40U);
    QTRY_VERIFY(!f.page->list().lines().empty());
    // A double click on the second column from the right marks a word; wherever it is, it is a label.
    const auto line = f.page->list().lines().back();
    const QRect area = f.page->list().areaOf(line);
    for (int x = area.left() + 200; x < area.right() && f.page->list().markedText().isEmpty(); x += 10)
        QTest::mouseDClick(f.page->list().viewport(), Qt::LeftButton, {}, {x, area.center().y()});
    const QString word = f.page->list().markedText();
    QVERIFY(!word.isEmpty());
    QTest::keyClick(&f.page->list(), Qt::Key_3, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f.page->selection().labels().size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(f.page->selection().labels().at(0).query), word);
    QTest::keyClick(&f.page->list(), Qt::Key_5, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(f.page->selection().labels().size(), std::size_t{1}); // another colour, not another label
    QCOMPARE(f.page->selection().highlights().at(0).color, 4);
    QVERIFY(f.page->state().labels == f.page->selection().labels());
    QTest::keyClick(&f.page->list(), Qt::Key_0, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(f.page->selection().highlights().empty());
}

void tst_ViewSet::chipsThatDoNotFitAreInAMenu()
{
    const Folder folder;
    for (int i = 0; i < 12; ++i)
        folder.write(QStringLiteral("views/v%1.toml").arg(i, 2, 10, QLatin1Char('0')),
                     QStringLiteral("name = \"A view with a name %1\"\nquery = \"\"\n")
                         .arg(i)
                         .toLatin1());
    Fixture f(folder.path());
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
