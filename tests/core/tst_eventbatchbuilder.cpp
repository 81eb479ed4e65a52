// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"

#include <QTest>

#include <rapidcheck.h>

#include <array>

using namespace weir;
using namespace std::chrono_literals;

namespace {

const TimePoint noon = timePointOf(1'795'435'200'000'000'000);

Stream partition(std::int32_t number)
{
    return {SourceKind::Kafka, "cluster", "orders", number, 0};
}

/// What one event of a property is made of; everything a batch must give back.
struct Given
{
    int partition = 0;
    std::string payload;
    std::string key;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<std::pair<std::string, std::int64_t>> fields; ///< names differ
    bool isUndecodable = false;
    bool isMetric = false;
};

Given anyEvent()
{
    static constexpr std::array<const char*, 4> names{"user", "host", "a.b", "price"};
    Given event;
    event.partition = *rc::gen::inRange(0, 3);
    event.payload = *rc::gen::arbitrary<std::string>();
    event.key = *rc::gen::arbitrary<std::string>();
    event.headers = *rc::gen::arbitrary<std::vector<std::pair<std::string, std::string>>>();
    for (const char* name : names) {
        if (*rc::gen::arbitrary<bool>())
            event.fields.emplace_back(name, *rc::gen::arbitrary<std::int64_t>());
    }
    event.isUndecodable = *rc::gen::arbitrary<bool>();
    event.isMetric = !event.isUndecodable && *rc::gen::arbitrary<bool>();
    return event;
}

void write(EventBatchBuilder& builder, const Given& event, std::int64_t offset)
{
    const auto stream = builder.streamIndex(partition(event.partition));
    builder.beginEvent({stream, offset, noon + offset * 1ms});
    builder.setPayload(event.payload, 64);
    builder.setKey(event.key);
    for (const auto& [name, value] : event.headers)
        builder.addHeader(name, value);
    for (const auto& [name, number] : event.fields)
        builder.addField(name, ValueType::Int, builder.append(std::to_string(number)), number);
    if (event.isMetric)
        builder.setMetric(builder.append("load"), 0.5, {}, MetricType::Gauge);
    if (event.isUndecodable)
        builder.setUndecodable("bad bytes");
    builder.addPosition(stream, {offset, offset + 1});
}

void check(const EventBatch& batch, std::size_t row, const Given& event, std::int64_t offset)
{
    RC_ASSERT(batch.payload(row) == event.payload);
    RC_ASSERT(batch.key(row) == event.key);
    RC_ASSERT(batch.columns().offsets[row] == offset);
    RC_ASSERT(batch.stream(row) == partition(event.partition));
    RC_ASSERT(batch.time(row) == noon + offset * 1ms);
    const auto headers = batch.headers(row);
    RC_ASSERT(headers.size() == event.headers.size());
    for (std::size_t i = 0; i < headers.size(); ++i) {
        RC_ASSERT(headers[i].first == event.headers[i].first);
        RC_ASSERT(headers[i].second == event.headers[i].second);
    }
    for (const auto& [name, number] : event.fields) {
        const auto field = batch.field(name, row);
        RC_ASSERT(field.has_value() != event.isUndecodable);
        if (field)
            RC_ASSERT(field->bits == number);
    }
    RC_ASSERT(batch.metricIndex(row).has_value() == event.isMetric);
    const std::string body = event.isUndecodable ? "bad bytes" : event.payload;
    RC_ASSERT(batch.body(row) == body);
}

EventBatchBuilder kafkaBuilder()
{
    return {"orders", SourceKind::Kafka};
}

/// Begins an event and gives it a payload.
void begin(EventBatchBuilder& builder, std::string_view payload = "payload")
{
    builder.beginEvent({builder.streamIndex(partition(0)), 0, noon});
    builder.setPayload(payload);
}

} // namespace

