// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/patternlist.h"

#include <QTest>

using namespace weir;
using namespace weir::cli;

namespace {

const TimePoint noon = *parseTime("2026-11-23T12:00:00Z");

Sightings seen(std::uint64_t count)
{
    return {count, noon, noon + std::chrono::seconds(1), EventSeq{7}};
}

/// A pattern of bytes, the empty one, and others.
PatternList someList()
{
    PatternList list;
    list.groups.patterns = {{0xAB, "\xFF<*>\x1b", seen(9995)}, {0xCD, "", seen(1)}};
    list.groups.other = seen(4);
    list.groups.total = 10'000;
    list.examples = {"\xFF"
                     "5\x1b",
                     std::nullopt};
    return list;
}

QByteArray printed(Format format)
{
    OutputOptions output;
    output.format = format;
    return QByteArray::fromStdString(printPatterns(someList(), output));
}

} // namespace

class tst_PatternList final : public QObject
{
    Q_OBJECT

private slots:
    void othersComeLastInEveryFormat();
    void bytesThatAreNoTextAreNotLost();
    void whatCannotBeSeenIsNamed();
    void aSmallShareIsNotNothing();
    void nothingIsAnEmptyList();
};

void tst_PatternList::othersComeLastInEveryFormat()
{
    QVERIFY(printed(Format::Text).endsWith("  __other__\n"));
    QVERIFY(printed(Format::Table).endsWith("  __other__\n"));
    QVERIFY(printed(Format::Csv)
                .endsWith("\r\n,4,0.0004,2026-11-23T12:00:00.000000000Z,2026-11-23T12:00:01."
                          "000000000Z,__other__,\r\n"));
    QVERIFY(printed(Format::Ndjson)
                .endsWith("\n{\"pattern\":\"__other__\",\"count\":4,\"share\":0.0004,"
                          "\"first\":\"2026-11-23T12:00:00.000000000Z\","
                          "\"last\":\"2026-11-23T12:00:01.000000000Z\"}\n"));
    const auto text = incompleteness(someList().groups);
    QVERIFY(text && text->find("4 events are counted as __other__") != std::string::npos);
    QVERIFY(!incompleteness(PatternGroups{}));
}

void tst_PatternList::bytesThatAreNoTextAreNotLost()
{
    const QByteArray json = printed(Format::Ndjson);
    QVERIFY2(json.contains(R"("pattern":{"base64":"/zwqPhs="})"), json.constData());
    QVERIFY2(json.contains(R"("example":{"base64":"/zUb"})"), json.constData());
}

void tst_PatternList::whatCannotBeSeenIsNamed()
{
    QVERIFY(printed(Format::Text).contains("(no message)\n"));
    QVERIFY(printed(Format::Table).contains("(no message)\n"));
    QVERIFY(printed(Format::Table).contains("\uFFFD<*>\u241B"));
    QVERIFY(printed(Format::Csv).contains("Z,,\r\n"));
}

void tst_PatternList::aSmallShareIsNotNothing()
{
    QVERIFY(printed(Format::Text).contains("       1  <0.1%  "));
}

void tst_PatternList::nothingIsAnEmptyList()
{
    OutputOptions output;
    output.format = Format::Ndjson;
    QCOMPARE(printPatterns({}, output), std::string());
    output.format = Format::Text;
    QCOMPARE(printPatterns({}, output), std::string());
}

QTEST_GUILESS_MAIN(tst_PatternList)
#include "tst_patternlist.moc"
