// SPDX-License-Identifier: GPL-3.0-or-later
// Going about in a result without changing it: the real page over a real index, by keys and mouse.
#include "ui/framestats.h"
#include "ui/logs/findbar.h"
#include "ui/logs/logspage.h"
#include "ui/logs/overviewstrip.h"
#include "ui/logs/resultlist.h"
#include "ui/models/findworker.h"
#include "ui/models/timegoal.h"
#include "ui/widgets/plainlabel.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLineEdit>
#include <QTest>

#include <ctime>

#include "indexedpage.h"

using namespace weir;
using namespace weir::test;

namespace {

/// A page over 3,000 events, one a millisecond up to now: event n is an error where n is 100, 1200 or
/// 2500, a warning where it is 700, and says "needle" where 500 divides it.
struct Fixture : IndexedPage
{
    static constexpr int events = 3000;

    Fixture()
    {
        push(events, [this](EventBatchBuilder& builder, int n) {
            builder.setTime(begin + std::chrono::milliseconds(n));
            builder.setBody(builder.append((n % 500 == 0 ? "a Needle " : "hay ")
                                           + std::to_string(n)));
            const bool isError = n == 100 || n == 1200 || n == 2500;
            builder.setSeverity(isError    ? Severity::Error
                                    : n == 700 ? Severity::Warn
                                               : Severity::Info);
        });
    }

    /// Asks something of its own, so that the page's first question is over.
    bool isShown()
    {
        page.setQuery(QStringLiteral("not absent"));
        return QTest::qWaitFor([this] {
            const LogSnapshot& shown = page.rows().shown();
            return page.rows().isCurrent() && shown.view.filter
                && !shown.view.filter->matchesEverything() && page.rows().count() == events;
        });
    }
    template<typename T>
    T* part(const char* name) const
    {
        return page.findChild<T*>(QLatin1String(name));
    }
    /// The number of the event that is selected and loaded; -1 when none is.
    int selected()
    {
        const auto key = page.list().selected();
        return key ? static_cast<int>((key->time - begin) / std::chrono::milliseconds(1)) : -1;
    }

    const TimePoint begin = clock.now() - std::chrono::milliseconds(events);
};

} // namespace

class tst_Find : public QObject
{
    Q_OBJECT

private slots:
    void findCountsAndGoesFromMatchToMatch();
    void aSearchDoesNotFilterAndEndsByEsc();
    void anInvalidPatternIsExplainedBesideTheLine();
    void keysGoToTheNextErrorAndWarning();
    void aTimeIsGoneToAndAWrongOneExplained();
    void aTimeIsOfTheZoneThatTheListShows();
    void aTimeOutsideOfTheRangeMovesTheRange();
    void aClickOnTheOverviewGoesToTheErrorThere();
    void catchingUpEndsWhenTheWorkerDoes();
    void theOverviewOfAnOlderQuestionGoesAtOnce();
    void aBurstStandsOutInTheOverview();
    void whatPeopleTypeIsATime();
};

void tst_Find::findCountsAndGoesFromMatchToMatch()
{
    Fixture f;
    QVERIFY(f.isShown());
    QTest::keyClick(&f.page, Qt::Key_F, Qt::ControlModifier);
    auto* line = f.part<QLineEdit>("findLine");
    QVERIFY(line->hasFocus());
    QTest::keyClicks(line, QStringLiteral("needle")); // without case
    auto* count = f.part<PlainLabel>("findCount");
    QTRY_COMPARE(count->text(), QStringLiteral("6 matches"));
    // Nothing is selected and nothing newer matches: the nearest.
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(f.selected(), 2500);
    QTRY_COMPARE(count->text(), QStringLiteral("6 of 6"));
    QTest::keyClick(line, Qt::Key_F3, Qt::ShiftModifier);
    QTRY_COMPARE(f.selected(), 2000);
    QTRY_COMPARE(count->text(), QStringLiteral("5 of 6"));
    QTest::keyClick(line, Qt::Key_F3);
    QTRY_COMPARE(f.selected(), 2500);
    QTest::keyClick(line, Qt::Key_F3);
    QTRY_COMPARE(f.part<PlainLabel>("listNote")->text(), QStringLiteral("No newer match"));
    QCOMPARE(f.selected(), 2500);
}

void tst_Find::aSearchDoesNotFilterAndEndsByEsc()
{
    Fixture f;
    QVERIFY(f.isShown());
    QTest::keyClick(&f.page, Qt::Key_F, Qt::ControlModifier);
    auto* line = f.part<QLineEdit>("findLine");
    QTest::keyClicks(line, QStringLiteral("needle"));
    QTRY_COMPARE(f.part<PlainLabel>("findCount")->text(), QStringLiteral("6 matches"));
    QCOMPARE(f.page.rows().count(), std::uint64_t{Fixture::events});
    QTest::keyClick(line, Qt::Key_Escape);
    QVERIFY(!line->isVisible());
    QTRY_VERIFY(f.page.list().hasFocus());
    QVERIFY(f.part<PlainLabel>("findCount")->text().isEmpty());
}

