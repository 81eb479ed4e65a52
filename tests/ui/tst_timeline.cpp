// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/logs/resultfields.h"
#include "ui/logs/resultlist.h"
#include "ui/logs/timeline.h"
#include "ui/models/timescale.h"
#include "ui/models/format.h"

#include <QHelpEvent>
#include <QSignalSpy>
#include <QTextDocumentFragment>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

#include "fieldevents.h"

using namespace weir;
using namespace weir::test;

namespace {

constexpr int margin = 12; // beside the bars
constexpr int middle = 60; // of their height

/// A timeline of one hour with an event a second.
struct Hour
{
    Hour()
        : timeline(theme)
    {
        auto map = std::make_shared<ResultMap>();
        for (int i = 0; i < 3600; ++i)
            map->add(begin + i, SeverityClass::Info, 1);
        content.matches = map;
        content.all = map;
        content.range = {at(0), at(3600)};
        timeline.resize(3600 / 4 + 2 * margin, 104);
        timeline.show();
        timeline.setContent(content);
        marked = std::make_unique<QSignalSpy>(&timeline, &Timeline::rangeMarked);
    }

    TimePoint at(int second) const { return TimePoint(std::chrono::seconds(begin + second)); }
    QPoint place(int second) const { return {margin + second / 4, middle}; }
    TimeRange lastMarked() const { return marked->back().front().value<TimeRange>(); }
    void drag(int from, int to)
    {
        QTest::mousePress(&timeline, Qt::LeftButton, {}, place(from));
        QTest::mouseMove(&timeline, place((from + to) / 2));
        QTest::mouseMove(&timeline, place(to));
        QTest::mouseRelease(&timeline, Qt::LeftButton, {}, place(to));
    }
    void turn(int second, int notches, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(place(second), timeline.mapToGlobal(place(second)), {},
                          QPoint(0, 120 * notches), {}, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&timeline, &event);
    }
    bool isNear(TimePoint time, int second, int off = 8) const
    {
        return std::abs((time - at(second)).count()) <= off * 1'000'000'000LL;
    }

    static constexpr std::int64_t begin = 1'790'000'000;
    Theme theme{*qApp};
    Timeline timeline;
    Timeline::Content content;
    std::unique_ptr<QSignalSpy> marked;
};

} // namespace

class tst_Timeline : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qRegisterMetaType<TimeRange>(); }
    void itShowsANewAnswerInTheFrameOfTheFirstRows();
    void brushingZoomsAndADoubleClickGoesBack();
    void theEdgesOfAMarkedRangeCanBeDragged();
    void theWheelZoomsAtTheMouseAndMovesWithShift();
    void nothingIsZoomedOrMovedBeyondTheEndsOfTime_data();
    void nothingIsZoomedOrMovedBeyondTheEndsOfTime();
    void keysMoveTheCursorAndZoomAboutIt();
    void aMarkHasATipAndAClickOnItJumps();
    void whatIsNotCountedYetIsHatched();
    void aBurstOfFewMatchesIsHighAmongManyEvents();
    void aBarHasATipWithItsTimeAndCounts();
    void aMarkedRangeIsShownWithWhatIsBesideIt();
};

/// And not at the next of its usual looks.
void tst_Timeline::itShowsANewAnswerInTheFrameOfTheFirstRows()
{
    FieldEvents f;
    f.write(3000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 3000U);
    auto* timeline = f.page.findChild<Timeline*>();
    QString shown;
    f.page.setQuery(QStringLiteral("service:ledger"));
    QVERIFY(!f.page.rows().isCurrent());
    connect(&f.parts.frames, &FrameClock::frame, this, [&] {
        if (shown.isEmpty() && f.page.rows().isCurrent())
            shown = timeline->accessibleDescription();
    });
    QTRY_VERIFY(!shown.isEmpty());
    const auto ledger = f.counted([](const auto& e) { return e.service; }).at("ledger");
    QVERIFY2(shown.contains(groupedNumber(ledger)) && shown.contains(QLatin1String("matches")), qPrintable(shown));
    f.parts.frames.disconnect(this);
}

