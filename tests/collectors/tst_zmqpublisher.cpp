// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/publisher.h"

#include <QTest>

#include <fmt/format.h>
#include <rapidcheck.h>

#include <map>
#include <set>

using namespace weir;

/// Framings and sequence numbers, without a socket.
class tst_ZmqPublisher final : public QObject
{
    Q_OBJECT

private slots:
    void framesAreToldApart_data();
    void framesAreToldApart();
    void aFramingThatIsWrittenCounts();
    void oneFrameWithATopicIsRecognised_data();
    void oneFrameWithATopicIsRecognised();
    void aSequenceIsBelievedAfterFourInARow();
    void whatWasLostBeforeIsCountedThen();
    void fourBytesOfTextAreNoSequence();
    void aClockIsNoSequence();
    void framingIsDecidedTopicByTopic();
    void aBinaryTopicIsATopic();
    void aJsonFieldCanBeTheSequence();
    void aRestartIsAnEpochAndNoLoss();
    void aRestartThatWasNoneIsTakenBack();
    void aDuplicateIsMarked();
    void numbersWrapAfter32Bits();
    void numbersOfAllTopicsTogetherAreFoundOut();
    void numbersOfEachTopicAreFoundOut();
    void aTopicWithoutNumbersHoldsNothingUp();
    void manyTopicsDoNotGrowWithoutEnd();
    void anyLossIsCountedExactly();
    void anyFramesAreSurvived();
};

namespace {

using Frames = std::vector<std::string>;

std::string little32(std::uint32_t value)
{
    std::string bytes;
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>(value >> (8 * i) & 0xFF);
    return bytes;
}

std::string big64(std::uint64_t value)
{
    std::string bytes;
    for (int i = 7; i >= 0; --i)
        bytes += static_cast<char>(value >> (8 * i) & 0xFF);
    return bytes;
}

/// A publisher and what was lost of it, as `topic/epoch` → count.
struct Heard
{
    ZeroMqSource source;
    Publisher publisher;
    std::map<std::string, std::uint64_t> lost;
    Frames kept; ///< what the views of the last message are of

    explicit Heard(ZeroMqSource configured = {})
        : source(std::move(configured))
        , publisher(source)
    {
    }
    Publisher::Message hear(Frames frames, bool isLast = false)
    {
        kept = std::move(frames);
        const std::vector<std::string_view> views(kept.begin(), kept.end());
        const auto message = publisher.read(views);
        collect(isLast);
        return message;
    }
    Publisher::Message numbered(const std::string& topic, std::uint32_t number)
    {
        return hear({topic, "payload", little32(number)});
    }
    void collect(bool isLast)
    {
        publisher.takeLosses(
            [&](std::string_view topic, std::uint32_t epoch, const SequenceLoss& loss) {
                lost[fmt::format("{}/{}", topic, epoch)] += loss.count;
            },
            isLast);
    }
    std::uint64_t lostInAll()
    {
        collect(true);
        std::uint64_t sum = 0;
        for (const auto& [name, count] : lost)
            sum += count;
        return sum;
    }
};

ZeroMqSource withFrames(ZeroMqFrames frames)
{
    ZeroMqSource source;
    source.frames = frames;
    return source;
}

/// `topic|payload|frames kept as they are`
QString described(const Heard& heard, const Publisher::Message& message)
{
    std::string text = fmt::format("{}|{}|", message.framed.topic, message.framed.payload);
    for (std::size_t i = 1; i < heard.kept.size(); ++i) {
        if (i != message.framed.payloadFrame && i != message.framed.sequenceFrame)
            text += fmt::format("{},", i);
    }
    if (message.framed.time)
        text += fmt::format("at {}", message.framed.time->time_since_epoch().count());
    if (!message.framed.isExpected)
        text += " unexpected";
    return QString::fromStdString(text);
}

} // namespace

