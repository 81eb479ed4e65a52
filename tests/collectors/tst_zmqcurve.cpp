// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zmqcurve.h"
#include "tests/collectors/fakesink.h"
#include "tests/collectors/zmqpeer.h"

#include <QScopeGuard>
#include <QTest>

using namespace weir;

/// CURVE with right and with wrong keys, on either side. What cannot work says why, as far as that side
/// can know.
class tst_ZmqCurve final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void aClientWithTheRightKeysReads();
    void aClientWithAPairOfItsOwnReads();
    void aServerLetsInWhomItAllows();
    void aWrongServerKeyIsNamed();
    void aClientThatIsNotAllowedIsNamed();
    void beingNotAllowedIsNamed();
    void aServerWithoutCurveIsNamed();
    void aServerThatAsksForCurveIsNamed();
    void aClientWithoutCurveIsNamed();
    void aClientWithAWrongServerKeyIsNamed();
    void keysThatDoNotFitAreNamed();
    void aSecretMayBeInTheKeyring();
};

namespace {

struct Pair
{
    std::array<char, 41> publicKey{};
    std::array<char, 41> secretKey{};

    Pair() { zmq_curve_keypair(publicKey.data(), secretKey.data()); }
};

const Pair server;
const Pair client;
const Pair stranger;

void useAsServer(const Peer& peer, const Pair& keys)
{
    constexpr int yes = 1;
    zmq_setsockopt(peer.socket(), ZMQ_CURVE_SERVER, &yes, sizeof yes);
    zmq_setsockopt(peer.socket(), ZMQ_CURVE_SECRETKEY, keys.secretKey.data(), 41);
}

void useAsClient(const Peer& peer, const Pair& keys, const Pair& of)
{
    zmq_setsockopt(peer.socket(), ZMQ_CURVE_PUBLICKEY, keys.publicKey.data(), 41);
    zmq_setsockopt(peer.socket(), ZMQ_CURVE_SECRETKEY, keys.secretKey.data(), 41);
    zmq_setsockopt(peer.socket(), ZMQ_CURVE_SERVERKEY, of.publicKey.data(), 41);
}

ZeroMqSource asClient(const std::string& endpoint, const Pair& of)
{
    ZeroMqSource source = connecting(ZeroMqSource::Type::Pull, endpoint);
    source.curve.isOn = true;
    source.curve.serverKey = of.publicKey.data();
    source.curve.secretKey = "${env:TEST_CURVE_CLIENT}";
    return source;
}

ZeroMqSource asServer()
{
    ZeroMqSource source = pulling(freeEndpoint());
    source.curve.isOn = true;
    source.curve.isServer = true;
    source.curve.secretKey = "${env:TEST_CURVE_SERVER}";
    source.curve.allowed = {client.publicKey.data()};
    return source;
}

/// A publisher that is a CURVE server and lets in who has one of some keys.
class GuardedPeer
{
public:
    explicit GuardedPeer(std::vector<std::string> allowed)
        : m_allowed(std::move(allowed))
        , m_context(zmq_ctx_new())
        , m_door(zmq_socket(m_context, ZMQ_REP))
        , m_socket(zmq_socket(m_context, ZMQ_PUSH))
        , m_thread([this] { guard(); })
    {
        while (!m_isReady)
            std::this_thread::yield();
        constexpr int yes = 1;
        zmq_setsockopt(m_socket, ZMQ_CURVE_SERVER, &yes, sizeof yes);
        zmq_setsockopt(m_socket, ZMQ_CURVE_SECRETKEY, server.secretKey.data(), 41);
        zmq_setsockopt(m_socket, ZMQ_ZAP_DOMAIN, "t", 1);
        zmq_bind(m_socket, "tcp://127.0.0.1:*");
        std::array<char, 64> text{};
        std::size_t size = text.size();
        zmq_getsockopt(m_socket, ZMQ_LAST_ENDPOINT, text.data(), &size);
        endpoint = text.data();
    }
    ~GuardedPeer()
    {
        constexpr int none = 0;
        zmq_setsockopt(m_socket, ZMQ_LINGER, &none, sizeof none);
        zmq_close(m_socket);
        zmq_ctx_shutdown(m_context);
        m_thread.join();
        zmq_ctx_term(m_context);
    }

