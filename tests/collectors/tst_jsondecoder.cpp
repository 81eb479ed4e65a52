// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/decode/json/jsonnumber.h"
#include "tests/collectors/decoded.h"

#include <QTest>

#include <bit>
#include <cstdlib>
#include <random>

using namespace weir;

class tst_JsonDecoder final : public QObject
{
    Q_OBJECT

private slots:
    void aMessageIsTakenApart_data();
    void aMessageIsTakenApart();
    void whatIsNoJsonObjectIsUndecodable_data();
    void whatIsNoJsonObjectIsUndecodable();
    void valuesArePiecesOfThePayload();
    void numbersKeepTheirTextAndTheirValue();
    void fractionsAreTheNearestDouble();
    void theWireTimeCountsOnlyWithoutATimeOfItsOwn();
    void oneDecoderForgetsTheMessageBefore();
    void aBrokenMessageIsTriedByManyFormatsInOneArena();
    void depthAndFieldsAreLimited();
    void anUnknownFormatIsNamed();
};

void tst_JsonDecoder::aMessageIsTakenApart_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* payload, const char* expected) {
        QTest::newRow(name) << QByteArray(payload) << QString::fromUtf8(expected);
    };

    row("the usual names",
        R"({"time":"2026-11-23T12:04:51.120Z","level":"error","message":"card declined",)"
        R"("service":"payments","host":"web-1","trace_id":"4bf92f","span_id":"00f0","user":4711})",
        R"(error 2026-11-23T12:04:51.120Z "card declined" trace=4bf92f span=00f0 |)"
        R"( service.name=payments host.name=web-1 user=4711:int)");
    row("ECS, nested",
        R"({"@timestamp":"2026-11-23T12:04:51Z","log":{"level":"warn"},)"
        R"("message":"m","service":{"name":"s"},"trace":{"id":"t"},"host":{"name":"h"}})",
        R"(warn 2026-11-23T12:04:51.000Z "m" trace=t | service.name=s host.name=h)");
    row("ECS, dotted", R"({"log.level":"info","message":"m","service.name":"s","span.id":"x"})",
        R"(info "m" span=x | service.name=s)");
    row("pino", R"({"level":50,"time":1763899491120,"pid":7,"msg":"m"})",
        R"(error 2025-11-23T12:04:51.120Z "m" | pid=7:int)");
    row("zap", R"({"level":"info","ts":1763899491.25,"logger":"api","msg":"m"})",
        R"(info 2025-11-23T12:04:51.250Z "m" | service.name=api)");
    row("OpenTelemetry's words",
        R"({"severityNumber":13,"severityText":"INFO","body":"m","traceId":"t","spanId":"s"})",
        R"(warn "m" trace=t span=s |)");
    row("a number as text is a level too", R"({"level":"3","msg":"m"})", R"(error "m" |)");
    row("a time as text of a number", R"({"time":"1763899491","msg":"m"})",
        R"(2025-11-23T12:04:51.000Z "m" |)");
    row("a duration is no time", R"({"time":0.53,"msg":"m"})", R"("m" | time=0.53:double)");
    row("a level nobody knows stays a field", R"({"level":"deep","msg":"m"})",
        R"("m" | level=deep)");
    row("the better name wins, wherever it stands", R"({"log":"raw","msg":"m","message":"best"})",
        R"("best" | log=raw msg=m)");
    row("and the worse one stays a field", R"({"message":"best","log":"raw"})",
        R"("best" | log=raw)");
    row("an event name is the body", R"({"event":"order_placed","id":1})",
        R"("order_placed" | id=1:int)");
    row("no message: the whole payload", R"({"a":1})", R"("{"a":1}" | a=1:int)");
    row("an empty message is none", R"({"msg":""})", R"("{"msg":""}" | msg=)");
    row("a message that is an object", R"({"message":{"a":1},"msg":"m"})",
        R"("m" | message.a=1:int)");
    row("nested", R"({"a":{"b":{"c":true}},"msg":"m"})", R"("m" | a.b.c=true:bool)");
    row("arrays stay text", R"({"a":[1, {"b":[]}] , "msg":"m"})", R"("m" | a=[1, {"b":[]}])");
    row("null and empty objects are absent", R"({"a":null,"b":{},"msg":"m"})", R"("m" |)");
    row("the last of two counts", R"({"a":1,"a":2,"msg":"x","msg":"m"})", R"("m" | a=2:int)");
    row("escapes", R"({"msg":"a\"b\\c\n\u00e9\ud83d\ude00","k\u0065y":"\/"})",
        "\"a\"b\\c\n\u00e9\U0001F600\" | key=/");
    row("half a surrogate pair", R"({"msg":"a\ud83d","b":"\udc00x"})", "\"a\uFFFD\" | b=\uFFFDx");
    row("blanks everywhere", " { \"msg\" : \"m\" , \"a\" : 1 , \"b\" : false }\r\n",
        R"("m" | a=1:int b=false:bool)");
    row("a byte order mark", "\xEF\xBB\xBF{\"msg\":\"m\"}", R"("m" |)");
    row("an empty object", "{}", R"("{}" |)");
    row("a metric",
        R"({"ts":1763899491,"name":"temp","value":21.5,"unit":"C","type":"gauge","labels":{"room":"a"}})",
        R"(2025-11-23T12:04:51.000Z metric temp=21.5C gauge | room=a)");
    row("a metric, Prometheus' way",
        R"({"labels":{"job":"x"},"name":"up","timestamp":"2026-11-23T12:04:51Z","value":"1"})",
        R"(2026-11-23T12:04:51.000Z metric up=1 unknown | job=x)");
    row("a metric that is not a number",
        R"({"metric":"m","value":"NaN","tags":{"a":"b"},"host":"h"})",
        R"(metric m=nan unknown | a=b host.name=h)");
    row("a message makes it a log", R"({"name":"n","value":1,"msg":"m"})",
        R"("m" | name=n value=1:int)");
    row("a name without a value", R"({"name":"n","type":"gauge"})",
        R"("{"name":"n","type":"gauge"}" | name=n type=gauge)");
}

