// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/functions.h"
#include "tests/core/describe.h"

#include <QTest>

#include <rapidcheck.h>

#include <string>

using namespace weir;
using test::describe;

namespace {

QByteArray bytes(const char* text)
{
    return text;
}

std::string aggregateOf(std::string_view query)
{
    const auto parsed = parseQuery(query);
    if (const auto* error = std::get_if<QueryError>(&parsed))
        return "error: " + error->message;
    const auto& aggregate = std::get<Query>(parsed).aggregate;
    if (!aggregate)
        return "none";
    return printAggregate(*aggregate);
}

rc::Gen<Aggregate> anyAggregate()
{
    return rc::gen::exec([] {
        const auto functions = aggregateFunctions();
        const FunctionInfo info = functions[*rc::gen::inRange<std::size_t>(0, functions.size())];
        Aggregate aggregate;
        aggregate.function = info.function;
        if (info.of != FunctionInfo::Of::Events)
            aggregate.field = *rc::gen::element<std::string>("value", "service.name", "a-b", "by");
        if (info.function == Aggregate::Function::Quantile)
            aggregate.percent = *rc::gen::element(0.0, 100.0, 99.9, 1e-7, 33.3333333333, 5.0);
        const bool isTop = info.function == Aggregate::Function::Top;
        if (isTop)
            aggregate.most = *rc::gen::inRange<std::size_t>(1, 10'001);
        aggregate.by = *rc::gen::element(std::vector<std::string>{"severity"},
                                         std::vector<std::string>{"x", "host.name", "fields.y"});
        if (!isTop && *rc::gen::arbitrary<bool>())
            aggregate.by.clear();
        if (*rc::gen::arbitrary<bool>())
            aggregate.every = Nanoseconds(*rc::gen::inRange<std::int64_t>(1'000'000, 1LL << 60));
        return aggregate;
    });
}

/// Pieces that queries are made of, so that most inputs get past the first character.
rc::Gen<std::string> anyQuery()
{
    const auto piece =
        rc::gen::oneOf(rc::gen::element<std::string>("(", ")", "\"", "|", "-", "~/", "/", ":",
                                                     ">=", "<", " ", "and", "or", "not", "*", "\\",
                                                     "count", "by", "every", "level"),
                       rc::gen::element<std::string>("time", "severity", "warn", "5", "1e3", "10s",
                                                     ",", "[", "é", "p99.9", "top", "sum(", "?",
                                                     "body", "2026-11-23T12:00:00Z", "a", "//"),
                       rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                        [](const std::vector<std::string>& pieces) {
                            std::string query;
                            for (const std::string& part : pieces)
                                query += part;
                            return query;
                        });
}

rc::Gen<Expr> anyLeaf()
{
    return rc::gen::exec([] {
        Expr expr;
        const auto text = rc::gen::container<std::string>(rc::gen::element(
            'a', 'B', '"', '\\', ' ', '(', ')', '|', '*', '-', ':', '/', '\n', '~'));
        expr.kind = *rc::gen::element(Expr::Kind::Everything, Expr::Kind::Text, Expr::Kind::Regex,
                                      Expr::Kind::FieldEquals, Expr::Kind::FieldGlob,
                                      Expr::Kind::FieldExists, Expr::Kind::FieldCompare,
                                      Expr::Kind::SeverityCompare, Expr::Kind::SeverityEquals);
        const std::string name = *rc::gen::element<std::string>("status", "service.name",
                                                                "fields.level", "@x", "header.y-z");
        if (expr.kind == Expr::Kind::Text || expr.kind == Expr::Kind::FieldEquals)
            expr.text = *text;
        if (expr.kind == Expr::Kind::Regex)
            expr.text = *rc::gen::element<std::string>("a b", "a/b", "\\d+\\\\", "[/]x|(y)", "");
        if (expr.kind == Expr::Kind::FieldGlob)
            expr.text = *rc::gen::element<std::string>("a*", "//x?", "**", "?\"", "*:/-");
        if (expr.kind == Expr::Kind::FieldCompare) {
            expr.field = *rc::gen::element<std::string>("status", "time", "seq", "value");
            if (expr.field == "time")
                expr.time =
                    timePointOf(*rc::gen::inRange<std::int64_t>(0, 2'000'000'000'000'000'000));
            else
                expr.number = *rc::gen::inRange(-1000, 1000) / *rc::gen::element(1.0, 7.0, 1e-9);
        } else if (expr.kind == Expr::Kind::SeverityCompare
                   || expr.kind == Expr::Kind::SeverityEquals) {
            expr.severity =
                *rc::gen::element(SeverityClass::Trace, SeverityClass::Warn, SeverityClass::Fatal);
        } else if (expr.kind != Expr::Kind::Everything && expr.kind != Expr::Kind::Text) {
            expr.field = expr.kind == Expr::Kind::Regex && *rc::gen::arbitrary<bool>() ? "" : name;
        }
        expr.comparison = *rc::gen::element(Comparison::Less, Comparison::LessEqual,
                                            Comparison::Greater, Comparison::GreaterEqual);
        return expr;
    });
}

rc::Gen<Expr> anyExpr(int depth)
{
    if (depth == 0)
        return anyLeaf();
    return rc::gen::exec([depth] {
        const auto kind =
            *rc::gen::element(Expr::Kind::And, Expr::Kind::Or, Expr::Kind::Not, Expr::Kind::Text);
        if (kind == Expr::Kind::Text)
            return *anyLeaf();
        Expr expr;
        expr.kind = kind;
        const int count = kind == Expr::Kind::Not ? 1 : *rc::gen::inRange(2, 4);
        for (int i = 0; i < count; ++i)
            expr.children.push_back(*anyExpr(depth - 1));
        return expr;
    });
}

void checkPlaces(const Expr& expr, std::size_t from, std::size_t to)
{
    RC_ASSERT(expr.at.offset >= from);
    RC_ASSERT(expr.at.offset + expr.at.length <= to);
    for (const Expr& child : expr.children)
        checkPlaces(child, 0, to);
}

} // namespace

class tst_QueryParser : public QObject
{
    Q_OBJECT

private slots:
    void theTreeIsWhatWasMeant_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("tree");
        const auto row = [](const char* name, const char* query, const char* tree) {
            QTest::newRow(name) << bytes(query) << bytes(tree);
        };
        row("nothing", "", "everything");
        row("spaces", " \t\n ", "everything");
        row("star", "*", "everything");
        row("word", "error", "<error>");
        row("beside each other", "error timeout", "and(<error>, <timeout>)");
        row("and", "a and b", "and(<a>, <b>)");
        row("or binds weaker", "a b or c", "or(and(<a>, <b>), <c>)");
        row("not", "not a b", "and(not(<a>), <b>)");
        row("dash", "-a b", "and(not(<a>), <b>)");
        row("not of not", "not not a", "not(not(<a>))");
        row("parentheses", "a (b or c)", "and(<a>, or(<b>, <c>))");
        row("parentheses without spaces", "a(b)c", "and(<a>, <b>, <c>)");
        row("capitals", "a OR NOT b", "or(<a>, not(<b>))");
        row("mixed case is text", "a Or b", "and(<a>, <Or>, <b>)");
        row("keyword in quotes", "\"and\"", "<and>");
        row("keyword as the beginning of a word", "order android", "and(<order>, <android>)");
        row("phrase", "\"connection refused\"", "<connection refused>");
        row("escapes", "\"a \\\"b\\\" \\\\ \\n\"", "<a \"b\" \\ \\n>");
        row("empty phrase", "\"\"", "<>");
        row("quote inside a word", "{\"a\":1}", "<{\"a\":1}>");
        row("field", "service:payments", "service.name=<payments>");
        row("full name", "service.name:payments", "service.name=<payments>");
        row("host", "host:a", "host.name=<a>");
        row("own field", "fields.service:a", "fields.service=<a>");
        row("value with colons", "a:b:c", "a=<b:c>");
        row("quoted value", "a:\"b c\"", "a=<b c>");
        row("empty value", "a:\"\"", "a=<>");
        row("quoted star", "a:\"*\"", "a=<*>");
        row("one of", "a:(b or \"c d\" or e*)", "or(a=<b>, a=<c d>, a like <e*>)");
        row("one of one", "a:(b)", "a=<b>");
        row("glob", "path:/api/*", "path like </api/*>");
        row("question mark", "path:/a?", "path like </a?>");
        row("exists", "trace_id:*", "trace_id exists");
        row("level equals", "level:WARNING", "severity=warn");
        row("level one of", "level:(err or fatal)", "or(severity=error, severity=fatal)");
        row("level compares", "level>=warn", "severity>=warn");
        row("level exists", "level:*", "severity exists");
        row("numbers", "status>=500 ms<2.5", "and(status>=500.000000@0, ms<2.500000@0)");
        row("negative and exponent", "a>-1e3 b<=-0.5", "and(a>-1000.000000@0, b<=-0.500000@0)");
        row("time", "time>1970-01-01T00:00:01Z", "time>0.000000@1000000000");
        row("quoted time", "received<\"1970-01-01 00:00:02\"", "received<0.000000@2000000000");
        row("regex", "~/time(d )?out/", "~<time(d )?out>");
        row("field regex", "path~/v[12]/", "path~<v[12]>");
        row("slash in a regex", "~/a\\/b\\d/", "~<a/b\\d>");
        row("regex and more", "(~/a/)-~/b/", "and(~<a>, not(~<b>))");
        row("address", "10.1.2.3:443", "<10.1.2.3:443>");
        row("time of day", "12:04:51", "<12:04:51>");
        row("URL", "http://x", "<http://x>");
        row("sentence", "Caused by: x", "and(<Caused>, <by:>, <x>)");
        row("equals sign", "key=value", "<key=value>");
        row("arrow", "this->x -> y", "and(<this->x>, <->>, <y>)");
        row("home", "~me", "<~me>");
        row("option", "--all -", "and(<--all>, <->)");
        row("not before a colon", "not:a", "not=<a>");
        row("header", "header.content-type:a", "header.content-type=<a>");
    }
    void theTreeIsWhatWasMeant()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, tree);
        QCOMPARE(QByteArray::fromStdString(describe(query.toStdString())), tree);
    }

    void aggregatesAreRead_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("aggregate");
        const auto row = [](const char* query, const char* aggregate) {
            QTest::newRow(query) << bytes(query) << bytes(aggregate);
        };
        row("a", "none");
        row("a | count", "count");
        row("|rate", "rate");
        row("a|count by service every 10s", "count by service every 10s");
        row("a | rate by level,host , x every 1h30m", "rate by level, host, x every 1h30m");
        row("a | count every 250ms", "count every 250ms");
        row("a | sum(bytes)", "sum(bytes)");
        row("a | avg ( service.name )by x", "avg(service) by x");
        row("a|p99.90(latency_ms)every 1m", "p99.9(latency_ms) every 1m");
        row("a | p0(x)", "p0(x)");
        row("a | p100(x)", "p100(x)");
        row("a | rate(value) by host", "rate(value) by host");
        row("a | top 20 by user, host every 1h", "top 20 by user, host every 1h");
        row("a | last(time)", "last(time)");
        row("a | distinct(level) by every", "distinct(level) by every");
        row("a | count by", "error: Expected the name of a field");
        row("a | count by 5", "error: Expected the name of a field");
        row("a | count by x, x", "error: ‘x’ stands after by already");
        row("a | count by x y", "error: Expected a comma, every or the end after a field's name");
        row("a | count by x evry 5s",
            "error: Expected a comma, every or the end after a field's name; did you mean "
            "‘every’?");
        row("a | count bye x", "error: Expected by, every or the end; did you mean ‘by’?");
        row("a | count every 1us", "error: A window is at least 1ms long");
        row("a | count every 10s by x",
            "error: Write by before every: | count by service every 10s");
        row("a | count every 10s x", "error: Nothing can follow the length of the window");
        row("a | ",
            "error: Expected a function such as count, rate or p95(latency_ms) after |; to search "
            "for a | write it in quotes");
        row("a | cuont", "error: ‘cuont’ is no function; did you mean ‘count’?");
        row("a | sun(x)", "error: ‘sun’ is no function; did you mean ‘sum’?");
        row("a | histogram(x)",
            "error: ‘histogram’ is no function; known are count, rate, top, avg, sum, min, max, "
            "p50, p90, p95, p99, p99.9, distinct, first, last, increase, delta; to search for a | "
            "write it in quotes");
        row("a | patterns", "error: ‘patterns’ is for a later version of Weir");
        row("a | sum", "error: ‘sum’ needs a field, as in sum(latency_ms)");
        row("a | p95 by x", "error: ‘p95’ needs a field, as in p95(latency_ms)");
        row("a | sum()", "error: Expected the name of a field");
        row("a | sum(x", "error: This ( is not closed; add )");
        row("a | sum(x y)", "error: Expected ) after the name of the field");
        row("a | count(x)",
            "error: ‘count’ is that of events and takes no field; how many different values there "
            "are says distinct");
        row("a | avg(level)", "error: ‘level’ is a severity, and avg needs numbers");
        row("a | p95(time)", "error: ‘time’ is a time, and p95 needs numbers");
        row("a | increase(body)", "error: ‘body’ is text, and increase needs numbers");
        row("a | p101(x)", "error: A quantile is one of p0 to p100, such as p99.9");
        row("a | top by user", "error: Expected how many, as in top 10 by user");
        row("a | top 0 by user", "error: Of a top there are at least 1 and at most 10000");
        row("a | top 99999 by user", "error: Of a top there are at least 1 and at most 10000");
        row("a | top 5",
            "error: ‘top’ needs the fields whose values it ranks, as in top 10 by user");
    }
    void aggregatesAreRead()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, aggregate);
        QCOMPARE(QByteArray::fromStdString(aggregateOf(query.toStdString())), aggregate);
    }

    void whatIsWrongWithAFunctionIsMarkedWhereItStands_data()
    {
        QTest::addColumn<QByteArray>("aggregate");
        QTest::addColumn<int>("offset");
        QTest::addColumn<int>("length");
        const auto row = [](const char* aggregate, int offset, int length) {
            QTest::newRow(aggregate) << bytes(aggregate) << offset << length;
        };
        row("sun(x)", 0, 3);
        row("sum by x", 0, 3);
        row("sum(body)", 4, 4);
        row("sum(x", 3, 1);
        row("sum(", 3, 1);
        row("sum(x y)", 6, 1);
        row("top by x", 4, 2);
        row("top", 0, 3);
        row("top 5", 4, 1);
        row("count(x)", 0, 5);
    }
    void whatIsWrongWithAFunctionIsMarkedWhereItStands()
    {
        QFETCH(QByteArray, aggregate);
        QFETCH(int, offset);
        QFETCH(int, length);
        const auto parsed = parseQuery("error | " + aggregate.toStdString());
        const auto* error = std::get_if<QueryError>(&parsed);
        QVERIFY(error);
        QCOMPARE(static_cast<int>(error->at.offset), 8 + offset);
        QCOMPARE(static_cast<int>(error->at.length), length);
    }

    void placesAreThoseInTheQuery()
    {
        const auto parsed = parseQuery(" error -(a or b:\"c d\")");
        const Expr& filter = std::get<Query>(parsed).filter;
        QCOMPARE(filter.at, (TextSpan{1, 20}));
        QCOMPARE(filter.children[0].at, (TextSpan{1, 5}));
        QCOMPARE(filter.children[1].children[0].children[0].at, (TextSpan{9, 1}));
        QCOMPARE(filter.children[1].children[0].children[1].at, (TextSpan{14, 7}));
    }

    void nestingIsLimited()
    {
        const auto nested = [](const std::string& open, const std::string& close,
                               std::size_t levels) {
            std::string query;
            for (std::size_t i = 0; i < levels; ++i)
                query += open;
            query += "a";
            for (std::size_t i = 0; i < levels; ++i)
                query += close;
            return describe(query);
        };
        QCOMPARE(nested("(", ")", 100), std::string("<a>"));
        QVERIFY(nested("(", ")", 101).find("nested too deeply") != std::string::npos);
        QVERIFY(nested("not ", "", 100).find("error") == std::string::npos);
        QVERIFY(nested("not ", "", 101).find("nested too deeply") != std::string::npos);
        QVERIFY(nested("(not -", ")", 20'000).starts_with("error"));
    }

    void lengthIsLimited()
    {
        QVERIFY(describe(std::string(65536, 'a')).starts_with("<a"));
        QCOMPARE(describe(std::string(65537, 'a')),
                 std::string("error 65536+1: A query is at most 64 KiB long"));
    }

    void anyInputGivesAQueryOrAnErrorInsideIt()
    {
        QVERIFY(rc::check("any text", [] {
            const auto text = *anyQuery();
            const auto parsed = parseQuery(text);
            if (const auto* error = std::get_if<QueryError>(&parsed)) {
                RC_ASSERT(!error->message.empty() && error->message.back() != '.');
                RC_ASSERT(error->at.length > 0);
                RC_ASSERT(error->at.offset + error->at.length <= text.size());
            } else {
                checkPlaces(std::get<Query>(parsed).filter, 0, text.size());
            }
        }));
    }

    void aPrintedAggregateParsesToTheSame()
    {
        QVERIFY(rc::check("any aggregate", [] {
            const auto aggregate = *anyAggregate();
            const auto printed = "| " + printAggregate(aggregate);
            RC_LOG() << printed << "\n";
            const auto parsed = parseQuery(printed);
            RC_ASSERT(std::holds_alternative<Query>(parsed));
            RC_ASSERT(std::get<Query>(parsed).aggregate == aggregate);
        }));
    }

    void whatIsPrintedParsesToTheSameTree()
    {
        QVERIFY(rc::check("any tree", [] {
            const auto expr = *anyExpr(3);
            const auto printed = printFilter(expr);
            RC_LOG() << printed << "\n";
            RC_ASSERT(describe(std::string_view(printed)) == describe(expr));
        }));
        QVERIFY(rc::check("any query", [] {
            const auto parsed = parseQuery(*anyQuery());
            const auto* query = std::get_if<Query>(&parsed);
            if (!query)
                return;
            const auto printed = printFilter(query->filter);
            RC_ASSERT(describe(std::string_view(printed)) == describe(query->filter));
        }));
    }
};

QTEST_GUILESS_MAIN(tst_QueryParser)
#include "tst_queryparser.moc"
