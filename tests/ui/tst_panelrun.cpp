// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/writtenindex.h"
#include "ui/models/panelrun.h"
#include "ui/models/panelscan.h"
#include "ui/models/paneltail.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace std::chrono_literals;

namespace weir {

namespace {

const TimePoint start = *parseTime("2026-11-23T12:00:00Z");

class SetClock final : public Clock
{
public:
    TimePoint now() const override { return m_now.load(); }
    void set(TimePoint now) { m_now = now; }

private:
    std::atomic<TimePoint> m_now = start;
};

struct Stored
{
    TimePoint time;
    std::string service;
};

/// Events of some services, mostly in order of time.
std::vector<Stored> randomEvents(std::mt19937& random, std::size_t count, TimePoint from)
{
    std::vector<Stored> events;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = from + std::chrono::milliseconds(10 * i + random() % 3000);
        events.push_back({at, "service-" + std::to_string(random() % 5)});
    }
    return events;
}

void write(test::WrittenIndex& index, const std::vector<Stored>& events)
{
    const std::uint64_t before = index.committedSeq();
    EventBatchBuilder builder("orders", SourceKind::File);
    const std::uint32_t stream = builder.streamIndex({SourceKind::File, "id", "path", 0, 0});
    for (const Stored& event : events) {
        builder.beginEvent({stream, -1, event.time + 1h});
        builder.setPayload("something happened");
        builder.setTime(event.time);
        test::addText(builder, "service.name", event.service);
        const std::int64_t ms = (event.time - start) / 1ms;
        builder.addField("ms", ValueType::Int, builder.append(std::to_string(ms)), ms);
    }
    index.push(builder);
    QTRY_COMPARE(index.committedSeq(), before + events.size());
}

PanelScan::Setup setupOf(const char* text, PanelRange range, std::uint64_t ceiling, TimePoint now)
{
    const Query query = std::get<Query>(parseQuery(text));
    return {*Filter::compile(query.filter),
            query.aggregate.value_or(Aggregate{}),
            range,
            EventSeq{ceiling},
            now,
            start};
}

PanelRange lastOf(Nanoseconds length)
{
    PanelRange range;
    range.length = length;
    return range;
}

/// What a panel that was begun at a moment shows at another of all that is in the index.
PanelSnapshot scanned(const test::WrittenIndex& index, const char* query, PanelRange range,
                      TimePoint begun, TimePoint at)
{
    const auto reader = std::move(*IndexReader::open(index.folder()));
    auto scan =
        std::move(*PanelScan::begin(*reader, setupOf(query, range, index.committedSeq(), begun)));
    while (*scan->step()) { }
    return scan->snapshot(at);
}

double highestOf(const std::vector<double>& values)
{
    double highest = noValue;
    for (const double value : values)
        highest = std::fmax(highest, value);
    return highest;
}

/// Everything a chart shows of a snapshot, so that a difference can be read.
QString printed(const PanelSnapshot& snapshot)
{
    QString text = QStringLiteral("%1 %2 x %3 value %4\n")
                       .arg(nanosecondsOf(snapshot.grid.first))
                       .arg(snapshot.grid.step.count())
                       .arg(snapshot.grid.cells)
                       .arg(snapshot.value);
    for (const SeriesData& series : snapshot.series) {
        text += series.name + QStringLiteral(" %1:").arg(series.last);
        for (std::size_t i = 0; i < series.high.size(); ++i)
            text += QStringLiteral(" %1-%2").arg(series.low[i]).arg(series.high[i]);
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace

class tst_PanelRun final : public QObject
{
    Q_OBJECT

private slots:
    void readingOnGivesWhatReadingAnewGives_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("minutes");
        QTest::newRow("by service") << "| count by service every 2s" << 15;
        QTest::newRow("rate") << "service:service-1 | rate every 1s" << 15;
        QTest::newRow("without a window") << "service:(service-1 or service-3) | count" << 15;
        QTest::newRow("without an aggregate") << "happened" << 15;
        QTest::newRow("short range") << "| count by service every 1s" << 1;
        QTest::newRow("everything") << "| count by service every 1s" << 0;
        QTest::newRow("quantile") << "| p95(ms) by service every 1s" << 1;
        QTest::newRow("quantile of the whole range") << "| p95(ms)" << 15;
        QTest::newRow("counter") << "| rate(ms) by service every 2s" << 15;
        QTest::newRow("top") << "| top 2 by service every 2s" << 15;
        QTest::newRow("different values") << "| distinct(service) every 2s" << 1;
    }

    void readingOnGivesWhatReadingAnewGives()
    {
        QFETCH(QString, query);
        QFETCH(int, minutes);
        PanelRange range;
        if (minutes > 0)
            range.length = std::chrono::minutes(minutes);
        test::WrittenIndex index;
        std::mt19937 random(1);
        write(index, randomEvents(random, 500, start));
        auto reader = std::move(*IndexReader::open(index.folder()));

        const std::string text = query.toStdString();
        const TimePoint begun = start + 10s;
        auto followed = std::move(
            *PanelScan::begin(*reader, setupOf(text.c_str(), range, index.committedSeq(), begun)));
        while (*followed->step()) { }
        for (int round = 1; round <= 8; ++round) {
            write(index, randomEvents(random, 300, start + round * 12s));
            followed->forgetUntil(begun + round * 12s);
            QVERIFY(followed->extendTo(EventSeq{index.committedSeq()}));
        }
        // The window's length of a query that names none is chosen when it begins, so both begin
        // at the same moment.
        const TimePoint now = minutes == 0 ? begun + 96s : begun;
        auto anew = std::move(
            *PanelScan::begin(*reader, setupOf(text.c_str(), range, index.committedSeq(), begun)));
        while (*anew->step()) { }
        if (minutes > 0) {
            followed->forgetUntil(begun + 96s);
            anew->forgetUntil(begun + 96s);
        }
        const TimePoint end = minutes > 0 ? begun + 96s : now;
        QVERIFY(anew->snapshot(end).grid.cells > 0);
        QCOMPARE(printed(followed->snapshot(end)), printed(anew->snapshot(end)));
    }

    void aWindowWithoutEventsIsZeroAndTheOpenOneIsLeftOut()
    {
        test::WrittenIndex index;
        write(index, {{start + 1s, "a"}, {start + 1s, "a"}, {start + 5s, "a"}});
        const PanelSnapshot snapshot =
            scanned(index, "| count by service every 2s", lastOf(10s), start + 6s, start + 5900ms);
        QCOMPARE(snapshot.grid.end(), start + 4s); // 4 s to 6 s is still open
        QCOMPARE(snapshot.series.size(), std::size_t{1});
        const std::vector<double>& counts = snapshot.series[0].high;
        QVERIFY(counts.size() >= 2);
        QCOMPARE(counts[counts.size() - 2], 2.0);
        QCOMPARE(counts.back(), 0.0);
    }

    void ofAnAverageAWindowWithoutEventsIsAGap()
    {
        test::WrittenIndex index;
        write(index, {{start + 1s, "a"}, {start + 1500ms, "a"}, {start + 5s, "a"}});
        const PanelSnapshot snapshot = scanned(index, "| avg(ms) by service every 2s", lastOf(10s),
                                               start + 6s, start + 5900ms);
        const std::vector<double>& averages = snapshot.series.at(0).high;
        QVERIFY(averages.size() >= 2);
        QCOMPARE(averages[averages.size() - 2], 1250.0);
        QVERIFY(std::isnan(averages.back()));
        QVERIFY(std::isnan(snapshot.value));
        QVERIFY(!snapshot.isAdditive);
        QCOMPARE(snapshot.function, QStringLiteral("avg(ms)"));
    }

    void oneFigureIsTheQuantileOfAllEvents()
    {
        test::WrittenIndex index;
        std::vector<Stored> events;
        for (int i = 1; i <= 100; ++i)
            events.push_back({start + i * 100ms, i <= 90 ? "fast" : "slow"});
        write(index, events);
        const double value =
            scanned(index, "| p50(ms) by service", {}, start + 11s, start + 11s).value;
        QVERIFY2(std::abs(value - 5000) <= 50, qPrintable(QString::number(value)));
    }

    void beforeTheFirstEventNothingIsKnown()
    {
        test::WrittenIndex index;
        write(index, {{start + 1s, "a"}});
        const PanelSnapshot snapshot =
            scanned(index, "| count every 1s", lastOf(1min), start + 10s, start + 10s);
        const auto cell = static_cast<std::size_t>((start - snapshot.grid.first) / 1s);
        QVERIFY(std::isnan(snapshot.series[0].high[cell - 1]));
        QCOMPARE(snapshot.series[0].high[cell], 0.0);
        QCOMPARE(snapshot.series[0].high[cell + 1], 1.0);
    }

    void moreWindowsThanCellsKeepTheirSpike()
    {
        test::WrittenIndex index;
        std::vector<Stored> events(500, Stored{start + 5000s, "a"});
        for (int i = 0; i < 100; ++i)
            events.push_back({start + i * 200s, "a"});
        write(index, events);
        const PanelSnapshot snapshot =
            scanned(index, "| count by service every 1s", {}, start + 20000s, start + 20000s);
        QVERIFY(snapshot.grid.cells <= PanelScan::maxCells);
        QVERIFY(snapshot.grid.step > 1s);
        const auto& high = snapshot.series[0].high;
        QCOMPARE(highestOf(high), 501.0);
        const auto& low = snapshot.series[0].low;
        QCOMPARE(highestOf(low), 0.0);
    }

    void aSeriesKeepsItsColourWhenAnotherComes()
    {
        test::WrittenIndex index;
        write(index, {{start, "b"}, {start, "c"}});
        auto reader = std::move(*IndexReader::open(index.folder()));
        auto scan = std::move(*PanelScan::begin(
            *reader, setupOf("| count by service every 1s", {}, index.committedSeq(), start + 5s)));
        while (*scan->step()) { }
        const auto before = scan->snapshot(start + 5s);
        QCOMPARE(before.series[0].color, 0);
        QCOMPARE(before.series[1].color, 1);
        write(index, {{start + 1s, "a"}});
        QVERIFY(scan->extendTo(EventSeq{index.committedSeq()}));
        const auto after = scan->snapshot(start + 5s);
        QCOMPARE(after.series[0].name, QStringLiteral("a"));
        QCOMPARE(after.series[0].color, 2);
        QCOMPARE(after.series[1].color, 0);
        QCOMPARE(after.series[2].color, 1);
    }

    void theTailIsTheNewestMatches()
    {
        test::WrittenIndex index;
        std::mt19937 random(9);
        write(index, randomEvents(random, 400, start));
        auto reader = std::move(*IndexReader::open(index.folder()));
        const Query query = std::get<Query>(parseQuery("service:service-2"));
        const FilterPtr filter = *Filter::compile(query.filter);
        PanelTail followed(*reader, {filter, {}, EventSeq{index.committedSeq()}});
        QVERIFY(followed.load({}));
        for (int round = 1; round <= 4; ++round) {
            write(index, randomEvents(random, 200, start + round * 3s));
            QVERIFY(followed.extendTo(EventSeq{index.committedSeq()}));
        }
        PanelTail anew(*reader, {filter, {}, EventSeq{index.committedSeq()}});
        QVERIFY(anew.load({}));
        const auto keysOf = [](const PanelTail& tail) {
            QStringList keys;
            for (const LogRow& row : tail.snapshot().rows)
                keys << QString::number(number(row.key.seq));
            return keys;
        };
        QCOMPARE(keysOf(followed).size(), qsizetype{PanelTail::maxRows});
        QCOMPARE(keysOf(followed), keysOf(anew));
    }

    void panelsAreAnsweredAndThenFollow()
    {
        test::WrittenIndex index;
        SetClock clock;
        clock.set(start + 20s);
        write(index, {{start + 1s, "a"}, {start + 2s, "a"}});
        PanelRun run(index.folder(), clock, [] {});
        PanelRange range;
        range.length = 1min;
        run.ask({{"| count by service every 1s", false}, {"happened", true}, {"level>=", false}},
                range);
        std::map<std::size_t, PanelSnapshotPtr> seen;
        const auto look = [&] {
            for (auto& [number, snapshot] : run.take())
                seen[number] = snapshot;
            return seen.size();
        };
        QTRY_COMPARE(look(), std::size_t{3});
        QTRY_VERIFY((look(), seen[0]->isComplete));
        QCOMPARE(seen[0]->series.size(), std::size_t{1});
        QCOMPARE(seen[1]->rows.size(), std::size_t{2});
        QVERIFY(seen[2]->queryError.has_value());

        write(index, {{start + 3s, "b"}});
        run.wake();
        QTRY_VERIFY((look(), seen[0]->series.size() == 2));
        QTRY_VERIFY((look(), seen[1]->rows.size() == 3));
    }

    void heldPanelsStayAsTheyAre()
    {
        test::WrittenIndex index;
        SetClock clock;
        clock.set(start + 20s);
        write(index, {{start + 1s, "a"}});
        PanelRun run(index.folder(), clock, [] {});
        run.ask({{"happened", true}}, {});
        std::size_t rows = 0;
        const auto look = [&] {
            for (auto& [number, snapshot] : run.take())
                rows = snapshot->rows.size();
            return rows;
        };
        QTRY_COMPARE(look(), std::size_t{1});
        run.setHeld(true);
        write(index, {{start + 2s, "a"}});
        run.wake();
        // Something that is certainly later than an answer would have been: a question's answer.
        PanelRun other(index.folder(), clock, [] {});
        other.ask({{"happened", true}}, {});
        bool isAnswered = false;
        QTRY_VERIFY((isAnswered = isAnswered || !other.take().empty()));
        QCOMPARE(look(), std::size_t{1});
        run.setHeld(false);
        QTRY_COMPARE(look(), std::size_t{2});
    }

    void withoutAnIndexThatIsSaid()
    {
        QTemporaryDir folder;
        SetClock clock;
        PanelRun run(folder.path().toStdString() + "/index", clock, [] {});
        run.ask({{"happened", true}}, {});
        std::map<std::size_t, PanelSnapshotPtr> seen;
        QTRY_VERIFY((seen.merge(run.take()), !seen.empty()));
        QVERIFY(seen[0]->error.has_value());
        QCOMPARE(int(seen[0]->error->code), int(Error::Code::NotFound));
    }
};

} // namespace weir

QTEST_GUILESS_MAIN(weir::tst_PanelRun)
#include "tst_panelrun.moc"
