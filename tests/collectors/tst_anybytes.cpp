// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/decoded.h"

#include <QTest>

#include <rapidcheck.h>
#include <simdjson.h>

using namespace weir;

/// Laws that hold for whatever a producer sends.
class tst_AnyBytes final : public QObject
{
    Q_OBJECT

private slots:
    void everyPayloadComesOutByteForByte();
    void brokenJsonComesOutByteForByte();
    void whatSimdjsonTakesForAnObjectIsDecoded();
    void whatABatchHoldsDoesNotDependOnHowItWasSplit();
};

namespace {

/// Text that is nearly JSON: pieces of it in any order.
rc::Gen<std::string> jsonLike()
{
    const auto piece = rc::gen::element<std::string>(
        "{", "}", "[", "]", ":", ",", "\"a\"", "\"time\"", "\"level\"", "\"msg\"", "\"b\\u00e9\"",
        "\"\\ud800\"", "\"", "\\", "1", "-1.5e3", "1e999", "true", "null", "nul", " ", "\n",
        "{\"x\":", "\"2026-11-23T12:04:51Z\"", "\"name\":\"n\",\"value\":1", "\xFF",
        std::string(1, '\0'));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& pieces) {
                            std::string text = "{";
                            for (const std::string& next : pieces)
                                text += next;
                            return text;
                        });
}

/// An object of members that are mostly right.
rc::Gen<std::string> objectLike()
{
    const auto member = rc::gen::element<std::string>(
        R"("a":1)", R"("b":"x")", R"( "c" : [1, {"d":null}, "e"] )", R"("f":{"g":{}})",
        R"("h":-0.5e-3)", R"("i":"\u00e9\n")", R"("j":"\ud800")", R"("k":1e999)", R"("l":true)",
        R"("m":tru)", R"("n":01)", R"("o":[1,])", R"("p" 1)", R"("q":"x"y)", R"("r":[1}])",
        R"("s":[[[]]])", R"("t":{"u"})", "");
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(member),
                        [](const std::vector<std::string>& members) {
                            std::string text = "{";
                            for (std::size_t i = 0; i < members.size(); ++i)
                                text += (i > 0 ? "," : "") + members[i];
                            return text + "}";
                        });
}

rc::Gen<std::string> anyBytes()
{
    return rc::gen::container<std::string>(rc::gen::arbitrary<char>());
}

rc::Gen<std::string> anyMessage()
{
    return rc::gen::oneOf(anyBytes(), jsonLike(),
                          rc::gen::element<std::string>(
                              R"({"level":"error","msg":"a\"b","x":{"y":[1,2]},"service":"s"})",
                              R"({"name":"n","value":2.5,"labels":{"a":"b"},"ts":1763899491})",
                              "Nov 23 12:04:51 host app: ERROR x", "2026-11-23T12:04:51Z warn y",
                              ""));
}

void survives(const std::string& payload, const std::string& format)
{
    const auto batch = decoded(payload, format);
    RC_ASSERT(isConsistent(batch->columns()));
    RC_ASSERT(batch->size() == std::size_t{1});
    RC_ASSERT(std::string(batch->payload(0)) == payload);
}

} // namespace

void tst_AnyBytes::everyPayloadComesOutByteForByte()
{
    const bool holds = rc::check([] {
        const std::string payload = *anyBytes();
        survives(payload, "auto");
        survives(payload, "json");
        survives(payload, "text");
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_AnyBytes::brokenJsonComesOutByteForByte()
{
    const bool holds = rc::check([] { survives(*jsonLike(), "json"); });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_AnyBytes::whatSimdjsonTakesForAnObjectIsDecoded()
{
    int objects = 0;
    const bool holds = rc::check([&] {
        const std::string payload = *rc::gen::oneOf(jsonLike(), objectLike());
        simdjson::dom::parser parser;
        simdjson::dom::object object;
        const bool isObject =
            parser.parse(payload.data(), payload.size()).get(object) == simdjson::SUCCESS;
        const bool isDecoded = decoded(payload, "json")->kind(0) != EventKind::Undecodable;
        objects += isObject ? 1 : 0;
        RC_ASSERT(isDecoded || !isObject);
        // We are milder with numbers beyond a double and with half a surrogate pair only.
        const bool isMild = payload.find("1e999") != std::string::npos
            || payload.find("\\ud800") != std::string::npos;
        RC_ASSERT(isObject || isMild || !isDecoded);
    });
    QVERIFY2(holds, "the counterexample is printed above");
    QVERIFY(objects > 0);
}

void tst_AnyBytes::whatABatchHoldsDoesNotDependOnHowItWasSplit()
{
    const bool holds = rc::check([] {
        const auto messages = *rc::gen::container<std::vector<std::string>>(anyMessage());
        const auto decoder = makeDecoder("auto");
        EventBatchBuilder together("test", SourceKind::Kafka);
        for (const std::string& message : messages) {
            together.beginEvent({together.streamIndex({}), 0, arrival()});
            (*decoder)->decode({message, {}}, together);
        }
        const auto batch = together.publish();
        RC_ASSERT(isConsistent(batch->columns()));
        RC_ASSERT(batch->size() == messages.size());
        for (std::size_t row = 0; row < messages.size(); ++row) {
            const auto alone = decoded(messages[row]);
            RC_ASSERT(std::string(batch->payload(row)) == messages[row]);
            // Columns of a batch stand in the order of its first event, so compare as sets.
            auto left = summary(*batch, row).split(QLatin1Char(' '));
            auto right = summary(*alone).split(QLatin1Char(' '));
            left.sort();
            right.sort();
            RC_ASSERT(left == right);
        }
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

QTEST_GUILESS_MAIN(tst_AnyBytes)
#include "tst_anybytes.moc"