    std::string endpoint;

private:
    void guard()
    {
        zmq_bind(m_door, "inproc://zeromq.zap.01");
        m_isReady = true;
        std::vector<std::string> request;
        std::array<char, 256> frame{};
        for (;;) {
            const int size = zmq_recv(m_door, frame.data(), frame.size(), 0);
            if (size < 0)
                break;
            request.emplace_back(frame.data(), static_cast<std::size_t>(size));
            int more = 0;
            std::size_t length = sizeof more;
            zmq_getsockopt(m_door, ZMQ_RCVMORE, &more, &length);
            if (more)
                continue;
            std::array<char, 41> key{};
            zmq_z85_encode(key.data(),
                           reinterpret_cast<const std::uint8_t*>(request.back().data()), 32);
            const bool isAllowed =
                std::find(m_allowed.begin(), m_allowed.end(), key.data()) != m_allowed.end();
            zmq_send(m_door, "1.0", 3, ZMQ_SNDMORE);
            zmq_send(m_door, request[1].data(), request[1].size(), ZMQ_SNDMORE);
            zmq_send(m_door, isAllowed ? "200" : "400", 3, ZMQ_SNDMORE);
            for (int i = 0; i < 3; ++i)
                zmq_send(m_door, "", 0, i < 2 ? ZMQ_SNDMORE : 0);
            request.clear();
        }
        zmq_close(m_door);
    }

    const std::vector<std::string> m_allowed;
    void* m_context;
    void* m_door;
    void* m_socket;
    std::atomic<bool> m_isReady = false;
    std::thread m_thread;
};

struct Running
{
    explicit Running(ZeroMqSource source)
        : endpoint(source.bind.empty() ? source.connect[0] : source.bind[0])
        , collector(setupFor(std::move(source)), sink)
    {
    }
    std::string said() const { return collector.status().lastError; }

