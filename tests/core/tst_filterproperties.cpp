// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eventbatchbuilder.h"
#include "core/query/filter.h"
#include "core/query/needle.h"
#include "tests/core/naivematcher.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

using namespace weir;

namespace {

using Rows = std::vector<std::uint32_t>;

const auto start = timePointOf(1'795'435'200'000'000'000);

/// Little text from a small alphabet, so that needles are found, also across borders.
rc::Gen<std::string> littleText()
{
    return rc::gen::container<std::string>(
        rc::gen::element('a', 'A', 'b', 'B', '"', ':', 'k', '\n'));
}

StoredBatch anyBatch()
{
    const auto label = *littleText();
    EventBatchBuilder builder(*littleText(), SourceKind::Kafka, {{"l", label}, {"f1", label}});
    const auto kafka = builder.streamIndex({SourceKind::Kafka, "cluster", "orders", 3, 0});
    const auto file = builder.streamIndex({SourceKind::File, "cluster", "orders", 3, 0});
    const int count = *rc::gen::inRange(1, 90);
    for (int i = 0; i < count; ++i) {
        builder.beginEvent({*rc::gen::element(kafka, file), *rc::gen::inRange<std::int64_t>(-1, 3),
                            start + std::chrono::seconds(i)});
        builder.setPayload(*littleText());
        const ArenaRef payload = builder.payloadRef();
        const auto anyRef = [&] {
            if (*rc::gen::arbitrary<bool>() || payload.length == 0)
                return builder.append(*littleText());
            const auto from = *rc::gen::inRange<std::uint32_t>(0, payload.length);
            return ArenaRef{payload.offset + from,
                            *rc::gen::inRange<std::uint32_t>(0, payload.length - from + 1)};
        };
        builder.setSeverity(static_cast<Severity>(*rc::gen::inRange(0, 25)));
        switch (*rc::gen::inRange(0, 6)) {
        case 0:
            builder.setUndecodable(*littleText());
            continue;
        case 1:
            builder.setMetric(anyRef(), *rc::gen::element(0.5, 2.0, -1.0), {}, MetricType::Gauge);
            break;
        case 2:
            builder.setBody(anyRef());
            break;
        default:
            break;
        }
        if (*rc::gen::arbitrary<bool>())
            builder.setKey(*littleText());
        if (*rc::gen::arbitrary<bool>())
            builder.setTraceId(anyRef());
        if (*rc::gen::arbitrary<bool>())
            builder.addHeader("h", *littleText());
        if (*rc::gen::arbitrary<bool>())
            builder.addField("f1", ValueType::String, anyRef());
        if (*rc::gen::arbitrary<bool>())
            builder.addField("f2", ValueType::Int, anyRef(), *rc::gen::inRange(-3, 4));
        if (*rc::gen::arbitrary<bool>())
            builder.addField("f2", ValueType::Double, anyRef(),
                             std::bit_cast<std::int64_t>(*rc::gen::element(1.5, -0.0, 2.0)));
    }
    return {EventSeq{7}, start + std::chrono::seconds(5), builder.publish()};
}

Expr anyCondition()
{
    const auto names = rc::gen::element<std::string>(
        "f1", "f2", "fields.f1", "l", "body", "key", "trace_id", "source", "header.h", "offset",
        "partition", "topic", "seq", "severity", "metric");
    Expr expr;
    expr.kind = *rc::gen::element(Expr::Kind::Text, Expr::Kind::Text, Expr::Kind::Regex,
                                  Expr::Kind::FieldEquals, Expr::Kind::FieldGlob,
                                  Expr::Kind::FieldExists, Expr::Kind::FieldCompare,
                                  Expr::Kind::SeverityCompare, Expr::Kind::SeverityEquals);
    expr.comparison = *rc::gen::element(Comparison::Less, Comparison::LessEqual,
                                        Comparison::Greater, Comparison::GreaterEqual);
    expr.severity = static_cast<SeverityClass>(*rc::gen::inRange(1, 7));
    expr.field = *names;
    switch (expr.kind) {
    case Expr::Kind::Text:
        expr.field.clear();
        expr.text = *littleText();
        break;
    case Expr::Kind::Regex:
        if (*rc::gen::arbitrary<bool>())
            expr.field.clear();
        expr.text =
            *rc::gen::element<std::string>("ab+a", "(?i)bk", "^a", "a.*b$", "aa|bb", "a[ab]k",
                                           "(a|b)(k|:)", "", "(?s)a.b", "AB|ba(k)?", "\"a");
        break;
    case Expr::Kind::FieldGlob:
        expr.text = *rc::gen::element<std::string>("a*", "*a", "?", "*a?b*", "??*");
        break;
    case Expr::Kind::FieldCompare:
        expr.field = *rc::gen::element<std::string>("f1", "f2", "fields.f2", "value", "seq",
                                                    "offset", "time", "received", "partition");
        expr.number = *rc::gen::element(-1.0, 0.0, 1.5, 2.0, 2.5, 40.0);
        expr.time = start + std::chrono::seconds(*rc::gen::inRange(0, 40));
        break;
    case Expr::Kind::FieldEquals:
        expr.text = *rc::gen::oneOf(littleText(), rc::gen::element<std::string>("0", "3", "8"));
        break;
    default:
        break;
    }
    return expr;
}

Expr anyFilter(int depth)
{
    if (depth == 0 || *rc::gen::inRange(0, 3) == 0)
        return anyCondition();
    Expr expr;
    expr.kind = *rc::gen::element(Expr::Kind::And, Expr::Kind::Or, Expr::Kind::Not);
    const int count = expr.kind == Expr::Kind::Not ? 1 : *rc::gen::inRange(2, 4);
    for (int i = 0; i < count; ++i)
        expr.children.push_back(anyFilter(depth - 1));
    return expr;
}

Rows naively(const StoredBatch& stored, const Expr& expr)
{
    Rows rows;
    for (std::uint32_t row = 0; row < stored.batch->size(); ++row) {
        if (test::NaiveMatcher(stored, row).matches(expr))
            rows.push_back(row);
    }
    return rows;
}

} // namespace

