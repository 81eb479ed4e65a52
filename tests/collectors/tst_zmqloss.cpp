// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/collectors/tcpproxy.h"
#include "tests/collectors/zmqpeer.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QScopeGuard>
#include <QTest>

#include <fmt/format.h>

#include <cstring>
#include <fstream>
#include <map>
#include <random>
#include <set>

using namespace weir;

/// Loss that is forced on real sockets, by every means: what is counted as lost is what was published
/// minus what is there, exactly. And who only wants to do harm costs nothing but its own connection.
class tst_ZmqLoss final : public QObject
{
    Q_OBJECT

private slots:
    void aTinyHighWaterMark();
    void aPausedReader();
    void aDroppedLink();
    void aRestartedPublisher();
    void aMessageThatIsTooLarge();
    void ofSeveralTopicsAndPublishers();
    void everyFrameOfUnixSocketsToo();
    void aHalfOpenPeerIsNoticed();
    void tenThousandRubbishConnectionsCostNothing();
};

namespace {

int portOf(const std::string& endpoint)
{
    return std::stoi(endpoint.substr(endpoint.rfind(':') + 1));
}

/// `[topic][payload][u32 LE]`, numbered topic by topic as Bitcoin Core does.
class Numbered final
{
public:
    explicit Numbered(int highWaterMark)
        : peer(ZMQ_XPUB)
    {
        peer.keepAtMost(highWaterMark);
    }
    /// The payload, which no other message has.
    std::string publish(const std::string& topic)
    {
        std::uint32_t& number = m_next[topic];
        std::string sequence(4, '\0');
        std::memcpy(sequence.data(), &number, sizeof number);
        std::string payload =
            fmt::format(R"({{"n":{},"topic":"{}","of":{}}})", number, topic, m_id);
        peer.send({topic, payload, sequence});
        ++number;
        ++published;
        return payload;
    }
    void publish(const std::string& topic, int count)
    {
        for (int i = 0; i < count; ++i)
            publish(topic);
    }

    Peer peer;
    std::uint64_t published = 0;

private:
    static inline int s_made = 0;
    const int m_id = ++s_made;
    std::map<std::string, std::uint32_t> m_next;
};

struct Account
{
    std::uint64_t lost = 0;
    std::uint64_t shed = 0;
    std::uint64_t tooLarge = 0;

    explicit Account(const FakeSink& sink)
    {
        for (const Gap& gap : sink.gaps()) {
            if (gap.reason == Gap::Reason::LostUpstream)
                lost += gap.count;
            else if (gap.reason == Gap::Reason::QueueFull)
                shed += gap.count;
            else
                tooLarge += gap.count;
        }
    }
    std::uint64_t all() const { return lost + shed + tooLarge; }
};

/// The last number that is there of a topic; -1: none.
std::int64_t lastNumber(const FakeSink& sink, const std::string& topic)
{
    std::int64_t last = -1;
    for (const auto& batch : sink.batches()) {
        for (std::size_t row = 0; row < batch->size(); ++row) {
            if (batch->stream(row).name == topic)
                last = batch->columns().offsets[row];
        }
    }
    return last;
}

bool isThere(const FakeSink& sink, const std::string& payload)
{
    bool isFound = false;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        isFound = isFound || batch.payload(row) == payload;
    });
    return isFound;
}

/// Publishes one after the other until one of them is there: only then is the loss before it known.
void publishUntilHeard(Numbered& publisher, const std::string& topic, const FakeSink& sink)
{
    const auto isHeard = [&] {
        const std::string sent = publisher.publish(topic);
        // What a full queue has dropped never comes, and nothing says so: then the next one is sent.
        return QTest::qWaitFor([&] { return isThere(sink, sent); }, 300);
    };
    QTRY_VERIFY_WITH_TIMEOUT(isHeard(), 20'000);
}

void checkAccount(const Numbered& publisher, const FakeSink& sink)
{
    QTRY_COMPARE_WITH_TIMEOUT(sink.events() + Account(sink).all(), publisher.published, 10'000);
}

std::size_t residentKiB()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:"))
            return std::stoul(line.substr(6));
    }
    return 0;
}

} // namespace

