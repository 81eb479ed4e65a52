// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/query/aggregator.h"
#include "core/sketch/ddsketch.h"

#include <QTest>

#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <variant>
#include <vector>

using namespace weir;
using namespace std::chrono_literals;

namespace {

using Function = Aggregate::Function;
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

const TimePoint epoch{};

struct Event
{
    Nanoseconds time;
    std::string service;
    Value value;
};

Aggregate aggregateOf(std::string_view query)
{
    return *std::get<Query>(parseQuery(query)).aggregate;
}

std::string textOf(const Value& value)
{
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return fmt::format("{}", *whole);
    if (const auto* real = std::get_if<double>(&value))
        return fmt::format("{}", *real);
    return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : "";
}

void addValue(EventBatchBuilder& builder, const Value& value)
{
    const auto text = builder.append(textOf(value));
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        builder.addField("v", ValueType::Int, text, *whole);
    else if (const auto* real = std::get_if<double>(&value))
        builder.addField("v", ValueType::Double, text, std::bit_cast<std::int64_t>(*real));
    else if (std::holds_alternative<std::string>(value))
        builder.addField("v", ValueType::String, text);
}

StoredBatch batchOf(std::span<const Event> events, EventSeq firstSeq = EventSeq{1})
{
    EventBatchBuilder builder("orders", SourceKind::Kafka);
    const auto stream = builder.streamIndex({});
    for (const Event& event : events) {
        builder.beginEvent({stream, 0, epoch + 1h});
        builder.setTime(epoch + event.time);
        if (!event.service.empty())
            builder.addField("service.name", ValueType::String, builder.append(event.service));
        addValue(builder, event.value);
    }
    return {firstSeq, epoch, builder.publish()};
}

void addAll(Aggregator& aggregator, const StoredBatch& stored)
{
    std::vector<std::uint32_t> rows(stored.batch->size());
    std::iota(rows.begin(), rows.end(), 0U);
    aggregator.add(stored, rows);
}

std::string shown(const AggregateValue& value)
{
    return value.isNumber() ? fmt::format("{}", value.number) : value.isKnown() ? value.text : "-";
}

/// `a: 0s=2 10s=1; …`, values as they are.
std::string shown(const Aggregator& aggregator)
{
    std::string text;
    for (const auto& series : aggregator.series(10s)) {
        text += (text.empty() ? "" : "; ") + fmt::format("{}:", fmt::join(series.labels, ","));
        for (const AggregateWindow& window : series.windows) {
            const bool isWhole = window.start == TimePoint::min();
            text += isWhole ? " " : fmt::format(" {}s=", (window.start - epoch) / 1s);
            text += shown(window.value);
        }
    }
    return text;
}

std::string answer(std::string_view query, const std::vector<Event>& events)
{
    Aggregator aggregator(aggregateOf(query));
    addAll(aggregator, batchOf(events));
    return shown(aggregator);
}

// What the functions mean, computed the slow way.

struct Sample
{
    EventKey key;
    Value value;

    std::optional<double> number() const
    {
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            return static_cast<double>(*whole);
        const auto* real = std::get_if<double>(&value);
        return real != nullptr ? std::optional(*real) : std::nullopt;
    }
};

AggregateValue valueOf(const Value& value)
{
    const auto number = Sample{{}, value}.number();
    return number ? AggregateValue{*number, {}} : AggregateValue{std::nan(""), textOf(value)};
}

/// `samples` ordered by their keys, with the last one of an earlier window in front.
AggregateValue naiveOfCounter(Function function, const std::vector<Sample>& samples)
{
    double increase = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const double step = *samples[i].number() - *samples[i - 1].number();
        increase += step < 0 ? *samples[i].number() : step;
    }
    const auto seconds =
        std::chrono::duration<double>(samples.back().key.time - samples.front().key.time).count();
    if (samples.size() < 2)
        return {};
    if (function == Function::Increase)
        return {increase, {}};
    if (function == Function::Delta)
        return {*samples.back().number() - *samples.front().number(), {}};
    return seconds > 0 ? AggregateValue{increase / seconds, {}} : AggregateValue{};
}

AggregateValue naiveOfNumbers(const Aggregate& aggregate, const std::vector<Sample>& samples)
{
    std::vector<double> numbers;
    for (const Sample& sample : samples)
        numbers.push_back(*sample.number());
    std::sort(numbers.begin(), numbers.end());
    const auto count = static_cast<double>(numbers.size());
    const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
    switch (aggregate.function) {
    case Function::Sum:
        return {sum, {}};
    case Function::Average:
        return {sum / count, {}};
    case Function::Min:
        return {numbers.front(), {}};
    case Function::Max:
        return {numbers.back(), {}};
    default:
        return {numbers[static_cast<std::size_t>(std::ceil(aggregate.percent * count / 100)) - 1],
                {}};
    }
}

