// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pattern/patternminer.h"

#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace weir;

namespace {

using Messages = std::vector<std::string>;

/// Words, names, values and marks that make equal, similar and unlike messages likely.
rc::Gen<std::string> anyMessage()
{
    const auto token = rc::gen::element<std::string>(
        "user", "user", "for", "job", "to", "root", "guest", "test", "mail", "true", "off", "7",
        "99", "/var/log/a", "blk_12", "eth0", "web-1.example:80", "a.b.C", "uid=5", "key=x", "(",
        ")", "[x]", "-", "10:20:30", "ff:00:1a", "Mon", "Jul", "5 ms", "\"", "dead1beef",
        "http://a/b?c=d", "...");
    const auto tokens = rc::gen::resize(10, rc::gen::container<Messages>(token));
    return rc::gen::map(tokens, [](const Messages& parts) {
        std::string message;
        for (const std::string& part : parts)
            message += (message.empty() ? "" : " ") + part;
        return message;
    });
}

rc::Gen<Messages> anyMessages()
{
    // Short ones too, of few words: families then fill up.
    const auto word =
        rc::gen::element<std::string>("open", "a", "b", "c", "d", "e", "f", "x.y", "3");
    const auto shortMessage = rc::gen::map(rc::gen::tuple(word, word, word), [](const auto& words) {
        const auto& [a, b, c] = words;
        return "session " + a + " for " + b + " " + c;
    });
    return rc::gen::scale(
        2.0,
        rc::gen::container<Messages>(rc::gen::oneOf(anyMessage(), shortMessage, shortMessage)));
}

/// Whether the template, with anything for `<*>`, is the message; spaces do not count.
bool isTemplateOf(std::string_view text, std::string_view message)
{
    const auto solid = [](std::string_view spaced) {
        std::string result(spaced);
        std::erase_if(result, [](unsigned char c) { return std::isspace(c) != 0; });
        return result;
    };
    const std::string pattern = solid(text);
    std::string left = solid(message);
    std::size_t at = 0; // the place in `pattern`
    bool isFirst = true;
    while (true) {
        const auto end = pattern.find("<*>", at);
        const std::string literal = pattern.substr(at, end - at);
        if (end == std::string::npos)
            return isFirst ? left == literal : left.ends_with(literal);
        const auto found = left.find(literal);
        if (found == std::string::npos || (isFirst && found != 0))
            return false;
        left.erase(0, found + literal.size());
        at = end + 3;
        isFirst = false;
    }
}

std::string bracketed(const PatternMiner& miner, const std::string& message, PatternId id)
{
    std::string result;
    std::size_t at = 0;
    for (const TextSpan span : miner.variableSpans(message, id)) {
        result += message.substr(at, span.offset - at) + "{";
        result += message.substr(span.offset, span.length) + "}";
        at = span.offset + span.length;
    }
    return result + message.substr(at);
}

/// The pattern of the last of them, after all.
std::string patternOf(const Messages& messages)
{
    PatternMiner miner;
    PatternId last{};
    for (const std::string& message : messages)
        last = miner.add(message);
    return miner.text(last);
}

Messages with(const std::string& before, const Messages& words, const std::string& after)
{
    Messages messages;
    for (const std::string& word : words)
        messages.push_back(before + word + after);
    return messages;
}

} // namespace

class tst_PatternMiner : public QObject
{
    Q_OBJECT

private slots:
    void valuesAreMaskedByTheirForm_data();
    void valuesAreMaskedByTheirForm();
    void whatVariesOftenIsAValue_data();
    void whatVariesOftenIsAValue();
    void twoCasesStayTwoPatterns_data();
    void twoCasesStayTwoPatterns();
    void aWordThatValuesFollowIsRemembered();
    void spansSayWhatVaries();
    void nothingVariesInAMessageOfAnotherPattern();

    void theSameMessageKeepsItsPattern();
    void digitsDoNotMatter();
    void theTemplateFitsEveryMessageOfItsPattern();
    void theOrderOfRepeatedMessagesMakesNoPatterns();
    void aRestoredMinerKnowsTheSamePatterns();
    void aRestoredMinerLearnsOn();

    void whatIsBeyondTheLimitsHasTheCatchAll();
    void longMessagesAreJudgedByTheirBeginning();
    void damagedStatesAreRefused();
    void statesOfLaterVersionsAreRefused();
};

