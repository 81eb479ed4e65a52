// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/query/fieldvalue.h"
#include "core/query/filter.h"

#include <QTest>

#include <algorithm>
#include <bit>
#include <limits>
#include <string>
#include <vector>

using namespace weir;

namespace {

using Rows = std::vector<std::uint32_t>;

const auto start = timePointOf(1'795'435'200'000'000'000);

Stream streamOf(SourceKind kind)
{
    return {kind, "cluster", "orders", 3, 0};
}

FilterPtr compiled(std::string_view query)
{
    const auto parsed = parseQuery(query);
    if (const auto* error = std::get_if<QueryError>(&parsed))
        qFatal("%s", error->message.c_str());
    auto filter = Filter::compile(std::get<Query>(parsed).filter);
    if (!filter)
        qFatal("%s", filter.error().text().c_str());
    return *filter;
}

Rows select(const StoredBatch& stored, std::string_view query)
{
    Rows rows;
    compiled(query)->select(stored, rows);
    return rows;
}

/// Rows as text, so that a failure prints both.
QString shown(const Rows& rows)
{
    QString out;
    for (const auto row : rows)
        out += QString::number(row) + QLatin1Char(' ');
    return out.trimmed();
}

/// Three events: a JSON-like log with typed fields, a metric, and one that could not be decoded.
StoredBatch sample()
{
    EventBatchBuilder builder("pay-eu", SourceKind::Kafka, {{"region", "eu-West"}, {"host", "h1"}});
    const auto stream = builder.streamIndex(streamOf(SourceKind::Kafka));

    builder.beginEvent({stream, 41, start});
    const std::string payload =
        "{\"status\":503,\"level\":\"error\",\"service\":\"payments\",\"path\":\"/api/v1/pay\"}";
    builder.setPayload(payload);
    const auto piece = [&](std::string_view of) {
        const auto at = static_cast<std::uint32_t>(payload.find(of));
        return ArenaRef{builder.payloadRef().offset + at, static_cast<std::uint32_t>(of.size())};
    };
    builder.setSeverity(Severity::Error);
    builder.setTime(start - std::chrono::seconds(10));
    builder.setBody(builder.append("Connection REFUSED by 10.1.2.3:443"));
    builder.setTraceId(builder.append("4bf92f3577b34da6"));
    builder.setSpanId(builder.append("00f067aa"));
    builder.setKey("Customer-7");
    builder.addHeader("content-type", "text/Plain");
    builder.addField("status", ValueType::Int, piece("503"), 503);
    builder.addField("service.name", ValueType::String, piece("payments"));
    builder.addField("path", ValueType::String, piece("/api/v1/pay"));
    builder.addField("text", ValueType::String, builder.append("503"));
    builder.addField("ratio", ValueType::Double, builder.append("0.25"),
                     std::bit_cast<std::int64_t>(0.25));
    builder.addField("ok", ValueType::Bool, builder.append("false"), 0);
    builder.addField("level", ValueType::String, builder.append("own"));
    builder.addField("region", ValueType::String, builder.append("us"));

    builder.beginEvent({stream, 42, start + std::chrono::seconds(1)});
    builder.setPayload("cpu 0.5");
    builder.setMetric(builder.append("cpu.load"), 0.5, {}, MetricType::Gauge);

    builder.beginEvent({stream, -1, start + std::chrono::seconds(2)});
    builder.setPayload("{\"broken");
    builder.setUndecodable("not JSON");
    return {EventSeq{100}, start, builder.publish()};
}

} // namespace

