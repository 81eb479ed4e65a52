// SPDX-License-Identifier: GPL-3.0-or-later
// What the log page does where nothing matches, driven by keys over a real index.
#include "ui/logs/choicepopup.h"
#include "ui/logs/columnheader.h"
#include "ui/logs/facetspanel.h"
#include "ui/logs/lookedat.h"
#include "ui/logs/resultfields.h"
#include "ui/logs/statisticspanel.h"
#include "ui/logs/timeline.h"
#include "ui/models/format.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"
#include "ui/models/viewset.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QAccessible>
#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
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
    /// An error with this body and a latency of 7.
    bool hasOneMore(const char* body)
    {
        push(1, [body](EventBatchBuilder& builder, int) {
            builder.setBody(builder.append(body));
            builder.setSeverity(Severity::Error);
            builder.addField("latency_ms", ValueType::Int, builder.append("7"), 7);
        });
        const auto all = static_cast<std::uint64_t>(written);
        return committed() && QTest::qWaitFor([this, all] { return page->rows().count() == all; });
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

    QPushButton* wayOn(const QString& text) const
    {
        for (QPushButton* button : empty.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }
    bool says(const QString& words) const
    {
        const auto labels = empty.findChildren<PlainLabel*>();
        return std::any_of(labels.begin(), labels.end(), [&words](const PlainLabel* label) {
            return label->text().contains(words);
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
    void whatHalfAWordFindsInPassingIsNotWhatStays();
    void aViewIsPutOnBesideALineThatIsRefused();
    void whatHalfAWordFindsStaysOnceItHasBeenLookedAt();
    void whatIsForgottenIsNotLookedAtLater();
    void theStatisticsStayToo();
    void enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches_data();
    void enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches();
    void whatIsHeldNeitherComesFromAnotherRangeNorHidesAMatch();
    void theReasonMovesNothingAndHidesNoTimeline();
    void whoEmptiesTheLineByKeysKeepsTheFocus();
    void whatMayHaveBeenMeantIsOffered_data();
    void whatMayHaveBeenMeantIsOffered();
    void nothingIsOfferedThatFindsNothing();
    void whatLimitsTheAnswerIsNamedAndCanBeTakenAway();
    void aRangeThatLeavesTheMatchesOutCanBeLeft();
    void aSourceThatCannotBeReachedIsNamed();
    void withoutACollectorNothingIsPromised();
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

void tst_EmptyAnswers::whatHalfAWordFindsInPassingIsNotWhatStays()
{
    Fixture f;
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

void tst_EmptyAnswers::aViewIsPutOnBesideALineThatIsRefused()
{
    Fixture f;
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

void tst_EmptyAnswers::whatHalfAWordFindsStaysOnceItHasBeenLookedAt()
{
    Fixture f;
    QVERIFY(f.isReady() && f.hasOneMore("the serv of a source") && f.canSuggest());
    f.type("level:error serv");
    QTRY_VERIFY(f.page->rows().isCurrent() && f.page->rows().count() == 1U);
    QSignalSpy looked(f.page->findChild<LookedAt*>(), &LookedAt::looked);
    QVERIFY(looked.wait());
    f.typeOn("i");
    QTRY_VERIFY(f.page->rows().isHeld());
    QCOMPARE(f.page->rows().count(), 1U);
}

void tst_EmptyAnswers::whatIsForgottenIsNotLookedAtLater()
{
    Fixture f;
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

void tst_EmptyAnswers::theStatisticsStayToo()
{
    Fixture f;
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

void tst_EmptyAnswers::whoEmptiesTheLineByKeysKeepsTheFocus()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("nowhere");
    QTRY_VERIFY(f.empty.isVisible());
    QTest::keyClick(&f.line, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&f.line, Qt::Key_Delete);
    QTRY_VERIFY(f.page->list().isVisible());
    QVERIFY(f.line.hasFocus());
    f.type("nowhere");
    QTRY_VERIFY(f.empty.isVisible());
    QTest::mouseClick(f.wayOn(QStringLiteral("Clear the query")), Qt::LeftButton);
    QTRY_VERIFY(f.page->list().hasFocus()); // there was nothing to go on with in the line
}

void tst_EmptyAnswers::whatMayHaveBeenMeantIsOffered_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("term");
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("count");
    QTest::newRow("a field") << "card sevice:a" << "service:a" << "card service:a" << 45;
    QTest::newRow("a value") << "service:a source:ordres" << "source:orders"
                             << "service:a source:orders" << 45;
    QTest::newRow("both of a term") << "sorce:ordres" << "source:orders" << "source:orders" << 90;
    QTest::newRow("the beginning of a value") << "source:ord" << "source:orders" << "source:orders"
                                              << 90;
    QTest::newRow("the value of another field") << "source:a" << "service:a" << "service:a" << 45;
    QTest::newRow("two terms") << "source:a error" << "service:a level:error" << "service:a level:error"
                               << 15;
    QTest::newRow("a severity") << "service:a error" << "level:error" << "service:a level:error"
                                << 15;
    QTest::newRow("the name of severity") << "levle:error" << "level:error" << "level:error" << 30;
}

void tst_EmptyAnswers::whatMayHaveBeenMeantIsOffered()
{
    QFETCH(QString, typed);
    QFETCH(QString, term);
    QFETCH(QString, query);
    QFETCH(int, count);
    Fixture f;
    QVERIFY(f.isReady());
    f.type(qPrintable(typed));
    QTest::keyClick(&f.line, Qt::Key_Return);
    QTRY_VERIFY(f.empty.isVisible());
    const QString text = QStringLiteral("Did you mean %1?").arg(term);
    QTRY_VERIFY(f.wayOn(text));
    QTest::mouseClick(f.wayOn(text), Qt::LeftButton);
    QCOMPARE(f.line.text(), query);
    QTRY_COMPARE(f.page->rows().count(), static_cast<std::uint64_t>(count));
    QVERIFY(f.page->list().isVisible());
}

void tst_EmptyAnswers::nothingIsOfferedThatFindsNothing()
{
    Fixture f;
    QVERIFY(f.isReady());
    const auto offers = [&f] {
        QStringList texts;
        for (const QPushButton* button : f.empty.findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text().startsWith(QLatin1String("Did you mean")))
                texts << button->text();
        }
        return texts;
    };
    // level:fatal is what the word may mean, but no event is.
    f.type("fatal service:a");
    QTRY_VERIFY(f.empty.isVisible());
    QVERIFY(!QTest::qWaitFor([&offers] { return !offers().isEmpty(); }, 500));
    // Of two words that are wrong neither alone would find something.
    f.type("error sevice:a");
    QTRY_COMPARE(offers(), QStringList(QStringLiteral("Did you mean level:error service:a?")));
}

void tst_EmptyAnswers::whatLimitsTheAnswerIsNamedAndCanBeTakenAway()
{
    Fixture f;
    f.ConfigFolder::write(QStringLiteral("views/a.toml"),
                          "name = \"Only a\"\nquery = \"service:a\"\n");
    QVERIFY(f.isReady());
    QTRY_VERIFY(f.views.view("Only a") != nullptr);
    f.page->selection().setOn("Only a", true, f.page->list().settings());
    QTRY_COMPARE(f.page->rows().count(), 45U);
    f.type("service:b");
    QTest::keyClick(&f.line, Qt::Key_Return);
    QTRY_VERIFY(f.empty.isVisible());
    QVERIFY(f.says(QStringLiteral("90 events in the last %1, none")
                       .arg(durationText(std::chrono::minutes(15)))));
    QVERIFY(f.says(QStringLiteral("both the query and the view Only a")));
    QVERIFY(f.wayOn(QStringLiteral("Clear the query")));
    QVERIFY(f.wayOn(QStringLiteral("Search all times")));
    QTest::mouseClick(f.wayOn(QStringLiteral("Leave out the view Only a")), Qt::LeftButton);
    QVERIFY(f.page->selection().views().empty());
    QCOMPARE(f.query(), QStringLiteral("service:b"));
    QTRY_COMPARE(f.page->rows().count(), 45U);
    f.page->selection().setOn("Only a", true, f.page->list().settings());
    QTRY_VERIFY(f.empty.isVisible());
    QTest::mouseClick(f.wayOn(QStringLiteral("Clear the query")), Qt::LeftButton);
    QCOMPARE(f.page->selection().views().size(), std::size_t{1});
    QTRY_COMPARE(f.page->rows().count(), 45U);
    QVERIFY(f.query().isEmpty());
}

void tst_EmptyAnswers::aRangeThatLeavesTheMatchesOutCanBeLeft()
{
    Fixture f;
    QVERIFY(f.isReady());
    f.type("\"card 3\"");
    QTRY_COMPARE(f.page->rows().count(), 11U); // and 30 to 39
    const TimePoint last = f.page->rows().row(0)->key.time;
    f.range.setFixed({last + std::chrono::milliseconds(10), last + std::chrono::seconds(10)});
    QTRY_VERIFY(f.empty.isVisible());
    QVERIFY(f.says(QStringLiteral("in the marked range")));
    QTest::mouseClick(f.wayOn(QStringLiteral("Search all times")), Qt::LeftButton);
    QTRY_COMPARE(f.page->rows().count(), 11U);
}

void tst_EmptyAnswers::aSourceThatCannotBeReachedIsNamed()
{
    Fixture f;
    QTRY_VERIFY(f.empty.isVisible());
    QVERIFY(f.wayOn(QStringLiteral("Show everything")));
    Status status;
    SourceStatus source;
    source.name = "orders";
    source.state = SourceState::Retrying;
    source.lastError = "Connection refused by broker:9092";
    status.sources.push_back(source);
    f.status.set(status);
    QVERIFY(f.says(QStringLiteral("The source orders brings nothing.")));
    QVERIFY(f.says(QStringLiteral("Connection refused by broker:9092.")));
    QVERIFY(!f.wayOn(QStringLiteral("Show everything"))); // of an index that has nothing
    QSignalSpy places(&f.navigator, &Navigator::placeWanted);
    QTest::mouseClick(f.wayOn(QStringLiteral("To the sources")), Qt::LeftButton);
    QCOMPARE(places.size(), 1);
    QCOMPARE(places[0][0].toString(), QStringLiteral("sources"));
    status.sources.front().state = SourceState::Live;
    f.status.set(status);
    QVERIFY(!f.says(QStringLiteral("brings nothing")));
}

void tst_EmptyAnswers::withoutACollectorNothingIsPromised()
{
    Fixture f;
    QTRY_VERIFY(f.empty.isVisible());
    QVERIFY(f.says(QStringLiteral("as soon as they are indexed")));
    f.client.setConnection(CollectorClient::Connection::None);
    QVERIFY(!f.says(QStringLiteral("as soon as")));
    QVERIFY(f.isReady());
    f.type("nowhere");
    QTRY_VERIFY(f.empty.isVisible());
    QVERIFY(!f.says(QStringLiteral("New ones")));
}

QTEST_MAIN(tst_EmptyAnswers)
#include "tst_emptyanswers.moc"
