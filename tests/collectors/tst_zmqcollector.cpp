// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/fakesink.h"
#include "tests/collectors/zmqpeer.h"

#include <QTest>

#include <numeric>
#include <set>

using namespace weir;

/// Over real sockets on loopback.
class tst_ZmqCollector final : public QObject
{
    Q_OBJECT

private slots:
    void everythingPushedArrivesOnce();
    void aPacedPublisherArrivesWhole();
    void topicsAreChosenByPrefix();
    void furtherFramesAreKept();
    void severalEndpointsAreToldApart();
    void aTakenAddressIsNamed();
    void aWrongAddressIsNamed();
    void nobodyThereIsNamedAndWaitedFor();
    void anOversizedMessageCostsItselfOnly();
    void withoutRoomEveryLossIsCounted();
    void whatArrivedBeforeTheStopIsPushed();
};

namespace {

/// A collector that pulls, and who pushes to it.
struct Pushed
{
    Pushed() { pusher.connect(source.bind[0]); }

    ZeroMqSource source = pulling(freeEndpoint());
    FakeSink sink;
    RunningCollector collector{setupFor(source), sink};
    Peer pusher{ZMQ_PUSH};
};

void checkNumbersUpTo(const FakeSink& sink, int count)
{
    const auto payloads = sink.payloads();
    QCOMPARE(payloads.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const auto& payload = payloads[static_cast<std::size_t>(i)];
        if (payload != "n=" + std::to_string(i))
            QCOMPARE(payload, "n=" + std::to_string(i));
    }
}

} // namespace

void tst_ZmqCollector::everythingPushedArrivesOnce()
{
    Pushed pushed;
    auto& [source, sink, collector, pusher] = pushed;
    for (int i = 0; i < 100'000; ++i)
        QVERIFY(pusher.send({"n=" + std::to_string(i)}));
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{100'000}, 30'000);
    checkNumbersUpTo(sink, 100'000);
    QCOMPARE(collector.status().state, SourceState::Live);
    QCOMPARE(collector.status().dropped, std::uint64_t{0});
    const Stream& stream = sink.batches().front()->stream(0);
    QCOMPARE(stream.kind, SourceKind::ZeroMq);
    QCOMPARE(stream.scope, source.bind[0]);
}

void tst_ZmqCollector::aPacedPublisherArrivesWhole()
{
    Peer publisher(ZMQ_XPUB);
    FakeSink sink;
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, publisher.bind())),
                               sink);
    QVERIFY(publisher.waitForSubscriber());
    // Paced by what has arrived: never more on the way than a queue holds.
    for (int i = 0; i < 100'000; ++i) {
        QVERIFY(publisher.send({"ticks", "n=" + std::to_string(i)}));
        if (i % 20'000 == 0)
            QTRY_COMPARE_WITH_TIMEOUT(sink.events(), static_cast<std::size_t>(i) + 1, 30'000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{100'000}, 30'000);
    checkNumbersUpTo(sink, 100'000);
    QCOMPARE(sink.batches().front()->stream(0).name, std::string("ticks"));
    QVERIFY(collector.status().note.find("loss cannot be detected") != std::string::npos);
}

void tst_ZmqCollector::topicsAreChosenByPrefix()
{
    Peer publisher(ZMQ_XPUB);
    ZeroMqSource source = connecting(ZeroMqSource::Type::Sub, publisher.bind());
    source.topics = {"a"};
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    QVERIFY(publisher.waitForSubscriber());
    publisher.send({"b", "not wanted"});
    publisher.send({"ab", R"({"level":"warn","msg":"wanted"})"});
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);
    const auto batch = sink.batches().front();
    QCOMPARE(batch->stream(0).name, std::string("ab"));
    QCOMPARE(batch->body(0), std::string_view("wanted"));
    QCOMPARE(batch->columns().offsets[0], std::int64_t{-1});
}

void tst_ZmqCollector::furtherFramesAreKept()
{
    const std::string endpoint = freeEndpoint();
    const ZeroMqSource source = pulling(endpoint);
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    Peer pusher(ZMQ_PUSH);
    pusher.connect(endpoint);
    pusher.send({"topic", "payload", "1763899491", "\x07"});
    pusher.send({"topic", ""});
    pusher.send(std::vector<std::string>(40, "x"));
    pusher.send({""});
    pusher.send(std::vector<std::string>(1000, "y"));
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{5}, 20'000);
    std::vector<std::size_t> headers;
    std::vector<std::string> marks;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        headers.push_back(batch.headers(row).size());
        const auto mark = batch.field("zeromq.frames", row);
        marks.emplace_back(mark ? mark->text : std::string_view());
    });
    QCOMPARE(headers, (std::vector<std::size_t>{2, 0, 38, 0, 61}));
    QCOMPARE(marks, (std::vector<std::string>{"4", "", "40", "", "1000"}));
    QCOMPARE(sink.payloads(), (std::vector<std::string>{"payload", "", "x", "", "y"}));
    QCOMPARE(sink.batches().front()->headers(0)[0].first, std::string_view("frame.2"));
}