void tst_ZmqPublisher::framesAreToldApart_data()
{
    QTest::addColumn<QList<QByteArray>>("frames");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const QList<QByteArray>& frames, const char* expected) {
        QTest::newRow(name) << frames << QString::fromUtf8(expected);
    };
    row("the payload alone", {"p"}, "|p|");
    row("an empty frame", {""}, "||");
    row("topic and payload", {"t", "p"}, "t|p|");
    row("both empty", {"", ""}, "||");
    row("a time", {"t", "p", "1763899491.25"}, "t|p|2,at 1763899491250000000");
    row("whole seconds", {"t", "p", "1763899491"}, "t|p|2,at 1763899491000000000");
    row("a number that is no time", {"t", "p", "42"}, "t|p|2, unexpected");
    row("a time with more behind it", {"t", "p", "1763899491 s"}, "t|p|2, unexpected");
    row("a number at the end", {"t", "p", QByteArray("\1\0\0\0", 4)}, "t|p|2,");
    row("a number in the middle", {"t", QByteArray("\0\0\0\0\0\0\0\7", 8), "p"}, "t|p|1,");
    row("eight bytes of text", {"t", "payload8", "more"}, "t|payload8|2,");
    row("an empty last frame", {"t", "p", ""}, "t|p|2, unexpected");
    row("four frames", {"t", "p", "x", "y"}, "t|p|2,3, unexpected");
}

void tst_ZmqPublisher::framesAreToldApart()
{
    QFETCH(const QList<QByteArray>, frames);
    QFETCH(const QString, expected);
    Heard heard;
    Frames given;
    for (const QByteArray& frame : frames)
        given.push_back(frame.toStdString());
    const auto message = heard.hear(given);
    QCOMPARE(described(heard, message), expected);
    QVERIFY(!message.sequence);
}

void tst_ZmqPublisher::aFramingThatIsWrittenCounts()
{
    Heard payload(withFrames(ZeroMqFrames::Payload));
    QCOMPARE(described(payload, payload.hear({"a", "b"})), QStringLiteral("|a|1, unexpected"));

    Heard number(withFrames(ZeroMqFrames::TopicPayloadSequence));
    auto message = number.hear({"t", "p", little32(7)});
    QCOMPARE(described(number, message), QStringLiteral("t|p|"));
    QCOMPARE(message.sequence, std::optional<std::uint64_t>(7));
    message = number.hear({"t", "p", "12345"});
    QCOMPARE(described(number, message), QStringLiteral("t|p|2, unexpected"));
    QVERIFY(!message.sequence);

    Heard middle(withFrames(ZeroMqFrames::TopicSequencePayload));
    message = middle.hear({"t", big64(9), "p"});
    QCOMPARE(described(middle, message), QStringLiteral("t|p|"));
    QCOMPARE(message.sequence, std::optional<std::uint64_t>(9));
    // vLLM ends a replay with -1.
    QVERIFY(!middle.hear({"t", std::string(8, '\xff'), "p"}).sequence);

    Heard blank(withFrames(ZeroMqFrames::TopicBlankPayload));
    QCOMPARE(described(blank, blank.hear({"error {not json"})), QStringLiteral("error|{not json|"));
    QCOMPARE(described(blank, blank.hear({"word"})), QStringLiteral("|word| unexpected"));
}

void tst_ZmqPublisher::oneFrameWithATopicIsRecognised_data()
{
    QTest::addColumn<QString>("frame");
    QTest::addColumn<QString>("topic");
    const auto row = [](const char* frame, const char* topic) {
        QTest::newRow(frame) << QString::fromUtf8(frame) << QString::fromUtf8(topic);
    };
    row(R"(misp_json_event {"id":1})", "misp_json_event");
    row(R"(json-full-chain_main:{"first_height":1})", "json-full-chain_main");
    row(R"({"a":1})", "");
    row(R"(ERROR {"a":1})", "");
    row(R"(warn:{"a":1})", "");
    row(R"(2026-11-23 {"a":1})", "");
    row(R"(two words {"a":1})", "");
    row(R"(topic {"a":1} and more)", "");
    row(R"(topic  {"a":1})", "");
    row("topic text", "");
    row("t {", "");
    row("", "");
}

