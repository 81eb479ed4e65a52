// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/trigramfilter.h"
#include "tests/store/bothways.h"
#include "tests/store/generatedevents.h"
#include "tests/store/support.h"

#include <fmt/format.h>
#include <rapidcheck.h>

#include <fstream>
#include <random>

using namespace weir;
using namespace weir::test;

namespace {

EventBatchPtr batchOf(const std::vector<std::string>& lines)
{
    auto decoder = makeDecoder("text");
    EventBatchBuilder builder("lines", SourceKind::File, {},
                              {.events = lines.size() + 1, .bytes = std::size_t{1} << 30});
    const auto stream = builder.streamIndex({SourceKind::File, "x", "lines.log", 0, 0});
    std::int64_t offset = 0;
    for (const std::string& line : lines) {
        builder.beginEvent({stream, offset++, TimePoint{std::chrono::seconds(1'800'000'000)}});
        (*decoder)->decode({line, {}}, builder);
    }
    return builder.publish();
}

/// Things with points between numbers: mostly addresses, and what looks like one.
std::string somethingDotted(std::mt19937& random)
{
    const auto number = [&random](unsigned most) { return std::to_string(random() % most); };
    switch (random() % 10) {
    case 0:
        return number(20) + "." + number(300) + "." + number(30); // a version
    case 1:
        return number(400) + "." + number(300) + "." + number(30) + "." + number(4000);
    case 2:
        return "1." + number(9) + "." + number(9) + "." + number(9) + "." + number(9);
    case 3:
        return "0" + number(30) + "." + number(300) + ".0" + number(30) + "." + number(40);
    case 4:
        return number(100) + "." + number(1000);
    case 5:
        return "abcdef1" + number(9) + "." + number(9) + "." + number(9) + "." + number(9) + "abcdef12";
    default:
        return "10." + number(3) + "." + number(256) + "." + number(256);
    }
}

std::vector<std::string> dottedLines(std::mt19937& random)
{
    std::vector<std::string> lines;
    for (int i = 0; i < 300; ++i) {
        std::string line = random() % 2 == 0 ? "connected to " : "2026-11-23T10:00:17." + std::to_string(random() % 9) + " from ";
        line += somethingDotted(random);
        line += random() % 3 == 0 ? ":" + std::to_string(random() % 9000) : "";
        line += random() % 2 == 0 ? " after 3 attempts" : "";
        lines.push_back(line);
    }
    return lines;
}

std::string part(const std::string& text, std::mt19937& random)
{
    const std::size_t begin = random() % text.size();
    return text.substr(begin, 1 + random() % (text.size() - begin));
}

std::vector<std::string> messages(std::mt19937& random)
{
    static const std::vector<std::string> words{"payment", "Ledger", "fence", "token", "größe", "revoked",
                                                "a", "by", "[host-", "key=", "amelia", "noah", "x/y", "=>"};
    std::vector<std::string> lines;
    for (int i = 0; i < 400; ++i) {
        std::string line = "handled";
        for (auto n = random() % 6; n > 0; --n) {
            line += random() % 4 == 0 ? "" : " ";
            line += words[random() % words.size()];
            if (random() % 3 == 0)
                line += fmt::format("{:08x}{:04x}", random(), random() % 65'536);
            if (random() % 3 == 0)
                line += std::to_string(random() % 100'000);
        }
        lines.push_back(line);
    }
    return lines;
}

} // namespace

class BlockFiltersTest final : public QObject
{
    Q_OBJECT

private slots:
    void addressesAreFoundWhereverTheyAre();
    void anAddressThatIsAbsentIsNotLookedFor();
    void whatLooksLikeAnIdIsFoundAcrossVariables();
    void whatIsInABlockIsNeverDenied();
    void aLiteralThatIsAbsentIsDenied();
    void everyTrigramOfATextIsInTheSet();
    void blocksOfVersion1AreRead_data();
    void blocksOfVersion1AreRead();
};

void BlockFiltersTest::addressesAreFoundWhereverTheyAre()
{
    QVERIFY(rc::check("cold and hot agree on dotted numbers", [] {
        std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
        const auto lines = dottedLines(random);
        const BothWays both(batchOf(lines));
        for (int i = 0; i < 60; ++i) {
            const std::string needle = i % 3 == 0 ? somethingDotted(random)
                                                  : part(lines[random() % lines.size()], random);
            const FilterPtr filter = filterOf(quoted(needle));
            RC_PRE(filter != nullptr);
            const auto cold = both.cold(filter);
            if (!cold || *cold != both.hot(filter))
                RC_FAIL(needle);
        }
    }));
}

void BlockFiltersTest::anAddressThatIsAbsentIsNotLookedFor()
{
    std::vector<std::string> lines;
    for (int i = 0; i < 20'000; ++i)
        lines.push_back(fmt::format("connected to 10.{}.{}.{}:80", i / 6000, i / 200 % 200, i % 200));
    const BothWays both(batchOf(lines));
    for (const char* absent : {"10.1.150.210", "10.2.201.7", "203.0.113.77"}) {
        QCOMPARE(both.cold(filterOf(quoted(absent)))->size(), std::size_t{0});
        QVERIFY(both.bytesRead() < 40'000); // the filter, but not the numbers
    }
    QCOMPARE(both.cold(filterOf("\"10.1.150.17\""))->size(), both.hot(filterOf("\"10.1.150.17\"")).size());
}

void BlockFiltersTest::whatLooksLikeAnIdIsFoundAcrossVariables()
{
    std::vector<std::string> lines;
    for (int i = 0; i < 600; ++i) {
        lines.push_back(fmt::format("ratio 1.5abcdef{:010}", i));
        lines.push_back(fmt::format("11111111-2222-3333-4444-55556666{:04}-7777-8888-9999-aaaaaaaa{:04}", i, i));
    }
    const BothWays both(batchOf(lines));
    for (const char* needle : {"5abcdef000000017", "66660017-7777-8888-9999-aaaaaaaa0017",
                               "abcdef0000000017", "11111111-2222-3333-4444-555566660017"}) {
        const FilterPtr filter = filterOf(quoted(needle));
        QVERIFY2(!both.hot(filter).empty(), needle);
        QVERIFY2(both.cold(filter) == both.hot(filter), needle);
    }
}

void BlockFiltersTest::whatIsInABlockIsNeverDenied()
{
    QVERIFY(rc::check("trigrams never deny what is there", [] {
        std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
        const auto lines = messages(random);
        const BothWays both(batchOf(lines));
        for (int i = 0; i < 100; ++i) {
            const std::string needle = part(lines[random() % lines.size()], random);
            const FilterPtr filter = filterOf(quoted(needle));
            RC_PRE(filter != nullptr);
            const auto cold = both.cold(filter);
            if (!cold || *cold != both.hot(filter))
                RC_FAIL(needle);
        }
    }));
}

void BlockFiltersTest::aLiteralThatIsAbsentIsDenied()
{
    const BothWays both(generatedBatch(4'000, true));
    for (const char* absent : {"\"no such words anywhere\"", "~/zebra [0-9]+ crossing/",
                               "status:200 \"no such words\""})
        QVERIFY(!both.isPossible(filterOf(absent)));
    for (const char* unclear : {"\"12 34\"", "not \"no such words\"", "payment or \"no such words\"",
                                "service:payments"})
        QVERIFY(both.isPossible(filterOf(unclear)));
}

void BlockFiltersTest::everyTrigramOfATextIsInTheSet()
{
    QVERIFY(rc::check("whatever the bytes", [] {
        const auto texts = *rc::gen::container<std::vector<std::string>>(rc::gen::arbitrary<std::string>());
        TrigramSet set;
        for (const std::string& text : texts)
            set.add(text);
        const std::string filter = set.filter();
        for (const std::string& text : texts)
            RC_ASSERT(mayHoldText(filter, text));
    }));
}

void BlockFiltersTest::blocksOfVersion1AreRead_data()
{
    QTest::addColumn<bool>("asJson");
    QTest::newRow("JSON") << true;
    QTest::newRow("plain text") << false;
}

/// As they were written before there were pools, quads and trigrams.
void BlockFiltersTest::blocksOfVersion1AreRead()
{
    QFETCH(bool, asJson);
    std::ifstream file(std::string(WEIR_SOURCE_DIR "/tests/store/data/cold1-") + (asJson ? "json" : "text"), std::ios::binary);
    QVERIFY(file);
    ColdBlock block;
    std::uint32_t size = 0;
    for (bool isCatalog = true; file.read(reinterpret_cast<char*>(&size), sizeof(size)); isCatalog = false) {
        std::string bytes(size, '\0');
        file.read(bytes.data(), size);
        isCatalog ? void(block.catalog = bytes) : block.segments.push_back(bytes);
    }
    const BothWays both(generatedBatch(40, asJson), block);
    const auto back = decodeCold(block.catalog, both.loader(), "a test");
    QVERIFY(back);
    for (std::size_t row = 0; row < 40; ++row) {
        const ArenaRef payload = back->payloads[row];
        QCOMPARE(std::string_view(back->arena).substr(payload.offset, payload.length),
                 both.batch().payload(row));
    }
    for (const char* query : {"took", "\"10.\"", "\"10.3.44.7\"", "~/[0-9]+ms/", "\"no such words\""})
        QVERIFY(both.cold(filterOf(query)) == both.hot(filterOf(query)));
}

QTEST_GUILESS_MAIN(BlockFiltersTest)
#include "tst_blockfilters.moc"