class tst_EventBatchBuilder : public QObject
{
    Q_OBJECT

private slots:
    void anySplitIntoBatchesGivesTheSameEvents();
    void anEventHasDefaultsForWhatIsNotSet();
    void receivedNeverDecreases();
    void aTimeFarAheadIsReplacedByTheArrival_data();
    void aTimeFarAheadIsReplacedByTheArrival();
    void aFieldTwiceIsTheLastOne();
    void anUndecodableEventKeepsPayloadKeyAndPosition();
    void aPayloadIsFollowedByReadableBytes();
    void unescapingAPayloadNeverMovesIt();
    void recordsOfOneMessageShareItsPosition();
    void whatWasTakenBackLeavesTheMessageAsItWasBegun();
    void textsOfAMessageAreRewrittenAndTheRestIsGone();
    void aFieldOfTheMessageTakesThePlaceOfItsRecords();
    void positionsThatContinueAreJoined();
    void aBatchIsFullAtEachOfItsLimits();
    void aBatchMayHoldOnlyPositionsAndGaps();
    void aDamagedBatchIsInconsistent();
};

void tst_EventBatchBuilder::anySplitIntoBatchesGivesTheSameEvents()
{
    QVERIFY(rc::check("any split", [] {
        const std::size_t count = *rc::gen::inRange<std::size_t>(0, 30);
        std::vector<Given> events;
        std::vector<EventBatchPtr> batches;
        EventBatchBuilder builder = kafkaBuilder();
        for (std::size_t i = 0; i < count; ++i) {
            events.push_back(anyEvent());
            write(builder, events.back(), static_cast<std::int64_t>(i));
            if (*rc::gen::inRange(0, 4) == 0)
                batches.push_back(builder.publish());
        }
        batches.push_back(builder.publish());

        std::size_t at = 0;
        for (const EventBatchPtr& batch : batches) {
            RC_ASSERT(isConsistent(batch->columns()));
            for (std::size_t row = 0; row < batch->size(); ++row, ++at)
                check(*batch, row, events.at(at), static_cast<std::int64_t>(at));
        }
        RC_ASSERT(at == count);
        RC_ASSERT(builder.isEmpty());
    }));
}

void tst_EventBatchBuilder::anEventHasDefaultsForWhatIsNotSet()
{
    EventBatchBuilder builder("orders", SourceKind::Kafka, {{"env", "prod"}});
    begin(builder, "hello");
    QVERIFY(!builder.hasTime());
    const auto batch = builder.publish();
    QCOMPARE(batch->time(0), noon);
    QCOMPARE(batch->severity(0), Severity::Unset);
    QCOMPARE(batch->kind(0), EventKind::Log);
    QCOMPARE(batch->body(0), std::string_view("hello"));
    QVERIFY(batch->key(0).empty());
    QVERIFY(batch->headers(0).empty());
    QVERIFY(!batch->record(0));
    QVERIFY(!batch->field("user", 0));
    QCOMPARE(batch->source(), std::string("orders"));
    QCOMPARE(batch->columns().labels.at(0).second, std::string("prod"));
    begin(builder);
    QCOMPARE(builder.publish()->columns().labels.at(0).second, std::string("prod"));
}

void tst_EventBatchBuilder::receivedNeverDecreases()
{
    EventBatchBuilder builder = kafkaBuilder();
    const auto stream = builder.streamIndex(partition(0));
    for (const auto shift : {0s, 5s, 2s, -9s, 6s})
        builder.beginEvent({stream, 0, noon + shift});
    const auto batch = builder.publish();
    const auto& received = batch->columns().received;
    QVERIFY(std::is_sorted(received.begin(), received.end()));
    QCOMPARE(received.back(), noon + 6s);
}

void tst_EventBatchBuilder::aTimeFarAheadIsReplacedByTheArrival_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("long ago") << qint64{-1'000'000'000} << true;
    QTest::newRow("now") << qint64{0} << true;
    QTest::newRow("ten minutes ahead") << qint64{600} << true;
    QTest::newRow("a little more") << qint64{601} << false;
}

void tst_EventBatchBuilder::aTimeFarAheadIsReplacedByTheArrival()
{
    QFETCH(const qint64, seconds);
    QFETCH(const bool, isKept);
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder);
    builder.setTime(noon + std::chrono::seconds(seconds));
    QCOMPARE(builder.hasTime(), isKept);
    const auto batch = builder.publish();
    QCOMPARE(batch->time(0), isKept ? noon + std::chrono::seconds(seconds) : noon);
    QCOMPARE(batch->columns().timeFromReceived[0], static_cast<std::uint8_t>(isKept ? 0 : 1));
}

