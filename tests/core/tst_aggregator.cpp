// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/query/aggregator.h"

#include <QTest>

#include <rapidcheck.h>

#include <numeric>
#include <string>
#include <vector>

using namespace weir;
using namespace std::chrono_literals;

namespace {

const TimePoint epoch{};

Aggregate aggregateOf(std::string_view query)
{
    return *std::get<Query>(parseQuery(query)).aggregate;
}

struct Event
{
    Nanoseconds time;
    std::string service;
    std::string region;
};

StoredBatch batchOf(const std::vector<Event>& events)
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex({});
    for (const Event& event : events) {
        builder.beginEvent({stream, 0, epoch});
        builder.setTime(epoch + event.time);
        if (!event.service.empty())
            builder.addField("service.name", ValueType::String, builder.append(event.service));
        if (!event.region.empty())
            builder.addField("region", ValueType::String, builder.append(event.region));
    }
    return {EventSeq{1}, epoch, builder.publish()};
}

void addAll(Aggregator& aggregator, const StoredBatch& stored)
{
    std::vector<std::uint32_t> rows(stored.batch->size());
    std::iota(rows.begin(), rows.end(), 0U);
    aggregator.add(stored, rows);
}

/// `a,b: 0s=2 10s=1; …`
QString shown(const Aggregator& aggregator)
{
    QStringList all;
    for (const auto& series : aggregator.series()) {
        QStringList labels;
        for (const std::string& label : series.labels)
            labels << QString::fromStdString(label);
        QStringList counts;
        for (const auto& [from, count, value] : series.windows) {
            const auto at = from == TimePoint::min()
                ? QStringLiteral("all")
                : QString::number((from - epoch) / 1s) + QLatin1Char('s');
            counts << at + QLatin1Char('=') + QString::number(count);
        }
        all << labels.join(QLatin1Char(',')) + QLatin1String(": ") + counts.join(QLatin1Char(' '));
    }
    return all.join(QLatin1String("; "));
}

} // namespace

class tst_Aggregator : public QObject
{
    Q_OBJECT

private slots:
    void nothingGivesNoSeries()
    {
        Aggregator aggregator(aggregateOf("| count"));
        addAll(aggregator, batchOf({}));
        QCOMPARE(shown(aggregator), QString());
    }

    void eventsAreCounted()
    {
        Aggregator aggregator(aggregateOf("| count"));
        const auto stored = batchOf({{1s, "a", ""}, {2s, "b", ""}, {3s, "", ""}});
        addAll(aggregator, stored);
        const std::vector<std::uint32_t> rows{2};
        aggregator.add(stored, rows);
        QCOMPARE(shown(aggregator), QStringLiteral(": all=4"));
    }

    void eachCombinationOfValuesIsASeries()
    {
        Aggregator aggregator(aggregateOf("| count by service, region"));
        addAll(
            aggregator,
            batchOf(
                {{1s, "b", "eu"}, {2s, "a", "us"}, {3s, "b", "eu"}, {4s, "a", ""}, {5s, "", "a"}}));
        QCOMPARE(shown(aggregator),
                 QStringLiteral(",a: all=1; a,: all=1; a,us: all=1; b,eu: all=2"));
    }

    void windowsAreAlignedAndHalfOpen()
    {
        Aggregator aggregator(aggregateOf("| count every 10s"));
        addAll(aggregator,
               batchOf({{0s, "", ""},
                        {9999ms, "", ""},
                        {10s, "", ""},
                        {25s, "", ""},
                        {-1ns, "", ""},
                        {-10s, "", ""},
                        {-11s, "", ""}}));
        QCOMPARE(shown(aggregator), QStringLiteral(": -20s=1 -10s=2 0s=2 10s=1 20s=1"));
    }

    void theFirstTimesThereAreHaveAWindowToo()
    {
        Aggregator aggregator(aggregateOf("| count every 7d"));
        addAll(aggregator, batchOf({{Nanoseconds::min(), "", ""}}));
        QCOMPARE(aggregator.series().front().windows.front().start, TimePoint::min());
    }