void tst_PatternMiner::valuesAreMaskedByTheirForm_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* message, const char* expected) {
        QTest::newRow(name) << QString::fromUtf8(message) << QString::fromUtf8(expected);
    };
    row("number", "took 35 turns", "took <*> turns");
    row("sign and fraction", "moved -3.5, +7", "moved <*>, <*>");
    row("sign in a name", "block blk_-16 of blk_7", "block blk_<*> of blk_<*>");
    row("quantity", "took 35 ms, 12KB of 1 GiB free", "took <*>, <*> of <*> free");
    row("hex", "at 0x7ffe and c0000000 and deadbeef", "at <*> and <*> and <*>");
    row("word of hex letters", "added cafe", "added cafe");
    row("UUID", "order b9000564-fe1a-409b-b8cc-1e88b294cd1d paid", "order <*> paid");
    row("address", "from 10.0.0.7:443 to [fe80::1c2a:5eff]", "from <*> to [<*>]");
    row("MAC", "BSSID 5c:50:15:36:bc:03 seen", "BSSID <*> seen");
    row("path", "opened /etc/hosts, C:\\Temp\\x", "opened <*>, <*>");
    row("URL", "GET http://a.example:80/x?y=1 failed", "GET <*> failed");
    row("name with a number", "eth0 is up on node-K7", "eth<*> is up on node-K<*>");
    row("mixed as no name is", "token j53GK4a ok", "token <*> ok");
    row("date", "started Mon Jul 18 03:26:49 2005 here", "started <*> here");
    row("ISO time", "at 2026-11-24T10:00:00.123Z done", "at <*> done");
    row("call", "synchronized to LOCAL(0), now", "synchronized to LOCAL(<*>), now");
    row("place in a source", "thrown in Bar.java:42 again", "thrown in Bar.java:<*> again");
    row("empty value", "connection from 10.0.0.1 () at noon", "connection from <*> (<*>) at noon");
    row("function", "flush() done", "flush() done");
    row("list of numbers", "irqs 3 4 5 7", "irqs <*>");
    row("list of names", "deleted blk_1 blk_22 blk_333", "deleted <*>");
    row("unlike names are no list", "GET /a HTTP/1.1 200", "GET <*> HTTP/<*> <*>");
    row("full stop", "Disk sda7 is full.", "Disk sda<*> is full.");
    row("other scripts", "Zähler 5 läuft", "Zähler <*> läuft");
    row("nothing", "", "");
    row("punctuation", "---", "---");
}

void tst_PatternMiner::valuesAreMaskedByTheirForm()
{
    QFETCH(QString, message);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(patternOf({message.toStdString()})), expected);
}

void tst_PatternMiner::whatVariesOftenIsAValue_data()
{
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QStringList>("messages");
    const auto row = [](const char* name, const char* expected, const Messages& messages) {
        QStringList list;
        for (const std::string& message : messages)
            list << QString::fromStdString(message);
        QTest::newRow(name) << QString::fromUtf8(expected) << list;
    };
    row("words", "session closed for user <*>",
        with("session closed for user ", {"root", "news", "mail", "test"}, ""));
    row("names, at once", "deleting <*> from cache",
        with("deleting ", {"blk_7", "rdd_2.part"}, " from cache"));
    row("hosts", "reverse lookup of <*> failed",
        with("reverse lookup of ", {"a.example", "b.c.example", "d.example"}, " failed"));
    row("a host where addresses stand", "closed by <*> early",
        with("closed by ", {"10.0.0.1", "a.example"}, " early"));
    row("names that change together", "registering <*> for <*>",
        {"registering a.X for b.X", "registering a.Y for b.Y", "registering a.Z for b.Z"});
    row("assigned words", "login ok, user=<*>",
        with("login ok, user=", {"ann", "bob", "eve", "joe"}, ""));
}

void tst_PatternMiner::whatVariesOftenIsAValue()
{
    QFETCH(QString, expected);
    QFETCH(QStringList, messages);
    PatternMiner miner;
    std::vector<PatternId> ids;
    for (const QString& message : messages)
        ids.push_back(miner.add(message.toStdString()));
    for (const PatternId id : ids) {
        QCOMPARE(QString::fromStdString(miner.text(id)), expected);
        QVERIFY(miner.current(id) == miner.current(ids.front()));
    }
}

void tst_PatternMiner::twoCasesStayTwoPatterns_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::newRow("states") << "link to peer is up"
                            << "link to peer is down";
    QTest::newRow("switches") << "charging: true"
                              << "charging: false";
    QTest::newRow("beginnings") << "cupsd startup succeeded"
                                << "klogd startup succeeded";
    QTest::newRow("lengths") << "disk full"
                             << "disk full again";
    QTest::newRow("marks") << "state (idle)"
                           << "state [idle]";
    QTest::newRow("keys") << "config a.x=1 read"
                          << "config a.y=1 read";
}

