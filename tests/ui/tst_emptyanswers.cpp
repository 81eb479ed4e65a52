// SPDX-License-Identifier: GPL-3.0-or-later
// What the log page does where nothing matches, driven by keys over a real index.
#include "ui/logs/choicepopup.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/timeline.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QApplication>
#include <QTest>

#include "viewpage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// A page over 90 events of the services a and b, and its query line.
struct Fixture : ConfigFolder, ViewPage
{
    Fixture()
        : ViewPage(ConfigFolder::path())
        , line(*page->findChild<QueryEdit*>())
        , empty(*page->findChild<EmptyState*>(QStringLiteral("emptyAnswer")))
    {
    }

    bool isReady()
    {
        return ViewPage::write(90)
            && QTest::qWaitFor([this] { return page->rows().count() == 90; });
    }
    /// In place of what stands in the line.
    void type(const char* text)
    {
        page->focusQuery();
        QTest::keyClicks(&line, QLatin1String(text));
    }

    void typeOn(const char* text) { QTest::keyClicks(&line, QLatin1String(text)); }
    /// In the line: how many match.
    QString count() const { return line.findChild<PlainLabel*>()->text(); }
    QString notice() const { return page->list().header().notice(); }
    ChoicePopup& popup() const
    {
        return *page->window()->findChild<ChoicePopup*>(QStringLiteral("choicePopup"));
    }
    const FacetsPanel& facets() const { return *page->findChild<FacetsPanel*>(); }
    /// The words that may be suggested have been read.
    bool canSuggest()
    {
        return QTest::qWaitFor([this] {
            line.clear();
            type("serv");
            const bool isThere = popup().isOpen();
            line.clear();
            QTest::keyClick(&line, Qt::Key_Escape);
            page->focusQuery();
            return isThere;
        });
    }

    QueryEdit& line;
    EmptyState& empty;
};

} // namespace

class tst_EmptyAnswers : public QObject
{
    Q_OBJECT

private slots:
    void whoTypesOnAfterAnEmptyAnswerKeepsTheFocus();
    void whileAWordIsHalfTypedTheLastResultStays();
    void enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches_data();
    void enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches();
    void whatIsHeldNeitherComesFromAnotherRangeNorHidesAMatch();
    void theReasonMovesNothingAndHidesNoTimeline();
};

void tst_EmptyAnswers::whoTypesOnAfterAnEmptyAnswerKeepsTheFocus()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("nowhere");
    QTRY_VERIFY(f.empty.isVisible());
    QTest::keyClick(&f.line, Qt::Key_Return);
    QVERIFY(f.line.hasFocus()); // there is no list that could have it
    QTest::keyClick(&f.line, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(&f.line, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&f.line, Qt::Key_C);
    QTRY_VERIFY(f.page->list().isVisible());
    QVERIFY(f.line.hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("ard"));
    QCOMPARE(f.line.text(), QStringLiteral("card"));
    QTest::keyClick(&f.line, Qt::Key_Return);
    QVERIFY(f.page->list().hasFocus());
}

void tst_EmptyAnswers::whileAWordIsHalfTypedTheLastResultStays()
{
    Fixture f;
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

void tst_EmptyAnswers::enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("text");
    QTest::newRow("Enter") << int(Qt::Key_Return) << QString();
    QTest::newRow("Escape") << int(Qt::Key_Escape) << QString();
    QTest::newRow("no value goes on so") << 0 << QStringLiteral("x");
    QTest::newRow("the word is over") << 0 << QStringLiteral(" ");
}

void tst_EmptyAnswers::enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches()
{
    QFETCH(int, key);
    QFETCH(QString, text);
    Fixture f;
    QVERIFY(f.isReady() && f.canSuggest());
    f.type("level:error");
    QTRY_COMPARE(f.page->rows().count(), 30U);
    f.typeOn(" source:ord");
    QTRY_VERIFY(f.page->rows().isHeld());
    if (key != 0)
        QTest::keyClick(&f.line, Qt::Key(key));
    else
        QTest::keyClicks(&f.line, text);
    QTRY_VERIFY(f.empty.isVisible());
    QTRY_VERIFY(f.facets().facets().events == 0U);
    QVERIFY(f.line.hasFocus());
    QVERIFY(f.notice().isEmpty());
    QVERIFY(f.count().startsWith(QLatin1String("0 of 90")));
}

void tst_EmptyAnswers::whatIsHeldNeitherComesFromAnotherRangeNorHidesAMatch()
{
    Fixture f;
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

void tst_EmptyAnswers::theReasonMovesNothingAndHidesNoTimeline()
{
    Fixture f;
    QVERIFY(f.isReady() && f.canSuggest());
    f.type("level:");
    QVERIFY(f.popup().isOpen() && !f.popup().problem().isEmpty());
    const QPoint place = f.popup().pos();
    f.typeOn("er");
    const auto* reason = f.page->findChild<PlainLabel*>(QStringLiteral("queryProblem"));
    QVERIFY(f.popup().isOpen() && !reason->isVisible());
    QCOMPARE(f.popup().pos(), place);
    const int timeline = f.page->findChild<Timeline*>()->y();
    QTest::keyClick(&f.line, Qt::Key_Escape);
    QVERIFY(!f.popup().isOpen() && reason->isVisible());
    QVERIFY(reason->text().contains(QLatin1Char('^')));
    QVERIFY2(reason->geometry().bottom() < timeline,
             qPrintable(QStringLiteral("%1 %2").arg(reason->geometry().bottom()).arg(timeline)));
    // However narrow it is.
    f.page->resize(420, 500);
    f.line.setText(QStringLiteral("service:a | cuont by service every now and then"));
    QVERIFY(reason->isVisible() && !reason->text().isEmpty());
    QVERIFY(reason->geometry().bottom() < timeline);
}

QTEST_MAIN(tst_EmptyAnswers)
#include "tst_emptyanswers.moc"
