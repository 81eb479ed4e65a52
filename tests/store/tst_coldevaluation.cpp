// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/bothways.h"
#include "tests/store/generatedevents.h"
#include "tests/store/randomcolumns.h"
#include "tests/store/support.h"

#include <fmt/format.h>
#include <rapidcheck.h>

using namespace weir;
using namespace weir::test;

namespace {

/// A piece of some text of the batch, cut at any place, in any case; now and then spoilt.
std::string randomNeedle(const EventBatch& batch)
{
    const auto row = *rc::gen::inRange<std::size_t>(0, batch.size());
    const auto& columns = batch.columns();
    std::vector<std::string_view> texts{batch.body(row), batch.traceId(row), batch.key(row)};
    for (std::size_t i = 0; i < columns.fields.size(); ++i) {
        if (const auto value = batch.field(i, row))
            texts.push_back(value->text);
    }
    const std::string_view text = texts[*rc::gen::inRange<std::size_t>(0, texts.size())];
    if (text.empty())
        return "e";
    const auto begin = *rc::gen::inRange<std::size_t>(0, text.size());
    const auto length = *rc::gen::inRange<std::size_t>(1, std::min<std::size_t>(text.size() - begin, 40) + 1);
    std::string needle(text.substr(begin, length));
    const auto change = *rc::gen::inRange(0, 6);
    if (change == 0)
        needle[*rc::gen::inRange<std::size_t>(0, needle.size())] = *rc::gen::element('0', '7', 'x', ' ', '.');
    if (change == 1) {
        for (char& c : needle)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return needle;
}

/// Each digit as a class, so that the pattern has pieces that numbers fill.
std::string asPattern(const std::string& text)
{
    std::string pattern = "~/";
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            pattern += "[0-9]";
        else if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ' ')
            pattern.push_back(c);
        else
            pattern.push_back('.');
    }
    return pattern + '/';
}

std::string randomQuery(const EventBatch& batch)
{
    static const std::vector<std::string> others{
        "level>=warn", "level:fatal", "service:payments", "status>=500", "latency_ms<10",
        "host:host-1*", "not service:auth", "trace_id:*", "nothing:here",
        "service:pay", "service~/pay.*/", "host:host-1", "status:503", "status:5", "status:05",
        "latency_ms>=10", "latency_ms>100000", "latency_ms:7", "latency_ms<=12.5", "latency_ms>-1", "service:*", "service:generated",
        "body~/user u[0-9]+/", "seq>1500", "time>=2026-11-23T12:00:01Z", "offset<100000"};
    const std::string needle = quoted(randomNeedle(batch));
    switch (*rc::gen::inRange(0, 6)) {
    case 0:
        return needle + " " + others[*rc::gen::inRange<std::size_t>(0, others.size())];
    case 1:
        return "not " + needle;
    case 2:
        return needle + " or " + others[*rc::gen::inRange<std::size_t>(0, others.size())];
    case 3:
        return asPattern(randomNeedle(batch));
    case 4:
        return others[*rc::gen::inRange<std::size_t>(0, others.size())];
    default:
        return needle;
    }
}

void checkQueries(const BothWays& both)
{
    QVERIFY(rc::check("a cold block answers as the batch does", [&both] {
        const std::string query = randomQuery(both.batch());
        const FilterPtr filter = filterOf(query);
        RC_PRE(filter != nullptr);
        const auto cold = both.cold(filter);
        RC_ASSERT(cold.has_value());
        if (*cold != both.hot(filter))
            RC_FAIL(fmt::format("{}: {} and {} rows", query, cold->size(), both.hot(filter).size()));
    }));
}

} // namespace

class tst_ColdEvaluation final : public QObject
{
    Q_OBJECT

private slots:
    void aColdBlockAnswersAsTheBatch_data();
    void aColdBlockAnswersAsTheBatch();
    void anyColumnsAnswerTheSame();
};

void tst_ColdEvaluation::aColdBlockAnswersAsTheBatch_data()
{
    QTest::addColumn<bool>("asJson");
    QTest::newRow("JSON") << true;
    QTest::newRow("plain text") << false;
}

void tst_ColdEvaluation::aColdBlockAnswersAsTheBatch()
{
    QFETCH(bool, asJson);
    checkQueries(BothWays(generatedBatch(4'000, asJson)));
}

void tst_ColdEvaluation::anyColumnsAnswerTheSame()
{
    QVERIFY(rc::check("whatever the columns", [] {
        EventColumns columns = RandomColumns(*rc::gen::arbitrary<std::uint32_t>()).make();
        RC_PRE(!columns.times.empty());
        const BothWays both(std::make_shared<const EventBatch>(std::move(columns)));
        for (int i = 0; i < 5; ++i) {
            const FilterPtr filter = filterOf(quoted(randomNeedle(both.batch())));
            RC_PRE(filter != nullptr);
            const auto cold = both.cold(filter);
            RC_ASSERT(cold.has_value());
            RC_ASSERT(*cold == both.hot(filter));
        }
    }));
}

QTEST_GUILESS_MAIN(tst_ColdEvaluation)
#include "tst_coldevaluation.moc"