void tst_ZmqLoss::aTinyHighWaterMark()
{
    Numbered publisher(10);
    FakeSink sink;
    RunningCollector collector(
        setupFor(connecting(ZeroMqSource::Type::Sub, publisher.peer.bind())), sink);
    QVERIFY(publisher.peer.waitForSubscriber());
    publishUntilHeard(publisher, "t", sink);
    publisher.publish("t", 300'000);
    publishUntilHeard(publisher, "t", sink);
    checkAccount(publisher, sink);
    const Account account(sink);
    QVERIFY2(account.lost > 1000, qPrintable(QString::number(account.lost)));
    QCOMPARE(account.shed, std::uint64_t{0});
    qInfo("%llu published, %zu there, %llu counted as lost",
          static_cast<unsigned long long>(publisher.published), sink.events(),
          static_cast<unsigned long long>(account.lost));
    QVERIFY(collector.status().note.starts_with("by sequence numbers: "
                                                + std::to_string(account.lost) + " lost"));
}

void tst_ZmqLoss::aPausedReader()
{
    Numbered publisher(1000);
    FakeSink sink;
    RunningCollector collector(
        setupFor(connecting(ZeroMqSource::Type::Sub, publisher.peer.bind())), sink);
    QVERIFY(publisher.peer.waitForSubscriber());
    publishUntilHeard(publisher, "t", sink);
    sink.setFull(true); // we shed, the publisher drops
    publisher.publish("t", 400'000);
    QTRY_VERIFY_WITH_TIMEOUT(collector.status().dropped > 1000, 20'000);
    sink.setFull(false);
    publishUntilHeard(publisher, "t", sink);
    checkAccount(publisher, sink);
    const Account account(sink);
    QCOMPARE(account.shed, collector.status().dropped);
    QVERIFY(account.shed > 0);
    qInfo("%llu published, %zu there, %llu lost, %llu shed",
          static_cast<unsigned long long>(publisher.published), sink.events(),
          static_cast<unsigned long long>(account.lost),
          static_cast<unsigned long long>(account.shed));
}

void tst_ZmqLoss::aDroppedLink()
{
    Numbered publisher(0);
    TcpProxy proxy(portOf(publisher.peer.bind()));
    FakeSink sink;
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, proxy.endpoint())),
                               sink);
    QVERIFY(publisher.peer.waitForSubscriber());
    publishUntilHeard(publisher, "t", sink);
    for (int round = 1; round <= 5; ++round) {
        publisher.publish("t", 20'000);
        proxy.cut();
        publisher.publish("t", 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(proxy.connections > round, 20'000);
        publishUntilHeard(publisher, "t", sink);
    }
    checkAccount(publisher, sink);
    QVERIFY(Account(sink).lost > 0);
    qInfo("%llu published, %zu there, %llu lost in 5 cuts",
          static_cast<unsigned long long>(publisher.published), sink.events(),
          static_cast<unsigned long long>(Account(sink).lost));
}

void tst_ZmqLoss::aRestartedPublisher()
{
    const std::string endpoint = freeEndpoint();
    FakeSink sink;
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, endpoint)), sink);
    std::uint64_t published = 0;
    for (int life = 0; life < 3; ++life) {
        Numbered publisher(0);
        QVERIFY(QTest::qWaitFor([&] { return publisher.peer.bindTo(endpoint); }, 20'000));
        QVERIFY(publisher.peer.waitForSubscriber());
        publisher.publish("t", 100);
        published += publisher.published;
        QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{published}, 20'000);
    }
    QCOMPARE(Account(sink).all(), std::uint64_t{0});
    std::set<std::uint32_t> epochs;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        epochs.insert(batch.stream(row).epoch);
    });
    QCOMPARE(epochs, (std::set<std::uint32_t>{0, 1, 2}));
}

void tst_ZmqLoss::aMessageThatIsTooLarge()
{
    Numbered publisher(0);
    ZeroMqSource source = connecting(ZeroMqSource::Type::Sub, publisher.peer.bind());
    source.maxMessageBytes = 1000;
    source.frames = ZeroMqSource::Frames::TopicPayloadSequence;
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    QVERIFY(publisher.peer.waitForSubscriber());
    publishUntilHeard(publisher, "t", sink);
    publisher.peer.send({"t", std::string(2000, 'x'), "zero"});
    QVERIFY(publisher.peer.waitForSubscriber()); // connected again
    publishUntilHeard(publisher, "t", sink);
    // It is in one gap only, although its number is missing, too (here it has none of its own).
    QCOMPARE(Account(sink).tooLarge, std::uint64_t{1});
    checkAccount(publisher, sink);
}

