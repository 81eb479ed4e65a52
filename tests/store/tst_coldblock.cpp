// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/colddecoder.h"
#include "tests/store/generatedevents.h"
#include "tests/store/randomcolumns.h"
#include "tests/store/support.h"

#include <rapidcheck.h>

#include <bit>

using namespace weir;
using namespace weir::test;

namespace {

SegmentLoader loaderOf(const ColdBlock& block)
{
    return [&block](std::size_t segment) -> Result<std::string> {
        return block.segments.at(segment);
    };
}

Result<EventColumns> decoded(const ColdBlock& block)
{
    return decodeCold(block.catalog, loaderOf(block), "a test");
}

std::vector<std::string> textsOf(const EventColumns& columns, const std::vector<ArenaRef>& refs)
{
    std::vector<std::string> texts;
    for (const ArenaRef ref : refs)
        texts.push_back(columns.arena.substr(ref.offset, ref.length));
    return texts;
}

std::vector<std::uint64_t> bitsOf(const std::vector<double>& values)
{
    std::vector<std::uint64_t> bits;
    for (const double value : values)
        bits.push_back(std::bit_cast<std::uint64_t>(value));
    return bits;
}

bool areEqual(const EventColumns& a, const FieldColumn& x, const EventColumns& b,
              const FieldColumn& y)
{
    return x.name == y.name && x.rows == y.rows && x.types == y.types && x.numbers == y.numbers
        && textsOf(a, x.texts) == textsOf(b, y.texts);
}

/// The first column that says something else; "" when none does. The arena may differ.
std::string difference(const EventColumns& a, const EventColumns& b)
{
    if (a.source != b.source || a.sourceKind != b.sourceKind || a.labels != b.labels
        || a.streams != b.streams)
        return "facts";
    if (a.times != b.times || a.received != b.received || a.timeFromReceived != b.timeFromReceived)
        return "times";
    if (a.severities != b.severities || a.kinds != b.kinds || a.streamOf != b.streamOf)
        return "severities, kinds or streams";
    if (textsOf(a, a.payloads) != textsOf(b, b.payloads))
        return "payloads";
    if (textsOf(a, a.bodies) != textsOf(b, b.bodies))
        return "bodies";
    if (textsOf(a, a.traceIds) != textsOf(b, b.traceIds)
        || textsOf(a, a.spanIds) != textsOf(b, b.spanIds))
        return "ids";
    if (textsOf(a, a.keys) != textsOf(b, b.keys) || textsOf(a, a.headers) != textsOf(b, b.headers))
        return "keys or headers";
    if (a.offsets != b.offsets || a.records != b.records)
        return "offsets or records";
    const auto isSame = [&](const auto& x, const auto& y) { return areEqual(a, x, b, y); };
    if (!std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(), isSame))
        return "fields";
    if (a.metrics.rows != b.metrics.rows || a.metrics.types != b.metrics.types
        || bitsOf(a.metrics.values) != bitsOf(b.metrics.values)
        || textsOf(a, a.metrics.names) != textsOf(b, b.metrics.names)
        || textsOf(a, a.metrics.units) != textsOf(b, b.metrics.units))
        return "metrics";
    return "";
}

EventColumns generated(std::size_t count, bool asJson)
{
    return generatedBatch(count, asJson)->columns();
}

/// The catalog, 0, and the segments that decoding reads: all but the filter.
std::vector<std::size_t> partsOf(const ColdBlock& block)
{
    std::vector<std::size_t> parts;
    for (std::size_t part = 0; part <= block.segments.size(); ++part) {
        if (part != coldformat::filterSegment + 1)
            parts.push_back(part);
    }
    return parts;
}

} // namespace

class tst_ColdBlock final : public QObject
{
    Q_OBJECT

private slots:
    void anyColumnsComeBackAsTheyWere();
    void eventsComeBackAsTheyWere_data();
    void eventsComeBackAsTheyWere();
    void whatIsNotWantedIsNotThere();
    void everyFlippedByteIsNoticed();
    void everyCutIsNoticed();
    void aDamagedFilterIsNoticedWhenItIsAsked();
};