void tst_ZmqPublisher::oneFrameWithATopicIsRecognised()
{
    QFETCH(const QString, frame);
    QFETCH(const QString, topic);
    Heard heard;
    const auto message = heard.hear({frame.toStdString()});
    QCOMPARE(QString::fromStdString(std::string(message.framed.topic)), topic);
    QVERIFY(frame.endsWith(QString::fromStdString(std::string(message.framed.payload))));
    QCOMPARE(message.framed.payload.size() == std::size_t(frame.size()), topic.isEmpty());
}

void tst_ZmqPublisher::aSequenceIsBelievedAfterFourInARow()
{
    Heard heard;
    for (std::uint32_t n = 10; n < 13; ++n)
        QVERIFY(!heard.numbered("t", n).sequence);
    QVERIFY(!heard.publisher.hasSequence());
    QCOMPARE(heard.numbered("t", 13).sequence, std::optional<std::uint64_t>(13));
    QVERIFY(heard.publisher.hasSequence());
    QCOMPARE(heard.numbered("t", 20).sequence, std::optional<std::uint64_t>(20));
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"t/0", 6}}));

    Heard middle;
    for (std::uint64_t n = 0; n < 5; ++n)
        middle.hear({"kv", big64(n), "payload"});
    middle.hear({"kv", big64(7), "payload"});
    QCOMPARE(middle.lostInAll(), std::uint64_t{2});
}

void tst_ZmqPublisher::whatWasLostBeforeIsCountedThen()
{
    Heard heard;
    for (const std::uint32_t n : {0U, 5U, 6U, 9U, 10U, 11U})
        heard.numbered("t", n);
    QVERIFY(heard.lost.empty());
    heard.numbered("t", 12);
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"t/0", 6}}));
}

void tst_ZmqPublisher::fourBytesOfTextAreNoSequence()
{
    Heard heard;
    for (int i = 0; i < 200; ++i) {
        const auto message = heard.hear({"t", "p", fmt::format("{:04}", i)});
        QVERIFY(!message.sequence);
        QCOMPARE(message.framed.payload, std::string_view("p"));
        QCOMPARE(message.framed.sequenceFrame, std::size_t{0}); // kept as a header
    }
    QCOMPARE(heard.lostInAll(), std::uint64_t{0});
}

