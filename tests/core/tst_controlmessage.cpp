// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/message.h"

#include <QTest>

#include <rapidcheck.h>

#include <cmath>
#include <limits>

using namespace weir;

namespace {

rc::Gen<std::string> anyText()
{
    return rc::gen::container<std::string>(rc::gen::inRange(' ', '~'));
}

std::string faultOf(std::string_view line)
{
    const auto message = parseCollectorMessage(line);
    return message ? "none" : message.error().text();
}

template<typename T>
T read(const std::string& line)
{
    const auto message = parseCollectorMessage(line);
    RC_ASSERT(bool(message));
    RC_ASSERT(std::holds_alternative<T>(*message));
    return std::get<T>(*message);
}

} // namespace

class tst_ControlMessage : public QObject
{
    Q_OBJECT

private slots:
    void theRequestOfTheInterfaceIsRead();
    void argumentsOfAllPlainTypesAreText();
    void everyRequestComesBack();
    void aWrongRequestIsRefused_data();
    void aWrongRequestIsRefused();
    void aLineThatIsTooLongIsRefused();
    void theAnswersOfTheInterfaceAreWritten();
    void everyAnswerComesBack();
    void everyPushComesBack();
    void aValueThatIsNoNumberComesBack();
    void aWrongMessageIsRefused_data();
    void aWrongMessageIsRefused();
    void aMessageOfANewerCollectorIsToldFromADamagedOne();
};

void tst_ControlMessage::theRequestOfTheInterfaceIsRead()
{
    const std::string line = R"({"id":1,"do":"pause","source":"orders"})";
    const auto request = ControlRequest::fromJson(line);
    QVERIFY(request);
    QCOMPARE(quint64{request->id}, quint64{1});
    QCOMPARE(request->command, std::string("pause"));
    QCOMPARE(request->arguments.at("source"), std::string("orders"));
    QCOMPARE(request->toJson(), line);
}

void tst_ControlMessage::argumentsOfAllPlainTypesAreText()
{
    const auto request = ControlRequest::fromJson(
        R"({"id":2,"do":"hello","window":true,"follow":false,"seq":18446744073709551615,)"
        R"("offset":-42,"speed":1.5,"nothing":null,"name":"\u00e4"})");
    QVERIFY(request);
    const std::map<std::string, std::string> expected{
        {"window", "true"}, {"follow", "false"}, {"seq", "18446744073709551615"},
        {"offset", "-42"},  {"speed", "1.5"},    {"name", "\xC3\xA4"}};
    QCOMPARE(request->arguments, expected);
    QCOMPARE(ControlRequest::fromJson(request->toJson())->arguments, expected);
    QVERIFY(request->toJson().find(R"("window":true)") != std::string::npos);
}

void tst_ControlMessage::everyRequestComesBack()
{
    QVERIFY(rc::check("any request", [] {
        ControlRequest request;
        request.id = *rc::gen::arbitrary<std::uint64_t>();
        request.command = *rc::gen::nonEmpty(anyText());
        request.arguments = *rc::gen::container<std::map<std::string, std::string>>(
            rc::gen::map(anyText(), [](const std::string& name) { return "x" + name; }), anyText());
        const auto back = ControlRequest::fromJson(request.toJson());
        RC_ASSERT(bool(back));
        RC_ASSERT(back->id == request.id);
        RC_ASSERT(back->command == request.command);
        RC_ASSERT(back->arguments == request.arguments);
    }));
}

void tst_ControlMessage::aWrongRequestIsRefused_data()
{
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* line, const char* fault) {
        QTest::newRow(line) << QByteArray(fault);
    };
    row("{}", "do: ");
    row(R"({"id":1,"do":7})", "do: ");
    row(R"({"id":"1","do":"stop"})", "id: ");
    row(R"({"id":-1,"do":"stop"})", "id: ");
    row(R"({"id":1,"do":"pause","source":["a"]})", "source: ");
    row(R"({"id":1,"do":"pause","source":{}})", "source: ");
    row(R"(["do"])", "not a JSON object");
    row(R"({"id":1,"do":"stop"} {})", "JSON: ");
    row("stop", "JSON: ");
}

void tst_ControlMessage::aWrongRequestIsRefused()
{
    QFETCH(const QByteArray, fault);
    const auto request = ControlRequest::fromJson(QTest::currentDataTag());
    QVERIFY(!request);
    QCOMPARE(request.error().code, Error::Code::InvalidInput);
    QVERIFY2(request.error().text().starts_with(fault.toStdString()),
             request.error().text().c_str());
}

void tst_ControlMessage::aLineThatIsTooLongIsRefused()
{
    ControlRequest request{1, "purge", {{"query", ""}}};
    const std::size_t frame = request.toJson().size();
    request.arguments["query"] = std::string(maxControlLine - frame, 'x');
    QVERIFY(ControlRequest::fromJson(request.toJson()));
    request.arguments["query"] += 'x';
    QVERIFY(!ControlRequest::fromJson(request.toJson()));
    QVERIFY(!parseCollectorMessage(request.toJson()));
}

