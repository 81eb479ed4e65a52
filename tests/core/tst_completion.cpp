// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/completion.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace weir;

namespace {

class Stream final : public QueryVocabulary
{
public:
    std::vector<Word> fields() const override
    {
        return {{"latency_ms", 70}, {"service.name", 100}, {"status", 90}, {"not a name", 5}};
    }
    std::vector<Word> values(std::string_view canonicalName) const override
    {
        if (canonicalName == "service.name")
            return {{"edge", 10}, {"payments", 60}, {"order desk", 20}, {"-x", 1}, {"a\"b", 1}};
        if (canonicalName == "status")
            return {{"200", 80}, {"503", 10}, {"none", 1}};
        return {};
    }
};

/// The suggestions for a text with `^` where the cursor is, `[…]` around what they replace.
QString suggested(const char* marked, std::size_t most = 4)
{
    std::string text = marked;
    const std::size_t cursor = text.find('^');
    text.erase(cursor, 1);
    const Completion completion = complete(text, cursor, Stream());
    QStringList all;
    for (const Suggestion& suggestion : completion.suggestions) {
        if (static_cast<std::size_t>(all.size()) < most)
            all << QString::fromStdString(suggestion.text);
    }
    const auto part = text.substr(completion.replace.offset, completion.replace.length);
    return QLatin1Char('[') + QString::fromStdString(part) + QStringLiteral("] ")
        + all.join(QStringLiteral(", "));
}

} // namespace

class tst_Completion : public QObject
{
    Q_OBJECT

private slots:
    void whatFitsIsSuggested_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("suggestions");
        const auto row = [](const char* text, const char* suggestions) {
            QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(suggestions);
        };
        row("^", "[] service:, status:, latency_ms:, level:");
        row("s^", "[s] service:, status:, source:, span_id:");
        row("SER^", "[SER] service:");
        row("ms^", "[ms] latency_ms:"); // not at its beginning, but in it
        row("error an^", "[an] and, span_id:");
        row("an^", "[an] span_id:"); // nothing before it to be joined
        row("a (no^", "[no] not");
        row("error -sta^", "[sta] status:");
        row("stat^us:5", "[status] status");
        row("sta^ service:x", "[sta] status:");
        row("service:^", "[] payments, \"order desk\", edge, \"-x\"");
        row("service:pay^", "[pay] payments");
        row("service:pa^yments x", "[payments] payments");
        row("service:DESK^", "[DESK] \"order desk\"");
        row("service:\"order d^", "[\"order d] \"order desk\"");
        row("service:\"ord^er desk\" x", "[\"order desk\"] \"order desk\"");
        row("service:\"order desk\"^", "[] service:, status:, latency_ms:, level:");
        row("service:a\"^", "[a\"] \"a\\\"b\"");
        row("service:(edge or ^", "[] payments, \"order desk\", edge, \"-x\"");
        row("service:(edge or pa^)", "[pa] payments");
        row("service:(edge ^", "[] or");
        row("service:(edge o^ x)", "[o] or");
        row("service:(^)", "[] payments, \"order desk\", edge, \"-x\"");
        row("service:(edge) a^", "[a] and, status:, latency_ms:, trace_id:");
        row("status>=^", "[] 200, 503");
        row("status>^=5", "[] ");
        row("level>=w^", "[w] warn");
        row("level:^", "[] error, warn, info, fatal");
        row("path~/x^", "[] ");
        row("~/x^/", "[] ");
        row("\"ser^", "[] ");
        row("\"ser^vice\" x", "[] ");
        row("error | ^", "[] count, rate, top, avg(");
        row("error | p9^", "[p9] p90(, p95(, p99(, p99.9(");
        row("| su^(bytes)", "[su] sum");
        row("| sum(^", "[] service), status), latency_ms), level)");
        row("| sum(lat^)", "[lat] latency_ms");
        row("| sum(x)^", "[] by, every");
        row("| count ^", "[] by, every");
        row("| count e^", "[e] every");
        row("| count by ^", "[] service, status, latency_ms, level");
        row("| count by status, ser^ every 10s", "[ser] service");
        row("| count by status ^", "[] every");
        row("| count every ^", "[] 1s, 10s, 1m, 5m");
        row("| count every 1^", "[1] 1s, 10s, 1m, 1h");
        row("| count every 10s ^", "[] ");
        row("| top ^", "[] 5, 10, 20, 100");
        row("| top 5 ^", "[] by");
        row("| top 5 by user ^", "[] every");
    }
    void whatFitsIsSuggested()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, suggestions);
        QCOMPARE(suggested(text.constData()), suggestions);
    }

    void eachIsOfAKindAndCounted()
    {
        const auto values = complete("service:pay", 11, Stream()).suggestions;
        QCOMPARE(values.size(), std::size_t{1});
        QVERIFY(values[0] == (Suggestion{Suggestion::Kind::Value, "payments", 60}));
        const auto functions = complete("| cou", 5, Stream()).suggestions;
        QVERIFY(functions[0] == (Suggestion{Suggestion::Kind::Function, "count", 0}));
        const auto fields = complete("stat", 4, Stream()).suggestions;
        QVERIFY(fields[0] == (Suggestion{Suggestion::Kind::Field, "status:", 90}));
        const auto keywords = complete("a and b o", 9, Stream()).suggestions;
        QVERIFY(keywords[0] == (Suggestion{Suggestion::Kind::Keyword, "or", 0}));
    }

    void anyTextAndCursorGiveASpanAroundIt()
    {
        QVERIFY(rc::check("any text", [] {
            const auto piece = rc::gen::oneOf(
                rc::gen::element<std::string>("(", ")", "\"", "|", "-", "~/", "/", ":", ">=", " ",
                                              "or", "service:", "sum(", "by", "every", ",", "top"),
                rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
            std::string text;
            for (const auto& part : *rc::gen::container<std::vector<std::string>>(piece))
                text += part;
            const auto cursor = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
            RC_LOG() << text << " at " << cursor << "\n";
            const auto completion = complete(text, cursor, Stream());
            const TextSpan replace = completion.replace;
            RC_ASSERT(replace.offset <= cursor);
            RC_ASSERT(cursor <= replace.offset + replace.length);
            RC_ASSERT(replace.offset + replace.length <= text.size());
            RC_ASSERT(completion.suggestions.size() <= mostSuggestions);
        }));
    }

    void whatIsSuggestedOfValuesIsThatValue()
    {
        QVERIFY(rc::check("any value", [] {
            class One final : public QueryVocabulary
            {
            public:
                explicit One(std::string value)
                    : m_value(std::move(value))
                {
                }
                std::vector<Word> fields() const override { return {}; }
                std::vector<Word> values(std::string_view) const override { return {{m_value, 1}}; }

            private:
                std::string m_value;
            };
            const auto value = *rc::gen::container<std::string>(rc::gen::element(
                'a', '"', '\\', ' ', '(', ')', '|', '*', '-', ':', '/', '\n', '~'));
            const auto completion = complete("service:", 8, One(value));
            RC_ASSERT(completion.suggestions.size() == std::size_t{1});
            const auto parsed = parseQuery("service:" + completion.suggestions[0].text);
            RC_ASSERT(std::holds_alternative<Query>(parsed));
            RC_ASSERT(std::get<Query>(parsed).filter.text == value);
        }));
    }
};

QTEST_GUILESS_MAIN(tst_Completion)
#include "tst_completion.moc"