void tst_EventBatchBuilder::aFieldTwiceIsTheLastOne()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder);
    builder.addField("user", ValueType::Int, builder.append("1"), 1);
    builder.addField("host", ValueType::String, builder.append("a"));
    builder.addField("user", ValueType::Bool, builder.append("true"), 1);
    const auto batch = builder.publish();
    const auto user = batch->field("user", 0);
    QVERIFY(user.has_value());
    QCOMPARE(user->type, ValueType::Bool);
    QCOMPARE(user->text, std::string_view("true"));
    QCOMPARE(batch->columns().fields.size(), std::size_t{2});
    QVERIFY(isConsistent(batch->columns()));
}

void tst_EventBatchBuilder::anUndecodableEventKeepsPayloadKeyAndPosition()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder, "first");
    builder.addField("user", ValueType::Int, builder.append("1"), 1);
    begin(builder, "{\"user\":");
    builder.setKey("k");
    builder.setTime(noon - 1h);
    builder.setSeverity(Severity::Error);
    builder.setTraceId(builder.append("4bf92f"));
    builder.addField("user", ValueType::Int, builder.append("2"), 2);
    builder.setMetric(builder.append("load"), 1, {}, MetricType::Gauge);
    builder.setUndecodable("cut off");
    const auto batch = builder.publish();
    QCOMPARE(batch->kind(1), EventKind::Undecodable);
    QCOMPARE(batch->payload(1), std::string_view("{\"user\":"));
    QCOMPARE(batch->body(1), std::string_view("cut off"));
    QCOMPARE(batch->key(1), std::string_view("k"));
    QCOMPARE(batch->time(1), noon);
    QCOMPARE(batch->severity(1), Severity::Unset);
    QVERIFY(batch->traceId(1).empty());
    QVERIFY(!batch->field("user", 1));
    QVERIFY(!batch->metricIndex(1));
    QVERIFY(batch->field("user", 0));
    QVERIFY(isConsistent(batch->columns()));
}

void tst_EventBatchBuilder::aPayloadIsFollowedByReadableBytes()
{
    EventBatchBuilder builder = kafkaBuilder();
    builder.beginEvent({builder.streamIndex(partition(0)), 0, noon});
    const std::size_t padding = 64;
    const auto payload = builder.setPayload(std::string(1000, 'x'), padding);
    // Readable: the sanitizer build would stop here otherwise.
    const char* behind = payload.data() + payload.size();
    volatile char last = behind[padding - 1];
    Q_UNUSED(last)
    QCOMPARE(payload, std::string_view(std::string(1000, 'x')));
}

void tst_EventBatchBuilder::unescapingAPayloadNeverMovesIt()
{
    EventBatchBuilder builder = kafkaBuilder();
    for (int i = 0; i < 100; ++i) {
        builder.beginEvent({builder.streamIndex(partition(0)), i, noon});
        const auto payload = builder.setPayload("\\n\\n\\n\\n", 64);
        const char* before = payload.data();
        for (int piece = 0; piece < 4; ++piece)
            builder.append("\n");
        QCOMPARE(static_cast<const void*>(builder.text(builder.payloadRef()).data()),
                 static_cast<const void*>(before));
    }
}

void tst_EventBatchBuilder::recordsOfOneMessageShareItsPosition()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder, "one\ntwo");
    builder.setKey("k");
    builder.addHeader("h", "v");
    builder.beginRecord();
    builder.setBody(builder.append("two"));
    begin(builder, "alone");
    const auto batch = builder.publish();
    QCOMPARE(batch->payload(0), std::string_view("one\ntwo"));
    QVERIFY(batch->payload(1).empty());
    QCOMPARE(batch->body(1), std::string_view("two"));
    QCOMPARE(batch->key(1), std::string_view("k"));
    QCOMPARE(batch->headers(1).size(), std::size_t{1});
    QCOMPARE(batch->columns().offsets[1], batch->columns().offsets[0]);
    QCOMPARE(batch->record(0), std::optional<std::uint32_t>(0));
    QCOMPARE(batch->record(1), std::optional<std::uint32_t>(1));
    QVERIFY(!batch->record(2));
    QVERIFY(isConsistent(batch->columns()));
}