void tst_ZmqPublisher::aClockIsNoSequence()
{
    Heard heard;
    for (std::uint32_t n = 0; n < 100; ++n)
        QVERIFY(!heard.numbered("t", 1'763'899'491 + n).sequence);
    heard.numbered("t", 1'763'999'999);
    QCOMPARE(heard.lostInAll(), std::uint64_t{0});
}

void tst_ZmqPublisher::framingIsDecidedTopicByTopic()
{
    Heard heard;
    for (std::uint32_t n = 0; n < 10; ++n) {
        heard.numbered("numbered", n);
        QVERIFY(heard.hear({"timed", "p", "1763899491.5"}).framed.time);
        QVERIFY(!heard.hear({"plain", "p"}).sequence);
    }
    QCOMPARE(heard.publisher.topics(), std::size_t{3});
    QCOMPARE(heard.publisher.topicsWithSequence(), std::size_t{1});
    heard.numbered("numbered", 12);
    QCOMPARE(heard.lostInAll(), std::uint64_t{2});
}

void tst_ZmqPublisher::aBinaryTopicIsATopic()
{
    Heard heard;
    const std::string topic("\0\xff\x01", 3);
    QCOMPARE(heard.hear({topic, "p"}).framed.topic, std::string_view(topic));
}

void tst_ZmqPublisher::aJsonFieldCanBeTheSequence()
{
    ZeroMqSource source;
    source.sequenceField = "meta.seq";
    Heard heard(source);
    const auto json = [](const std::string& n) {
        return Frames{"t", R"({"meta":{"seq":)" + n + "}}"};
    };
    QCOMPARE(heard.hear(json("1")).sequence, std::optional<std::uint64_t>(1));
    QCOMPARE(heard.hear(json("4")).sequence, std::optional<std::uint64_t>(4));
    QVERIFY(!heard.hear(json("\"x\"")).sequence);
    QVERIFY(!heard.hear(json("-3")).sequence);
    QVERIFY(!heard.hear({"t", "{broken"}).sequence);
    QVERIFY(!heard.hear({""}).sequence);
    QCOMPARE(heard.lostInAll(), std::uint64_t{2});
}

void tst_ZmqPublisher::aRestartIsAnEpochAndNoLoss()
{
    Heard heard(withFrames(ZeroMqFrames::TopicPayloadSequence));
    for (std::uint32_t n = 0; n < 1000; ++n)
        heard.numbered("t", n);
    // The first messages were sent before we were there again.
    QCOMPARE(heard.numbered("t", 3).epoch, std::uint32_t{1});
    heard.numbered("t", 4);
    heard.numbered("t", 10);
    QCOMPARE(heard.publisher.restarts(), std::uint64_t{1});
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"t/1", 5}}));

    // Soon after the beginning a small number could be a duplicate; the ones after it tell.
    Heard soon(withFrames(ZeroMqFrames::TopicPayloadSequence));
    for (const std::uint32_t n : {0U, 1U, 2U, 3U, 4U, 5U, 2U, 3U, 4U, 5U, 6U, 7U})
        soon.numbered("t", n);
    QCOMPARE(soon.publisher.restarts(), std::uint64_t{1});
    QCOMPARE(soon.lostInAll(), std::uint64_t{0});
}

void tst_ZmqPublisher::aRestartThatWasNoneIsTakenBack()
{
    Heard heard(withFrames(ZeroMqFrames::TopicPayloadSequence));
    for (std::uint32_t n = 0; n < 1000; ++n)
        heard.numbered("t", n);
    heard.numbered("t", 0); // one old message again
    QCOMPARE(heard.numbered("t", 1000).epoch, std::uint32_t{0});
    heard.numbered("t", 1003);
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"t/0", 2}}));
}

void tst_ZmqPublisher::aDuplicateIsMarked()
{
    Heard heard(withFrames(ZeroMqFrames::TopicPayloadSequence));
    for (std::uint32_t n = 0; n < 100; ++n)
        QVERIFY(!heard.numbered("t", n).isDuplicate);
    QVERIFY(heard.numbered("t", 99).isDuplicate);
    QVERIFY(heard.numbered("t", 95).isDuplicate);
    QVERIFY(!heard.numbered("t", 100).isDuplicate);
    QCOMPARE(heard.publisher.duplicates(), std::uint64_t{2});
    QCOMPARE(heard.publisher.restarts(), std::uint64_t{0});
    QCOMPARE(heard.lostInAll(), std::uint64_t{0});
}

void tst_ZmqPublisher::numbersWrapAfter32Bits()
{
    Heard heard(withFrames(ZeroMqFrames::TopicPayloadSequence));
    for (const std::uint32_t n : {0xFFFFFFFDU, 0xFFFFFFFEU, 0xFFFFFFFFU, 0U, 1U, 2U, 5U})
        QCOMPARE(heard.numbered("t", n).epoch, std::uint32_t{0});
    QCOMPARE(heard.lostInAll(), std::uint64_t{2});

    Heard over(withFrames(ZeroMqFrames::TopicPayloadSequence));
    over.numbered("t", 0xFFFFFFFEU);
    over.numbered("t", 1);
    QCOMPARE(over.lostInAll(), std::uint64_t{2});

    Heard restarted(withFrames(ZeroMqFrames::TopicPayloadSequence));
    restarted.numbered("t", 3'000'000'000U);
    QCOMPARE(restarted.numbered("t", 0).epoch, std::uint32_t{1});
    QCOMPARE(restarted.lostInAll(), std::uint64_t{0});
}

void tst_ZmqPublisher::numbersOfAllTopicsTogetherAreFoundOut()
{
    Heard heard;
    const std::vector<std::string> topics{"a", "b", "a", "c", "b", "b", "a"};
    std::uint32_t n = 0;
    for (int round = 0; round < 20; ++round) {
        for (const std::string& topic : topics)
            heard.numbered(topic, n++);
    }
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{}));
    heard.numbered("b", n + 4);
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"/0", 4}}));
}