void tst_ColdBlock::anyColumnsComeBackAsTheyWere()
{
    QVERIFY(rc::check("a cold block gives back what was put into it", [] {
        EventColumns columns = RandomColumns(*rc::gen::arbitrary<std::uint32_t>()).make();
        RC_PRE(!columns.times.empty());
        const auto block = encodeCold(columns);
        RC_ASSERT(bool(block));
        const auto back = decoded(*block);
        RC_ASSERT(bool(back));
        RC_ASSERT(difference(columns, *back) == "");
    }));
}

void tst_ColdBlock::eventsComeBackAsTheyWere_data()
{
    QTest::addColumn<bool>("asJson");
    QTest::newRow("JSON") << true;
    QTest::newRow("plain text") << false;
}

void tst_ColdBlock::eventsComeBackAsTheyWere()
{
    QFETCH(bool, asJson);
    const EventColumns columns = generated(20'000, asJson);
    const auto block = encodeCold(columns);
    QVERIFY(block);
    const auto back = decoded(*block);
    QVERIFY2(back, back ? "" : back.error().text().c_str());
    QCOMPARE(difference(columns, *back), std::string());
}

void tst_ColdBlock::whatIsNotWantedIsNotThere()
{
    const EventColumns columns = generated(5'000, true);
    const auto block = encodeCold(columns);
    QVERIFY(block);
    auto reader = ColdReader::open(block->catalog, loaderOf(*block), "a test");
    QVERIFY(reader);
    WantedColumns wanted;
    wanted.everything = false;
    wanted.fields = {"latency_ms", "nowhere"};
    const auto back = ColdDecoder(**reader).decode(wanted);
    QVERIFY(back);
    QVERIFY(back->times == columns.times);
    QCOMPARE(back->fields.size(), std::size_t{1});
    const auto original = std::find_if(columns.fields.begin(), columns.fields.end(),
                                       [](const auto& f) { return f.name == "latency_ms"; });
    QVERIFY(areEqual(columns, *original, *back, back->fields[0]));
    QVERIFY(back->bodies == std::vector<ArenaRef>(columns.times.size()));
    QVERIFY((*reader)->bytesLoaded() < 30'000);
}

void tst_ColdBlock::everyFlippedByteIsNoticed()
{
    const EventColumns columns = generated(300, true);
    const auto block = encodeCold(columns);
    QVERIFY(block);
    std::mt19937 random(7);
    for (const std::size_t part : partsOf(*block)) {
        const std::size_t size = part == 0 ? block->catalog.size() : block->segments[part - 1].size();
        for (std::size_t i = 0; i < std::min<std::size_t>(size, 300); ++i) {
            ColdBlock damaged = *block;
            std::string& bytes = part == 0 ? damaged.catalog : damaged.segments[part - 1];
            bytes[i * size / 300 % size] ^= static_cast<char>(1U << (random() % 8));
            const auto back = decoded(damaged);
            QVERIFY(!back);
            QVERIFY(back.error().code == Error::Code::Corrupt
                    || back.error().code == Error::Code::TooNew);
        }
    }
}

void tst_ColdBlock::everyCutIsNoticed()
{
    const auto block = encodeCold(generated(300, true));
    QVERIFY(block);
    for (const std::size_t part : partsOf(*block)) {
        ColdBlock cut = *block;
        std::string& bytes = part == 0 ? cut.catalog : cut.segments[part - 1];
        while (!bytes.empty()) {
            bytes.resize(bytes.size() - std::min<std::size_t>(bytes.size(), 17));
            QVERIFY(!decoded(cut));
        }
    }
}

void tst_ColdBlock::aDamagedFilterIsNoticedWhenItIsAsked()
{
    auto block = encodeCold(generated(3'000, true));
    QVERIFY(block);
    bool mayBeThere = true;
    const auto ask = [&] {
        auto reader = ColdReader::open(block->catalog, loaderOf(*block), "a test");
        return reader && (*reader)->mayHaveId(42, mayBeThere);
    };
    QVERIFY(ask());
    block->segments[coldformat::filterSegment][5] ^= 1;
    QVERIFY(!ask());
}

QTEST_GUILESS_MAIN(tst_ColdBlock)
#include "tst_coldblock.moc"