void tst_PatternMiner::twoCasesStayTwoPatterns()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    PatternMiner miner;
    const PatternId first = miner.add(one.toStdString());
    const PatternId second = miner.add(other.toStdString());
    QVERIFY(miner.current(first) != miner.current(second));
    QCOMPARE(miner.text(first),
             one.toStdString() == "config a.x=1 read" ? "config a.x=<*> read" : one.toStdString());
}

void tst_PatternMiner::aWordThatValuesFollowIsRemembered()
{
    PatternMiner miner;
    PatternId opened{};
    for (const std::string& message : with("opened for user ", {"ann", "bob", "eve"}, " now"))
        opened = miner.add(message);
    QCOMPARE(miner.text(opened), std::string("opened for user eve now"));
    for (const std::string& message : with("closed for user ", {"ann", "bob", "eve", "joe"}, ""))
        miner.add(message);
    QCOMPARE(miner.text(opened), std::string("opened for user <*> now"));
}

void tst_PatternMiner::spansSayWhatVaries()
{
    PatternMiner miner;
    for (const std::string& message : with("job a7 of user ", {"ann", "bob", "eve"}, " took 5 s"))
        miner.add(message);
    const std::string message = "job b123  of user joe took\t1200 ms";
    const PatternId id = miner.add(message);
    QCOMPARE(bracketed(miner, message, id),
             std::string("job {b123}  of user {joe} took\t{1200 ms}"));
    QCOMPARE(bracketed(miner, "x", catchAllPattern), std::string("{x}"));
    QCOMPARE(bracketed(miner, "", catchAllPattern), std::string());
}

void tst_PatternMiner::nothingVariesInAMessageOfAnotherPattern()
{
    PatternMiner miner;
    const PatternId id = miner.add("took 5 turns");
    QVERIFY(miner.variableSpans("lost 5 turns", id).empty());
    QVERIFY(miner.variableSpans("", id).empty());
}

void tst_PatternMiner::theSameMessageKeepsItsPattern()
{
    QVERIFY(rc::check("a message has what its pattern has become", [] {
        const auto messages = *anyMessages();
        PatternMiner miner;
        std::vector<PatternId> ids;
        for (const std::string& message : messages) {
            ids.push_back(miner.add(message));
            RC_ASSERT(miner.add(message) == miner.current(ids.back()));
        }
        const std::size_t size = miner.size();
        for (std::size_t i = 0; i < messages.size(); ++i)
            RC_ASSERT(miner.add(messages[i]) == miner.current(ids[i]));
        RC_ASSERT(miner.size() == size);
    }));
}

void tst_PatternMiner::digitsDoNotMatter()
{
    QVERIFY(rc::check("messages of one skeleton have one pattern", [] {
        const auto messages = *anyMessages();
        PatternMiner miner;
        for (const std::string& message : messages) {
            std::string longer;
            for (const char c : message)
                longer += c >= '0' && c <= '9' ? std::string("4711") : std::string(1, c);
            RC_ASSERT(miner.add(message) == miner.add(longer));
        }
    }));
}

void tst_PatternMiner::theTemplateFitsEveryMessageOfItsPattern()
{
    QVERIFY(rc::check("template and spans are of the message", [] {
        const auto messages = *anyMessages();
        PatternMiner miner;
        for (const std::string& message : messages)
            miner.add(message);
        for (const std::string& message : messages) {
            const PatternId id = miner.add(message);
            RC_ASSERT(isTemplateOf(miner.text(id), message));
            std::size_t end = 0;
            for (const TextSpan span : miner.variableSpans(message, id)) {
                RC_ASSERT(span.offset >= end);
                RC_ASSERT(span.length > 0U);
                end = span.offset + span.length;
            }
            RC_ASSERT(end <= message.size());
        }
    }));
}

void tst_PatternMiner::theOrderOfRepeatedMessagesMakesNoPatterns()
{
    QVERIFY(rc::check("repeating in any order adds no id", [] {
        const auto messages = *anyMessages();
        PatternMiner miner;
        for (const std::string& message : messages)
            miner.add(message);
        const std::size_t size = miner.size();
        auto again = messages;
        std::rotate(again.begin(), again.begin() + static_cast<std::ptrdiff_t>(again.size() / 2),
                    again.end());
        std::reverse(again.begin(), again.end());
        for (const std::string& message : again)
            miner.add(message);
        RC_ASSERT(miner.size() == size);
    }));
}

