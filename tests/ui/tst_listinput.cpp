// SPDX-License-Identifier: GPL-3.0-or-later
// What keys, the mouse and a screen reader do in the log list.
#include "ui/actions.h"
#include "ui/framestats.h"
#include "ui/logs/followpill.h"
#include "ui/logs/listactions.h"
#include "ui/logs/resultlist.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "listedevents.h"

using namespace weir;
using namespace weir::test;

namespace {

constexpr int rowHeight = 21; ///< at 100 %, normal density
constexpr int rowsSeen = 20;

/// A list of 5,000 events with the keyboard's focus, over rows that answer at once.
struct Fixture
{
    Fixture()
        : theme(*qApp)
        , list(rows, theme, stats)
    {
        addListActions(actions, list);
        list.resize(800, 26 + rowsSeen * rowHeight);
        QObject::connect(&list, &ResultList::pauseWanted, &rows, [this] { rows.setPaused(true); });
        QObject::connect(&list, &ResultList::followWanted, &rows,
                         [this] { rows.setPaused(false); });
        QObject::connect(&list, &ResultList::rowsWanted, &rows,
                         [this](const std::vector<RowsRequest>& requests) {
                             for (const RowsRequest& request : requests) {
                                 if (isSlow)
                                     unanswered.push_back(request);
                                 else
                                     rows.addRows(events.answer(request));
                             }
                         });
        list.show();
        QApplication::setActiveWindow(&list);
        list.setFocus();
        rows.expect(events.ticket());
        append(5000);
        paint();
    }
    void append(std::size_t count)
    {
        events.append(count);
        rows.setSnapshot(events.snapshot(true));
    }
    /// The index has found what it was asked for meanwhile.
    void answer()
    {
        isSlow = false;
        for (const RowsRequest& request : std::exchange(unanswered, {}))
            rows.addRows(events.answer(request));
        paint();
    }
    bool isSeen(EventKey event) const
    {
        const auto& lines = list.lines();
        return std::any_of(lines.begin(), lines.end(), [&](const ListGeometry::Line& line) {
            const LogRow* row = rows.row(line.row);
            return row != nullptr && row->key == event && line.top >= 0
                && line.bottom() <= list.bodyHeight();
        });
    }
    void paint() { (void)list.grab(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(&list, key, modifiers);
        paint();
    }
    /// In the middle of the row that is seen as this one from the bottom.
    QPoint at(int fromBottom, int x = 100) const
    {
        return {x, list.viewport()->height() - rowHeight / 2 - fromBottom * rowHeight};
    }
    void click(int fromBottom, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(list.viewport(), Qt::LeftButton, modifiers, at(fromBottom));
        paint();
    }
    std::uint64_t seqAt(int fromBottom)
    {
        const auto& lines = list.lines();
        const LogRow* row =
            rows.row(lines[lines.size() - 1 - static_cast<std::size_t>(fromBottom)].row);
        return row != nullptr ? number(row->key.seq) : 0;
    }
    /// Of the events with these seqs, those that are selected.
    std::vector<std::uint64_t> selected(std::uint64_t first, std::uint64_t last) const
    {
        std::vector<std::uint64_t> seqs;
        for (const auto& event : events.matching(rows.shown(), true)) {
            const std::uint64_t seq = number(event.key.seq);
            if (seq >= first && seq <= last && list.selection().contains(event.key))
                seqs.push_back(seq);
        }
        return seqs;
    }
    std::uint64_t current() const { return list.selected() ? number(list.selected()->seq) : 0; }

    Theme theme;
    FrameStats stats;
    Actions actions;
    ListedEvents events{ListedEvents::Rows::OneLine};
    ResultRows rows;
    ResultList list;
    bool isSlow = false; ///< the index takes its time
    std::vector<RowsRequest> unanswered;
};

using Seqs = std::vector<std::uint64_t>;

} // namespace

class tst_ListInput : public QObject
{
    Q_OBJECT

private slots:
    void arrowsAndLettersMoveTheSelection();
    void shiftExtendsToWhereverItIsTaken();
    void controlAddsSingleEvents();
    void draggingTakesInRows();
    void everythingCanBeSelected();
    void aWordIsMarkedByADoubleClickAndTextByDragging();
    void whatIsSelectedIsCopiedFromTheOldestOn();
    void theWheelScrollsByPixelsAndPauses();
    void pagesKeepALineOfWhatWasSeen();
    void aPauseIsVisibleAndThePillSkipsToLive();
    void aJumpShowsAnEventAnywhere();
    void aJumpArrivesAlthoughTheListIsResizedOnTheWay();
    void anEventThatIsLookedAtStaysWhereItIsWhenTheFilterIsNarrowed();
    void whatIsRetiredStaysInItsPlace();
    void everyKeyCanBeBoundAnew();
    void aScreenReaderIsToldWhatIsSeen();
};

void tst_ListInput::arrowsAndLettersMoveTheSelection()
{
    Fixture f;
    f.key(Qt::Key_Up);
    QVERIFY(f.rows.isPaused());
    QCOMPARE(f.current(), 5000U);
    f.key(Qt::Key_Up);
    f.key(Qt::Key_K);
    QCOMPARE(f.current(), 4998U);
    f.key(Qt::Key_J);
    f.key(Qt::Key_Down);
    f.key(Qt::Key_Down); // there is no newer one
    QCOMPARE(f.current(), 5000U);
    for (int i = 0; i < 30; ++i)
        f.key(Qt::Key_Up);
    QCOMPARE(f.current(), 4970U);
    QCOMPARE(f.seqAt(rowsSeen - 1), 4970U); // it has come along
    f.key(Qt::Key_Escape);
    QVERIFY(!f.list.selected());
    QVERIFY(f.rows.isPaused());
}

void tst_ListInput::shiftExtendsToWhereverItIsTaken()
{
    Fixture f;
    f.click(5);
    QCOMPARE(f.selected(1, 5000), Seqs{4995});
    f.click(8, Qt::ShiftModifier);
    QCOMPARE(f.selected(1, 5000), (Seqs{4992, 4993, 4994, 4995}));
    f.click(3, Qt::ShiftModifier); // on the other side of where it began
    QCOMPARE(f.selected(1, 5000), (Seqs{4995, 4996, 4997}));
    f.key(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(f.selected(1, 5000), (Seqs{4995, 4996}));
    f.key(Qt::Key_Home, Qt::ShiftModifier); // not loaded before
    QCOMPARE(f.selected(1, 5000).size(), std::size_t{4995});
    QCOMPARE(f.current(), 1U);
    f.key(Qt::Key_End, Qt::ShiftModifier);
    QCOMPARE(f.selected(1, 5000).size(), std::size_t{6});
}

void tst_ListInput::controlAddsSingleEvents()
{
    Fixture f;
    f.click(2);
    f.click(5, Qt::ControlModifier);
    f.click(9, Qt::ControlModifier);
    QCOMPARE(f.selected(1, 5000), (Seqs{4991, 4995, 4998}));
    f.click(5, Qt::ControlModifier);
    QCOMPARE(f.selected(1, 5000), (Seqs{4991, 4998}));
    f.click(4);
    QCOMPARE(f.selected(1, 5000), Seqs{4996});
}

void tst_ListInput::draggingTakesInRows()
{
    Fixture f;
    QWidget* view = f.list.viewport();
    QTest::mousePress(view, Qt::LeftButton, {}, f.at(4));
    QTest::mouseMove(view, f.at(6));
    QTest::mouseMove(view, f.at(7));
    QTest::mouseRelease(view, Qt::LeftButton, {}, f.at(7));
    QCOMPARE(f.selected(1, 5000), (Seqs{4993, 4994, 4995, 4996}));
    QVERIFY(f.list.markedText().isEmpty());
}

void tst_ListInput::everythingCanBeSelected()
{
    Fixture f;
    f.key(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(f.rows.isPaused());
    QCOMPARE(f.selected(1, 5000).size(), std::size_t{5000});
    f.append(10);
    QCOMPARE(f.selected(1, 6000).size(), std::size_t{5000}); // not what came later
}

void tst_ListInput::aWordIsMarkedByADoubleClickAndTextByDragging()
{
    Fixture f;
    const QString seq = QString::number(f.seqAt(1));
    // Where the body begins is the painter's business: the first place at which there is text.
    const ListGeometry::Line line = f.list.lines()[f.list.lines().size() - 2];
    const RowPainter painter(f.theme.eventFont(), f.theme.colors(), f.list.settings(),
                             f.list.viewport()->width());
    const int left = painter.columns().back().left;
    QTest::mouseDClick(f.list.viewport(), Qt::LeftButton, {}, f.at(1, left + 3));
    QCOMPARE(f.list.markedText(), seq);
    QCOMPARE(f.list.selectedText(), seq);
    QTest::mouseClick(f.list.viewport(), Qt::LeftButton, {}, f.at(1, left + 3));
    QVERIFY(f.list.markedText().isEmpty());

    QTest::mousePress(f.list.viewport(), Qt::LeftButton, {}, f.at(1, left + 1));
    QTest::mouseMove(f.list.viewport(), f.at(1, left + 17));
    QTest::mouseMove(f.list.viewport(), f.at(1, left + 20));
    QTest::mouseRelease(f.list.viewport(), Qt::LeftButton, {}, f.at(1, left + 20));
    QVERIFY(!f.list.markedText().isEmpty());
    QVERIFY(seq.startsWith(f.list.markedText()));
    QVERIFY(f.list.areaOf(line).contains(f.at(1)));
    QCOMPARE(f.list.selection().spans().size(), std::size_t{1});
}

void tst_ListInput::whatIsSelectedIsCopiedFromTheOldestOn()
{
    Fixture f;
    f.click(1);
    f.click(3, Qt::ShiftModifier);
    const QStringList lines = f.list.selectedText().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines.front().contains(QStringLiteral("4997")));
    QVERIFY(lines.back().contains(QStringLiteral("4999")));
}

void tst_ListInput::theWheelScrollsByPixelsAndPauses()
{
    Fixture f;
    const auto wheel = [&f](QPoint pixels, QPoint angle) {
        QWheelEvent event(QPointF(50, 100), f.list.viewport()->mapToGlobal(QPointF(50, 100)), pixels,
                          angle, Qt::NoButton, {}, Qt::NoScrollPhase, false);
        QApplication::sendEvent(f.list.viewport(), &event);
    };
    wheel({0, 5}, {});
    QVERIFY(f.rows.isPaused());
    QCOMPARE(f.list.lines().back().bottom(), f.list.bodyHeight() + 5);
    wheel({}, {0, 120});
    QCOMPARE(f.list.bottomRow(), 4U);
    wheel({}, {0, -120});
    QVERIFY(f.rows.isPaused());
    wheel({0, -5}, {}); // back at the bottom
    QVERIFY(!f.rows.isPaused());
}

void tst_ListInput::pagesKeepALineOfWhatWasSeen()
{
    Fixture f;
    f.key(Qt::Key_PageUp);
    QCOMPARE(f.list.bottomRow(), std::uint64_t{rowsSeen - 1});
    f.key(Qt::Key_PageUp);
    f.key(Qt::Key_PageDown);
    QCOMPARE(f.list.bottomRow(), std::uint64_t{rowsSeen - 1});
    f.key(Qt::Key_Home);
    QCOMPARE(f.seqAt(rowsSeen - 1), 1U);
}

void tst_ListInput::aPauseIsVisibleAndThePillSkipsToLive()
{
    Fixture f;
    auto* pill = f.list.findChild<FollowPill*>();
    QVERIFY(!pill->isVisible());
    f.key(Qt::Key_Space);
    QVERIFY(pill->isVisible());
    for (const ListGeometry::Line& line : f.list.lines())
        QVERIFY(!f.list.areaOf(line).intersects(pill->geometry())); // it hides none
    f.append(1204);
    QCOMPARE(f.rows.newCount(), 1204U);
    QCOMPARE(f.seqAt(0), 5000U);
    QTest::mouseClick(pill, Qt::LeftButton);
    QVERIFY(!pill->isVisible());
    QCOMPARE(f.seqAt(0), 6204U);
    f.key(Qt::Key_Up);
    f.append(1);
    f.key(Qt::Key_End);
    QCOMPARE(f.seqAt(0), 6205U);
    QVERIFY(!f.rows.isPaused());
}

void tst_ListInput::aJumpShowsAnEventAnywhere()
{
    Fixture f;
    const auto all = f.events.matching(f.rows.shown(), true);
    for (const std::size_t index : {std::size_t{17}, std::size_t{2500}, std::size_t{4990}}) {
        const EventKey event = all[index].key;
        f.list.scrollTo(event);
        f.paint();
        QVERIFY(f.list.selected() == event);
        QVERIFY(f.isSeen(event));
    }
    f.list.scrollTo(all[1000].key.time);
    f.paint();
    const auto& lines = f.list.lines();
    const ListGeometry::Line third = *std::find_if(
        lines.begin(), lines.end(),
        [&f](const ListGeometry::Line& line) { return line.top >= f.list.bodyHeight() / 3; });
    QVERIFY(f.rows.row(third.row) != nullptr);
    QVERIFY(f.rows.row(third.row)->key == all[1000].key);
}

void tst_ListInput::aJumpArrivesAlthoughTheListIsResizedOnTheWay()
{
    Fixture f;
    const EventKey event = f.events.matching(f.rows.shown(), true)[4920].key; // in the newest second
    f.isSlow = true;
    f.list.scrollTo(event);
    f.paint();
    f.list.resize(500, f.list.height() - 40); // as when the details open for it
    f.paint();
    f.answer();
    QVERIFY(f.isSeen(event));
}

void tst_ListInput::anEventThatIsLookedAtStaysWhereItIsWhenTheFilterIsNarrowed()
{
    Fixture f;
    f.list.scrollBy(1500);
    f.paint();
    int place = 4;
    while (f.seqAt(place) % 3 != 0) // matches the narrow question
        ++place;
    f.click(place);
    const std::uint64_t seq = f.current();
    const int top = f.list.anchor().top;
    f.events.ask(true);
    f.rows.expect(f.events.ticket());
    f.rows.setSnapshot(f.events.snapshot(true));
    f.paint();
    QVERIFY(f.rows.count() < 2000);
    QCOMPARE(f.current(), seq);
    QCOMPARE(f.list.anchor().top, top);
    QCOMPARE(number(f.rows.row(f.list.anchor().row)->key.seq), seq);
}

void tst_ListInput::whatIsRetiredStaysInItsPlace()
{
    Fixture f;
    f.key(Qt::Key_Home);
    const std::uint64_t seen = f.seqAt(0);
    f.events.retire(30); // of fifty seconds
    f.append(100);
    f.paint();
    QCOMPARE(f.seqAt(0), seen); // what is seen stays
    f.key(Qt::Key_PageDown);
    f.list.scrollBy(-1000); // not loaded while it was there
    f.paint();
    const auto& lines = f.list.lines();
    QVERIFY(f.rows.isRetired(lines.front().row));
    QCOMPARE(f.rows.count(), 5000U);
}

void tst_ListInput::everyKeyCanBeBoundAnew()
{
    Fixture f;
    f.actions.bind({{QStringLiteral("list.previous"), {QKeySequence(Qt::Key_U)}}});
    f.key(Qt::Key_U);
    QCOMPARE(f.current(), 5000U);
    f.key(Qt::Key_U);
    f.key(Qt::Key_K); // does nothing any more
    QCOMPARE(f.current(), 4999U);
}

void tst_ListInput::aScreenReaderIsToldWhatIsSeen()
{
    Fixture f;
    auto* accessible = QAccessible::queryAccessibleInterface(&f.list);
    QVERIFY(accessible != nullptr);
    QCOMPARE(accessible->role(), QAccessible::List);
    QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("Log events"));
    QCOMPARE(accessible->text(QAccessible::Description), QStringLiteral("5,000 events"));
    QAccessibleTableInterface* table = accessible->tableInterface();
    QVERIFY(table != nullptr);
    QCOMPARE(table->rowCount(), 5000);
    // The rows that are seen, then the head; nothing is paused that could go on.
    QCOMPARE(accessible->childCount(), rowsSeen + 1);
    QAccessibleInterface* head = accessible->child(rowsSeen);
    QCOMPARE(head->text(QAccessible::Name), QStringLiteral("Columns"));
    QCOMPARE(accessible->indexOfChild(head), rowsSeen);
    QVERIFY(accessible->childAt(head->rect().center().x(), head->rect().center().y()) == head);
    QVERIFY(table->cellAt(0, 0) == nullptr); // nobody walks what is not seen

    f.click(3);
    QAccessibleInterface* row = accessible->child(rowsSeen - 1 - 3);
    QVERIFY(row->isValid());
    QCOMPARE(row->role(), QAccessible::ListItem);
    QVERIFY(row->text(QAccessible::Name).contains(QStringLiteral("4997")));
    QVERIFY(row->state().selected);
    QVERIFY(row->state().focused);
    QVERIFY(row->parent() == accessible);
    QCOMPARE(accessible->indexOfChild(row), rowsSeen - 1 - 3);
    QVERIFY(accessible->focusChild() == row);
    QCOMPARE(table->selectedRows(), QList<int>{4996});
    QVERIFY(table->cellAt(4996, 0) == row);
    const QPoint middle = f.list.viewport()->mapToGlobal(f.at(3));
    QVERIFY(accessible->childAt(middle.x(), middle.y()) == row);
    QVERIFY(!accessible->child(0)->state().selected);
    QVERIFY(table->selectRow(4990));
    QCOMPARE(f.current(), 4991U);
    f.list.scrollBy(500);
    QVERIFY(!row->isValid());
}

QTEST_MAIN(tst_ListInput)
#include "tst_listinput.moc"
