// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of highlights and quick labels: their chips, their editor, their files.
#include "tests/ui/viewpage.h"
#include "ui/logs/highlighteditor.h"
#include "ui/logs/highlightrow.h"
#include "ui/widgets/plainlabel.h"

#include <QCheckBox>
#include <QLineEdit>

using namespace weir;
using namespace weir::test;

class tst_Highlights : public QObject
{
    Q_OBJECT

private slots:
    void setsOfHighlightsAreSwitchedByChips();
    void highlightsAreEditedInPlace();
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