void tst_Find::anInvalidPatternIsExplainedBesideTheLine()
{
    Fixture f;
    QVERIFY(f.isShown());
    QTest::keyClick(&f.page, Qt::Key_F, Qt::ControlModifier);
    auto* bar = f.page.findChild<FindBar*>();
    QTest::keyClicks(&bar->line(), QStringLiteral("Needle (5|1)"));
    QTRY_COMPARE(f.part<PlainLabel>("findCount")->text(), QStringLiteral("no match"));
    auto* regex = bar->findChild<QAbstractButton*>(QStringLiteral("findRegex"));
    QTest::mouseClick(regex, Qt::LeftButton);
    QTRY_COMPARE(f.part<PlainLabel>("findCount")->text(), QStringLiteral("3 matches"));
    QTest::keyClicks(&bar->line(), QStringLiteral("["));
    QVERIFY(!bar->line().accessibleDescription().isEmpty());
    QTest::keyClick(&bar->line(), Qt::Key_Backspace);
    QVERIFY(bar->line().accessibleDescription().isEmpty());
}

void tst_Find::keysGoToTheNextErrorAndWarning()
{
    Fixture f;
    QVERIFY(f.isShown());
    f.page.list().setFocus();
    QTest::keyClick(&f.page.list(), Qt::Key_E, Qt::ShiftModifier);
    QTRY_COMPARE(f.selected(), 2500);
    QTest::keyClick(&f.page.list(), Qt::Key_E, Qt::ShiftModifier);
    QTRY_COMPARE(f.selected(), 1200);
    QTest::keyClick(&f.page.list(), Qt::Key_W, Qt::ShiftModifier);
    QTRY_COMPARE(f.selected(), 700);
    QTest::keyClick(&f.page.list(), Qt::Key_E);
    QTRY_COMPARE(f.selected(), 1200);
    // What it went to is seen.
    QTRY_VERIFY(f.page.rows().find(*f.page.list().selected()).has_value());
    QTest::keyClick(&f.page.list(), Qt::Key_W);
    QTRY_COMPARE(f.part<PlainLabel>("listNote")->text(), QStringLiteral("No newer warning"));
    // A query narrows where is looked, too.
    f.page.setQuery(QStringLiteral("hay"));
    QTRY_VERIFY(f.page.rows().isCurrent() && f.page.rows().count() == 2994);
    QTest::keyClick(&f.page.list(), Qt::Key_E, Qt::ShiftModifier);
    QTRY_COMPARE(f.selected(), 1200);
}

void tst_Find::aTimeIsGoneToAndAWrongOneExplained()
{
    Fixture f;
    QVERIFY(f.isShown());
    QTest::keyClick(&f.page, Qt::Key_G, Qt::ControlModifier);
    auto* line = f.part<QLineEdit>("goToLine");
    QVERIFY(line->hasFocus());
    QTest::keyClicks(line, QStringLiteral("yesterdayish"));
    QTest::keyClick(line, Qt::Key_Return);
    QVERIFY(line->isVisible());
    QVERIFY(line->accessibleDescription().startsWith(QLatin1String("Not a time")));
    line->setText(QString::fromStdString(formatTime(f.begin + std::chrono::milliseconds(1234), 9)));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(f.selected(), 1234);
    QVERIFY(!line->isVisible());
    QVERIFY(f.page.list().hasFocus());
}

void tst_Find::aTimeIsOfTheZoneThatTheListShows()
{
    Fixture f;
    QVERIFY(f.isShown());
    ListSettings settings = f.page.list().settings();
    settings.zone = "Asia/Tokyo";
    f.page.setListSettings(settings);
    QTest::keyClick(&f.page, Qt::Key_G, Qt::ControlModifier);
    auto* line = f.part<QLineEdit>("goToLine");
    QVERIFY(line->placeholderText().contains(QStringLiteral("Asia/Tokyo")));
    const TimePoint there = f.begin + std::chrono::milliseconds(1700) + std::chrono::hours(9);
    QString typed = QString::fromStdString(formatTime(there, 9)).chopped(1); // without Z
    typed.replace(QLatin1Char('T'), QLatin1Char(' '));
    QTest::keyClicks(line, typed);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(f.selected(), 1700);
    QVERIFY(!f.range.isFixed());
}

