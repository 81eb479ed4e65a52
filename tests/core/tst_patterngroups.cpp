// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/formmaker.h"
#include "core/pattern/formtable.h"
#include "core/pattern/patterngroups.h"
#include "core/pattern/patternminer.h"

#include <QTest>

#include <rapidcheck.h>

#include <map>
#include <string>
#include <vector>

using namespace weir;

namespace {

using Messages = std::vector<std::string>;

rc::Gen<Messages> anyMessages()
{
    // Few words in few places: families fill up and become one.
    const auto word = rc::gen::element<std::string>("open", "a", "b", "c", "d", "e", "f", "x.y",
                                                    "3", "true", "(", "/var/x", "deadbeef12");
    const auto message = rc::gen::map(rc::gen::tuple(word, word, word), [](const auto& words) {
        const auto& [a, b, c] = words;
        return "session " + a + " for " + b + (c == "f" ? "  " : " ") + c;
    });
    return rc::gen::scale(2.0, rc::gen::container<Messages>(message));
}

/// The n-th message has seq n + 1 and a time that climbs and falls.
Sightings sightingOf(std::size_t index)
{
    const auto time = timePointOf(static_cast<std::int64_t>(index * 7 % 5));
    return {1, time, time, EventSeq{index + 1}};
}

FormTable tableOf(const Messages& messages, bool backwards = false)
{
    FormMaker maker;
    FormTable table;
    for (std::size_t i = 0; i < messages.size(); ++i) {
        const std::size_t index = backwards ? messages.size() - 1 - i : i;
        table.add(maker.formOf(messages[index]), sightingOf(index));
    }
    return table;
}

std::string printed(const Sightings& seen)
{
    return std::to_string(seen.count) + " " + formatTime(seen.first) + " " + formatTime(seen.last)
        + " " + std::to_string(number(seen.oldest));
}

Messages printed(const PatternGroups& groups)
{
    Messages lines;
    for (const PatternGroup& group : groups.patterns)
        lines.push_back(group.text + "|" + std::to_string(group.id) + "|" + printed(group.seen));
    return lines;
}

/// By text, with all messages given to a miner one after another.
std::map<std::string, Sightings> minedOneByOne(const Messages& messages)
{
    PatternMiner miner;
    std::vector<PatternId> ids;
    for (const std::string& message : messages)
        ids.push_back(miner.add(message));
    std::map<std::string, Sightings> seen;
    for (std::size_t i = 0; i < messages.size(); ++i)
        seen[miner.text(ids[i])].add(sightingOf(i));
    return seen;
}

} // namespace

class tst_PatternGroups final : public QObject
{
    Q_OBJECT

private slots:
    void groupsAreThoseOfTheMessagesOneByOne();
    void theOrderOfCountingMakesNoDifference();
    void theMostFrequentComeFirst();
    void idsStayWhenMessagesAreAdded();
    void idsAreTheSameEverywhere();
    void whatHasNoRoomIsCountedTogether();
    void aFullTableStillKnowsItsPatterns();
    void countsWithoutTimesNeedWiderTimes();
};

void tst_PatternGroups::groupsAreThoseOfTheMessagesOneByOne()
{
    QVERIFY(rc::check("forms have the patterns of their messages", [] {
        const auto messages = *anyMessages();
        const auto expected = minedOneByOne(messages);
        const PatternGroups groups = groupForms(tableOf(messages).counts());
        RC_ASSERT(groups.total == messages.size());
        RC_ASSERT(groups.patterns.size() == expected.size());
        for (const PatternGroup& group : groups.patterns) {
            const auto found = expected.find(group.text);
            RC_ASSERT(found != expected.end());
            RC_ASSERT(printed(group.seen) == printed(found->second));
        }
    }));
}

void tst_PatternGroups::theOrderOfCountingMakesNoDifference()
{
    QVERIFY(rc::check("backwards gives the same", [] {
        const auto messages = *anyMessages();
        RC_ASSERT(printed(groupForms(tableOf(messages).counts()))
                  == printed(groupForms(tableOf(messages, true).counts())));
    }));
}

void tst_PatternGroups::theMostFrequentComeFirst()
{
    const PatternGroups groups =
        groupForms(tableOf({"up", "down", "took 5 s", "took 31 s"}).counts());
    QCOMPARE(groups.patterns.size(), std::size_t{3});
    QCOMPARE(groups.patterns[0].text, std::string("took <*>"));
    QCOMPARE(groups.patterns[0].seen.count, std::uint64_t{2});
    QCOMPARE(groups.patterns[1].text, std::string("up"));
}