class tst_Filter : public QObject
{
    Q_OBJECT

private slots:
    void theRowsThatMatchAreSelected_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char* query, const char* rows) {
            QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(rows);
        };
        row("", "0 1 2");
        row("refused", "0");
        row("REFUSED connection", "0");
        row("\"connection refused\"", "0");
        row("\"refused connection\"", "");
        row("10.1.2.3:443", "0");
        row("customer-7", "0");
        row("4BF92F", "0");
        row("00f067AA", "0");
        row("PAY-EU", "0 1 2"); // the source's name
        row("eu-west", "0 1 2"); // a label of the source
        row("cpu.load", "1");
        row("\"cpu 0.5\"", "1");
        row("broken", "2"); // the payload of what could not be decoded
        row("\"not json\"", "2");
        row("status", ""); // a key of the JSON is no value
        row("503", "0");
        row("service:payments", "0");
        row("service:Payments", "");
        row("service:payment", "");
        row("service.name:payments", "0");
        row("service:(orders or payments)", "0");
        row("fields.service.name:payments", "0");
        row("fields.service:payments", "0"); // filed under service.name by the decoder
        row("fields.level:own", "0");
        row("level:error", "0");
        row("level:*", "0");
        row("level>=warn", "0");
        row("level<error", "");
        row("not level>=warn", "1 2");
        row("level:err*", "0");
        row("level~/^e/", "0");
        row("host:h1", "0 1 2");
        row("region:us", "0"); // the payload's own field before the label
        row("region:eu-West", "1 2");
        row("fields.region:*", "0");
        row("status:503", "0");
        row("status>=503", "0");
        row("status>503", "");
        row("status<503.5", "0");
        row("text>1", ""); // a string that looks like a number
        row("text:503", "0");
        row("ratio<=0.25", "0");
        row("ratio<0.25", "");
        row("ok:false", "0");
        row("ok>=0", "");
        row("path:/api/*", "0");
        row("path:/api", "");
        row("path:*/v?/*", "0");
        row("path:\"/api/*\"", "");
        row("path~/v[12]/", "0");
        row("path~/^v/", "");
        row("~/refused/", "");
        row("~/(?i)refused/", "0");
        row("~/REF(USED)? by/", "0");
        row("~/^Customer-\\d$/", "0");
        row("trace_id:*", "0");
        row("trace_id:4bf92f3577b34da6", "0");
        row("key:Customer-7", "0");
        row("header.content-type:text/Plain", "0");
        row("header.other:*", "");
        row("source:pay-eu", "0 1 2");
        row("topic:orders", "0 1 2");
        row("partition:3 partition>=3", "0 1 2");
        row("offset:42", "1");
        row("offset>41", "1");
        row("offset:*", "0 1");
        row("seq:101", "1");
        row("seq>=101", "1 2");
        row("metric:cpu.load", "1");
        row("name:cpu.load", "1");
        row("value>=0.5", "1");
        row("value:0.5", "1");
        row("value:*", "1");
        row("body:\"not JSON\"", "2");
        row("time<2026-11-23T12:00:00Z", "0");
        row("received<=2026-11-23T12:00:00Z", "0");
        row("time:\"2026-11-23 12:00:01\"", "1");
        row("time:2026-11-23T11*", "0");
        row("time<=2262-04-11T23:47:16.854775807Z", "0 1 2"); // there is no later time
        row("time>2262-04-11T23:47:16.854775807Z", "");
        row("time:2262-04-11T23:47:16.854775807Z", "");
        row("-refused -broken", "1");
        row("refused or broken", "0 2");
        row("not (refused or broken)", "1");
        row("*", "0 1 2");
        row("not *", "");
        row("\"\"", "0 1 2");
    }
    void theRowsThatMatchAreSelected()
    {
        QFETCH(QString, query);
        QFETCH(QString, rows);
        QCOMPARE(shown(select(sample(), query.toStdString())), rows);
    }

    void rowsAreAppendedToWhatIsThere()
    {
        Rows rows{9};
        compiled("broken")->select(sample(), rows);
        QCOMPARE(rows, (Rows{9, 2}));
    }

    void anEmptyBatchHasNoRows()
    {
        EventBatchBuilder builder("x", SourceKind::File);
        QVERIFY(select({EventSeq{1}, start, builder.publish()}, "not a or x").empty());
    }

    void whatHasGrownByALetterIsNarrower_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("wide");
        QTest::addColumn<bool>("isNarrower");

        QTest::newRow("a letter more") << "refused" << "refuse" << true;
        QTest::newRow("a letter less") << "refuse" << "refused" << false;
        QTest::newRow("another word") << "refused conn" << "refused" << true;
        QTest::newRow("letters in another case") << "REFUSED" << "fuse" << true;
        QTest::newRow("a field more") << "service:auth refused" << "refuse" << true;
        QTest::newRow("a field that has grown") << "service:auth" << "service:aut" << false;
        QTest::newRow("fewer severities") << "level>=error" << "level>=warn" << true;
        QTest::newRow("an alternative more") << "refused or reset" << "refused" << false;
        QTest::newRow("an alternative less") << "refused" << "refused or reset" << true;
        QTest::newRow("excluded more widely") << "not refuse" << "not refused" << true;
        QTest::newRow("excluded less widely") << "not refused" << "not refuse" << false;
        QTest::newRow("in a field") << "body~/refused/" << "refuse" << false;
    }

    void whatHasGrownByALetterIsNarrower()
    {
        QFETCH(QString, filter);
        QFETCH(QString, wide);
        QTEST(compiled(filter.toStdString())->isNarrowerThan(*compiled(wide.toStdString())),
              "isNarrower");
    }

    void nestedAlternativesAreNotComparedForYears()
    {
        const auto nested = [](char end) {
            std::string text;
            for (int depth = 0; depth < 30; ++depth)
                text += "a (b or ";
            return text + end + std::string(30, ')');
        };
        // Each with each it is 2^30 comparisons and more, and the watchdog ends the test.
        QVERIFY(!compiled(nested('c'))->isNarrowerThan(*compiled(nested('d'))));
    }

    void largeWholeNumbersAreComparedExactly()
    {
        constexpr std::int64_t large = (std::int64_t{1} << 53) + 1;
        EventBatchBuilder builder("x", SourceKind::File);
        const auto stream = builder.streamIndex(streamOf(SourceKind::File));
        for (const std::int64_t number : {large, std::numeric_limits<std::int64_t>::max(),
                                          std::numeric_limits<std::int64_t>::min()}) {
            builder.beginEvent({stream, 0, start});
            builder.addField("n", ValueType::Int, builder.append("n"), number);
        }
        const StoredBatch stored{EventSeq{1}, start, builder.publish()};
        QCOMPARE(shown(select(stored, "n>9007199254740992")), QStringLiteral("0 1"));
        QCOMPARE(shown(select(stored, "n<=9007199254740992")), QStringLiteral("2"));
        QCOMPARE(shown(select(stored, "n<9223372036854775807")), QStringLiteral("0 1 2"));
        QCOMPARE(shown(select(stored, "n>=9223372036854775808")), QString());
        QCOMPARE(shown(select(stored, "n<=-9223372036854775808")), QStringLiteral("2"));
        QCOMPARE(shown(select(stored, "n<-9223372036854775808")), QString());
        QCOMPARE(shown(select(stored, "n>-9223372036854775808")), QStringLiteral("0 1"));
        QCOMPARE(shown(select(stored, "n>-1e300 n<1e300")), QStringLiteral("0 1 2"));
    }

    void onlySeveritiesAreKnownFromHeaders()
    {
        const auto classes = [](std::string_view query) -> QString {
            const auto severities = compiled(query)->severitiesOnly();
            if (!severities)
                return QStringLiteral("no");
            QString out;
            for (const bool matches : *severities)
                out += QLatin1Char(matches ? '1' : '0');
            return out;
        };
        QCOMPARE(classes(""), QStringLiteral("1111111"));
        QCOMPARE(classes("level>=warn"), QStringLiteral("0000111"));
        QCOMPARE(classes("level<warn"), QStringLiteral("0111000"));
        QCOMPARE(classes("not level>=warn"), QStringLiteral("1111000"));
        QCOMPARE(classes("level:(info or fatal)"), QStringLiteral("0001001"));
        QCOMPARE(classes("level:* -level:debug"), QStringLiteral("0101111"));
        QCOMPARE(classes("level>=warn x"), QStringLiteral("no"));
        QCOMPARE(classes("level:w*"), QStringLiteral("no"));
    }

    void everythingIsKnownAsSuch()
    {
        QVERIFY(compiled("")->matchesEverything());
        QVERIFY(compiled("* (* or x)")->matchesEverything());
        QVERIFY(!compiled("x")->matchesEverything());
        QVERIFY(!compiled("not *")->matchesEverything());
    }

    void whatMatchesInATextIsMarked_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("marked");
        const auto row = [](const char* query, const char* marked) {
            QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(marked);
        };
        row("", "Error in error handler, 12 errors");
        row("error", "[Error] in [error] handler, 12 [error]s");
        row("error \"or in\"", "[Error in] [error] handler, 12 [error]s");
        row("not error", "Error in error handler, 12 errors");
        row("handler -x -(-error)", "[Error] in [error] [handler], 12 [error]s");
        row("~/e[r]+o/", "Error in [erro]r handler, 12 [erro]rs");
        row("~/\\d*/", "Error in error handler, [12] errors");
        row("body~/in/ path~/hand/", "Error [in] error handler, 12 errors");
        row("service:error", "Error in error handler, 12 errors");
        row("rr er", "[Err]or in [err]or handl[er], 12 [err]ors");
    }
    void whatMatchesInATextIsMarked()
    {
        QFETCH(QString, query);
        QFETCH(QString, marked);
        QByteArray text = "Error in error handler, 12 errors";
        auto spans = compiled(query.toStdString())->matchesIn(text.toStdString());
        std::reverse(spans.begin(), spans.end());
        for (const TextSpan span : spans) {
            text.insert(qsizetype(span.offset + span.length), ']');
            text.insert(qsizetype(span.offset), '[');
        }
        QCOMPARE(QString::fromUtf8(text), marked);
    }

    void aPatternThatIsNoneIsRefused()
    {
        Expr expr;
        expr.kind = Expr::Kind::Regex;
        expr.text = "a(";
        const auto filter = Filter::compile(expr);
        QVERIFY(!filter);
        QVERIFY(filter.error().detail.find("missing )") != std::string::npos);
    }

    void aHostilePatternTakesLinearTime()
    {
        EventBatchBuilder builder("x", SourceKind::File);
        const auto stream = builder.streamIndex(streamOf(SourceKind::File));
        builder.beginEvent({stream, 0, start});
        builder.setPayload(std::string(200'000, 'a'));
        const StoredBatch stored{EventSeq{1}, start, builder.publish()};
        QVERIFY(select(stored, "~/(a+)+$b/").empty());
        QVERIFY(select(stored, "body:*a*a*a*a*b").empty());
    }

    void fieldsAreReadAsTextByAnyName()
    {
        const auto stored = sample();
        const auto text = [&](std::size_t row, std::string_view name) {
            return QString::fromStdString(fieldText(stored, row, name).value_or("-"));
        };
        QCOMPARE(text(0, "time"), QStringLiteral("2026-11-23T11:59:50.000000000Z"));
        QCOMPARE(text(0, "received"), QStringLiteral("2026-11-23T12:00:00.000000000Z"));
        QCOMPARE(text(1, "seq"), QStringLiteral("101"));
        QCOMPARE(text(0, "severity"), QStringLiteral("error"));
        QCOMPARE(text(1, "severity"), QStringLiteral("-"));
        QCOMPARE(text(0, "service.name"), QStringLiteral("payments"));
        QCOMPARE(text(1, "service.name"), QStringLiteral("-"));
        QCOMPARE(text(1, "value"), QStringLiteral("0.5"));
        QCOMPARE(text(2, "offset"), QStringLiteral("-"));
        QCOMPARE(text(0, "header.content-type"), QStringLiteral("text/Plain"));
    }
};

QTEST_GUILESS_MAIN(tst_Filter)
#include "tst_filter.moc"
