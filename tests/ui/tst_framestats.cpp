// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/framestats.h"

#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace weir;

namespace {

constexpr std::int64_t ms = 1'000'000;

bool isAbout(double value, double wanted)
{
    return std::abs(value - wanted) < 0.2;
}

} // namespace

class tst_FrameStats final : public QObject
{
    Q_OBJECT

private slots:
    void framesOfAMovementAreAsFarApartAsTheyCome();
    void timeInWhichNothingIsNewDoesNotCount();
    void aFrameAfterARestIsNoneOfAMovement();
    void whatChangesNothingWaitsForNoFrame();
    void timeGivenToOthersIsToldApart();
    void anOvertakenQuestionHasTheAnswerOfTheNext();
    void aPartIsAnsweredBeforeTheWhole();
    void aQuestionOfNobodyIsNotCounted();
    void theKeysOfAnActionAskAsOthersDo();
    void everythingIsInTheLineAtTheEnd();
};

void tst_FrameStats::framesOfAMovementAreAsFarApartAsTheyCome()
{
    FrameGaps gaps;
    gaps.presented(1000 * ms, 0);
    for (int i = 1; i <= 10; ++i) {
        gaps.wanted((1000 + 16 * (i - 1)) * ms); // as soon as there is a frame
        gaps.presented((1000 + 16 * i) * ms, 0);
    }
    QCOMPARE(gaps.apart().count(), std::uint64_t{10});
    QVERIFY(isAbout(gaps.apart().longest(), 16));
    // And when one of them is late.
    gaps.wanted(1161 * ms);
    gaps.presented(1210 * ms, 0);
    QVERIFY(isAbout(gaps.apart().longest(), 50));
}

void tst_FrameStats::timeInWhichNothingIsNewDoesNotCount()
{
    FrameGaps gaps;
    gaps.presented(1000 * ms, 0);
    gaps.wanted(1060 * ms); // the next key
    gaps.presented(1064 * ms, 0);
    QCOMPARE(gaps.apart().count(), std::uint64_t{1});
    QVERIFY(isAbout(gaps.apart().longest(), 4 + 1000.0 / 60));
}

void tst_FrameStats::aFrameAfterARestIsNoneOfAMovement()
{
    FrameGaps gaps;
    gaps.presented(1000 * ms, 0);
    gaps.wanted(1200 * ms);
    gaps.presented(1230 * ms, 0);
    QCOMPARE(gaps.apart().count(), std::uint64_t{0});
}

void tst_FrameStats::whatChangesNothingWaitsForNoFrame()
{
    FrameGaps gaps;
    gaps.presented(1000 * ms, 0);
    gaps.wanted(1001 * ms); // a key that does nothing
    for (int turn = 0; turn < 4; ++turn)
        gaps.turnEnded();
    gaps.wanted(1050 * ms);
    gaps.turnEnded(); // the painting is still to come
    gaps.presented(1052 * ms, 0);
    QVERIFY(isAbout(gaps.apart().longest(), 2 + 1000.0 / 60));
}

void tst_FrameStats::timeGivenToOthersIsToldApart()
{
    FrameGaps gaps;
    gaps.presented(1000 * ms, 5 * ms);
    gaps.wanted(1000 * ms);
    gaps.presented(1040 * ms, 33 * ms);
    QVERIFY(isAbout(gaps.apart().longest(), 40));
    QVERIFY(isAbout(gaps.others().longest(), 28));
    QVERIFY(isAbout(gaps.apartByUs().longest(), 12));
}

void tst_FrameStats::anOvertakenQuestionHasTheAnswerOfTheNext()
{
    AnswerTimes times;
    times.asked(100 * ms);
    times.presented(110 * ms); // of something else
    times.asked(150 * ms);
    times.answered(true);
    times.presented(160 * ms);
    times.presented(170 * ms);
    QCOMPARE(times.first().count(), std::uint64_t{2});
    QVERIFY(isAbout(times.first().longest(), 60));
    QCOMPARE(times.wholeAtOnce(), std::uint64_t{2});
    QCOMPARE(times.whole().count(), std::uint64_t{1});
    QVERIFY(isAbout(times.whole().longest(), 10));
    QCOMPARE(times.unanswered(), std::uint64_t{0});
}

void tst_FrameStats::aPartIsAnsweredBeforeTheWhole()
{
    AnswerTimes times;
    times.asked(100 * ms);
    times.answered(false);
    times.presented(120 * ms);
    times.answered(true);
    times.presented(400 * ms);
    QVERIFY(isAbout(times.first().longest(), 20));
    QCOMPARE(times.wholeAtOnce(), std::uint64_t{0});
    QVERIFY(isAbout(times.whole().longest(), 300));
    QCOMPARE(times.list().size(), std::size_t{1});
}

void tst_FrameStats::aQuestionOfNobodyIsNotCounted()
{
    AnswerTimes times;
    times.asked(0);
    times.answered(true);
    times.presented(120 * ms);
    QVERIFY(times.isAnswered());
    QCOMPARE(times.first().count(), std::uint64_t{0});
    QCOMPARE(times.whole().count(), std::uint64_t{0});
}

void tst_FrameStats::theKeysOfAnActionAskAsOthersDo()
{
    FrameStats stats;
    QWidget window;
    QAction action;
    action.setShortcut(Qt::CTRL | Qt::Key_J);
    window.addAction(&action);
    connect(&action, &QAction::triggered, &stats, [&stats] { stats.asked(FrameStats::Answer::Rows); });
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
    stats.answered(FrameStats::Answer::Rows);
    stats.beginFrame();
    stats.endFrame();
    QCOMPARE(QJsonDocument::fromJson(stats.toJson().toUtf8()).object()[u"answers"].toInt(), 1);
}

void tst_FrameStats::everythingIsInTheLineAtTheEnd()
{
    FrameStats stats;
    QWidget window;
    QTest::keyClick(&window, Qt::Key_A);
    for (const auto what : {FrameStats::Answer::Rows, FrameStats::Answer::Timeline, FrameStats::Answer::Facets})
        stats.asked(what);
    stats.answered(FrameStats::Answer::Rows);
    stats.answered(FrameStats::Answer::Timeline, false);
    stats.setPlace("timeline", QRect(1, 2, 30, 40));
    stats.beginFrame();
    stats.endFrame();
    const auto json = QJsonDocument::fromJson(stats.toJson().toUtf8()).object();
    QCOMPARE(json[u"answers"].toInt(), 1);
    QCOMPARE(json[u"timeline_answers"].toInt(), 1);
    QCOMPARE(json[u"timeline_whole_at_once"].toInt(), 0);
    QCOMPARE(json[u"facets_unanswered"].toInt(), 1);
    QVERIFY(json.contains(u"presented_by_us_ms_p99") && json.contains(u"presented_others_ms_max"));
    QCOMPARE(json[u"timeline"].toArray(), (QJsonArray{1, 2, 30, 40}));
}

QTEST_MAIN(tst_FrameStats)
#include "tst_framestats.moc"
