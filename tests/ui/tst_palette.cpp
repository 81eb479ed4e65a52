// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/windowparts.h"
#include "ui/models/fuzzymatch.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/palettesources.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QTest>

using namespace weir;
using namespace weir::test;

namespace {

/// A window with a field that has the focus, some actions and a palette.
struct PaletteWindow : WindowParts
{
    PaletteWindow()
        : WindowParts("/nowhere")
        , palette(theme, &window)
        , field(new QLineEdit(&window))
    {
        window.resize(900, 600);
        palette.addSource(std::make_unique<PaletteActions>(actions));
        add(QStringLiteral("logs.copyRaw"), QStringLiteral("Copy raw"));
        add(QStringLiteral("logs.copy"), QStringLiteral("Copy as shown"));
        add(QStringLiteral("window.quit"), QStringLiteral("Quit"))
            ->setShortcut(QKeySequence(QStringLiteral("Ctrl+Q")));
        window.show();
        QApplication::setActiveWindow(&window);
        field->setFocus();
    }

    QAction* add(const QString& id, const QString& text)
    {
        QAction* action = actions.add(id, text, {}, &window);
        QObject::connect(action, &QAction::triggered, action, [this, id] { done << id; });
        return action;
    }
    QStringList offered() const
    {
        const auto* model = palette.findChild<QListView*>()->model();
        QStringList texts;
        for (int row = 0; row < model->rowCount(); ++row)
            texts << model->index(row, 0).data().toString();
        return texts;
    }
    QLineEdit* line() const { return palette.findChild<QLineEdit*>(); }

    QWidget window;
    CommandPalette palette;
    QLineEdit* field;
    QStringList done;
};

} // namespace

class tst_Palette : public QObject
{
    Q_OBJECT

private slots:
    void lettersMatchInTheirOrder();
    void wordBeginningsAreWorthMore();
    void nothingTypedMatchesEverything();
    void typingFindsAndEnterDoes();
    void arrowsChoose();
    void whatWasUsedLatelyComesFirst();
    void whatIsDisabledIsNotOffered();
    void escapeGivesTheFocusBack();
    void anotherFocusClosesIt();
    void namesAreOpenedById();
    void matchedLettersAreLit();
};

void tst_Palette::lettersMatchInTheirOrder()
{
    QVERIFY(fuzzyMatch(QStringLiteral("cpr"), QStringLiteral("Copy raw")));
    QVERIFY(!fuzzyMatch(QStringLiteral("rpc"), QStringLiteral("Copy raw")));
    QCOMPARE(fuzzyMatch(QStringLiteral("raw"), QStringLiteral("Copy raw"))->letters,
             (std::vector<int>{5, 6, 7}));
    QVERIFY(!fuzzyMatch(QStringLiteral("x"), QString()));
}

void tst_Palette::wordBeginningsAreWorthMore()
{
    // `r` begins `raw`; the one in `parse` does not count as much.
    const auto begin = fuzzyMatch(QStringLiteral("cr"), QStringLiteral("Copy raw"));
    const auto inside = fuzzyMatch(QStringLiteral("cr"), QStringLiteral("Charter"));
    QVERIFY(begin->score > inside->score);
    QCOMPARE(begin->letters, (std::vector<int>{0, 5}));
}

void tst_Palette::nothingTypedMatchesEverything()
{
    QVERIFY(fuzzyMatch(QString(), QStringLiteral("anything"))->letters.empty());
}

void tst_Palette::typingFindsAndEnterDoes()
{
    PaletteWindow parts;
    parts.palette.open();
    QCOMPARE(QApplication::focusWidget(), parts.line());
    QTest::keyClicks(parts.line(), QStringLiteral("raw"));
    QCOMPARE(parts.offered(), QStringList{QStringLiteral("Copy raw")});
    QTest::keyClick(parts.line(), Qt::Key_Return);
    QCOMPARE(parts.done, QStringList{QStringLiteral("logs.copyRaw")});
    QVERIFY(!parts.palette.isVisible());
    QCOMPARE(QApplication::focusWidget(), parts.field);
}

void tst_Palette::arrowsChoose()
{
    PaletteWindow parts;
    parts.palette.open();
    QTest::keyClick(parts.line(), Qt::Key_Down);
    QTest::keyClick(parts.line(), Qt::Key_Down);
    QTest::keyClick(parts.line(), Qt::Key_Up);
    QTest::keyClick(parts.line(), Qt::Key_Return);
    QCOMPARE(parts.done, QStringList{QStringLiteral("logs.copy")});
}

void tst_Palette::whatWasUsedLatelyComesFirst()
{
    PaletteWindow parts;
    parts.palette.open();
    QCOMPARE(parts.offered().first(), QStringLiteral("Copy raw"));
    QTest::keyClicks(parts.line(), QStringLiteral("quit"));
    QTest::keyClick(parts.line(), Qt::Key_Return);
    parts.palette.open();
    QCOMPARE(parts.offered().first(), QStringLiteral("Quit"));
}

void tst_Palette::whatIsDisabledIsNotOffered()
{
    PaletteWindow parts;
    parts.actions.find(QStringLiteral("window.quit"))->setEnabled(false);
    parts.palette.open();
    QVERIFY(!parts.offered().contains(QStringLiteral("Quit")));
    QCOMPARE(parts.offered().size(), 2);
}

void tst_Palette::escapeGivesTheFocusBack()
{
    PaletteWindow parts;
    parts.palette.open();
    QTest::keyClick(parts.line(), Qt::Key_Escape);
    QVERIFY(!parts.palette.isVisible());
    QCOMPARE(QApplication::focusWidget(), parts.field);
    QVERIFY(parts.done.isEmpty());
}

void tst_Palette::anotherFocusClosesIt()
{
    PaletteWindow parts;
    parts.palette.open();
    QTest::mouseClick(parts.field, Qt::LeftButton);
    parts.field->setFocus();
    QVERIFY(!parts.palette.isVisible());
    QCOMPARE(QApplication::focusWidget(), parts.field);
}

void tst_Palette::namesAreOpenedById()
{
    PaletteWindow parts;
    QStringList opened;
    parts.palette.addSource(std::make_unique<PaletteNames>(
        QStringLiteral("Source"),
        [] {
            return std::vector<PaletteNames::Name>{{QStringLiteral("id-1"), QStringLiteral("orders")}};
        },
        [&opened](const QString& id) { opened << id; }));
    parts.palette.open();
    QTest::keyClicks(parts.line(), QStringLiteral("orders"));
    QTest::keyClick(parts.line(), Qt::Key_Return);
    QCOMPARE(opened, QStringList{QStringLiteral("id-1")});
}

void tst_Palette::matchedLettersAreLit()
{
    PaletteWindow parts;
    parts.palette.open();
    QTest::keyClicks(parts.line(), QStringLiteral("quit"));
    auto* list = parts.palette.findChild<QListView*>();
    const QImage row = list->viewport()->grab().toImage();
    int lit = 0;
    for (int y = 0; y < 30; ++y) {
        for (int x = 0; x < row.width() / 2; ++x)
            lit += contrast(row.pixelColor(x, y), parts.theme.colors().accent) < 1.2 ? 1 : 0;
    }
    QVERIFY(lit > 3);
}

QTEST_MAIN(tst_Palette)
#include "tst_palette.moc"
