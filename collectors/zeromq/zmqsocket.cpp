// SPDX-License-Identifier: GPL-3.0-or-later
#include "collectors/zeromq/zmqsocket.h"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace weir {

namespace {

/// At 200 bytes a message 20 MB. What does not fit any more waits in the peer, or is dropped there.
/// For good: a limit that is changed while somebody is connected (libzmq 4.3.4 takes it) lets the
/// connection stand still, for the reader then waits for as many messages as the writer may not send.
constexpr int receiveQueue = 100'000;
constexpr int receiveBuffer = 4 << 20;
constexpr int heartbeat = 5'000;
constexpr int heartbeatTimeout = 8'000;
constexpr int handshakeTimeout = 10'000;
constexpr int connectTimeout = 5'000;
constexpr int reconnectFirst = 100;
constexpr int reconnectMost = 5'000;
constexpr auto firstPause = std::chrono::milliseconds(250);
constexpr auto longestPause = std::chrono::seconds(30);

bool set(void* socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value) == 0;
}

} // namespace

ZmqContext::ZmqContext()
    : m_context(zmq_ctx_new())
{
}

ZmqContext::~ZmqContext()
{
    zmq_ctx_term(m_context);
}

struct ZmqSocket::Frames
{
    Frames()
    {
        for (zmq_msg_t& message : messages)
            zmq_msg_init(&message);
    }
    ~Frames()
    {
        for (zmq_msg_t& message : messages)
            zmq_msg_close(&message);
    }
    Frames(const Frames&) = delete;
    Frames& operator=(const Frames&) = delete;

    std::array<zmq_msg_t, ZmqSocket::mostFrames> messages;
};

ZmqSocket::ZmqSocket(HandshakeSide side)
    : m_side(std::move(side))
    , m_frames(std::make_unique<Frames>())
    , m_pause(firstPause)
{
}

ZmqSocket::~ZmqSocket()
{
    if (m_socket) {
        zmq_socket_monitor(m_socket, nullptr, 0);
        zmq_close(m_socket);
    }
    if (m_monitor)
        zmq_close(m_monitor);
}

Result<std::unique_ptr<ZmqSocket>> ZmqSocket::open(const ZmqContext& context,
                                                   const ZeroMqSource& source,
                                                   const CurveKeys& curve,
                                                   const std::string& endpoint, bool isBound)
{
    std::unique_ptr<ZmqSocket> socket(
        new ZmqSocket({endpoint, isBound, curve.isOn(), curve.isServer()}));
    if (const auto done = socket->prepare(context, source, curve); !done)
        return done.error();
    const int code = isBound ? zmq_bind(socket->m_socket, endpoint.c_str())
                             : zmq_connect(socket->m_socket, endpoint.c_str());
    if (code != 0)
        return endpointError(endpoint, isBound);
    return socket;
}

Result<Done> ZmqSocket::prepare(const ZmqContext& context, const ZeroMqSource& source,
                                const CurveKeys& curve)
{
    const bool isSub = source.type == ZeroMqSource::Type::Sub;
    m_socket = zmq_socket(context.get(), isSub ? ZMQ_SUB : ZMQ_PULL);
    if (!m_socket)
        return Error{Error::Code::Io, endpoint(), zmq_strerror(zmq_errno())};
    bool isSet = limit(source) && curve.applyTo(m_socket);
    for (const std::string& topic : source.topics) {
        if (isSub)
            isSet =
                isSet && zmq_setsockopt(m_socket, ZMQ_SUBSCRIBE, topic.data(), topic.size()) == 0;
    }
    if (!isSet)
        return Error{Error::Code::InvalidInput, endpoint(), zmq_strerror(zmq_errno())};
    watch(context);
    return Done{};
}

bool ZmqSocket::limit(const ZeroMqSource& source)
{
    const auto most = static_cast<std::int64_t>(source.maxMessageBytes);
    if (isBound() || m_side.isServer) {
        constexpr std::string_view domain = "weir";
        if (zmq_setsockopt(m_socket, ZMQ_ZAP_DOMAIN, domain.data(), domain.size()) != 0)
            return false;
    }
    const bool isIpv6 = endpoint().find('[') != std::string::npos;
    return zmq_setsockopt(m_socket, ZMQ_MAXMSGSIZE, &most, sizeof most) == 0
        && set(m_socket, ZMQ_LINGER, 0) && set(m_socket, ZMQ_RCVHWM, receiveQueue)
        && set(m_socket, ZMQ_RCVBUF, receiveBuffer) && set(m_socket, ZMQ_IPV6, isIpv6 ? 1 : 0)
        && set(m_socket, ZMQ_HEARTBEAT_IVL, heartbeat)
        && set(m_socket, ZMQ_HEARTBEAT_TIMEOUT, heartbeatTimeout)
        && set(m_socket, ZMQ_HANDSHAKE_IVL, handshakeTimeout)
        && set(m_socket, ZMQ_CONNECT_TIMEOUT, connectTimeout)
        && set(m_socket, ZMQ_RECONNECT_IVL, reconnectFirst)
        && set(m_socket, ZMQ_RECONNECT_IVL_MAX, reconnectMost);
}