void tst_EventBatchBuilder::whatWasTakenBackLeavesTheMessageAsItWasBegun()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder, "before");
    builder.addField("user", ValueType::Int, builder.append("1"), 1);
    begin(builder, "many");
    builder.setKey("k");
    const std::size_t begun = builder.arenaBytes();
    builder.addField("user", ValueType::Int, builder.append("2"), 2);
    builder.setMetric(builder.append("load"), 1, {}, MetricType::Gauge);
    for (int i = 0; i < 3; ++i) {
        builder.beginRecord();
        builder.addField("user", ValueType::Int, builder.append("3"), 3);
        builder.setMetric(builder.append("load"), 2, {}, MetricType::Gauge);
    }
    builder.takeBack(begun);
    QCOMPARE(builder.arenaBytes(), begun);
    const auto batch = builder.publish();
    QCOMPARE(batch->size(), std::size_t{2});
    QVERIFY(!batch->record(1));
    QVERIFY(!batch->field("user", 1));
    QVERIFY(!batch->metricIndex(1));
    QCOMPARE(batch->kind(1), EventKind::Log);
    QCOMPARE(batch->body(1), std::string_view("many"));
    QCOMPARE(batch->key(1), std::string_view("k"));
    QCOMPARE(batch->field("user", 0)->bits, 1);
    QVERIFY(isConsistent(batch->columns()));
}

void tst_EventBatchBuilder::textsOfAMessageAreRewrittenAndTheRestIsGone()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder, "before");
    builder.addField("user", ValueType::Int, builder.append("1"), 1);
    begin(builder, "");
    builder.setKey("k");
    const std::size_t mark = builder.arenaBytes();
    builder.setPayload("all that came");
    const ArenaRef shared = builder.append("shared");
    builder.addField("user", ValueType::Int, builder.append("22"), 22);
    builder.addField("host", ValueType::String, shared);
    builder.beginRecord();
    builder.setMetric(shared, 1, {}, MetricType::Gauge);
    builder.addField("user", ValueType::Int, builder.append("33"), 33);
    builder.addField("host", ValueType::String, shared);
    std::vector<std::string> seen;
    builder.visitTexts([&](std::string_view name, std::string_view text) {
        seen.push_back(std::string(name) + '=' + std::string(text));
    });
    QCOMPARE(seen, (std::vector<std::string>{"=all that came", "=shared", "user=22", "user=33",
                                             "host=shared"}));
    builder.rewriteTexts(mark, [](std::string_view name, std::string_view text) {
        return text == "22" ? std::string_view("gone") : name.empty() && text[0] == 'a' ? "body" : text;
    });
    QCOMPARE(builder.arenaBytes(), mark + std::string_view("bodysharedgone33shared").size());

    const auto batch = builder.publish();
    QVERIFY(isConsistent(batch->columns()));
    QVERIFY(batch->payload(1).empty());
    QCOMPARE(batch->body(1), std::string_view("body"));
    QCOMPARE(batch->key(2), std::string_view("k"));
    QCOMPARE(batch->field("user", 0)->bits, std::int64_t{1});
    QCOMPARE(batch->field("user", 1)->type, ValueType::String);
    QCOMPARE(batch->field("user", 1)->text, std::string_view("gone"));
    QCOMPARE(batch->field("user", 2)->bits, std::int64_t{33});
    QCOMPARE(batch->field("host", 2)->text, std::string_view("shared"));
    QCOMPARE(batch->text(batch->columns().metrics.names[0]), std::string_view("shared"));
    QCOMPARE(batch->payload(0), std::string_view("before"));
}

void tst_EventBatchBuilder::aFieldOfTheMessageTakesThePlaceOfItsRecords()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder, "many");
    builder.beginRecord();
    builder.addField("mark", ValueType::String, builder.append("mine"));
    builder.addFieldToMessage("mark", ValueType::Int, builder.append("2"), 2);
    QCOMPARE(builder.fieldValues(), std::size_t{2});
    const auto batch = builder.publish();
    for (const std::size_t row : {std::size_t{0}, std::size_t{1}})
        QCOMPARE(batch->field("mark", row)->bits, std::int64_t{2});
    QVERIFY(isConsistent(batch->columns()));
}

