// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "ui/models/frameclock.h"
#include "ui/models/visiblerange.h"

#include <QSignalSpy>
#include <QTest>

#include <thread>

using namespace weir;

namespace {

class ManualClock final : public Clock
{
public:
    TimePoint now() const override { return time; }
    TimePoint time = timePointOf(1'000'000'000'000);
};

} // namespace

class tst_VisibleRange : public QObject
{
    Q_OBJECT

private slots:
    void liveMovesWithTheClock();
    void aYoungIndexFillsTheWidth();
    void pausedItStandsStill();
    void aMarkedRangeIsLeftTheWayItWasEntered();
    void settingTheSameIsSilent();
    void manyRequestsGiveOneFrame();
    void aStoppedClockGivesNone();
};

void tst_VisibleRange::liveMovesWithTheClock()
{
    ManualClock clock;
    VisibleRange range(clock);
    QVERIFY(range.isFollowing());
    QCOMPARE(range.queried().from, clock.time - std::chrono::minutes(15));
    QCOMPARE(range.queried().to, TimePoint::max());
    clock.time += std::chrono::minutes(1);
    QCOMPARE(range.drawn().to, clock.time);
    QCOMPARE(range.drawn().from, clock.time - std::chrono::minutes(15));
}

void tst_VisibleRange::aYoungIndexFillsTheWidth()
{
    using std::chrono::minutes;
    const ManualClock clock;
    VisibleRange range(clock);
    QCOMPARE(range.drawnFrom(clock.time - minutes(5)).from, clock.time - minutes(5));
    QCOMPARE(range.drawnFrom(clock.time).from, clock.time - minutes(1));
    QCOMPARE(range.drawnFrom(clock.time - minutes(60)), range.drawn());
    QCOMPARE(range.drawnFrom(TimePoint::min()), range.drawn());
    const TimeRange marked{clock.time - minutes(9), clock.time - minutes(8)};
    range.setFixed(marked);
    QCOMPARE(range.drawnFrom(clock.time), marked);
}

void tst_VisibleRange::pausedItStandsStill()
{
    ManualClock clock;
    VisibleRange range(clock);
    const TimeRange before = range.drawn();
    range.setPaused(true);
    clock.time += std::chrono::hours(1);
    QCOMPARE(range.drawn(), before);
    range.setPaused(false);
    QCOMPARE(range.end(), clock.time);
}

void tst_VisibleRange::aMarkedRangeIsLeftTheWayItWasEntered()
{
    ManualClock clock;
    VisibleRange range(clock);
    const TimeRange first{timePointOf(10), timePointOf(20)};
    const TimeRange second{timePointOf(12), timePointOf(14)};
    range.setFixed(first);
    range.setFixed(second);
    QVERIFY(range.isFixed());
    range.goBack();
    QCOMPARE(range.queried(), first);
    range.goBack();
    QVERIFY(range.isFollowing());
    range.goBack(); // there is nothing before that
    QVERIFY(range.isFollowing());
}

void tst_VisibleRange::settingTheSameIsSilent()
{
    ManualClock clock;
    VisibleRange range(clock);
    range.setFixed({timePointOf(10), timePointOf(20)});
    const QSignalSpy changed(&range, &VisibleRange::changed);
    range.setFixed({timePointOf(10), timePointOf(20)});
    range.setFixed({timePointOf(20), timePointOf(20)}); // empty: not a range to look at
    QCOMPARE(changed.count(), 0);
}

void tst_VisibleRange::manyRequestsGiveOneFrame()
{
    FrameClock frames;
    QSignalSpy frame(&frames, &FrameClock::frame);
    std::jthread([&frames] {
        for (int i = 0; i < 1000; ++i)
            frames.request();
    }).join();
    QVERIFY(frame.wait());
    QCOMPARE(frame.count(), 1);
    frames.request();
    QVERIFY(frame.wait());
    QCOMPARE(frame.count(), 2);
}

void tst_VisibleRange::aStoppedClockGivesNone()
{
    FrameClock frames;
    FrameClock running;
    const QSignalSpy frame(&frames, &FrameClock::frame);
    QSignalSpy other(&running, &FrameClock::frame);
    frames.stop();
    frames.request();
    running.request();
    QVERIFY(other.wait());
    QCOMPARE(frame.count(), 0);
}

QTEST_GUILESS_MAIN(tst_VisibleRange)
#include "tst_visiblerange.moc"
