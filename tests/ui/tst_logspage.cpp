// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/framestats.h"
#include "ui/logs/detailspanel.h"
#include "ui/logs/logspage.h"
#include "ui/logs/queryedit.h"
#include "ui/logs/resultlist.h"
#include "ui/models/queryterms.h"
#include "ui/models/frameclock.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/visiblerange.h"
#include "ui/theme/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/firstrun.h"
#include "ui/widgets/plainlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "indexedpage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// A log page over a real index.
struct Fixture : IndexedPage
{
    using IndexedPage::IndexedPage;

    /// Event n: a decline for an odd number, else an approval; one a millisecond, the newest now.
    void write(int count)
    {
        push(
            count,
            [](EventBatchBuilder& builder, int n) {
                builder.setBody(builder.append(n % 2 == 1 ? "card declined" : "card accepted"));
                builder.setSeverity(n % 2 == 1 ? Severity::Error : Severity::Info);
                builder.addField("n", ValueType::Int, builder.append(std::to_string(n)), n);
                addText(builder, "service.name", "payments");
            },
            [](int n) { return "{\"n\":" + std::to_string(n) + "}"; });
    }
};

} // namespace

class tst_LogsPage : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatIsIndexedAndFollows();
    void aQueryFiltersAndMarksWhatItFound();
    void inANarrowPageDetailsTakeThePlaceOfTheList();
    void anInvalidQueryIsExplainedAndTheLastResultStays();
    void pausedItCountsWhatIsNew();
    void rowsFarAwayAreLoaded();
    void everythingIsCopiedAlsoWhatIsNotLoaded();
    void aJumpFindsAnyEventOfTheResult();
    void whoNarrowsTheQueryKeepsTheEventInItsPlace();
    void selectingShowsDetailsAndTheRawBytesCanBeCopied();
    void aConditionFromTheDetailsNarrowsTheQuery();
    void aMarkedRangeShowsOnlyWhatLiesInIt();
    void anEventOfLongAgoIsShownWithTheOthers();
    void anEmptyIndexSaysSo();
    void withoutASourceThereAreThreeWaysOn();
    void noIndexIsNoErrorAndIsNoticedWhenItComes();
};

void tst_LogsPage::showsWhatIsIndexedAndFollows()
{
    Fixture f;
    f.write(500);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 500U);
    f.write(300);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 800U);
    const LogRow* newest = f.page.rows().row(0);
    QVERIFY(newest != nullptr);
    QVERIFY(newest->body().contains(QLatin1String("n=799")));
    QTRY_VERIFY(f.stats.rowsDrawn() > 0);
}

void tst_LogsPage::aQueryFiltersAndMarksWhatItFound()
{
    Fixture f;
    f.write(400);
    QVERIFY(f.committed());
    f.page.setQuery(QStringLiteral("declined"));
    QTRY_COMPARE(f.page.rows().count(), 200U);
    QCOMPARE(f.page.rows().shown().all->total(), 400U);
    const LogRow* row = f.page.rows().row(0);
    QVERIFY(row != nullptr);
    const auto isMatch = [](const TextRun& run) {
        return run.kind == TextRun::Kind::Match;
    };
    const auto match = std::find_if(row->cell("body").runs.begin(), row->cell("body").runs.end(), isMatch);
    QVERIFY(match != row->cell("body").runs.end());
    QCOMPARE(row->body().mid(match->from, match->length), QStringLiteral("declined"));
}

void tst_LogsPage::inANarrowPageDetailsTakeThePlaceOfTheList()
{
    Fixture f;
    f.write(100);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 100U);
    f.page.setMinimumSize(1, 1);
    f.page.resize(340, 500);
    auto* details = f.page.findChild<DetailsPanel*>();
    QTest::keyClick(&f.page.list(), Qt::Key_K);
    QVERIFY(f.page.list().selected());
    QVERIFY(f.page.list().isVisible() && !details->isVisible()); // choosing alone hides no list
    QTest::keyClick(&f.page.list(), Qt::Key_Return);
    QVERIFY(details->isVisible() && !f.page.list().isVisible());
    QVERIFY(details->isAncestorOf(QApplication::focusWidget()) || details->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(f.page.list().isVisible() && !details->isVisible());
    QVERIFY(f.page.list().hasFocus());
    f.page.resize(1200, 500);
    QTRY_VERIFY(f.page.list().isVisible() && details->isVisible());
}

