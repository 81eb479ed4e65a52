// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of highlights and quick labels: their chips, their editor, their files.
#include "tests/ui/viewpage.h"
#include "ui/logs/highlighteditor.h"
#include "ui/logs/highlightrow.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QLayout>
#include <QLineEdit>

#include <algorithm>

using namespace weir;
using namespace weir::test;

namespace {

const QString money = QStringLiteral("highlights/money.toml");

/// The file of a set with these queries.
QByteArray rules(const std::vector<const char*>& queries)
{
    QByteArray text = "name = \"money\"\n";
    for (const char* query : queries)
        text += QByteArray("\n[[rule]]\nquery = \"") + query + "\"\ncolor = 1\n";
    return text;
}

HighlightEditor& editor(ViewPage& f)
{
    return *f.page->findChild<HighlightEditor*>();
}

/// What the editor's rows say, from the top; the last is the line for a new one.
QByteArray queries(ViewPage& f)
{
    std::vector<QLineEdit*> lines;
    for (HighlightRow* row : editor(f).findChildren<HighlightRow*>()) {
        if (!row->isHidden())
            lines.push_back(row->findChild<QLineEdit*>());
    }
    std::ranges::sort(lines, {}, [](const QLineEdit* line) {
        const auto* row = line->parentWidget();
        return row->parentWidget()->layout()->indexOf(const_cast<QWidget*>(row));
    });
    QByteArray all;
    for (const QLineEdit* line : lines)
        all += line->text().toUtf8() + ',';
    return all;
}

/// Opens the editor and writes an `s` after a query, not taken yet.
QLineEdit* startEdit(ViewPage& f, const char* query)
{
    (void)QTest::qWaitFor([&f] { return f.views.isRead(); });
    f.page->findChild<ViewBar*>()->editHighlights("money");
    for (HighlightRow* row : editor(f).findChildren<HighlightRow*>()) {
        auto* line = row->findChild<QLineEdit*>();
        if (line->text() != QLatin1String(query))
            continue;
        line->setFocus();
        QTest::keyClick(line, Qt::Key_End);
        QTest::keyClicks(line, QStringLiteral("s"));
        return line;
    }
    return nullptr;
}

} // namespace

class tst_Highlights : public QObject
{
    Q_OBJECT

private slots:
    void setsOfHighlightsAreSwitchedByChips();
    void highlightsAreEditedInPlace();
    void eachNewHighlightHasAColourOfItsOwn();
    void theEditorTakesTheRoomOfItsRulesAndEscapeClosesIt();
    void anEditGoesWithItsRuleWhenTheFileChanges();
    void anEditOfARuleThatIsGoneIsANewOne();
    void anEditDoesNotGoIntoAnotherSet();
    void aKeyLabelsTheMarkedWord();
    void aSetThatIsRenamedStaysOn();
};

void tst_Highlights::aSetThatIsRenamedStaysOn()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("highlights/a.toml"), "name = \"A\"\n");
    folder.write(QStringLiteral("highlights/b.toml"), "name = \"B\"\n");
    ViewPage f(folder.path());
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