void tst_ZmqLoss::ofSeveralTopicsAndPublishers()
{
    Numbered first(10);
    Numbered second(10);
    ZeroMqSource source;
    source.connect = {first.peer.bind(), second.peer.bind()};
    FakeSink sink;
    RunningCollector collector(setupFor(source), sink);
    QVERIFY(first.peer.waitForSubscriber());
    QVERIFY(second.peer.waitForSubscriber());
    const auto settle = [&] {
        for (Numbered* publisher : {&first, &second}) {
            for (const char* topic : {"a", "b"}) {
                for (int i = 0; i < 6; ++i)
                    publishUntilHeard(*publisher, topic, sink);
            }
        }
    };
    settle();
    for (int i = 0; i < 50'000; ++i) {
        first.publish(i % 3 ? "a" : "b");
        second.publish(i % 2 ? "a" : "b");
    }
    settle();
    QTRY_COMPARE_WITH_TIMEOUT(sink.events() + Account(sink).all(),
                              first.published + second.published, 10'000);
    std::map<std::string, std::uint64_t> lost;
    for (const Gap& gap : sink.gaps())
        lost[gap.stream.scope + ' ' + gap.stream.name] += gap.count;
    std::map<std::string, std::uint64_t> there;
    sink.each([&](const EventBatch& batch, std::size_t row) {
        ++there[batch.stream(row).scope + ' ' + batch.stream(row).name];
    });
    QVERIFY(Account(sink).lost > 0);
    for (const std::string& endpoint : source.connect) {
        const Numbered& publisher = endpoint == source.connect[0] ? first : second;
        QCOMPARE(there[endpoint + " a"] + lost[endpoint + " a"] + there[endpoint + " b"]
                     + lost[endpoint + " b"],
                 publisher.published);
    }
}

void tst_ZmqLoss::everyFrameOfUnixSocketsToo()
{
    QTemporaryDir folder;
    const std::string endpoint = "ipc://" + folder.filePath(QStringLiteral("s")).toStdString();
    Numbered publisher(0);
    QVERIFY(publisher.peer.bindTo(endpoint));
    FakeSink sink;
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, endpoint)), sink);
    QVERIFY(publisher.peer.waitForSubscriber());
    publisher.publish("t", 5000);
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{5000}, 20'000);
    QCOMPARE(lastNumber(sink, "t"), std::int64_t{4999});

    const std::string bound = "ipc://" + folder.filePath(QStringLiteral("b")).toStdString();
    FakeSink second;
    RunningCollector pulling(setupFor(weir::pulling(bound)), second);
    Peer pusher(ZMQ_PUSH);
    pusher.connect(bound);
    pusher.send({"t", "p"});
    QTRY_COMPARE_WITH_TIMEOUT(second.events(), std::size_t{1}, 20'000);
}

void tst_ZmqLoss::aHalfOpenPeerIsNoticed()
{
    Numbered publisher(0);
    TcpProxy proxy(portOf(publisher.peer.bind()));
    FakeSink sink;
    RunningCollector collector(setupFor(connecting(ZeroMqSource::Type::Sub, proxy.endpoint())),
                               sink);
    QVERIFY(publisher.peer.waitForSubscriber());
    QTRY_COMPARE_WITH_TIMEOUT(collector.status().state, SourceState::Live, 20'000);
    proxy.isSilent = true;
    QElapsedTimer since;
    since.start();
    // The system itself would take a quarter of an hour.
    QTRY_VERIFY_WITH_TIMEOUT(collector.status().state != SourceState::Live, 60'000);
    qInfo("noticed after %lld ms", static_cast<long long>(since.elapsed()));
    QCOMPARE(collector.status().lastError, proxy.endpoint() + " closed the connection");
}

void tst_ZmqLoss::tenThousandRubbishConnectionsCostNothing()
{
    FakeSink sink;
    const ZeroMqSource source = pulling(freeEndpoint());
    RunningCollector collector(setupFor(source), sink);
    Peer pusher(ZMQ_PUSH);
    pusher.connect(source.bind[0]);
    pusher.send({"before"});
    const auto forget = qScopeGuard([&] { pusher.close(0); });
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{1}, 20'000);

    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(portOf(source.bind[0])));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::mt19937 random(5);
    const auto strike = [&](int times) {
        for (int i = 0; i < times; ++i) {
            const int stranger = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (::connect(stranger, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
                std::array<char, 200> bytes{};
                for (char& byte : bytes)
                    byte = static_cast<char>(random());
                // Some begin as a greeting of ZMTP does.
                if (i % 3 == 0)
                    std::memcpy(bytes.data(), "\xff\0\0\0\0\0\0\0\1\x7f\3\0NULL", 16);
                (void)send(stranger, bytes.data(), random() % bytes.size(), MSG_NOSIGNAL);
                pollfd answer{stranger, POLLIN, 0}; // its greeting: it was accepted
                (void)poll(&answer, 1, 1000);
            }
            ::close(stranger);
        }
    };
    strike(500); // what is made once is made
    const std::size_t before = residentKiB();
    strike(10'000);
    pusher.send({"after"});
    QTRY_COMPARE_WITH_TIMEOUT(sink.events(), std::size_t{2}, 20'000);
    const auto grown = static_cast<long>(residentKiB()) - static_cast<long>(before);
    qInfo("grown by %ld KiB", grown);
#ifdef __SANITIZE_ADDRESS__
    const qint64 kept = 256 * 1024; // freed memory that the sanitizer holds back, KiB
#else
    const qint64 kept = 0;
#endif
    QVERIFY(grown < kept + 5 * 1024);
    QCOMPARE(collector.status().state, SourceState::Live);
    QCOMPARE(sink.payloads(), (std::vector<std::string>{"before", "after"}));
    QVERIFY(collector.status().lastError.empty());
    QVERIFY(collector.status().note.starts_with("loss cannot be detected")); // still connected
}

QTEST_GUILESS_MAIN(tst_ZmqLoss)
#include "tst_zmqloss.moc"