void tst_PatternMiner::aRestoredMinerKnowsTheSamePatterns()
{
    QVERIFY(rc::check("restored ids mean the same", [] {
        const auto messages = *anyMessages();
        PatternMiner miner;
        for (const std::string& message : messages)
            miner.add(message);
        auto restored = PatternMiner::restore(miner.save());
        RC_ASSERT(static_cast<bool>(restored));
        RC_ASSERT(restored->size() == miner.size());
        for (std::uint32_t i = 0; i < miner.size(); ++i) {
            RC_ASSERT(restored->current(PatternId{i}) == miner.current(PatternId{i}));
            RC_ASSERT(restored->text(PatternId{i}) == miner.text(PatternId{i}));
        }
        for (const std::string& message : messages)
            RC_ASSERT(restored->add(message) == miner.add(message));
        RC_ASSERT(restored->size() == miner.size());
    }));
}

void tst_PatternMiner::aRestoredMinerLearnsOn()
{
    PatternMiner miner;
    for (const std::string& message : with("closed for user ", {"ann", "bob", "eve"}, ""))
        miner.add(message);
    auto restored = PatternMiner::restore(miner.save());
    QVERIFY(restored);
    QCOMPARE(restored->text(restored->add("closed for user joe")),
             std::string("closed for user <*>"));
    // And what it has learned is kept: three are enough after "user" now.
    auto again = PatternMiner::restore(restored->save());
    QVERIFY(again);
    PatternId opened{};
    for (const std::string& message : with("opened for user ", {"ann", "bob", "eve"}, ""))
        opened = again->add(message);
    QCOMPARE(again->text(opened), std::string("opened for user <*>"));
}

void tst_PatternMiner::whatIsBeyondTheLimitsHasTheCatchAll()
{
    PatternLimits limits;
    limits.patterns = 50;
    limits.patternsOfOneShape = 20;
    limits.tokens = 300;
    limits.tokenTableBytes = 20'000;
    limits.families = 100;
    PatternMiner miner(limits);
    const PatternId known = miner.add("the first one is kept");
    for (int i = 0; i < 5'000; ++i) {
        std::string word;
        for (int rest = i; word.size() < 6; rest /= 26)
            word += static_cast<char>('a' + rest % 26);
        miner.add(word + " " + word + " happened to " + word
                  + std::string(static_cast<std::size_t>(i % 7), '!'));
    }
    QVERIFY(miner.size() <= 50);
    QVERIFY(miner.add("and nothing: can be kept, (now)") == catchAllPattern);
    QCOMPARE(miner.text(catchAllPattern), std::string("<*>"));
    QVERIFY(miner.add("the first one is kept") == known);
    QVERIFY(miner.save().size() < 20'000);
    QVERIFY(PatternMiner::restore(miner.save(), limits));
}

void tst_PatternMiner::longMessagesAreJudgedByTheirBeginning()
{
    const std::string beginning = "stack of thread main: ";
    PatternMiner miner;
    const PatternId words = miner.add(beginning + std::string(1 << 20, 'x'));
    QVERIFY(words == miner.add(beginning + std::string(2 << 20, 'x')));
    QVERIFY(miner.text(words).size() < 5'000);

    std::string many = beginning;
    for (int i = 0; i < 10'000; ++i)
        many += "at frame, ";
    const PatternId frames = miner.add(many);
    QVERIFY(frames == miner.add(many + "and more"));
    QVERIFY(miner.text(frames).ends_with("<*>"));
    const auto spans = miner.variableSpans(many, frames);
    QCOMPARE(spans.size(), std::size_t{1});
    QCOMPARE(spans.front().offset + spans.front().length, many.size());
    auto restored = PatternMiner::restore(miner.save());
    QVERIFY(restored);
    QVERIFY(restored->add(many) == frames);
}

void tst_PatternMiner::damagedStatesAreRefused()
{
    PatternMiner miner;
    for (const std::string& message : with("closed for user ", {"ann", "bob", "eve", "joe"}, ""))
        miner.add(message);
    const std::string state = miner.save();
    QVERIFY(PatternMiner::restore(state));
    for (std::size_t length = 0; length < state.size(); ++length)
        QVERIFY2(!PatternMiner::restore(state.substr(0, length)),
                 qPrintable(QString::number(length)));
    QVERIFY(!PatternMiner::restore(state + "x"));
    QVERIFY(PatternMiner::restore("something else").error().code == Error::Code::Corrupt);
    PatternLimits small;
    small.patterns = 2;
    QVERIFY(!PatternMiner::restore(state, small));
}

void tst_PatternMiner::statesOfLaterVersionsAreRefused()
{
    std::string state = PatternMiner().save();
    QVERIFY(PatternMiner::restore(state));
    state[state.find('1')] = '2';
    QVERIFY(PatternMiner::restore(state).error().code == Error::Code::TooNew);
}

QTEST_GUILESS_MAIN(tst_PatternMiner)
#include "tst_patternminer.moc"
