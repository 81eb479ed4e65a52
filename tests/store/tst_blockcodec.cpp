// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/blocks/blockcodec.h"
#include "store/blocks/secondcounts.h"
#include "tests/store/randomcolumns.h"
#include "tests/store/support.h"

#include <rapidcheck.h>
#include <xxhash.h>

#include <cstring>
#include <map>

using namespace weir;
using namespace weir::test;

namespace {

bool areEqual(const FieldColumn& a, const FieldColumn& b)
{
    return a.name == b.name && a.rows == b.rows && a.types == b.types && a.texts == b.texts
        && a.numbers == b.numbers;
}

bool areEqual(const Gap& a, const Gap& b)
{
    return a.stream == b.stream && a.offsets == b.offsets && a.count == b.count
        && a.reason == b.reason && a.noticed == b.noticed;
}

/// The first column that differs; "" when none does.
std::string difference(const EventColumns& a, const EventColumns& b)
{
    const auto bits = [](const std::vector<double>& values) {
        std::vector<std::uint64_t> all;
        for (const double value : values)
            all.push_back(std::bit_cast<std::uint64_t>(value));
        return all;
    };
    if (a.source != b.source || a.sourceKind != b.sourceKind || a.labels != b.labels)
        return "source";
    if (a.times != b.times || a.received != b.received || a.timeFromReceived != b.timeFromReceived)
        return "times";
    if (a.severities != b.severities || a.kinds != b.kinds)
        return "severities or kinds";
    if (a.payloads != b.payloads || a.bodies != b.bodies || a.keys != b.keys
        || a.headers != b.headers)
        return "payloads, bodies, keys or headers";
    if (a.traceIds != b.traceIds || a.spanIds != b.spanIds)
        return "ids";
    if (a.streamOf != b.streamOf || a.offsets != b.offsets || a.streams != b.streams)
        return "streams";
    if (a.records != b.records)
        return "records";
    if (!std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const auto& x, const auto& y) { return areEqual(x, y); }))
        return "fields";
    if (a.metrics.rows != b.metrics.rows || a.metrics.names != b.metrics.names
        || bits(a.metrics.values) != bits(b.metrics.values) || a.metrics.units != b.metrics.units
        || a.metrics.types != b.metrics.types)
        return "metrics";
    if (!std::equal(a.positions.begin(), a.positions.end(), b.positions.begin(), b.positions.end(),
                    [](const PositionSpan& x, const PositionSpan& y) {
                        return x.stream == y.stream && x.offsets == y.offsets;
                    }))
        return "positions";
    if (!std::equal(a.gaps.begin(), a.gaps.end(), b.gaps.begin(), b.gaps.end(),
                    [](const auto& x, const auto& y) { return areEqual(x, y); }))
        return "gaps";
    return a.arena == b.arena ? "" : "arena";
}

/// A block around a table and its sections, with the checksums of the header right.
std::string withChecksums(const std::string& table, std::uint32_t rows, const std::string& sections)
{
    ByteWriter out;
    out.put(blockformat::magic);
    out.put(blockformat::version);
    out.put(std::uint16_t{0});
    out.put(rows);
    out.put(static_cast<std::uint32_t>(table.size() / blockformat::entrySize));
    const std::string checked = std::string(out.view()) + table;
    out.put(std::uint64_t{XXH3_64bits(checked.data(), checked.size())});
    out.putBytes(table);
    out.putBytes(sections);
    return std::string(out.view());
}

std::string blockOf(const EventColumns& columns)
{
    BlockEncoder encoder;
    const auto blob = encoder.encode(columns);
    return blob ? std::string(*blob) : std::string();
}

} // namespace

class tst_BlockCodec final : public QObject
{
    Q_OBJECT

private slots:
    void anyColumnsComeBackAsTheyWere();
    void anEncoderForgetsTheBlockBefore();
    void everyFlippedBitIsNoticed();
    void everyCutIsNoticed();
    void aLaterVersionIsToldFromDamage();
    void sectionsThatLieAboutTheirSizeAreRefused();
    void aBatchAboveTheBoundsIsRefused();
    void secondsSumToTheEvents();
};