void tst_Find::aTimeOutsideOfTheRangeMovesTheRange()
{
    Fixture f;
    QVERIFY(f.isShown());
    f.range.setFixed({f.begin, f.begin + std::chrono::milliseconds(200)});
    QTRY_COMPARE(f.page.rows().count(), std::uint64_t{200});
    QTest::keyClick(&f.page, Qt::Key_G, Qt::ControlModifier);
    auto* line = f.part<QLineEdit>("goToLine");
    line->setText(QString::fromStdString(formatTime(f.begin + std::chrono::milliseconds(2000), 9)));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(f.selected(), 2000);
    QCOMPARE(f.page.rows().count(), std::uint64_t{200});
}

void tst_Find::aClickOnTheOverviewGoesToTheErrorThere()
{
    Fixture f;
    QVERIFY(f.isShown());
    auto* strip = f.part<OverviewStrip>("overviewStrip");
    const auto heightOf = [strip](int n) {
        return strip->height() * n / Fixture::events;
    };
    using Kind = OverviewStrip::Kind;
    // Three errors and a warning, each where it lies.
    QTRY_VERIFY(strip->kindAt(heightOf(1800)) == Kind::None
                && strip->kindAt(heightOf(1200)) == Kind::Error);
    QVERIFY(strip->kindAt(heightOf(100)) == Kind::Error);
    QVERIFY(strip->kindAt(heightOf(700)) == Kind::Warning);
    QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(5, heightOf(1200)));
    QTRY_COMPARE(f.selected(), 1200);
    QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(5, heightOf(1800)));
    QTRY_VERIFY(std::abs(f.selected() - 1800) <= Fixture::events / strip->height() + 1);
    // What is looked for is marked as well.
    QTest::keyClick(&f.page, Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(f.part<QLineEdit>("findLine"), QStringLiteral("needle"));
    QTRY_VERIFY(strip->kindAt(strip->height() * 2 / 6) == Kind::Found);
}

void tst_Find::catchingUpEndsWhenTheWorkerDoes()
{
    WrittenIndex index;
    constexpr int blocks = 60;
    constexpr int perBlock = 500;
    const TimePoint now = SystemClock().now();
    const std::string filler(3000, 'x');
    for (int i = 0; i < blocks; ++i) {
        EventBatchBuilder builder("orders", SourceKind::Kafka);
        for (int n = 0; n < perBlock; ++n) {
            builder.beginEvent(
                {builder.streamIndex({SourceKind::Kafka, "c", "orders", 0, 0}), i * perBlock + n, now});
            builder.setPayload("{}");
            builder.setTime(now + std::chrono::milliseconds(i * perBlock + n));
            builder.setBody(builder.append(filler + std::to_string(n)));
        }
        index.push(builder);
        QTRY_VERIFY(index.committedSeq() >= static_cast<std::uint64_t>((i + 1) * perBlock));
    }
    View view;
    view.filter = *Filter::compile(std::get<Query>(parseQuery("~/[a-z]+[0-9]+[A-Z]{9}/")).filter);
    view.ceiling = EventSeq{perBlock};
    std::clock_t whole = 0;
    const auto catchUp = [&](bool toTheEnd) {
        FindWorker worker(index.folder(), [] {});
        worker.find(view);
        (void)QTest::qWaitFor([&worker] {
            const auto found = worker.takeFound();
            return found && found->isComplete;
        });
        const std::clock_t begun = std::clock(); // CPU time of all threads
        worker.follow(EventSeq{blocks * perBlock});
        if (toTheEnd) {
            (void)QTest::qWaitFor([&worker] { return worker.takeFound().has_value(); });
            whole = std::clock() - begun;
        } else {
            (void)QTest::qWaitFor([&] { return std::clock() - begun > whole / 10; });
        }
        return begun;
    };
    catchUp(true);
    const std::clock_t begun = catchUp(false);
    QVERIFY2(std::clock() - begun < whole * 2 / 3, qPrintable(QString::number(whole)));
}

void tst_Find::theOverviewOfAnOlderQuestionGoesAtOnce()
{
    Fixture f;
    QVERIFY(f.isShown());
    auto* strip = f.part<OverviewStrip>("overviewStrip");
    const auto isMarked = [strip] {
        for (int y = 0; y < strip->height(); ++y) {
            if (strip->kindAt(y) != OverviewStrip::Kind::None)
                return true;
        }
        return false;
    };
    QTRY_VERIFY(isMarked());
    f.page.setQuery(QStringLiteral("nothinglikethis"));
    QVERIFY(!isMarked());
    QTRY_VERIFY(f.page.rows().isCurrent() && f.page.rows().count() == 0);
    QVERIFY(!isMarked());
    f.page.setQuery({});
    QTRY_VERIFY(isMarked());
}