void tst_Timeline::brushingZoomsAndADoubleClickGoesBack()
{
    FieldEvents f;
    f.write(3000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 3000U);
    auto* timeline = f.page.findChild<Timeline*>();
    QTRY_VERIFY(timeline->accessibleDescription().contains(QLatin1String("3,000")));
    const int right = timeline->width() - margin;
    QTest::mousePress(timeline, Qt::LeftButton, {}, {right - 40, middle});
    QTest::mouseMove(timeline, {right - 10, middle});
    QTest::mouseRelease(timeline, Qt::LeftButton, {}, {right - 10, middle});
    QVERIFY(f.parts.range.isFixed());
    QTest::mouseDClick(timeline, Qt::LeftButton, {}, {right - 100, middle});
    QVERIFY(!f.parts.range.isFixed());
    QTRY_COMPARE(f.page.rows().count(), 3000U);
}

void tst_Timeline::theEdgesOfAMarkedRangeCanBeDragged()
{
    Hour hour;
    hour.content.marked = {{hour.at(1000), hour.at(2000)}};
    hour.timeline.setContent(hour.content);
    hour.drag(2000, 2400);
    QCOMPARE(hour.marked->count(), 1);
    QVERIFY(hour.lastMarked().from == hour.at(1000));
    QVERIFY(hour.isNear(hour.lastMarked().to, 2400));
    hour.timeline.setContent(hour.content);
    hour.drag(1000, 600);
    QCOMPARE(hour.marked->count(), 2);
    QVERIFY(hour.isNear(hour.lastMarked().from, 600));
    QVERIFY(hour.lastMarked().to == hour.at(2000));
    hour.timeline.setContent(hour.content);
    hour.drag(2600, 3000); // beside both: another mark
    QVERIFY(hour.isNear(hour.lastMarked().from, 2600) && hour.isNear(hour.lastMarked().to, 3000));
}

void tst_Timeline::theWheelZoomsAtTheMouseAndMovesWithShift()
{
    Hour hour;
    hour.turn(1800, 1);
    hour.turn(1800, 1);
    QTRY_COMPARE(hour.marked->count(), 1); // one gesture, one question
    const TimeRange zoomed = hour.lastMarked();
    QVERIFY(hour.isNear(zoomed.from, 1800 - 1152, 20));
    QVERIFY(hour.isNear(zoomed.to, 1800 + 1152, 20));
    hour.timeline.setContent(hour.content);
    hour.turn(1800, 1, Qt::ShiftModifier);
    QTRY_COMPARE(hour.marked->count(), 2);
    QVERIFY(hour.isNear(hour.lastMarked().from, -360));
    QVERIFY(hour.isNear(hour.lastMarked().to, 3240));
}

void tst_Timeline::nothingIsZoomedOrMovedBeyondTheEndsOfTime_data()
{
    using namespace std::chrono_literals;
    QTest::addColumn<TimeRange>("range");
    QTest::newRow("at the beginning") << TimeRange{TimePoint::min() + 1s, TimePoint::min() + 1h};
    QTest::newRow("at the end") << TimeRange{TimePoint::max() - 1h, TimePoint::max() - 1s};
    QTest::newRow("longer than 64 bits") << TimeRange{timePointOf(-8'000'000'000'000'000'000),
                                                      timePointOf(8'000'000'000'000'000'000)};
}

void tst_Timeline::nothingIsZoomedOrMovedBeyondTheEndsOfTime()
{
    QFETCH(TimeRange, range);
    Hour hour;
    hour.content.range = range;
    hour.timeline.setContent(hour.content);
    int gestures = 0;
    const bool canMove = lengthOf(range).count() > 0;
    for (const bool moves : {false, true}) {
        const auto modifiers = moves ? Qt::ShiftModifier : Qt::NoModifier;
        for (const int notches : {-12, 12}) {
            for (const int place : {0, 3599}) {
                hour.turn(place, notches, modifiers);
                if (moves && !canMove)
                    continue;
                ++gestures;
                QTRY_COMPARE(hour.marked->count(), gestures);
                const TimeRange seen = hour.lastMarked();
                QVERIFY(!seen.isEmpty());
                QVERIFY(lengthOf(seen).count() > 0);
                if (moves)
                    QCOMPARE(lengthOf(seen), lengthOf(range));
                else if (canMove)
                    QCOMPARE(lengthOf(seen) > lengthOf(range), notches < 0);
                hour.timeline.setContent(hour.content);
            }
        }
    }
    hour.timeline.zoom(4);
    ++gestures;
    QTRY_COMPARE(hour.marked->count(), gestures);
    QVERIFY(lengthOf(hour.lastMarked()).count() > 0);
}