/// `samples` ordered by their keys; `before` is the last one of an earlier window.
AggregateValue naive(const Aggregate& aggregate, std::vector<Sample> samples,
                     const std::optional<Sample>& before)
{
    const auto count = static_cast<double>(samples.size());
    std::set<std::string> different;
    for (const Sample& sample : samples)
        different.insert(textOf(sample.value));
    switch (aggregate.function) {
    case Function::Count:
    case Function::Top:
        return {count, {}};
    case Function::Rate:
        return {count / 10, {}};
    case Function::Distinct:
        return {static_cast<double>(different.size()), {}};
    case Function::First:
        return valueOf(samples.front().value);
    case Function::Last:
        return valueOf(samples.back().value);
    case Function::Increase:
    case Function::CounterRate:
    case Function::Delta:
        if (before)
            samples.insert(samples.begin(), *before);
        return naiveOfCounter(aggregate.function, samples);
    default:
        return naiveOfNumbers(aggregate, samples);
    }
}

using Windows = std::map<std::pair<std::string, TimePoint>, std::vector<Sample>>;

Windows windowsOf(const Aggregate& aggregate, const std::vector<Event>& events)
{
    const bool wantsNumber = aggregate.function >= Function::Sum
        && aggregate.function != Function::Distinct && aggregate.function != Function::First
        && aggregate.function != Function::Last;
    Windows windows;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Sample sample{{epoch + events[i].time, EventSeq{i + 1}}, events[i].value};
        const bool isMissing = std::holds_alternative<std::monostate>(sample.value);
        if (!aggregate.field.empty() && (isMissing || (wantsNumber && !sample.number())))
            continue;
        const TimePoint window =
            std::chrono::floor<std::chrono::duration<int, std::deca>>(sample.key.time);
        windows[{events[i].service, window}].push_back(sample);
    }
    for (auto& [key, samples] : windows)
        std::sort(samples.begin(), samples.end(),
                  [](const Sample& a, const Sample& b) { return a.key < b.key; });
    return windows;
}

void compare(const AggregateValue& value, const AggregateValue& expected, Function function)
{
    RC_LOG() << shown(value) << " expected " << shown(expected) << "\n";
    if (function == Function::Quantile)
        RC_ASSERT(std::abs(value.number - expected.number)
                  <= DDSketch::accuracy * std::abs(expected.number));
    else
        RC_ASSERT(value == expected);
}

void compareWithNaive(const Aggregator& aggregator, const std::vector<Event>& events)
{
    const Aggregate& aggregate = aggregator.aggregate();
    Windows windows = windowsOf(aggregate, events);
    std::size_t compared = 0;
    for (const auto& series : aggregator.series()) {
        std::optional<Sample> before;
        for (const AggregateWindow& window : series.windows) {
            const auto& samples = windows.at({series.labels.front(), window.start});
            RC_ASSERT(window.events == samples.size());
            compare(window.value, naive(aggregate, samples, before), aggregate.function);
            before = samples.back();
            ++compared;
        }
    }
    RC_ASSERT(compared == windows.size());
}

/// Numbers are eighths, so that every sum of them is exact.
rc::Gen<std::vector<Event>> anyEvents()
{
    const auto value = rc::gen::oneOf(
        rc::gen::just(Value{}),
        rc::gen::map(rc::gen::inRange<std::int64_t>(-50, 200), [](auto n) { return Value{n}; }),
        rc::gen::map(rc::gen::inRange(-400, 400), [](int n) { return Value{n / 8.0}; }),
        rc::gen::map(rc::gen::element<std::string>("x", "y", "7"),
                     [](std::string text) { return Value{std::move(text)}; }));
    const auto event =
        rc::gen::construct<Event>(rc::gen::map(rc::gen::inRange<std::int64_t>(-30'000, 30'000),
                                               [](auto n) { return n * 1ms; }),
                                  rc::gen::element<std::string>("", "a", "b"), value);
    return rc::gen::container<std::vector<Event>>(event);
}

const std::vector<std::string> functions{"count",       "rate",        "sum(v)",   "avg(v)",
                                         "min(v)",      "max(v)",      "p50(v)",   "p95(v)",
                                         "p99.9(v)",    "distinct(v)", "first(v)", "last(v)",
                                         "increase(v)", "rate(v)",     "delta(v)", "top 100"};