void tst_JsonDecoder::aMessageIsTakenApart()
{
    QFETCH(QByteArray, payload);
    const auto batch = decoded(payload.toStdString());
    QTEST(summary(*batch), "expected");
    QCOMPARE(QByteArray::fromStdString(std::string(batch->payload(0))), payload);
}

void tst_JsonDecoder::whatIsNoJsonObjectIsUndecodable_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const QByteArray& payload, const char* reason) {
        QTest::newRow(name) << payload << QString::fromUtf8(reason);
    };
    row("cut off", R"({"a":1,"b":)", "not valid JSON");
    row("cut off in a string", R"({"a":"b)", "not valid JSON");
    row("no value", R"({"a":})", "not valid JSON");
    row("a word", R"({"a":nope})", "not valid JSON");
    row("a wrong number", R"({"a":01})", "not valid JSON: a wrong number");
    row("a wrong escape", R"({"a":"\q"})", "not valid JSON: a wrong escape");
    row("in an array too", R"({"a":[1,nope]})", "not valid JSON");
    row("two objects", R"({"a":1}{"b":2})", "not valid JSON: something follows the object");
    row("not UTF-8", "{\"a\":\"\xFF\"}", "not UTF-8");
    row("a raw newline in a string", "{\"a\":\"x\ny\"}", "not valid JSON");
    row("an array", "[1]", "not a list of JSON objects");
    row("a number", "1", "does not begin with {");
    row("nothing", "", "does not begin with {");
}

void tst_JsonDecoder::whatIsNoJsonObjectIsUndecodable()
{
    QFETCH(QByteArray, payload);
    QFETCH(QString, reason);
    const auto wire = *parseTime("2026-11-23T12:00:00Z");
    const auto batch = decoded(payload.toStdString(), "json", wire);
    QCOMPARE(summary(*batch), QStringLiteral("undecodable: ") + reason);
    QCOMPARE(QByteArray::fromStdString(std::string(batch->payload(0))), payload);
    QVERIFY(batch->time(0) == wire);
}

void tst_JsonDecoder::valuesArePiecesOfThePayload()
{
    const auto batch = decoded(R"({"level":"info","msg":"hello","user":"ann","n":12})");
    // Zero-copy: the arena holds the payload and nothing else.
    QCOMPARE(batch->columns().arena.size(), batch->payload(0).size());
}

void tst_JsonDecoder::numbersKeepTheirTextAndTheirValue()
{
    const auto batch = decoded(R"({"a":1.50,"b":-7,"c":18446744073709551615,"d":1e400,"e":-0.0})");
    QCOMPARE(batch->field("a", 0)->number(), 1.5);
    QCOMPARE(batch->field("a", 0)->text, std::string_view("1.50"));
    QCOMPARE(batch->field("b", 0)->bits, -7);
    QCOMPARE(batch->field("c", 0)->number(), 18446744073709551615.0);
    QCOMPARE(batch->field("c", 0)->text, std::string_view("18446744073709551615"));
    QCOMPARE(batch->field("d", 0)->text, std::string_view("1e400"));
    QCOMPARE(batch->field("e", 0)->text, std::string_view("-0.0"));
}

void tst_JsonDecoder::fractionsAreTheNearestDouble()
{
    std::mt19937_64 random(5);
    for (int i = 0; i < 200'000; ++i) {
        std::string text = std::to_string(random() >> (random() % 64));
        text.insert(1 + random() % text.size(), ".");
        text += std::to_string(random() % 10);
        if (text.front() == '0' && text[1] != '.')
            continue;
        if (i % 2 == 0)
            text.insert(0, 1, '-');
        const auto number = parseJsonNumber(text);
        QVERIFY2(number && number->type == ValueType::Double, text.c_str());
        QCOMPARE(number->bits, std::bit_cast<std::int64_t>(std::strtod(text.c_str(), nullptr)));
    }
    QVERIFY(!parseJsonNumber("1."));
    QVERIFY(!parseJsonNumber("1.5.5"));
    QVERIFY(!parseJsonNumber(".5"));
}

