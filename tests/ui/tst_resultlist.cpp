// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions.h"
#include "ui/framestats.h"
#include "ui/logs/listactions.h"
#include "ui/logs/resultlist.h"
#include "ui/models/resultrows.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QScrollBar>
#include <QTest>

#include <rapidcheck.h>

using namespace weir;

namespace {

constexpr int rowHeight = 21; ///< at 100 %, normal density
constexpr std::size_t newestKept = 160;

LogRow rowAt(std::uint64_t number)
{
    LogRow row;
    row.key = {timePointOf(static_cast<std::int64_t>(number) * 1'000'000), EventSeq{number}};
    row.cells = {{}, {}, {}, {QString::number(number), {}}};
    return row;
}

/// A view of `total` events, one a millisecond, numbered from 1; the event's number is its seq.
LogSnapshot snapshotOf(Ticket ticket, std::uint64_t total)
{
    LogSnapshot snapshot;
    snapshot.ticket = ticket;
    snapshot.view.ceiling = EventSeq{total};
    auto map = std::make_shared<ResultMap>();
    for (std::uint64_t first = 1; first <= total;) {
        const std::uint64_t second = first / 1000;
        const std::uint64_t last = std::min(total, second * 1000 + 999);
        map->add(static_cast<std::int64_t>(second), SeverityClass::Info, last - first + 1);
        first = last + 1;
    }
    snapshot.matches = map;
    snapshot.all = map;
    for (std::uint64_t n = total - std::min<std::uint64_t>(total, newestKept) + 1; n <= total; ++n)
        snapshot.newest.push_back(rowAt(n));
    snapshot.isComplete = true;
    return snapshot;
}

RowsAnswer answerTo(const RowsRequest& request)
{
    RowsAnswer answer;
    answer.ticket = request.snapshot.ticket;
    answer.ceiling = request.snapshot.view.ceiling;
    answer.total = request.snapshot.matches->total();
    answer.fromEnd = request.fromEnd;
    answer.asked = request.count;
    const std::uint64_t end = answer.total - request.fromEnd;
    for (std::uint64_t n = end - std::min<std::uint64_t>(end, request.count) + 1; n <= end; ++n)
        answer.rows.push_back(rowAt(n));
    return answer;
}

/// A list of its own over rows that answer at once.
struct Fixture
{
    Fixture()
        : theme(*qApp)
        , list(rows, theme, stats)
    {
        list.resize(800, 26 + 20 * rowHeight); // twenty lines
        QObject::connect(&list, &ResultList::pauseWanted, &rows, [this] { rows.setPaused(true); });
        QObject::connect(&list, &ResultList::followWanted, &rows,
                         [this] { rows.setPaused(false); });
        QObject::connect(&list, &ResultList::rowsWanted, &rows,
                         [this](const std::vector<RowsRequest>& requests) {
                             for (const RowsRequest& request : requests)
                                 rows.addRows(answerTo(request));
                         });
        addListActions(actions, list);
        rows.expect(Ticket{1});
        list.show();
        QApplication::setActiveWindow(&list);
        list.setFocus();
    }
    void show(std::uint64_t total) { rows.setSnapshot(snapshotOf(Ticket{1}, total)); }
    void paint() { (void)list.grab(); }
    /// The seq of the event at the list's lower edge; 0 when it is not loaded.
    std::uint64_t bottomSeq()
    {
        paint();
        const LogRow* row = rows.count() > 0 ? rows.row(list.bottomRow()) : nullptr;
        return row != nullptr ? number(row->key.seq) : 0;
    }

    Theme theme;
    FrameStats stats;
    Actions actions;
    ResultRows rows;
    ResultList list;
};

} // namespace

class tst_ResultList : public QObject
{
    Q_OBJECT

private slots:
    void followsTheNewest();
    void scrollingUpPausesAndNothingMoves();
    void newEventsAreCountedWhilePaused();
    void endGoesOnWithTheNewest();
    void selectingPausesAndKeepsTheEvent();
    void scrollingBackToTheBottomGoesOn();
    void homeShowsTheOldestOfMillions();
    void olderMatchesThatAreCountedLaterMoveNothing();
    void whatWasUnderWayWhenThePauseBeganMovesNothing();
    void anAnswerToAnOlderQuestionIsNotShown();
    void whatHasLeftTheRangeIsNotCounted();
    void pausedRowsNeverMove();
};

void tst_ResultList::followsTheNewest()
{
    Fixture f;
    f.show(1000);
    QCOMPARE(f.bottomSeq(), 1000U);
    f.show(5000);
    QCOMPARE(f.bottomSeq(), 5000U);
    QVERIFY(!f.rows.isPaused());
}