void tst_EventBatchBuilder::positionsThatContinueAreJoined()
{
    EventBatchBuilder builder = kafkaBuilder();
    const auto first = builder.streamIndex(partition(0));
    const auto second = builder.streamIndex(partition(1));
    QCOMPARE(builder.streamIndex(partition(0)), first);
    builder.addPosition(first, {0, 5});
    builder.addPosition(second, {5, 6});
    builder.addPosition(first, {5, 7});
    builder.addPosition(first, {9, 10}); // a hole
    builder.addPosition(second, {6, 6}); // nothing
    const auto batch = builder.publish();
    const auto& positions = batch->columns().positions;
    QCOMPARE(positions.size(), std::size_t{3});
    QCOMPARE(positions[0].offsets, (OffsetRange{0, 7}));
    QCOMPARE(positions[1].offsets, (OffsetRange{5, 6}));
    QCOMPARE(positions[2].offsets, (OffsetRange{9, 10}));
}

void tst_EventBatchBuilder::aBatchIsFullAtEachOfItsLimits()
{
    const EventBatchBuilder::Limits limits{2, 100, 2};
    EventBatchBuilder builder("orders", SourceKind::Kafka, {}, limits);
    begin(builder, "x");
    QVERIFY(!builder.isFull());
    begin(builder, "x");
    QVERIFY2(builder.isFull(), "events");
    builder.publish();
    QVERIFY(!builder.isFull());
    begin(builder, std::string(100, 'x'));
    QVERIFY2(builder.isFull(), "bytes");
    builder.publish();
    begin(builder, "x");
    builder.addField("a", ValueType::String, {});
    QVERIFY(!builder.isFull());
    builder.addField("b", ValueType::String, {});
    QVERIFY2(builder.isFull(), "fields");
}

void tst_EventBatchBuilder::aBatchMayHoldOnlyPositionsAndGaps()
{
    EventBatchBuilder builder = kafkaBuilder();
    QVERIFY(builder.isEmpty());
    builder.addGap({partition(0), {3, 5}, 2, Gap::Reason::Retention, noon});
    QVERIFY(!builder.isEmpty());
    const auto batch = builder.publish();
    QVERIFY(batch->isEmpty());
    QCOMPARE(nameOf(batch->columns().gaps.at(0).reason), std::string_view("retention"));
    QVERIFY(builder.isEmpty());
}

void tst_EventBatchBuilder::aDamagedBatchIsInconsistent()
{
    EventBatchBuilder builder = kafkaBuilder();
    begin(builder);
    builder.addField("user", ValueType::Int, builder.append("1"), 1);
    builder.addPosition(0, {0, 1});
    const EventColumns good = builder.publish()->columns();
    QVERIFY(isConsistent(good));
    const auto damaged = [&good](auto damage) {
        EventColumns columns = good;
        damage(columns);
        return !isConsistent(columns);
    };
    QVERIFY(damaged([](EventColumns& c) { c.arena.clear(); }));
    QVERIFY(damaged([](EventColumns& c) { c.times.clear(); }));
    QVERIFY(damaged([](EventColumns& c) { c.keys.clear(); }));
    QVERIFY(damaged([](EventColumns& c) { c.streams.clear(); }));
    QVERIFY(damaged([](EventColumns& c) { c.streamOf[0] = 7; }));
    QVERIFY(damaged([](EventColumns& c) { c.positions[0].stream = 7; }));
    QVERIFY(damaged([](EventColumns& c) { c.payloads[0].offset = 0xFFFF'FFFF; }));
    QVERIFY(damaged([](EventColumns& c) { c.fields[0].rows[0] = 1; }));
    QVERIFY(damaged([](EventColumns& c) { c.fields[0].numbers.clear(); }));
    QVERIFY(damaged([](EventColumns& c) { c.fields[0].texts[0].length = 0xFFFF'FFFF; }));
    QVERIFY(damaged([](EventColumns& c) { c.metrics.rows.push_back(0); }));
}

QTEST_GUILESS_MAIN(tst_EventBatchBuilder)
#include "tst_eventbatchbuilder.moc"