void tst_BlockCodec::anyColumnsComeBackAsTheyWere()
{
    const bool holds = rc::check([](std::uint32_t seed) {
        const EventColumns columns = RandomColumns(seed).make();
        RC_ASSERT(isConsistent(columns));
        const auto decoded = decodeBlock(blockOf(columns), "block");
        RC_ASSERT(errorOf(decoded) == "");
        RC_ASSERT(difference(columns, *decoded) == "");
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

void tst_BlockCodec::anEncoderForgetsTheBlockBefore()
{
    BlockEncoder encoder;
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        const EventColumns columns = RandomColumns(seed).make();
        const auto blob = encoder.encode(columns);
        QVERIFY(blob);
        QVERIFY(std::string(*blob) == blockOf(columns));
    }
}

void tst_BlockCodec::everyFlippedBitIsNoticed()
{
    const std::string block = blockOf(RandomColumns(3).make(40));
    QVERIFY(decodeBlock(block, "block"));
    for (std::size_t bit = 0; bit < 8 * block.size(); ++bit) {
        std::string damaged = block;
        damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ static_cast<char>(1U << (bit % 8)));
        const auto decoded = decodeBlock(damaged, "block");
        QVERIFY2(!decoded, qPrintable(QString::number(bit)));
        QVERIFY(decoded.error().code == Error::Code::Corrupt
                || decoded.error().code == Error::Code::TooNew);
    }
}

void tst_BlockCodec::everyCutIsNoticed()
{
    const std::string block = blockOf(RandomColumns(4).make(40));
    for (std::size_t size = 0; size < block.size(); ++size)
        QVERIFY2(!decodeBlock(block.substr(0, size), "block"), qPrintable(QString::number(size)));
    QVERIFY(!decodeBlock(block + "x", "block"));
}

void tst_BlockCodec::aLaterVersionIsToldFromDamage()
{
    std::string block = blockOf(numbered(0, 5)->columns());
    block[4] = 99;
    const auto decoded = decodeBlock(block, "block 7");
    QVERIFY(!decoded);
    QVERIFY(decoded.error().code == Error::Code::TooNew);
    QCOMPARE(decoded.error().subject, std::string("block 7"));
}

void tst_BlockCodec::sectionsThatLieAboutTheirSizeAreRefused()
{
    // With a checksum that fits, as somebody who means harm would write it: a block of one row
    // and one section that promises 4 GiB.
    std::string table(blockformat::entrySize, '\0');
    const std::uint16_t section = static_cast<std::uint16_t>(blockformat::Section::Arena);
    const std::uint32_t promised = 0xFFFFFFFF;
    std::memcpy(table.data(), &section, sizeof(section));
    table[2] = static_cast<char>(blockformat::Codec::Lz4);
    std::memcpy(table.data() + 8, &promised, sizeof(promised));
    const std::uint64_t checksum = XXH3_64bits("", 0);
    std::memcpy(table.data() + 16, &checksum, sizeof(checksum));
    const std::string block = withChecksums(table, 1, "");
    const auto decoded = decodeBlock(block, "block");
    QVERIFY(!decoded);
    QVERIFY(decoded.error().code == Error::Code::Corrupt);
}

void tst_BlockCodec::aBatchAboveTheBoundsIsRefused()
{
    BlockEncoder encoder;
    const auto blob = encoder.encode(numbered(0, blockformat::maxRows + 1)->columns());
    QVERIFY(!blob);
    QVERIFY(blob.error().code == Error::Code::InvalidInput);
}

void tst_BlockCodec::secondsSumToTheEvents()
{
    const bool holds = rc::check([](std::uint32_t seed) {
        EventColumns columns = RandomColumns(seed).make();
        RC_PRE(!columns.times.empty());
        const BlockSummary summary = summaryOf(columns);
        const auto seconds = decodeSeconds(encodeSeconds(summary.seconds));
        RC_ASSERT(seconds.has_value());
        std::map<std::pair<std::int64_t, std::size_t>, std::uint64_t> expected;
        for (std::size_t row = 0; row < columns.times.size(); ++row)
            ++expected[{secondOf(columns.times[row]),
                        static_cast<std::size_t>(classOf(columns.severities[row]))}];
        std::map<std::pair<std::int64_t, std::size_t>, std::uint64_t> found;
        for (const SecondCounts& second : *seconds) {
            for (std::size_t i = 0; i < severityClassCount; ++i) {
                if (second.counts[i] != 0)
                    found[{second.second, i}] = second.counts[i];
            }
        }
        RC_ASSERT(found == expected);
    });
    QVERIFY2(holds, "the counterexample is printed above");
}

QTEST_GUILESS_MAIN(tst_BlockCodec)
#include "tst_blockcodec.moc"
