// SPDX-License-Identifier: GPL-3.0-or-later
// What the log page does where nothing matches, driven by keys over a real index.
#include "ui/logs/timeline.h"
#include "ui/models/format.h"
#include "ui/models/lateststatus.h"
#include "ui/models/navigator.h"

#include <QApplication>
#include <QSignalSpy>

#include "typedpage.h"

using namespace weir;
using namespace weir::test;

class tst_EmptyAnswers : public QObject
{
    Q_OBJECT

private slots:
    void whoTypesOnAfterAnEmptyAnswerKeepsTheFocus();
    void enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches_data();
    void enterEscapeAndWordsThatCannotGoOnShowThatNothingMatches();
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
    TypedPage f;
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
    TypedPage f;
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

void tst_EmptyAnswers::theReasonMovesNothingAndHidesNoTimeline()
{
    TypedPage f;
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
    TypedPage f;
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
    TypedPage f;
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
    TypedPage f;
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
    TypedPage f;
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
    TypedPage f;
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
    TypedPage f;
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
    TypedPage f;
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