    std::string endpoint;
    FakeSink sink;
    RunningCollector collector;
};

/// Waits for the sentence.
void expect(const Running& running, const std::string& sentence)
{
    QTRY_COMPARE_WITH_TIMEOUT(running.said(), sentence, 10'000);
    QCOMPARE(running.sink.events(), std::size_t{0});
}

} // namespace

void tst_ZmqCurve::initTestCase()
{
    qputenv("TEST_CURVE_CLIENT", client.secretKey.data());
    qputenv("TEST_CURVE_SERVER", server.secretKey.data());
}

void tst_ZmqCurve::aClientWithTheRightKeysReads()
{
    GuardedPeer allowing({client.publicKey.data()});
    Running guarded(asClient(allowing.endpoint, server));
    QTRY_COMPARE_WITH_TIMEOUT(guarded.collector.status().state, SourceState::Live, 10'000);

    Peer pusher(ZMQ_PUSH);
    useAsServer(pusher, server);
    Running running(asClient(pusher.bind(), server));
    pusher.send({"secret"});
    QTRY_COMPARE_WITH_TIMEOUT(running.sink.payloads(), std::vector<std::string>{"secret"}, 10'000);
    QCOMPARE(running.said(), std::string());
}

void tst_ZmqCurve::aClientWithAPairOfItsOwnReads()
{
    Peer pusher(ZMQ_PUSH);
    useAsServer(pusher, server);
    ZeroMqSource source = asClient(pusher.bind(), server);
    source.curve.secretKey.clear();
    Running running(source);
    pusher.send({"secret"});
    QTRY_COMPARE_WITH_TIMEOUT(running.sink.events(), std::size_t{1}, 10'000);
}

void tst_ZmqCurve::aServerLetsInWhomItAllows()
{
    Running running(asServer());
    Peer pusher(ZMQ_PUSH);
    useAsClient(pusher, client, server);
    pusher.connect(running.endpoint);
    for (int i = 0; i < 1000; ++i)
        pusher.send({"topic", std::to_string(i)});
    QTRY_COMPARE_WITH_TIMEOUT(running.sink.events(), std::size_t{1000}, 10'000);
    QCOMPARE(running.said(), std::string());
}

void tst_ZmqCurve::aWrongServerKeyIsNamed()
{
    Peer pusher(ZMQ_PUSH);
    useAsServer(pusher, server);
    Running running(asClient(pusher.bind(), stranger));
    expect(running, running.endpoint
               + " hangs up during the CURVE handshake: most likely 'server_key' is not its public "
                 "key");
    QCOMPARE(running.collector.status().state, SourceState::Retrying);
}

void tst_ZmqCurve::aClientThatIsNotAllowedIsNamed()
{
    Running running(asServer());
    Peer pusher(ZMQ_PUSH);
    useAsClient(pusher, stranger, server);
    pusher.connect(running.endpoint);
    pusher.send({"not wanted"});
    const auto forget = qScopeGuard([&] { pusher.close(0); });
    expect(running, std::string("a client at 127.0.0.1 was refused: its public key ")
               + stranger.publicKey.data() + " is not in 'allowed'");

    // And one that is allowed comes in all the same.
    Peer other(ZMQ_PUSH);
    useAsClient(other, client, server);
    other.connect(running.endpoint);
    other.send({"wanted"});
    QTRY_COMPARE_WITH_TIMEOUT(running.sink.payloads(), std::vector<std::string>{"wanted"}, 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(running.said(), std::string(), 10'000);
}

void tst_ZmqCurve::beingNotAllowedIsNamed()
{
    GuardedPeer refusing({stranger.publicKey.data()});
    Running running(asClient(refusing.endpoint, server));
    expect(running, running.endpoint
               + " does not let this source in: our public key is not among those it allows");
}

void tst_ZmqCurve::aServerWithoutCurveIsNamed()
{
    Peer pusher(ZMQ_PUSH);
    Running running(asClient(pusher.bind(), server));
    expect(running, running.endpoint
               + " does not use CURVE encryption, and this source insists on it");
}

void tst_ZmqCurve::aServerThatAsksForCurveIsNamed()
{
    Peer pusher(ZMQ_PUSH);
    useAsServer(pusher, server);
    Running running(connecting(ZeroMqSource::Type::Pull, pusher.bind()));
    expect(running, running.endpoint
               + " asks for a login or for encryption: most likely this source needs 'curve' keys");
}

void tst_ZmqCurve::aClientWithoutCurveIsNamed()
{
    Running running(asServer());
    Peer pusher(ZMQ_PUSH);
    pusher.connect(running.endpoint);
    // Both sides notice, and whoever does first hangs up.
    QTRY_VERIFY_WITH_TIMEOUT(running.said().find("does not use CURVE encryption")
                                 != std::string::npos,
                             10'000);
    QVERIFY(running.said().starts_with("who connects to " + running.endpoint));
}

void tst_ZmqCurve::aClientWithAWrongServerKeyIsNamed()
{
    Running running(asServer());
    Peer pusher(ZMQ_PUSH);
    useAsClient(pusher, client, stranger);
    pusher.connect(running.endpoint);
    expect(running, "who connects to " + running.endpoint
               + " was made for another server: its 'server_key' is not our public key");
}

void tst_ZmqCurve::keysThatDoNotFitAreNamed()
{
    const auto errorOf = [](const ZeroMqSource& source) {
        Running running(source);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(running.collector.hasEnded(), 10'000); }();
        return running.collector.error();
    };
    ZeroMqSource other = asServer();
    other.curve.publicKey = stranger.publicKey.data();
    QCOMPARE(errorOf(other), std::string("curve: 'public_key' does not belong to 'secret_key'"));

    ZeroMqSource missing = asServer();
    missing.curve.secretKey = "${env:TEST_CURVE_MISSING}";
    QCOMPARE(errorOf(missing),
             std::string("secret_key: ${env:TEST_CURVE_MISSING}: this environment variable is not "
                         "set"));

    qputenv("TEST_CURVE_MISSING", "swordfish");
    const std::string error = errorOf(missing);
    QCOMPARE(error,
             std::string("curve: what 'secret_key' refers to is no CURVE key: 40 characters of "
                         "Z85"));
}

void tst_ZmqCurve::aSecretMayBeInTheKeyring()
{
    ZeroMqCurve curve;
    curve.isOn = true;
    curve.secretKey = "${keyring:curve}";
    const auto keys = CurveKeys::resolve(curve, [](const std::string& key) {
        return key == "curve" ? std::string(client.secretKey.data()) : std::string();
    });
    QVERIFY(keys);
    QCOMPARE(keys->publicKey(), std::string(client.publicKey.data()));
    QVERIFY(!CurveKeys::resolve(curve));
}

QTEST_GUILESS_MAIN(tst_ZmqCurve)
#include "tst_zmqcurve.moc"
