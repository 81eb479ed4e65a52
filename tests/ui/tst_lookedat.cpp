// SPDX-License-Identifier: GPL-3.0-or-later
// What stays in sight while a word is half typed, driven by keys over a real index.
#include "ui/logs/lookedat.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/statisticspanel.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>

#include "typedpage.h"

using namespace weir;
using namespace weir::test;

class tst_LookedAt : public QObject
{
    Q_OBJECT

private slots:
    void whileAWordIsHalfTypedTheLastResultStays();
    void whatHalfAWordFindsInPassingIsNotWhatStays();
    void aViewIsPutOnBesideALineThatIsRefused();
    void whatHalfAWordFindsStaysOnceItHasBeenLookedAt();
    void whatIsForgottenIsNotLookedAtLater();
    void whatStaysCanBeScrolled();
    void theStatisticsStayToo();
    void whatIsHeldNeitherComesFromAnotherRangeNorHidesAMatch();
};

void tst_LookedAt::whileAWordIsHalfTypedTheLastResultStays()
{
    TypedPage f;
    QVERIFY(f.isReady() && f.canSuggest());
    f.type("level:error");
    QTRY_COMPARE(f.page->rows().count(), 30U);
    QTRY_VERIFY(f.facets().facets().events == 30U);
    f.typeOn(" source:ord");
    QTRY_VERIFY(f.count().startsWith(QLatin1String("0 of 90"))); // at once, and honestly
    QVERIFY(f.popup().isOpen());
    QVERIFY(f.page->list().isVisible());
    QCOMPARE(f.page->rows().count(), 30U);
    QCOMPARE(f.notice(),
             QStringLiteral("No match for level:error source:ord · shown: the last result"));
    const auto* said = QAccessible::queryAccessibleInterface(&f.page->list());
    QVERIFY(said->text(QAccessible::Description).endsWith(f.notice()));
    f.typeOn("e");
    QTRY_VERIFY(f.notice().startsWith(QLatin1String("No match for level:error source:orde ")));
    QVERIFY(!QTest::qWaitFor([&f] { return f.facets().facets().events != 30U; }, 500));
    f.typeOn("rs");
    QTRY_VERIFY(f.page->rows().isCurrent());
    QCOMPARE(f.page->rows().count(), 30U);
    QTRY_VERIFY(f.notice().isEmpty());
    QVERIFY(f.count().startsWith(QLatin1String("30 of 90")));
}

void tst_LookedAt::whatHalfAWordFindsInPassingIsNotWhatStays()
{
    TypedPage f;
    QVERIFY(f.isReady() && f.hasOneMore("the serv of a source") && f.canSuggest());
    f.type("level:error");
    QTRY_COMPARE(f.page->rows().count(), 31U);
    QTRY_COMPARE(f.facets().facets().events, 31U);
    // On its way a word is a text, and one that is found.
    f.typeOn(" serv");
    QTRY_VERIFY(f.page->rows().isCurrent());
    QCOMPARE(f.page->rows().count(), 1U);
    QTRY_COMPARE(f.facets().facets().events, 1U);
    f.typeOn("i");
    QTRY_VERIFY(f.page->rows().isHeld());
    QCOMPARE(f.page->rows().count(), 31U);
    QVERIFY(f.page->rows().row(30) != nullptr);
    QCOMPARE(f.facets().facets().events, 31U);
    QVERIFY(f.count().startsWith(QLatin1String("0 of 91")));
    // Where the line cannot be asked it is the same.
    QTest::keyClick(&f.line, Qt::Key_Backspace);
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 1U);
    f.typeOn("(");
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 31U);
    QTRY_COMPARE(f.notice(), QStringLiteral("Still showing the result of level:error"));
    QTRY_COMPARE(f.facets().facets().events, 31U);
    // And a click on a value goes on from what is shown.
    emit f.page->findChild<FacetsPanel*>()->toggleWanted("service.name", "a", false);
    QCOMPARE(f.line.text(), QStringLiteral("level:error service:a"));
}

void tst_LookedAt::aViewIsPutOnBesideALineThatIsRefused()
{
    TypedPage f;
    f.ConfigFolder::write(QStringLiteral("views/a.toml"),
                          "name = \"Only a\"\nquery = \"service:a\"\n");
    QVERIFY(f.isReady());
    QTRY_VERIFY(f.views.view("Only a") != nullptr);
    f.type("level:error");
    QTRY_COMPARE(f.page->rows().count(), 30U);
    f.typeOn(" event ~/a(b/");
    QVERIFY(!f.line.isValid());
    QTRY_COMPARE(f.page->rows().count(), 30U);
    f.page->selection().setOn("Only a", true, f.page->list().settings());
    QTRY_COMPARE(f.page->rows().count(), 15U);
}

void tst_LookedAt::whatHalfAWordFindsStaysOnceItHasBeenLookedAt()
{
    TypedPage f;
    QVERIFY(f.isReady() && f.hasOneMore("the serv of a source") && f.canSuggest());
    f.type("level:error serv");
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 1U);
    QSignalSpy looked(f.page->findChild<LookedAt*>(), &LookedAt::looked);
    QVERIFY(looked.wait());
    f.typeOn("i");
    QTRY_VERIFY(f.page->rows().isHeld());
    QCOMPARE(f.page->rows().count(), 1U);
}