/// The events in batches of some length, in an order of their own, given to one aggregator or another.
void addScattered(const std::vector<Event>& events, std::vector<Aggregator>& aggregators)
{
    std::vector<StoredBatch> batches;
    for (std::size_t at = 0; at < events.size();) {
        const auto size = std::min(*rc::gen::inRange<std::size_t>(1, 8), events.size() - at);
        batches.push_back(batchOf(std::span(events).subspan(at, size), EventSeq{at + 1}));
        at += size;
    }
    if (*rc::gen::arbitrary<bool>())
        std::reverse(batches.begin(), batches.end());
    for (const StoredBatch& batch : batches)
        addAll(aggregators[*rc::gen::inRange<std::size_t>(0, aggregators.size())], batch);
}

} // namespace

/// What each function says, alone and put together from parts.
class tst_AggregateFunctions : public QObject
{
    Q_OBJECT

private slots:
    void eachSaysWhatItIsNamedFor()
    {
        const std::vector<Event> events{{1s, "a", std::int64_t{4}},   {2s, "a", 1.5},
                                        {3s, "a", std::int64_t{4}},   {11s, "a", 0.5},
                                        {4s, "b", std::string("up")}, {5s, "b", {}}};
        QCOMPARE(answer("| sum(v)", events), std::string(": 10"));
        QCOMPARE(answer("| avg(v) every 10s", events),
                 std::string(": 0s=3.1666666666666665 10s=0.5"));
        QCOMPARE(answer("| min(v)", events), std::string(": 0.5"));
        QCOMPARE(answer("| max(v) by service", events), std::string("a: 4"));
        QCOMPARE(answer("| p0(v)", events), std::string(": 0.5"));
        QCOMPARE(answer("| p100(v)", events), std::string(": 4"));
        QCOMPARE(answer("| distinct(v)", events), std::string(": 4"));
        QCOMPARE(answer("| last(v) by service", events), std::string("a: 0.5; b: up"));
        QCOMPARE(answer("| first(v) every 10s", events), std::string(": 0s=4 10s=0.5"));
        QCOMPARE(answer("| top 1 by service", events), std::string("a: 4"));
        QCOMPARE(answer("| top 2 by v", events), std::string(": 1; 4: 2"));
        QCOMPARE(answer("| sum(missing)", events), std::string());
    }

    void aCounterMayBeginAnew()
    {
        const std::vector<Event> events{{1s, "a", std::int64_t{100}},
                                        {5s, "a", std::int64_t{130}},
                                        {9s, "a", std::int64_t{20}},
                                        {11s, "a", std::int64_t{30}}};
        QCOMPARE(answer("| increase(v)", events), std::string(": 60"));
        QCOMPARE(answer("| rate(v)", events), std::string(": 6"));
        QCOMPARE(answer("| delta(v)", events), std::string(": -70"));
        // What lies between two windows belongs to the later one.
        QCOMPARE(answer("| increase(v) every 10s", events), std::string(": 0s=50 10s=10"));
        QCOMPARE(answer("| rate(v) every 10s", events), std::string(": 0s=6.25 10s=5"));
    }

    void oneSampleOfACounterSaysNothing()
    {
        QCOMPARE(answer("| increase(v)", {{1s, "a", std::int64_t{100}}}), std::string(": -"));
    }

    void whatIsForgottenIsStillWhatCameBefore()
    {
        Aggregator aggregator(aggregateOf("| increase(v) by service every 10s"));
        addAll(aggregator,
               batchOf(std::vector<Event>{{1s, "a", std::int64_t{100}},
                                          {1s, "b", std::int64_t{1}},
                                          {11s, "a", std::int64_t{130}}}));
        aggregator.forgetBefore(epoch + 10s);
        QCOMPARE(shown(aggregator), std::string("a: 10s=30"));
        aggregator.forgetBefore(epoch + 20s);
        QCOMPARE(shown(aggregator), std::string());
    }