void tst_Highlights::setsOfHighlightsAreSwitchedByChips()
{
    const ConfigFolder folder;
    folder.write(QStringLiteral("highlights/m.toml"),
                 "name = \"money\"\n[[rule]]\nquery = \"card\"\ncolor = 3\n");
    ViewPage f(folder.path());
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

void tst_Highlights::highlightsAreEditedInPlace()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
    QTRY_VERIFY(f.views.isRead());
    f.page->findChild<ViewBar*>()->editHighlights({});
    auto* editor = f.page->findChild<HighlightEditor*>();
    QVERIFY(editor->isVisible());
    auto* name = editor->findChild<QLineEdit*>(QStringLiteral("newSet"));
    QVERIFY(name->hasFocus());
    QTest::keyClicks(name, QStringLiteral("money"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(f.isOn("highlight:money"));
    // What is written next is its first rule.
    QTRY_VERIFY(editor->findChild<HighlightRow*>()->findChild<QLineEdit*>()->hasFocus());

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
    QTest::keyClick(row->findChild<QCheckBox*>(), Qt::Key_Space); // wherever it is laid out
    QTRY_VERIFY(f.page->selection().highlights().at(0).wholeRow);
    write(row, "declined");
    QTRY_COMPARE(f.page->selection().highlights().at(0).query, std::string("declined"));
    QCOMPARE(folder.read(QStringLiteral("highlights/money.toml")),
             QByteArray("name = \"money\"\n\n[[rule]]\nquery = \"declined\"\ncolor = 1\nrow = true\n"));
}

void tst_Highlights::eachNewHighlightHasAColourOfItsOwn()
{
    const ConfigFolder folder;
    folder.write(money, rules({"first"}));
    ViewPage f(folder.path());
    QTRY_VERIFY(f.views.isRead());
    f.page->findChild<ViewBar*>()->editHighlights("money");
    for (const char* query : {"second", "third"}) {
        HighlightRow* fresh = nullptr;
        for (HighlightRow* each : editor(f).findChildren<HighlightRow*>())
            fresh = each->rule() ? fresh : each;
        auto* line = fresh->findChild<QLineEdit*>();
        line->setFocus();
        QTest::keyClicks(line, QString::fromLatin1(query));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(folder.read(money).contains(query));
        QTRY_VERIFY(f.views.highlightSet("money")->rules.back().query == query);
    }
    const auto& set = f.views.highlightSet("money")->rules;
    QCOMPARE(set.at(1).color, 2);
    QCOMPARE(set.at(2).color, 3);
}

void tst_Highlights::theEditorTakesTheRoomOfItsRulesAndEscapeClosesIt()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
    QTRY_VERIFY(f.views.isRead());
    f.page->findChild<ViewBar*>()->editHighlights({});
    auto* name = editor(f).findChild<QLineEdit*>(QStringLiteral("newSet"));
    QTRY_VERIFY(editor(f).height() < 3 * name->height()); // there is no set yet
    QTest::keyClick(name, Qt::Key_Escape);
    QVERIFY(editor(f).isHidden());
}

void tst_Highlights::anEditGoesWithItsRuleWhenTheFileChanges()
{
    const ConfigFolder folder;
    folder.write(money, rules({"first", "second"}));
    ViewPage f(folder.path());
    QLineEdit* line = startEdit(f, "second");
    folder.write(money, rules({"new", "first", "second"}));
    QTRY_COMPARE(f.views.highlightSet("money")->rules.size(), std::size_t{3});
    QVERIFY(line->hasFocus());
    QCOMPARE(line->text(), QStringLiteral("seconds"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(folder.read(money), rules({"new", "first", "seconds"}));
    QTRY_COMPARE(f.views.highlightSet("money")->rules.at(2).query, std::string("seconds"));
    QCOMPARE(queries(f), QByteArray("new,first,seconds,,"));
}

void tst_Highlights::anEditOfARuleThatIsGoneIsANewOne()
{
    const ConfigFolder folder;
    folder.write(money, rules({"first", "second"}));
    ViewPage f(folder.path());
    QLineEdit* line = startEdit(f, "first");
    folder.write(money, rules({"second"}));
    QTRY_COMPARE(f.views.highlightSet("money")->rules.size(), std::size_t{1});
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(folder.read(money), rules({"second", "firsts"}));
    QTRY_COMPARE(queries(f), QByteArray("second,firsts,,"));
}

void tst_Highlights::anEditDoesNotGoIntoAnotherSet()
{
    const ConfigFolder folder;
    folder.write(money, rules({"first"}));
    const QByteArray other = "name = \"other\"\n\n[[rule]]\nquery = \"first\"\ncolor = 1\n";
    folder.write(QStringLiteral("highlights/other.toml"), other);
    ViewPage f(folder.path());
    startEdit(f, "first");
    QVERIFY(QFile::remove(folder.folder.filePath(money)));
    QTRY_VERIFY(!f.views.highlightSet("money"));
    QTRY_COMPARE(queries(f), QByteArray("first,,"));
    f.page->list().setFocus(); // a line that loses the focus takes what is in it
    f.views.changeRule("other", {}, HighlightRule{"last", 2, false});
    QTRY_COMPARE(f.views.highlightSet("other")->rules.size(), std::size_t{2});
    QVERIFY(folder.read(QStringLiteral("highlights/other.toml")).startsWith(other));
}

void tst_Highlights::aKeyLabelsTheMarkedWord()
{
    const ConfigFolder folder;
    ViewPage f(folder.path());
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

QTEST_MAIN(tst_Highlights)
#include "tst_highlights.moc"