void tst_LookedAt::whatIsForgottenIsNotLookedAtLater()
{
    TypedPage f;
    QVERIFY(f.isReady() && f.hasOneMore("the serv of a source") && f.canSuggest());
    auto* lookedAt = f.page->findChild<LookedAt*>();
    f.type("level:error serv");
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 1U);
    QSignalSpy looked(lookedAt, &LookedAt::looked);
    lookedAt->forget();
    QVERIFY(!looked.wait(1500)); // longer than half a word has to stand
    // Nor is the answer for another range, when a blank says that the word is whole.
    f.line.setText(QStringLiteral("level:error"));
    QTest::keyClick(&f.line, Qt::Key_Escape);
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 31U);
    f.page->focusQuery();
    QTest::keyClick(&f.line, Qt::Key_End);
    f.range.setFixed({f.clock.now() - std::chrono::hours(1), f.clock.now()});
    looked.clear();
    f.typeOn(" ");
    QVERIFY(!f.page->rows().isCurrent());
    QCOMPARE(looked.size(), 0);
    QTRY_COMPARE(looked.size(), 1);
    QVERIFY(f.page->rows().isCurrent());
}

void tst_LookedAt::whatStaysCanBeScrolled()
{
    TypedPage f;
    QVERIFY(f.ViewPage::write(3000));
    QTRY_COMPARE(f.page->rows().count(), 3000U);
    QVERIFY(f.hasOneMore("the serv of a source") && f.canSuggest());
    f.type("level:error");
    QTRY_COMPARE(f.page->rows().count(), 1001U);
    f.typeOn(" serv");
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 1U);
    f.typeOn("i");
    QTRY_VERIFY(f.page->rows().isHeld());
    QCOMPARE(f.page->rows().count(), 1001U);
    QVERIFY(f.page->rows().row(1000) == nullptr);
    f.page->list().verticalScrollBar()->setValue(0);
    QTRY_VERIFY(f.page->rows().row(1000) != nullptr);
    QVERIFY(f.page->rows().isHeld());
    QVERIFY(f.line.hasFocus());
}

void tst_LookedAt::theStatisticsStayToo()
{
    TypedPage f;
    QVERIFY(f.isReady() && f.hasOneMore("one") && f.hasOneMore("the serv of a source")
            && f.canSuggest());
    f.page->findChild<ResultFields*>()->showStatisticsOf("latency_ms");
    const auto* panel = f.page->findChild<StatisticsPanel*>();
    const auto isOf = [panel](std::size_t numbers) {
        return panel->statistics() && panel->statistics()->isComplete
            && panel->statistics()->count == numbers;
    };
    const auto says = [panel](const char* words) {
        const auto labels = panel->findChildren<PlainLabel*>();
        return std::any_of(labels.begin(), labels.end(), [words](const PlainLabel* label) {
            return label->text().contains(QLatin1String(words));
        });
    };
    f.type("level:error");
    QTRY_VERIFY(isOf(2));
    f.typeOn(" serv");
    QTRY_VERIFY(isOf(1));
    f.typeOn("i");
    QTRY_VERIFY(f.page->rows().isHeld());
    QVERIFY(isOf(2));
    QVERIFY(says("figures of the last result"));
    // Nor does the answer to the half of the word change it.
    QSignalSpy found(f.page->findChild<ResultFields*>(), &ResultFields::facetsFound);
    f.typeOn("c");
    QVERIFY(found.wait());
    QVERIFY(f.page->rows().isHeld() && isOf(2));
    QTest::keyClick(&f.line, Qt::Key_Return);
    QTRY_VERIFY(isOf(0));
    QVERIFY(!says("figures of the last result"));
}

void tst_LookedAt::whatIsHeldNeitherComesFromAnotherRangeNorHidesAMatch()
{
    TypedPage f;
    QVERIFY(f.isReady() && f.canSuggest());
    f.type("source:ord");
    QTRY_VERIFY(f.page->rows().isHeld());
    f.range.setFixed({f.clock.now() - std::chrono::hours(1), f.clock.now()});
    QTRY_VERIFY(f.empty.isVisible());
    f.range.setLive(std::chrono::minutes(15));
    f.line.clear();
    QTRY_COMPARE(f.page->rows().count(), 90U);
    f.type("source:ord");
    QTRY_VERIFY(f.page->rows().isHeld());
    EventBatchBuilder builder("ord", SourceKind::Kafka);
    builder.beginEvent(
        {builder.streamIndex({SourceKind::Kafka, "c", "o", 0, 0}), 0, f.clock.now()});
    builder.setPayload("{}");
    builder.setTime(f.clock.now());
    f.index.push(builder);
    QTRY_VERIFY(f.index.committedSeq() > 90);
    emit f.client.committed(f.index.committedSeq());
    QTRY_COMPARE(f.page->rows().count(), 1U);
    QVERIFY(f.page->rows().isCurrent());
    QTRY_VERIFY(f.notice().isEmpty());
}

QTEST_MAIN(tst_LookedAt)
#include "tst_lookedat.moc"
