// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/gen/eventgenerator.h"

#include <QtTest/QTest>

#include <re2/re2.h>

using namespace weir::bench;

namespace {

constexpr std::uint64_t count = EventGenerator::leastCount;

std::string everything(std::uint64_t seed)
{
    EventGenerator events(count, seed);
    std::string all;
    while (events.next())
        all.append(events.json()).append("\n").append(events.text()).append("\n");
    return all;
}

} // namespace

class tst_EventGenerator final : public QObject
{
    Q_OBJECT

private slots:
    void theSameSeedGivesTheSameBytes();
    void anotherSeedGivesOtherBytes();
    void theManifestCountsWhatASearchFinds();
    void theManifestCountsEveryEventOnce();
};

void tst_EventGenerator::theSameSeedGivesTheSameBytes()
{
    QVERIFY(everything(1) == everything(1));
}

void tst_EventGenerator::anotherSeedGivesOtherBytes()
{
    QVERIFY(everything(1) != everything(2));
}

void tst_EventGenerator::theManifestCountsWhatASearchFinds()
{
    const re2::RE2 literal(std::string{needles::regexLiteral});
    const re2::RE2 noLiteral(std::string{needles::regexNoLiteral});
    Manifest found;
    std::uint64_t middle = 0;
    std::uint64_t absent = 0;
    EventGenerator events(count, 7);
    while (events.next()) {
        const std::string_view json = events.json();
        const auto has = [&](std::string_view needle) {
            return json.find(needle) != std::string_view::npos ? 1U : 0U;
        };
        found.rare += has(needles::rare);
        middle += has(needles::middle);
        absent += has(needles::absent);
        found.common += has(needles::common);
        found.trace += has(needles::trace);
        found.address += has(needles::address);
        const re2::StringPiece piece(json.data(), json.size());
        found.regexLiteral += re2::RE2::PartialMatch(piece, literal) ? 1U : 0U;
        found.regexNoLiteral += re2::RE2::PartialMatch(piece, noLiteral) ? 1U : 0U;
    }
    const Manifest& told = events.manifest();
    QCOMPARE(told.rare, std::uint64_t{20});
    QCOMPARE(told.address, std::uint64_t{8});
    QCOMPARE(told.trace, std::uint64_t{5});
    QVERIFY(told.regexLiteral > 0);
    QVERIFY(told.regexNoLiteral > 0);
    QCOMPARE(absent, std::uint64_t{0});
    QCOMPARE(middle, told.rare);
    QCOMPARE(found.rare, told.rare);
    QCOMPARE(found.common, told.common);
    QCOMPARE(found.trace, told.trace);
    QCOMPARE(found.address, told.address);
    QCOMPARE(found.regexLiteral, told.regexLiteral);
    QCOMPARE(found.regexNoLiteral, told.regexNoLiteral);
}

void tst_EventGenerator::theManifestCountsEveryEventOnce()
{
    EventGenerator events(count, 3);
    std::uint64_t jsonBytes = 0;
    std::uint64_t textBytes = 0;
    while (events.next()) {
        jsonBytes += events.json().size() + 1;
        textBytes += events.text().size() + 1;
    }
    const Manifest& told = events.manifest();
    std::uint64_t services = 0;
    for (const auto& [name, number] : told.byService)
        services += number;
    std::uint64_t levels = 0;
    for (const auto& [name, number] : told.byLevel)
        levels += number;
    QCOMPARE(told.events, count);
    QCOMPARE(services, count);
    QCOMPARE(levels, count);
    QCOMPARE(told.jsonBytes, jsonBytes);
    QCOMPARE(told.textBytes, textBytes);
}

QTEST_GUILESS_MAIN(tst_EventGenerator)
#include "tst_eventgenerator.moc"