void tst_ZmqPublisher::numbersOfEachTopicAreFoundOut()
{
    Heard heard;
    for (std::uint32_t n = 0; n < 20; ++n) {
        heard.numbered("a", n);
        heard.numbered("b", n); // in step, the worst case
    }
    QVERIFY(heard.lost.empty());
    heard.numbered("a", 22);
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"a/0", 2}}));
}

void tst_ZmqPublisher::aTopicWithoutNumbersHoldsNothingUp()
{
    Heard heard;
    for (std::uint32_t n = 0; n < 10; ++n) {
        heard.numbered("a", n);
        heard.hear({"b", "p"});
    }
    heard.numbered("a", 15);
    QCOMPARE(heard.lost, (std::map<std::string, std::uint64_t>{{"a/0", 5}}));
}

void tst_ZmqPublisher::manyTopicsDoNotGrowWithoutEnd()
{
    Heard heard;
    for (int i = 0; i < 20'000; ++i)
        QCOMPARE(heard.hear({fmt::format("t{}", i), "p"}).framed.payload, std::string_view("p"));
    QVERIFY(heard.publisher.topics() <= 4096);
}

void tst_ZmqPublisher::anyLossIsCountedExactly()
{
    const bool holds = rc::check("published minus received is counted, for any loss", [] {
        const bool isTogether = *rc::gen::arbitrary<bool>();
        const int topics = *rc::gen::inRange(1, 4);
        const int lossPercent = *rc::gen::inRange(0, 60);
        Heard heard;
        std::vector<std::uint32_t> next(4, 0);
        std::uint64_t dropped = 0;
        const auto choices =
            *rc::gen::container<std::vector<int>>(400, rc::gen::inRange(0, 1'000'000));
        const auto publish = [&](int topic, bool isDropped) {
            const std::uint32_t n = next[isTogether ? 3 : static_cast<std::size_t>(topic)]++;
            if (isDropped)
                ++dropped;
            else
                heard.numbered(fmt::format("t{}", topic), n);
        };
        // Undisturbed at both ends: what is lost before the first or after the last of a topic
        // nobody can know.
        for (int i = 0; i < 10 * topics; ++i)
            publish(i % topics, false);
        for (const int choice : choices)
            publish(choice % topics, choice / 100 % 100 < lossPercent);
        for (int i = 0; i < 10 * topics; ++i)
            publish(i % topics, false);
        RC_ASSERT(heard.lostInAll() == dropped);
    });
    QVERIFY(holds);
}

void tst_ZmqPublisher::anyFramesAreSurvived()
{
    const bool holds = rc::check("any frames give a payload that is one of them", [] {
        Heard heard;
        const auto messages =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<Frames>>(
                rc::gen::nonEmpty(rc::gen::arbitrary<Frames>())));
        for (const Frames& frames : messages) {
            const auto message = heard.hear(frames);
            RC_ASSERT(message.framed.payloadFrame < frames.size());
            RC_ASSERT(frames[message.framed.payloadFrame].ends_with(message.framed.payload));
        }
    });
    QVERIFY(holds);
}

QTEST_APPLESS_MAIN(tst_ZmqPublisher)
#include "tst_zmqpublisher.moc"