void tst_JsonDecoder::theWireTimeCountsOnlyWithoutATimeOfItsOwn()
{
    const auto wire = *parseTime("2026-11-23T12:00:00Z");
    QVERIFY(decoded(R"({"msg":"m"})", "auto", wire)->time(0) == wire);
    QVERIFY(decoded(R"({"t":"2026-11-23T11:00:00Z"})", "auto", wire)->time(0)
            == *parseTime("2026-11-23T11:00:00Z"));
    QVERIFY(decoded(R"({"msg":"m"})")->time(0) == arrival());
}

void tst_JsonDecoder::oneDecoderForgetsTheMessageBefore()
{
    const auto decoder = makeDecoder("json");
    EventBatchBuilder builder("test", SourceKind::Kafka);
    for (const char* payload :
         {R"({"level":"error","msg":"first","a":{"b":1},"trace_id":"t"})", R"({"a":)",
          R"({"c":"second"})", R"({"msg":"third","a":{"b":2}})"}) {
        builder.beginEvent({builder.streamIndex({}), 0, arrival()});
        (*decoder)->decode({payload, {}}, builder);
    }
    const auto batch = builder.publish();
    QVERIFY(isConsistent(batch->columns()));
    QCOMPARE(summary(*batch, 0), QStringLiteral("error \"first\" trace=t | a.b=1:int"));
    QCOMPARE(summary(*batch, 1), QStringLiteral("undecodable: not valid JSON"));
    QCOMPARE(summary(*batch, 2), QStringLiteral("\"{\"c\":\"second\"}\" | c=second"));
    QCOMPARE(summary(*batch, 3), QStringLiteral("\"third\" | a.b=2:int"));
}

void tst_JsonDecoder::aBrokenMessageIsTriedByManyFormatsInOneArena()
{
    const auto decoder = makeDecoder("auto");
    EventBatchBuilder builder("test", SourceKind::Kafka);
    const auto decode = [&](const std::string& payload) {
        builder.beginEvent({builder.streamIndex({}), 0, arrival()});
        (*decoder)->decode({payload, {}}, builder);
    };
    for (int i = 0; i < 60; ++i)
        decode(R"({"msg":"hello"})");
    // Each that tries it unescapes a megabyte before it sees the end.
    const std::string broken = R"({"a":"\n)" + std::string(1'000'000, 'x') + R"(","b":1,"c":)";
    decode(broken);
    const auto batch = builder.publish();
    QVERIFY(isConsistent(batch->columns()));
    QCOMPARE(summary(*batch, 60), QStringLiteral("undecodable: not valid JSON"));
    QVERIFY(batch->columns().arena.size() < 2 * broken.size());
}

void tst_JsonDecoder::depthAndFieldsAreLimited()
{
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 1; i < depth; ++i)
            text += R"({"a":)";
        return text + "{}" + std::string(static_cast<std::size_t>(depth - 1), '}');
    };
    QCOMPARE(decoded(nested(64))->kind(0), EventKind::Log);
    QCOMPARE(summary(*decoded(nested(65))), QStringLiteral("undecodable: nested deeper than 64"));
    QCOMPARE(decoded(nested(1'000'000))->kind(0), EventKind::Undecodable);
    const std::string arrays = R"({"a":)" + std::string(1'000'000, '[');
    QCOMPARE(decoded(arrays)->kind(0), EventKind::Undecodable);

    const auto wide = [](int count) {
        std::string text = "{";
        for (int i = 0; i < count; ++i)
            text += (i > 0 ? ",\"f" : "\"f") + std::to_string(i) + "\":1";
        return text + "}";
    };
    QCOMPARE(decoded(wide(1000))->columns().fields.size(), std::size_t{1000});
    QCOMPARE(summary(*decoded(wide(1001))), QStringLiteral("undecodable: more than 1000 fields"));

    const std::string name(1024, 'n');
    QCOMPARE(decoded("{\"" + name + "\":1}")->kind(0), EventKind::Log);
    QCOMPARE(summary(*decoded("{\"x\":{\"" + name + "\":1}}")),
             QStringLiteral("undecodable: a field name is longer than 1 KiB"));
}

void tst_JsonDecoder::anUnknownFormatIsNamed()
{
    const auto decoder = makeDecoder("jsno");
    QVERIFY(!decoder);
    QVERIFY(decoder.error().text().find("jsno") != std::string::npos);
}

QTEST_GUILESS_MAIN(tst_JsonDecoder)
#include "tst_jsondecoder.moc"