void tst_PatternGroups::idsStayWhenMessagesAreAdded()
{
    QVERIFY(rc::check("a pattern is named by its oldest message for ever", [] {
        const auto messages = *anyMessages();
        const auto size = *rc::gen::inRange<std::size_t>(0, messages.size() + 1);
        std::map<EventSeq, std::uint64_t> before;
        const Messages some(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(size));
        for (const PatternGroup& group : groupForms(tableOf(some).counts()).patterns)
            before[group.seen.oldest] = group.id;
        std::size_t kept = 0;
        for (const PatternGroup& group : groupForms(tableOf(messages).counts()).patterns) {
            if (number(group.seen.oldest) > size)
                continue;
            RC_ASSERT(before.contains(group.seen.oldest));
            RC_ASSERT(before[group.seen.oldest] == group.id);
            ++kept;
        }
        RC_ASSERT(kept > 0 || size == 0);
    }));
}

void tst_PatternGroups::idsAreTheSameEverywhere()
{
    // Written down by somebody once: they must not change.
    const auto idOf = [](const std::string& message) {
        return QString::number(groupForms(tableOf({message}).counts()).patterns.front().id, 16);
    };
    QCOMPARE(idOf("session opened for user root by (uid=0)"), QStringLiteral("83e8f22a2c799afd"));
    QCOMPARE(idOf("session opened for user root by (uid=17)"),
             idOf("session opened for user root by (uid=0)"));
    QVERIFY(idOf("session closed") != idOf("session opened"));
    QCOMPARE(idOf(""), QStringLiteral("cbf29ce484222325"));

    const PatternGroups several =
        groupForms(tableOf({"disk full", "closed for user ann", "closed for user bob",
                            "closed for user eve", "closed for user joe"})
                       .counts());
    QCOMPARE(several.patterns.front().text, std::string("closed for user <*>"));
    QCOMPARE(QString::number(several.patterns.front().id, 16), idOf("closed for user ann"));
}

void tst_PatternGroups::whatHasNoRoomIsCountedTogether()
{
    FormMaker maker;
    const auto fill = [&maker](FormTable& table) {
        for (std::size_t i = 0; i < 200; ++i) {
            const std::string word(i % 100 + 1, 'x');
            table.add(maker.formOf(word), sightingOf(i));
        }
        return groupForms(table.counts());
    };
    FormTable few({.forms = 10});
    const PatternGroups groups = fill(few);
    QCOMPARE(groups.patterns.size(), std::size_t{10});
    QCOMPARE(groups.other.count, std::uint64_t{180});
    QCOMPARE(groups.total, std::uint64_t{200});
    QCOMPARE(number(groups.other.oldest), std::uint64_t{11});
    FormTable small({.bytes = 1000});
    const PatternGroups smaller = fill(small);
    QVERIFY(!smaller.patterns.empty() && smaller.patterns.size() < 10);
    QCOMPARE(smaller.total, std::uint64_t{200});

    PatternLimits limits;
    limits.patterns = 6;
    FormTable all;
    fill(all);
    const PatternGroups mined = groupForms(all.counts(), limits);
    QCOMPARE(mined.patterns.size(), std::size_t{5}); // and the one for all others
    QCOMPARE(mined.other.count, std::uint64_t{190});
}

void tst_PatternGroups::aFullTableStillKnowsItsPatterns()
{
    Messages messages{"disk full"};
    for (std::size_t i = 1; i <= 300; ++i)
        messages.push_back("closed for user " + std::string(i, 'x') + " now");
    messages.push_back("something else");
    FormMaker maker;
    FormTable table({.forms = 10});
    for (std::size_t i = 0; i < messages.size(); ++i)
        table.add(maker.formOf(messages[i]), sightingOf(i));
    const PatternGroups groups = groupForms(table.counts());
    QCOMPARE(groups.patterns.size(), std::size_t{2});
    QCOMPARE(groups.patterns.front().text, std::string("closed for user <*> now"));
    const auto expected = minedOneByOne(messages).at("closed for user <*> now");
    QCOMPARE(printed(groups.patterns.front().seen), printed(expected));
    QCOMPARE(groups.other.count, std::uint64_t{1});
}

void tst_PatternGroups::countsWithoutTimesNeedWiderTimes()
{
    const auto between = [](std::int64_t first, std::int64_t last, std::uint64_t oldest) {
        return Sightings{5, timePointOf(first), timePointOf(last), EventSeq{oldest}};
    };
    FormTable table;
    table.add("a", between(10, 20, 7));
    table.add("b", between(12, 30, 9));
    const std::vector<FormTable::FormCount> both{{"a", 2}, {"b", 3}};
    QVERIFY(table.tryAdd(both, between(12, 20, 9)));
    QVERIFY(!table.tryAdd(both, between(11, 20, 9)));
    QVERIFY(!table.tryAdd(both, between(12, 21, 9)));
    QVERIFY(!table.tryAdd(both, between(12, 20, 8)));
    const std::vector<FormTable::FormCount> unknown{{"a", 2}, {"c", 3}};
    QVERIFY(!table.tryAdd(unknown, between(12, 20, 9)));
    QCOMPARE(table.counts().forms.find("a")->second.count, std::uint64_t{7});
    QCOMPARE(table.counts().forms.find("b")->second.count, std::uint64_t{8});
    QCOMPARE(table.counts().forms.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(tst_PatternGroups)
#include "tst_patterngroups.moc"