void tst_Timeline::keysMoveTheCursorAndZoomAboutIt()
{
    FieldEvents f;
    f.write(3000);
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 3000U);
    auto* timeline = f.page.findChild<Timeline*>();
    QTRY_VERIFY(timeline->accessibleDescription().contains(QLatin1String("3,000")));
    f.page.activateWindow();
    timeline->setFocus();
    QTest::keyClick(timeline, Qt::Key_Left);
    QVERIFY(f.parts.range.cursor().has_value());
    const TimePoint first = *f.parts.range.cursor();
    QTest::keyClick(timeline, Qt::Key_Left);
    QVERIFY(*f.parts.range.cursor() < first);
    QVERIFY(!timeline->accessibleDescription().isEmpty());
    QTest::keyClick(timeline, Qt::Key_Return);
    QTRY_VERIFY(f.parts.range.isFixed());
    QVERIFY(f.parts.range.queried().contains(*f.parts.range.cursor()));
    QTest::keyClick(timeline, Qt::Key_Backspace);
    QVERIFY(!f.parts.range.isFixed());
}

void tst_Timeline::aMarkHasATipAndAClickOnItJumps()
{
    Hour hour;
    hour.timeline.setMarks({{hour.at(800), TimelineMark::Kind::Firing, QStringLiteral("<b>x")},
                            {hour.at(2000), TimelineMark::Kind::Bookmark, QStringLiteral("note")}});
    QSignalSpy jumps(&hour.timeline, &Timeline::jumpWanted);
    QTest::mouseClick(&hour.timeline, Qt::LeftButton, {}, QPoint(hour.place(2000).x(), 30));
    QCOMPARE(jumps.count(), 1);
    QVERIFY(jumps.front().front().value<TimePoint>() == hour.at(2000));
    QTest::mouseClick(&hour.timeline, Qt::LeftButton, {}, hour.place(2000));
    QCOMPARE(jumps.count(), 1); // below the mark
    TimelineMarks marks;
    marks.set({{hour.at(800), TimelineMark::Kind::Resolved, QStringLiteral("over")}});
    const QRect area(margin, 26, 900, 60);
    const TimeScale scale{hour.content.range, 900};
    QVERIFY(marks.tipAt({hour.place(800).x(), 30}, scale, area, QTimeZone::utc()).endsWith(QLatin1String("over")));
    QVERIFY(marks.tipAt({hour.place(1000).x(), 30}, scale, area, QTimeZone::utc()).isEmpty());
}

void tst_Timeline::whatIsNotCountedYetIsHatched()
{
    Hour hour;
    const QImage all = hour.timeline.grab().toImage();
    hour.content.uncountedTo = hour.at(1800);
    hour.timeline.setContent(hour.content);
    const QImage partial = hour.timeline.grab().toImage();
    const QRect left(margin, 26, 440, 58);
    const QRect right(margin + 460, 26, 430, 58);
    QVERIFY(all.copy(left) != partial.copy(left));
    QVERIFY(all.copy(right) == partial.copy(right));
}

/// A match a minute and forty in one, among an event a second.
void tst_Timeline::aBurstOfFewMatchesIsHighAmongManyEvents()
{
    Hour hour;
    auto matches = std::make_shared<ResultMap>();
    for (int minute = 0; minute < 60; ++minute)
        matches->add(Hour::begin + minute * 60, SeverityClass::Error, 1);
    matches->add(Hour::begin + 1800, SeverityClass::Error, 40);
    hour.content.matches = matches;
    hour.content.isFiltered = true;
    hour.timeline.setContent(hour.content);
    const QImage image = hour.timeline.grab().toImage();
    const auto heightAt = [&](int second) {
        int height = 0;
        for (int y = 26; y < 86; ++y)
            for (int x = hour.place(second).x() - 8; x < hour.place(second).x() + 8; ++x) {
                if (image.pixelColor(x, y) == hour.theme.colors().markOf(SeverityClass::Error)) {
                    ++height;
                    break;
                }
            }
        return height;
    };
    QVERIFY2(heightAt(1805) > 40, qPrintable(QString::number(heightAt(1805))));
    QVERIFY(heightAt(900) >= 1 && heightAt(900) < 10);
}