void tst_ControlMessage::theAnswersOfTheInterfaceAreWritten()
{
    QCOMPARE((ControlAnswer{1, {}, {}}).toJson(), std::string(R"({"id":1,"ok":true})"));
    QCOMPARE((ControlAnswer{1, "no such source", {}}).toJson(),
             std::string(R"({"id":1,"error":"no such source"})"));
    QCOMPARE((ControlAnswer{1, {}, R"({"a":[1]})"}).toJson(),
             std::string(R"({"id":1,"ok":true,"result":{"a":[1]}})"));
    QCOMPARE(CommittedPush{EventSeq{7}}.toJson(), std::string(R"({"event":"committed","seq":7})"));
    QCOMPARE(BookmarksPush{}.toJson(), std::string(R"({"event":"bookmarks"})"));
    QCOMPARE(ShowPush{"weir:7"}.toJson(),
             std::string(R"({"event":"show","url":"weir:7"})"));
    QVERIFY(std::holds_alternative<BookmarksPush>(*parseCollectorMessage(BookmarksPush{}.toJson())));
    QVERIFY(StatusPush{}.toJson().starts_with(R"({"event":"status","status":{"collector":)"));
}

void tst_ControlMessage::everyAnswerComesBack()
{
    QVERIFY(rc::check("any answer", [] {
        ControlAnswer answer;
        answer.id = *rc::gen::arbitrary<std::uint64_t>();
        answer.error = *anyText();
        if (answer.error.empty())
            answer.result = *rc::gen::element<std::string>("", "{}", R"({"a":[1,"x y"]})", "[]");
        const auto back = read<ControlAnswer>(answer.toJson());
        RC_ASSERT(back.id == answer.id);
        RC_ASSERT(back.error == answer.error);
        RC_ASSERT(back.result == answer.result);
    }));
}

void tst_ControlMessage::everyPushComesBack()
{
    QVERIFY(rc::check("any push", [] {
        const CommittedPush committed{EventSeq{*rc::gen::arbitrary<std::uint64_t>()}};
        RC_ASSERT(read<CommittedPush>(committed.toJson()).seq == committed.seq);

        TransitionPush push;
        push.rule = *anyText();
        push.labels = *anyText();
        push.from = *anyText();
        push.to = *anyText();
        push.at = timePointOf(*rc::gen::arbitrary<std::int64_t>());
        push.value = *rc::gen::arbitrary<double>();
        push.summary = *anyText();
        const auto back = read<TransitionPush>(push.toJson());
        RC_ASSERT(back.toJson() == push.toJson());
        RC_ASSERT(back.at == push.at);
        RC_ASSERT(back.value == push.value);

        const ShowPush show{"weir://" + *anyText()};
        RC_ASSERT(read<ShowPush>(show.toJson()).url == show.url);

        StatusPush status;
        status.status.pid = *rc::gen::arbitrary<std::int64_t>();
        RC_ASSERT(read<StatusPush>(status.toJson()).status.pid == status.status.pid);
    }));
}

void tst_ControlMessage::aValueThatIsNoNumberComesBack()
{
    TransitionPush push;
    for (const double value :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
          -std::numeric_limits<double>::infinity()}) {
        push.value = value;
        const auto message = parseCollectorMessage(push.toJson());
        QVERIFY(message);
        const double back = std::get<TransitionPush>(*message).value;
        QVERIFY(back == value || (std::isnan(back) && std::isnan(value)));
    }
}

void tst_ControlMessage::aWrongMessageIsRefused_data()
{
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* line, const char* fault) {
        QTest::newRow(line) << QByteArray(fault);
    };
    row("{}", "ok: ");
    row(R"({"id":1})", "ok: ");
    row(R"({"id":1,"ok":"yes"})", "ok: ");
    row(R"({"event":7})", "event: ");
    row(R"({"event":"committed","seq":"7"})", "seq: ");
    row(R"({"event":"committed"})", "seq: ");
    row(R"({"event":"show"})", "url: ");
    row(R"({"event":"status"})", "status: ");
    row(R"({"event":"status","status":[]})", "not a JSON object");
    row(R"({"event":"transition","at":"noon"})", "at: ");
    row(R"({"event":"transition","value":"much"})", "value: ");
}

void tst_ControlMessage::aWrongMessageIsRefused()
{
    QFETCH(const QByteArray, fault);
    const std::string found = faultOf(QTest::currentDataTag());
    QVERIFY2(found.starts_with(fault.toStdString()), found.c_str());
}

void tst_ControlMessage::aMessageOfANewerCollectorIsToldFromADamagedOne()
{
    const auto message = parseCollectorMessage(R"({"event":"forecast","rain":true})");
    QVERIFY(!message);
    QCOMPARE(message.error().code, Error::Code::TooNew);
}

QTEST_GUILESS_MAIN(tst_ControlMessage)
#include "tst_controlmessage.moc"