/// 3 % of errors everywhere are a faint ground, a second in which half are errors is not.
void tst_Find::aBurstStandsOutInTheOverview()
{
    Theme theme(*qApp);
    OverviewStrip strip(theme);
    strip.resize(12, 600);
    OverviewStrip::Content content;
    auto map = std::make_shared<ResultMap>();
    for (int second = 0; second < 1000; ++second) {
        const std::uint64_t errors = second >= 500 && second < 510 ? 50 : 3;
        map->add(second, SeverityClass::Error, errors);
        map->add(second, SeverityClass::Info, 100 - errors);
    }
    content.matches = map;
    content.rows = map->total();
    strip.setContent(content);
    const QImage image = strip.grab().toImage();
    const auto shareOf = [&](int from, int to) {
        int full = 0;
        for (int y = from; y < to; ++y)
            full += image.pixelColor(3, y) == theme.colors().markOf(SeverityClass::Error);
        return double(full) / (to - from);
    };
    QVERIFY(shareOf(301, 305) > 0.9);
    QVERIFY(shareOf(0, 290) == 0);
    QVERIFY(strip.kindAt(100) == OverviewStrip::Kind::Error); // faint, but there

    // Among nothing a single one is as strong as can be.
    auto one = std::make_shared<ResultMap>();
    for (int second = 0; second < 1000; ++second)
        one->add(second, second == 500 ? SeverityClass::Error : SeverityClass::Info, 100);
    content.matches = one;
    strip.setContent(content);
    QVERIFY(strip.grab().toImage().pixelColor(3, 300) == theme.colors().markOf(SeverityClass::Error));
}

void tst_Find::whatPeopleTypeIsATime()
{
    QTimeZone zone = QTimeZone::utc();
    const TimePoint now = *parseTime("2026-11-26T13:00:00Z");
    const TimePoint day = *parseTime("2026-11-23T10:00:00Z");
    const auto goal = [&](const char* text) {
        const auto time = parseTimeGoal(QString::fromLatin1(text), now, day, zone);
        return time ? QString::fromStdString(formatTime(*time, 3)) : QString();
    };
    QCOMPARE(goal("12:04:51"), QStringLiteral("2026-11-23T12:04:51.000Z"));
    QCOMPARE(goal(" 9:04 "), QStringLiteral("2026-11-23T09:04:00.000Z"));
    QCOMPARE(goal("12:04:51.120"), QStringLiteral("2026-11-23T12:04:51.120Z"));
    QCOMPARE(goal("-15m"), QStringLiteral("2026-11-26T12:45:00.000Z"));
    QCOMPARE(goal("2026-11-20"), QStringLiteral("2026-11-20T00:00:00.000Z"));
    QCOMPARE(goal("2026-11-20T01:02:03+02:00"), QStringLiteral("2026-11-19T23:02:03.000Z"));
    QCOMPARE(goal("yesterday 14:05"), QStringLiteral("2026-11-25T14:05:00.000Z"));
    QCOMPARE(goal("Today"), QStringLiteral("2026-11-26T00:00:00.000Z"));
    QCOMPARE(goal("14:05:10.5"), QStringLiteral("2026-11-23T14:05:10.500Z"));
    QCOMPARE(goal("now"), QStringLiteral("2026-11-26T13:00:00.000Z"));
    for (const char* text : {"25:00", "14:60", "14:05:61", "14", "2026-13-40", "yesterday noon",
                             "yesterday 14:05 sharp", "14:05:10.", "-", "9999-01-01"})
        QCOMPARE(goal(text), QString());
    QCOMPARE(goal(""), QString());

    zone = QTimeZone("Europe/Paris");
    QCOMPARE(goal("14:05"), QStringLiteral("2026-11-23T13:05:00.000Z"));
    QCOMPARE(goal("2026-07-01 14:05"), QStringLiteral("2026-07-01T12:05:00.000Z")); // summer
    QCOMPARE(goal("2026-11-20"), QStringLiteral("2026-11-19T23:00:00.000Z"));
    QCOMPARE(goal("2026-11-20T01:02:03Z"), QStringLiteral("2026-11-20T01:02:03.000Z"));
    QCOMPARE(goal("2026-11-20 01:02:03 +02:00"), QStringLiteral("2026-11-19T23:02:03.000Z"));
    QCOMPARE(goal("2026-11-20 01:02:03+02:00"), QStringLiteral("2026-11-19T23:02:03.000Z"));
    QCOMPARE(goal("yesterday 00:30"), QStringLiteral("2026-11-24T23:30:00.000Z"));
    zone = QTimeZone("Asia/Tokyo"); // it is the 23rd there, 19 o'clock
    QCOMPARE(goal("00:30"), QStringLiteral("2026-11-22T15:30:00.000Z"));
}

QTEST_MAIN(tst_Find)
#include "tst_find.moc"