void tst_Timeline::aBarHasATipWithItsTimeAndCounts()
{
    Hour hour;
    auto matches = std::make_shared<ResultMap>();
    matches->add(Hour::begin + 1800, SeverityClass::Error, 40);
    matches->add(Hour::begin + 1801, SeverityClass::Info, 2);
    hour.content.matches = matches;
    hour.content.isFiltered = true;
    hour.timeline.setContent(hour.content);
    const auto tipAt = [&](const QPoint& at) {
        QToolTip::hideText();
        QHelpEvent help(QEvent::ToolTip, at, hour.timeline.mapToGlobal(at));
        QApplication::sendEvent(&hour.timeline, &help);
        return QTextDocumentFragment::fromHtml(QToolTip::text()).toPlainText();
    };
    const QString tip = tipAt(hour.place(1805));
    for (const char* words : {"42 of", "error: 40", "info: 2"})
        QVERIFY2(tip.contains(QLatin1String(words)), qPrintable(tip));
    QVERIFY2(tip.startsWith(timeOfDay(hour.at(1800), 0).left(5)), qPrintable(tip));
    hour.content.matches = hour.content.all;
    hour.content.isFiltered = false;
    hour.timeline.setContent(hour.content);
    QVERIFY2(!tipAt(hour.place(1805)).contains(QLatin1String(" of ")), qPrintable(QToolTip::text()));
    QToolTip::hideText();
    QTRY_VERIFY(!QToolTip::isVisible()); // it would take the mouse of others
    const TimelineBars bars(*hour.content.all, *hour.content.all, hour.content.range, 60, false);
    QCOMPARE(bars.scaleText(), QStringLiteral("max. 60 / 1\u00a0min"));
}

void tst_Timeline::aMarkedRangeIsShownWithWhatIsBesideIt()
{
    FieldEvents f;
    f.write(2000, std::chrono::seconds(30));
    f.write(2000, std::chrono::seconds(20));
    QVERIFY(f.committed());
    QTRY_COMPARE(f.page.rows().count(), 4000U);
    const TimePoint end = f.events.back().time + Nanoseconds(1);
    f.parts.range.setFixed({end - std::chrono::seconds(5), end});
    QTRY_COMPARE(f.page.rows().count(), 2000U);
    auto* timeline = f.page.findChild<Timeline*>();
    QTRY_VERIFY(timeline->accessibleDescription().contains(QLatin1String("2,000")));
    // The end of the range is no longer the end of the picture: it can be dragged outwards.
    QSignalSpy marked(timeline, &Timeline::rangeMarked);
    const auto* fields = f.page.findChild<ResultFields*>();
    QTRY_VERIFY(fields->around() != nullptr);
    // Whole seconds on either side, so where the edge is depends on the second in which the range ends.
    const TimeRange shown = fields->aroundRange();
    QVERIFY(shown.from < end - std::chrono::seconds(6) && end + std::chrono::seconds(1) < shown.to);
    const double share = std::chrono::duration<double>(end - shown.from)
        / std::chrono::duration<double>(lengthOf(shown));
    const int edge = margin + qRound((timeline->width() - 2 * margin) * share);
    const auto isEdge = [&] {
        QTest::mouseMove(timeline, {edge, middle});
        return timeline->cursor().shape() == Qt::SizeHorCursor;
    };
    QTRY_VERIFY(isEdge()); // once the picture has what is around as well
    QTest::mousePress(timeline, Qt::LeftButton, {}, {edge, middle});
    QTest::mouseMove(timeline, {edge + 30, middle});
    QTest::mouseRelease(timeline, Qt::LeftButton, {}, {edge + 30, middle});
    QCOMPARE(marked.count(), 1);
    QVERIFY(marked.front().front().value<TimeRange>().to > end);
}

QTEST_MAIN(tst_Timeline)
#include "tst_timeline.moc"