    void valuesThatAreNoFiniteNumbersAreLeftOut()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        const std::vector<Event> events{{1s, "", nan}, {2s, "", 5.0}, {3s, "", infinity}};
        for (const char* query : {"| sum(v)", "| max(v)", "| p100(v)", "| avg(v)"})
            QCOMPARE(answer(query, events), std::string(": 5"));
    }

    void nothingIsZeroOnlyOfWhatCountsOrAddsUp_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<bool>("isZero");
        for (const char* query : {"| count", "| rate", "| sum(v)", "| distinct(v)"})
            QTest::newRow(query) << QByteArray(query) << true;
        for (const char* query :
             {"| avg(v)", "| min(v)", "| p95(v)", "| last(v)", "| rate(v)", "| increase(v)"})
            QTest::newRow(query) << QByteArray(query) << false;
    }
    void nothingIsZeroOnlyOfWhatCountsOrAddsUp()
    {
        QFETCH(QByteArray, query);
        QFETCH(bool, isZero);
        const Aggregator aggregator(aggregateOf(query.toStdString()));
        QCOMPARE(aggregator.total({}, 1s).isKnown(), isZero);
        QCOMPARE(aggregator.valueOfNothing().isKnown(), isZero);
    }

    void theWholeIsNotTheSumOfQuantiles()
    {
        std::vector<Event> events;
        for (int i = 1; i <= 1000; ++i)
            events.push_back({i * 20ms, i <= 900 ? "fast" : "slow", std::int64_t{i}});
        Aggregator aggregator(aggregateOf("| p50(v) by service every 10s"));
        addAll(aggregator, batchOf(events));
        const double whole = aggregator.total({}, 20s).number;
        QVERIFY2(std::abs(whole - 500) <= 5, qPrintable(QString::number(whole)));
        const double late = aggregator.total({epoch + 10s, epoch + 20s}, 10s).number;
        QVERIFY2(std::abs(late - 749) <= 8, qPrintable(QString::number(late)));
    }

    void countersOfDifferentSeriesAreAddedNotMixed()
    {
        Aggregator aggregator(aggregateOf("| increase(v) by service every 10s"));
        addAll(aggregator,
               batchOf(std::vector<Event>{{1s, "a", std::int64_t{100}},
                                          {2s, "b", std::int64_t{5}},
                                          {11s, "a", std::int64_t{130}},
                                          {12s, "b", std::int64_t{6}}}));
        QCOMPARE(aggregator.total({}, 20s).number, 31.0);
        QCOMPARE(aggregator.total({epoch + 10s, TimePoint::max()}, 10s).number, 31.0);
    }

    void countsWithoutEventsAreCounted()
    {
        Aggregator aggregator(aggregateOf("| count by service every 10s"));
        addAll(aggregator, batchOf(std::vector<Event>{{1s, "a", {}}}));
        aggregator.addCounts({"a"}, epoch + 9s, 5);
        aggregator.addCounts({"b"}, epoch + 10s, 7);
        aggregator.addCounts({"c"}, epoch, 0);
        QCOMPARE(shown(aggregator), std::string("a: 0s=6; b: 10s=7"));
    }

    void memoryIsBounded_data()
    {
        QTest::addColumn<QByteArray>("query");
        for (const std::string& function : functions)
            QTest::newRow(function.c_str()) << QByteArray::fromStdString(function);
    }
    void memoryIsBounded()
    {
        QFETCH(QByteArray, query);
        constexpr std::size_t limit = std::size_t{256} << 10;
        // The largest step beyond it: registers for distinct, bins or samples that double.
        constexpr std::size_t step = std::size_t{128} << 10;
        Aggregator aggregator(aggregateOf("| " + query.toStdString() + " by service every 1s"),
                              limit);
        for (int batch = 0; batch < 40; ++batch) {
            std::vector<Event> events;
            for (int i = 0; i < 1000; ++i)
                events.push_back({i * 50ms, "s" + std::to_string(i % 97 + batch * 40),
                                  std::ldexp(1.0 + i, batch)});
            addAll(aggregator, batchOf(events));
        }
        QVERIFY(aggregator.isOutOfMemory());
        QVERIFY2(aggregator.bytes() <= limit + step,
                 qPrintable(QString::number(aggregator.bytes())));
        QVERIFY(!aggregator.series().empty());
    }

    void eachEqualsItsDefinition()
    {
        for (const std::string& function : functions) {
            QVERIFY(rc::check(function, [&] {
                const auto events = *anyEvents();
                std::vector<Aggregator> one;
                one.emplace_back(aggregateOf("| " + function + " by service every 10s"));
                addScattered(events, one);
                compareWithNaive(one.front(), events);
            }));
        }
    }

    void partsMakeTheWhole()
    {
        for (const std::string& function : functions) {
            QVERIFY(rc::check(function, [&] {
                const auto events = *anyEvents();
                const auto aggregate = aggregateOf("| " + function + " by service every 10s");
                std::vector<Aggregator> parts;
                for (int i = 0; i < 3; ++i)
                    parts.emplace_back(aggregate);
                addScattered(events, parts);
                Aggregator whole(aggregate);
                addAll(whole, batchOf(events));
                parts[0].merge(parts[2]);
                parts[0].merge(parts[1]);
                RC_ASSERT(shown(parts[0]) == shown(whole));
                RC_ASSERT(parts[0].total({}, 20s) == whole.total({}, 20s));
            }));
        }
    }
};

QTEST_GUILESS_MAIN(tst_AggregateFunctions)
#include "tst_aggregatefunctions.moc"