/// What holds for any filter and any batch.
class tst_FilterProperties : public QObject
{
    Q_OBJECT

private slots:
    void theFilterAgreesWithTheNaiveMatcher()
    {
        QVERIFY(rc::check("any filter on any batch", [] {
            const auto stored = anyBatch();
            for (int i = 0; i < 20; ++i) {
                const auto expr = anyFilter(2);
                Rows rows;
                (*Filter::compile(expr))->select(stored, rows);
                RC_LOG() << printFilter(expr) << "\n";
                RC_ASSERT(rows == naively(stored, expr));
            }
        }));
    }

    void aNarrowerFilterLetsNothingElseThrough()
    {
        int narrower = 0;
        QVERIFY(rc::check("narrower", [&narrower] {
            const auto stored = anyBatch();
            const auto one = *Filter::compile(anyFilter(2));
            const auto two = *Filter::compile(anyFilter(2));
            for (const auto& [filter, wide] : {std::pair(one, two), std::pair(two, one)}) {
                if (!filter->isNarrowerThan(*wide))
                    continue;
                ++narrower;
                Rows rows;
                Rows wideRows;
                filter->select(stored, rows);
                wide->select(stored, wideRows);
                RC_ASSERT(std::ranges::includes(wideRows, rows));
            }
            RC_ASSERT(one->isNarrowerThan(*one));
        }));
        QVERIFY(narrower > 0);
    }

    void aNeedleIsFoundEverywhere()
    {
        QVERIFY(rc::check("any needle", [] {
            const auto bytes =
                rc::gen::element('a', 'A', 'b', '@', '`', '[', '{', '\xC1', '\xE1', '\0');
            const auto haystack = *rc::gen::container<std::string>(bytes);
            const auto text =
                *rc::gen::nonEmpty(rc::gen::resize(4, rc::gen::container<std::string>(bytes)));
            Rows expected;
            for (std::size_t at = 0; at + text.size() <= haystack.size(); ++at) {
                const auto same = [](char x, char y) {
                    const auto fold = [](char c) {
                        return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
                    };
                    return fold(x) == fold(y);
                };
                if (std::equal(text.begin(), text.end(), haystack.begin() + std::ptrdiff_t(at),
                               same))
                    expected.push_back(std::uint32_t(at));
            }
            RC_ASSERT(Needle(text).findAll(haystack) == expected);
            RC_ASSERT(Needle(text).isIn(haystack) == !expected.empty());
        }));
    }
};

QTEST_GUILESS_MAIN(tst_FilterProperties)
#include "tst_filterproperties.moc"