void tst_ResultList::scrollingUpPausesAndNothingMoves()
{
    Fixture f;
    f.show(1000);
    f.list.scrollBy(300);
    QVERIFY(f.rows.isPaused());
    QCOMPARE(f.bottomSeq(), 700U);
    f.show(90'000);
    QCOMPARE(f.bottomSeq(), 700U);
    QCOMPARE(f.rows.count(), 1000U);
}

void tst_ResultList::newEventsAreCountedWhilePaused()
{
    Fixture f;
    f.show(1000);
    f.list.scrollBy(5);
    QCOMPARE(f.rows.newCount(), 0U);
    f.show(1500);
    f.show(2204);
    QCOMPARE(f.rows.newCount(), 1204U);
}

void tst_ResultList::endGoesOnWithTheNewest()
{
    Fixture f;
    f.show(1000);
    f.list.scrollBy(5);
    f.show(1500);
    QTest::keyClick(&f.list, Qt::Key_End);
    QVERIFY(!f.rows.isPaused());
    QCOMPARE(f.bottomSeq(), 1500U);
    QCOMPARE(f.rows.newCount(), 0U);
}

void tst_ResultList::selectingPausesAndKeepsTheEvent()
{
    Fixture f;
    f.show(1000);
    f.paint();
    QTest::mouseClick(f.list.viewport(), Qt::LeftButton, {},
                      QPoint(100,
                             f.list.viewport()->height() - rowHeight / 2
                                 - 3 * rowHeight));
    QVERIFY(f.rows.isPaused());
    QVERIFY(f.list.selected().has_value());
    QCOMPARE(number(f.list.selected()->seq), 997U);
    f.show(3000);
    QCOMPARE(number(f.list.selected()->seq), 997U);
    QTest::keyClick(&f.list, Qt::Key_K);
    QCOMPARE(number(f.list.selected()->seq), 996U);
}

void tst_ResultList::scrollingBackToTheBottomGoesOn()
{
    Fixture f;
    f.show(1000);
    f.list.scrollBy(7);
    f.list.scrollBy(-7);
    QVERIFY(!f.rows.isPaused());
}

void tst_ResultList::homeShowsTheOldestOfMillions()
{
    Fixture f;
    f.show(3'000'000);
    QTest::keyClick(&f.list, Qt::Key_Home);
    QCOMPARE(f.bottomSeq(), static_cast<std::uint64_t>(f.list.visibleRows()));
    QCOMPARE(f.list.verticalScrollBar()->value(), 0);
}

void tst_ResultList::olderMatchesThatAreCountedLaterMoveNothing()
{
    Fixture f;
    LogSnapshot whole = snapshotOf(Ticket{1}, 20'000);
    LogSnapshot part = whole;
    auto counted = std::make_shared<ResultMap>();
    for (std::int64_t second = 10; second <= 20; ++second)
        counted->add(second, SeverityClass::Info, second == 20 ? 1 : 1000);
    part.matches = counted;
    part.isComplete = false;
    f.rows.setSnapshot(part);
    f.list.scrollBy(50);
    const std::uint64_t before = f.bottomSeq();
    f.rows.setSnapshot(whole);
    QCOMPARE(f.rows.count(), 20'000U);
    QCOMPARE(f.bottomSeq(), before);
}

void tst_ResultList::whatWasUnderWayWhenThePauseBeganMovesNothing()
{
    Fixture f;
    LogSnapshot counting = snapshotOf(Ticket{1}, 5000);
    counting.isComplete = false;
    f.rows.setSnapshot(counting);
    f.list.scrollBy(50);
    QCOMPARE(f.bottomSeq(), 4950U);
    LogSnapshot underWay = snapshotOf(Ticket{1}, 5030);
    underWay.isComplete = false;
    f.rows.setSnapshot(underWay);
    QCOMPARE(f.bottomSeq(), 4950U);
    f.rows.setSnapshot(snapshotOf(Ticket{1}, 5030)); // counted to the end
    f.show(6000);
    QCOMPARE(f.bottomSeq(), 4950U);
    QCOMPARE(f.rows.newCount(), 970U);
}

void tst_ResultList::anAnswerToAnOlderQuestionIsNotShown()
{
    Fixture f;
    f.show(1000);
    f.rows.expect(Ticket{2});
    f.show(2000);
    QCOMPARE(f.rows.count(), 1000U);
    QVERIFY(!f.rows.isCurrent());
    f.rows.setSnapshot(snapshotOf(Ticket{2}, 30));
    QCOMPARE(f.rows.count(), 30U);
}

void tst_ResultList::whatHasLeftTheRangeIsNotCounted()
{
    Fixture f;
    f.show(10'000);
    f.rows.setOldest(timePointOf(4'000'000'000));
    QCOMPARE(f.rows.count(), 6'001U);
    QCOMPARE(f.bottomSeq(), 10'000U);
}

/// Whatever arrives and however it is scrolled: while paused, the row under the eye is moved by the
/// one who looks and by nothing else.
void tst_ResultList::pausedRowsNeverMove()
{
    const bool holds = rc::check([](const std::vector<std::pair<int, int>>& steps) {
        Fixture f;
        std::uint64_t total = 2000;
        f.show(total);
        f.list.scrollBy(100);
        std::uint64_t expected = total - 100;
        for (const auto& [arrived, scrolled] : steps) {
            total += static_cast<std::uint64_t>(std::abs(arrived % 5000));
            f.show(total);
            const auto to = static_cast<std::int64_t>(expected) - scrolled % 40;
            if (to < 30 || to >= 1999) // the ends are other tests
                continue;
            f.list.scrollBy(scrolled % 40);
            expected = static_cast<std::uint64_t>(to);
            RC_ASSERT(f.rows.isPaused());
            RC_ASSERT(f.bottomSeq() == expected);
            RC_ASSERT(f.rows.newCount() == total - 2000);
        }
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

QTEST_MAIN(tst_ResultList)
#include "tst_resultlist.moc"