void tst_ZmqCollector::severalEndpointsAreToldApart()
{
    Peer first(ZMQ_XPUB);
    Peer second(ZMQ_XPUB);
    ZeroMqSource source;
    source.connect = {first.bind(), second.bind()};
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    QVERIFY(first.waitForSubscriber());
    QVERIFY(second.waitForSubscriber());
    first.send({"t", "1"});
    second.send({"t", "2"});
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    std::set<std::pair<std::string, std::string>> seen;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        seen.emplace(batch.stream(row).scope, batch.payload(row));
    });
    QCOMPARE(seen,
             (std::set<std::pair<std::string, std::string>>{{source.connect[0], "1"},
                                                            {source.connect[1], "2"}}));
}

void tst_ZmqCollector::aTakenAddressIsNamed()
{
    Peer other(ZMQ_PULL);
    const ZeroMqSource source = pulling(other.bind());
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(collector.error(), source.bind[0] + ": the address is taken by another program");
    QCOMPARE(collector.status().state, SourceState::Failed);
    QCOMPARE(collector.status().lastError, collector.error());
}

void tst_ZmqCollector::aWrongAddressIsNamed()
{
    FakeSink sink;
    RunningCollector collector(
        setupFor(connecting(ZeroMqSource::Type::Sub, "tpc://127.0.0.1:5556")), sink);
    QTRY_VERIFY_WITH_TIMEOUT(collector.hasEnded(), 20'000);
    QCOMPARE(collector.error(),
             std::string("tpc://127.0.0.1:5556: this is no address to connect to"));
}

void tst_ZmqCollector::nobodyThereIsNamedAndWaitedFor()
{
    const std::string endpoint = freeEndpoint();
    FakeSink sink;
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, endpoint)), sink);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().lastError, "nobody answers at " + endpoint,
                              20'000);
    QCOMPARE(collector.status().state, SourceState::Retrying);
    for (int round = 0; round < 2; ++round) {
        Peer publisher(ZMQ_XPUB);
        QVERIFY(QTest::qWaitFor([&] { return publisher.bindTo(endpoint); }, 20'000));
        QVERIFY(publisher.waitForSubscriber());
        QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 20'000);
        QCOMPARE(collector.status().lastError, std::string());
        publisher.send({"t", "x"});
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), static_cast<std::size_t>(round) + 1, 20'000);
        publisher.close(0);
        QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Retrying, 20'000);
    }
}

void tst_ZmqCollector::anOversizedMessageCostsItselfOnly()
{
    Peer publisher(ZMQ_XPUB);
    ZeroMqSource source = connecting(ZeroMqSource::Type::Sub, publisher.bind());
    source.maxMessageBytes = 1000;
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    QVERIFY(publisher.waitForSubscriber());
    publisher.send({"t", std::string(1000, 'x')});
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);
    publisher.send({"t", std::string(1001, 'x')});
    // The library never connects again by itself after this.
    QVERIFY(publisher.waitForSubscriber());
    QTRY_COMPARE_WITH_TIMEOUT(sink.gaps().size(), std::size_t{1}, 20'000);
    QCOMPARE(sink.gaps()[0].reason, Gap::Reason::TooLarge);
    QTRY_VERIFY_WITH_TIMEOUT(publisher.send({"t", "after"}) && !sink.payloads().empty()
                                 && sink.payloads().back() == "after",
                             20'000);
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 20'000);
}

void tst_ZmqCollector::withoutRoomEveryLossIsCounted()
{
    Peer publisher(ZMQ_XPUB);
    FakeSink sink;
    sink.setFull(true);
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, publisher.bind())),
                               sink);
    QVERIFY(publisher.waitForSubscriber());
    constexpr std::uint64_t sent = 60'000;
    for (std::uint64_t i = 0; i < sent; ++i)
        QVERIFY(publisher.send({"n=" + std::to_string(i)}));
    // At most one batch is kept and one is in the making; the rest is shed.
    QTRY_VERIFY_WITH_TIMEOUT(collector.status().dropped >= sent - 2 * 8192, 30'000);
    QCOMPARE(sink.events(), std::size_t{0});
    sink.setFull(false);
    publisher.send({"last"});
    QTRY_VERIFY_WITH_TIMEOUT(!sink.payloads().empty() && sink.payloads().back() == "last", 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!sink.gaps().empty(), 20'000);
    const auto gaps = sink.gaps();
    const std::uint64_t missing =
        std::accumulate(gaps.begin(), gaps.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const Gap& gap) { return sum + gap.count; });
    QCOMPARE(missing, collector.status().dropped);
    QCOMPARE(sink.events() + missing, sent + 1);
    QCOMPARE(gaps[0].reason, Gap::Reason::QueueFull);
}

void tst_ZmqCollector::whatArrivedBeforeTheStopIsPushed()
{
    Pushed pushed;
    auto& [source, sink, collector, pusher] = pushed;
    for (int i = 0; i < 100; ++i)
        pusher.send({"n=" + std::to_string(i)});
    QTRY_VERIFY_WITH_TIMEOUT(collector.status().state == SourceState::Live && sink.events() > 0,
                             20'000);
    collector.stop();
    checkNumbersUpTo(sink, static_cast<int>(sink.events()));
    QCOMPARE(collector.status().events, std::uint64_t{sink.events()});
    QCOMPARE(collector.status().state, SourceState::Ended);
}

QTEST_GUILESS_MAIN(tst_ZmqCollector)
#include "tst_zmqcollector.moc"