void ZmqSocket::watch(const ZmqContext& context)
{
    // Before bind and connect: without a reader those would wait for one.
    const std::string address = fmt::format("inproc://monitor-{}", static_cast<void*>(this));
    zmq_socket_monitor(m_socket, address.c_str(), ZMQ_EVENT_ALL);
    m_monitor = zmq_socket(context.get(), ZMQ_PAIR);
    set(m_monitor, ZMQ_LINGER, 0);
    zmq_connect(m_monitor, address.c_str());
}

bool ZmqSocket::receive()
{
    m_views.clear();
    std::size_t index = 0;
    bool hasMore = true;
    while (hasMore) {
        // Frames beyond those that are kept go through the last place one after the other.
        zmq_msg_t& frame = m_frames->messages[std::min(index, mostFrames - 1)];
        if (zmq_msg_recv(&frame, m_socket, index == 0 ? ZMQ_DONTWAIT : 0) < 0)
            return false;
        if (index < mostFrames)
            m_views.emplace_back(static_cast<const char*>(zmq_msg_data(&frame)),
                                 zmq_msg_size(&frame));
        hasMore = zmq_msg_more(&frame) != 0;
        ++index;
    }
    if (index > mostFrames)
        m_views.pop_back(); // its bytes were replaced
    m_frameCount = index;
    return true;
}

void ZmqSocket::tend()
{
    zmq_msg_t event;
    zmq_msg_init(&event);
    while (zmq_msg_recv(&event, m_monitor, ZMQ_DONTWAIT) >= 0) {
        std::uint16_t name = 0;
        std::uint32_t value = 0;
        if (zmq_msg_size(&event) >= sizeof name + sizeof value) {
            const auto* bytes = static_cast<const char*>(zmq_msg_data(&event));
            std::memcpy(&name, bytes, sizeof name);
            std::memcpy(&value, bytes + sizeof name, sizeof value);
        }
        if (zmq_msg_recv(&event, m_monitor, ZMQ_DONTWAIT) >= 0) // the address
            onEvent(name, value);
    }
    zmq_msg_close(&event);
    if (m_isLost && Clock::now() - m_lostAt >= m_pause)
        cutOff();
}

void ZmqSocket::onEvent(unsigned event, unsigned value)
{
    switch (event) {
    case ZMQ_EVENT_CONNECTED:
        m_hasAnswered = true;
        [[fallthrough]];
    case ZMQ_EVENT_ACCEPTED:
        ++m_open;
        m_pending.push_back(value);
        return;
    case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
        return onHandshake();
    case ZMQ_EVENT_DISCONNECTED:
        return onDisconnected(value);
    case ZMQ_EVENT_CONNECT_RETRIED:
        return onRetry();
    case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
    case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
    case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
        return onFailedHandshake(event, value);
    default:
        return;
    }
}

void ZmqSocket::onHandshake()
{
    // Which one it was is not told; mostly the first that has waited.
    if (!m_pending.empty())
        m_pending.erase(m_pending.begin());
    ++m_peers;
    m_problem.clear();
    m_isCertain = false;
    m_isLost = false;
    m_hadPeer = true;
    m_metAt = Clock::now();
}

void ZmqSocket::onFailedHandshake(unsigned event, unsigned code)
{
    ++m_failing;
    std::string sentence = handshakeSentence(m_side, event, code);
    if (isBound()) {
        ++m_refusals;
        m_lastRefusal = std::move(sentence);
        return;
    }
    // That it hangs up says less than what we saw ourselves the time before.
    const bool isCertain = event != ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
    if (isCertain || !m_isCertain)
        m_problem = std::move(sentence);
    m_isCertain = m_isCertain || isCertain;
}

void ZmqSocket::onRetry()
{
    m_isLost = false;
    // What went wrong with somebody who answered says more than that nobody does now.
    if (std::exchange(m_hasAnswered, false))
        return;
    m_problem = fmt::format("nobody answers at {}", endpoint());
    m_isCertain = false;
}

void ZmqSocket::onDisconnected(unsigned connection)
{
    const bool hadPeer = std::exchange(m_hadPeer, false);
    const bool wasPending = std::erase(m_pending, connection) > 0;
    m_open = std::max(m_open - 1, 0);
    if (m_failing > 0)
        --m_failing; // it never became a peer
    else if (!wasPending)
        --m_peers;
    m_peers = std::clamp(m_peers, 0, m_open);
    if (isBound())
        return; // who connected to us connects again
    m_wasCutOff = hadPeer;
    m_isLost = true; // unless CONNECT_RETRIED follows
    m_lostAt = Clock::now();
    if (!hadPeer)
        return;
    m_problem = fmt::format("{} closed the connection", endpoint());
    if (m_lostAt - m_metAt > longestPause)
        m_pause = firstPause;
}

void ZmqSocket::cutOff()
{
    if (m_wasCutOff) {
        ++m_cutOffs;
        m_problem = fmt::format("{} sent a message above the size limit and was cut off; "
                                "connecting again",
                                endpoint());
    }
    zmq_disconnect(m_socket, endpoint().c_str());
    zmq_connect(m_socket, endpoint().c_str());
    m_pause = std::min<Clock::duration>(m_pause * 2, longestPause);
    m_isLost = false;
}

} // namespace weir