void tst_LogsPage::anInvalidQueryIsExplainedAndTheLastResultStays()
{
    Fixture f;
    f.write(400);
    QVERIFY(f.committed());
    f.page.setQuery(QStringLiteral("level:error"));
    QTRY_COMPARE(f.page.rows().count(), 200U);
    const auto* problem = f.page.findChild<PlainLabel*>(QStringLiteral("queryProblem"));
    QVERIFY(problem->isHidden());
    f.page.setQuery(QStringLiteral("level:error ("));
    QVERIFY(!problem->isHidden());
    QVERIFY(!problem->text().isEmpty());
    f.write(100);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 250U); // the last good one is still followed
    f.page.setQuery({});
    QVERIFY(problem->isHidden());
    QTRY_COMPARE(f.page.rows().count(), 500U);
}

void tst_LogsPage::pausedItCountsWhatIsNew()
{
    Fixture f;
    f.write(500);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 500U);
    QTest::keyClick(&f.page.list(), Qt::Key_Space);
    QVERIFY(f.range.isPaused());
    f.write(120);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().newCount(), 120U);
    QCOMPARE(f.page.rows().count(), 500U);
    QTest::keyClick(&f.page.list(), Qt::Key_End);
    QTRY_COMPARE(f.page.rows().count(), 620U);
}

void tst_LogsPage::rowsFarAwayAreLoaded()
{
    Fixture f;
    f.write(5000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 5000U);
    f.page.list().goToOldest();
    QTRY_VERIFY(f.page.rows().row(4999) != nullptr);
    QVERIFY(f.page.rows().row(4999)->body().contains(QLatin1String("n=0")));
    const std::uint64_t bottom = f.page.list().bottomRow();
    QTRY_VERIFY(f.page.rows().row(bottom) != nullptr);
    QVERIFY(f.page.rows().row(bottom)->body().endsWith(QStringLiteral("n=")
                                                     + QString::number(4999 - bottom)));
}

void tst_LogsPage::everythingIsCopiedAlsoWhatIsNotLoaded()
{
    Fixture f;
    f.write(9000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 9000U);
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(&f.page.list(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&f.page.list(), Qt::Key_C, Qt::ControlModifier);
    QTRY_VERIFY(!QGuiApplication::clipboard()->text().isEmpty());
    const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
    QCOMPARE(lines.size(), 9000);
    QVERIFY(lines.front().endsWith(QStringLiteral("n=0")));
    QVERIFY(lines.at(4321).endsWith(QStringLiteral("n=4321")));
    QVERIFY(lines.back().endsWith(QStringLiteral("n=8999")));
}

void tst_LogsPage::aJumpFindsAnyEventOfTheResult()
{
    Fixture f;
    f.write(9000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 9000U);
    ResultList& list = f.page.list();
    const TimePoint newest = f.page.rows().row(0)->key.time;
    for (const std::uint64_t seq : {7U, 4500U, 8999U}) {
        // One a millisecond.
        const EventKey event{newest - std::chrono::milliseconds(9000 - seq), EventSeq{seq}};
        list.scrollTo(event);
        const auto isShown = [&](const ListGeometry::Line& line) {
            const LogRow* row = f.page.rows().row(line.row);
            return row != nullptr && row->key == event;
        };
        QTRY_VERIFY(std::any_of(list.lines().begin(), list.lines().end(), isShown));
        QVERIFY(list.selected() == event);
    }
    const TimePoint third = newest - std::chrono::milliseconds(6000);
    list.scrollTo(third);
    const auto isThird = [&](const ListGeometry::Line& line) {
        const LogRow* row = f.page.rows().row(line.row);
        return row != nullptr && row->key.time == third;
    };
    QTRY_VERIFY(std::any_of(list.lines().begin(), list.lines().end(), isThird));
}

void tst_LogsPage::whoNarrowsTheQueryKeepsTheEventInItsPlace()
{
    Fixture f;
    f.write(9000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 9000U);
    ResultList& list = f.page.list();
    list.scrollBy(4000);
    QTRY_VERIFY(f.page.rows().row(list.bottomRow() + 5) != nullptr);
    std::uint64_t row = list.bottomRow() + 5;
    if (!f.page.rows().row(row)->body().contains(QLatin1String("declined")))
        ++row;
    list.pick(row, ResultList::Pick::Only);
    const EventKey event = *list.selected();
    const int top = list.anchor().top;
    const auto isInPlace = [&] {
        const ListPlace held = list.anchor();
        const LogRow* shown =
            held.row < f.page.rows().count() ? f.page.rows().row(held.row) : nullptr;
        return shown != nullptr && shown->key == event && held.top == top;
    };
    QVERIFY(isInPlace());
    f.page.setQuery(QStringLiteral("declined"));
    QTRY_COMPARE(f.page.rows().count(), 4500U);
    QTRY_VERIFY(isInPlace());
    QVERIFY(list.selected() == event);
    f.page.setQuery(QStringLiteral("accepted")); // it is no match
    QTRY_VERIFY(f.page.rows().isCurrent() && !isInPlace());
    f.page.setQuery({});
    QTRY_COMPARE(f.page.rows().count(), 9000U);
    QTRY_VERIFY(isInPlace());
}

void tst_LogsPage::selectingShowsDetailsAndTheRawBytesCanBeCopied()
{
    Fixture f;
    f.write(50);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 50U);
    f.page.list().selectBy(0);
    auto* details = f.page.findChild<DetailsPanel*>();
    QTRY_VERIFY(details->details().has_value());
    QCOMPARE(details->details()->payload, QByteArray("{\"n\":49}"));
    details->copyRaw();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("{\"n\":49}"));
}