    void lateEventsCountInTheirWindow()
    {
        Aggregator aggregator(aggregateOf("| count by service every 10s"));
        addAll(aggregator, batchOf({{5s, "a", ""}, {15s, "a", ""}}));
        addAll(aggregator, batchOf({{6s, "a", ""}}));
        QCOMPARE(shown(aggregator), QStringLiteral("a: 0s=2 10s=1"));
    }

    void whatHasEndedIsForgotten()
    {
        Aggregator aggregator(aggregateOf("| count by service every 10s"));
        addAll(aggregator, batchOf({{5s, "a", ""}, {15s, "a", ""}, {5s, "b", ""}}));
        aggregator.forgetBefore(epoch + 9s);
        QCOMPARE(shown(aggregator), QStringLiteral("a: 0s=1 10s=1; b: 0s=1"));
        aggregator.forgetBefore(epoch + 10s);
        QCOMPARE(shown(aggregator), QStringLiteral("a: 10s=1"));
        aggregator.forgetBefore(TimePoint::max());
        QCOMPARE(shown(aggregator), QString());
        addAll(aggregator, batchOf({{5s, "a", ""}}));
        aggregator.forgetBefore(TimePoint::min());
        QCOMPARE(shown(aggregator), QStringLiteral("a: 0s=1"));
    }

    void theOneWindowIsNeverForgotten()
    {
        Aggregator aggregator(aggregateOf("| count"));
        addAll(aggregator, batchOf({{5s, "a", ""}}));
        aggregator.forgetBefore(TimePoint::max());
        QCOMPARE(shown(aggregator), QStringLiteral(": all=1"));
    }

    void tooManySeriesAreCountedInOne()
    {
        Aggregator aggregator(aggregateOf("| count by service, region"));
        std::vector<Event> events;
        for (std::size_t i = 0; i < Aggregator::maxSeries; ++i)
            events.push_back({1s, "s" + std::to_string(i), "r"});
        addAll(aggregator, batchOf(events));
        QVERIFY(!aggregator.isOverfull());
        addAll(aggregator, batchOf({{1s, "new", "r"}, {1s, "newer", "r"}, {1s, "s7", "r"}}));
        QVERIFY(aggregator.isOverfull());
        const auto series = aggregator.series();
        QCOMPARE(series.size(), Aggregator::maxSeries + 1);
        QCOMPARE(series.front().labels, (LabelValues{"__other__", "__other__"}));
        QCOMPARE(series.front().windows.front().events, std::uint64_t{2});
    }

    void aRateIsPerSecond()
    {
        const auto rateOf = [](std::string_view query, Nanoseconds length) {
            Aggregator aggregator(aggregateOf(query));
            aggregator.addCounts({}, epoch, 25);
            return aggregator.series(length).front().windows.front().value.number;
        };
        QCOMPARE(rateOf("| rate every 10s", {}), 2.5);
        QCOMPARE(rateOf("| rate", 250ms), 100.0);
        QCOMPARE(rateOf("| rate", 0s), 0.0);
        QCOMPARE(rateOf("| count", 10s), 25.0);
    }

    void theOrderOfEventsDoesNotMatter()
    {
        QVERIFY(rc::check("any events in any two batches", [] {
            const auto anyEvent =
                rc::gen::construct<Event>(rc::gen::map(rc::gen::inRange<std::int64_t>(-30, 30),
                                                       [](auto s) { return s * 1s; }),
                                          rc::gen::element<std::string>("", "a", "b"),
                                          rc::gen::element<std::string>("", "a"));
            const auto events = *rc::gen::container<std::vector<Event>>(anyEvent);
            const auto cut = *rc::gen::inRange<std::size_t>(0, events.size() + 1);
            const auto middle = events.begin() + static_cast<std::ptrdiff_t>(cut);
            Aggregator one(aggregateOf("| count by service, region every 10s"));
            addAll(one, batchOf(events));
            Aggregator two(aggregateOf("| count by service, region every 10s"));
            addAll(two, batchOf({middle, events.end()}));
            addAll(two, batchOf({events.begin(), middle}));
            RC_ASSERT(shown(one) == shown(two));
        }));
    }
};

QTEST_GUILESS_MAIN(tst_Aggregator)
#include "tst_aggregator.moc"