void tst_LogsPage::aConditionFromTheDetailsNarrowsTheQuery()
{
    const EventDetails::Entry service{{}, {}, "service.name", "pay ments", true};
    QCOMPARE(withCondition({}, service, false), QStringLiteral("service:\"pay ments\""));
    QCOMPARE(withCondition(QStringLiteral("a | count every 1s"), service, true),
             QStringLiteral("a not service:\"pay ments\" | count every 1s"));
    QCOMPARE(withCondition(QStringLiteral("~/a|b/"), service, false),
             QStringLiteral("~/a|b/ service:\"pay ments\""));
    // What only looks like it is not the same.
    QCOMPARE(QueryTerms(QStringLiteral("timeout")).with("time", false), QStringLiteral("timeout time"));
    QCOMPARE(QueryTerms(QStringLiteral("not card")).with("card", false), QStringLiteral("not card card"));
    QCOMPARE(QueryTerms(QStringLiteral("card time")).with("card", false), QStringLiteral("card time"));
    QCOMPARE(withCondition(QStringLiteral("a or b"), service, false),
             QStringLiteral("(a or b) service:\"pay ments\""));

    Fixture f;
    f.write(10);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 10U);
    f.page.list().selectBy(0);
    auto* details = f.page.findChild<DetailsPanel*>();
    QTRY_VERIFY(details->details().has_value());
    for (const auto& entry : details->details()->fields) {
        if (entry.field == "n")
            emit details->conditionWanted(entry, false);
    }
    QTRY_COMPARE(f.page.rows().count(), 1U);
}

void tst_LogsPage::aMarkedRangeShowsOnlyWhatLiesInIt()
{
    Fixture f;
    f.write(3000); // three seconds
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 3000U);
    const TimePoint newest = f.page.rows().row(0)->key.time;
    f.range.setFixed({newest - std::chrono::milliseconds(99), newest + Nanoseconds(1)});
    QTRY_COMPARE(f.page.rows().count(), 100U);
    f.range.goBack();
    QTRY_COMPARE(f.page.rows().count(), 3000U);
    QVERIFY(f.range.isFollowing());
}

void tst_LogsPage::anEventOfLongAgoIsShownWithTheOthers()
{
    Fixture f;
    f.range.setLive({});
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    builder.beginEvent({builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), 0,
                        f.clock.now()});
    builder.setPayload("{}");
    builder.setTime(*parseTime("1700-01-01T00:00:00Z"));
    builder.setBody(builder.append("of long ago"));
    f.index.push(builder);
    ++f.written;
    f.write(20);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 21U);
    (void)f.page.grab();
    QCOMPARE(f.page.rows().count(), 21U);
}

void tst_LogsPage::anEmptyIndexSaysSo()
{
    Fixture f;
    auto* empty = f.page.findChild<EmptyState*>();
    QVERIFY(empty != nullptr);
    QTRY_VERIFY(!f.page.list().isVisible());
    f.write(5);
    QVERIFY(f.committed());
    QTRY_VERIFY(f.page.list().isVisible());
}

void tst_LogsPage::withoutASourceThereAreThreeWaysOn()
{
    Fixture f;
    QSignalSpy places(&f.navigator, &Navigator::placeWanted);
    f.status.set(Status{});
    auto* firstRun = f.page.findChild<FirstRun*>();
    emit f.client.connectionChanged();
    QTRY_VERIFY(firstRun->isVisible());
    QTest::mouseClick(firstRun->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(places.size(), 1);
    QCOMPARE(places[0][0].toString(), QStringLiteral("sources/add"));
}

void tst_LogsPage::noIndexIsNoErrorAndIsNoticedWhenItComes()
{
    QTemporaryDir parent;
    const std::filesystem::path later = parent.filePath(QStringLiteral("later")).toStdString();
    Fixture f(later);
    QTRY_VERIFY(f.page.rows().shown().error.has_value());
    QVERIFY(f.page.rows().shown().error->code == Error::Code::NotFound);
    f.write(7);
    QVERIFY(f.committed());
    std::filesystem::create_directory_symlink(f.index.folder(), later);
    QTRY_COMPARE(f.page.rows().count(), 7U);
}

QTEST_MAIN(tst_LogsPage)
#include "tst_logspage.moc"
