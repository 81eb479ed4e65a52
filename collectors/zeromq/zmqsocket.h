// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "collectors/zeromq/zmqcurve.h"
#include "collectors/zeromq/zmqwords.h"
#include "core/config/config.h"
#include "core/result.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// libzmq's context: one for all sockets of a source.
class ZmqContext final
{
public:
    ZmqContext();
    /// Precondition: every socket is closed.
    ~ZmqContext();
    ZmqContext(const ZmqContext&) = delete;
    ZmqContext& operator=(const ZmqContext&) = delete;

    void* get() const { return m_context; }

private:
    void* m_context;
};

/// One SUB or PULL socket at one endpoint, with its monitor. One endpoint a socket, because a socket
/// with several does not say who sent what.
///
/// A peer that breaks the rules (a message above the limit, a mechanism that does not fit) is cut off
/// by the library for good; tend() connects again, with growing pauses.
///
/// A peer is there once its handshake has succeeded; one that is silently gone is noticed by
/// heartbeats within 15 s. A stranger who sends rubbish costs its own connection.
///
/// Thread: the one that made it.
class ZmqSocket final
{
public:
    /// Of a longer message the rest is not kept.
    static constexpr std::size_t mostFrames = 64;

    /// An endpoint that is taken or cannot be understood is an error with a sentence.
    static Result<std::unique_ptr<ZmqSocket>> open(const ZmqContext& context,
                                                   const ZeroMqSource& source,
                                                   const CurveKeys& curve,
                                                   const std::string& endpoint, bool isBound);
    ~ZmqSocket();
    ZmqSocket(const ZmqSocket&) = delete;
    ZmqSocket& operator=(const ZmqSocket&) = delete;

    /// The frames of the next message, valid until the next call; false when there is none now.
    bool receive();
    const std::vector<std::string_view>& frames() const { return m_views; }
    /// Of the message; more than frames().size() where not all could be kept.
    std::size_t frameCount() const { return m_frameCount; }

    /// Reads what the monitor says and connects again where the library does not.
    void tend();
    /// Peers with a finished handshake.
    int peers() const { return m_peers; }
    bool isBound() const { return m_side.isBound; }
    const std::string& endpoint() const { return m_side.endpoint; }
    /// A sentence while there is no peer and one is expected; else empty.
    const std::string& problem() const { return m_problem; }
    /// Connections to a bound socket that came to nothing, and why the last one did.
    std::uint64_t refusals() const { return m_refusals; }
    const std::string& lastRefusal() const { return m_lastRefusal; }
    /// How often a peer was cut off by the library and reconnected by us.
    int cutOffs() const { return m_cutOffs; }
    /// Becomes readable, edge-triggered: read until receive() is false after it.
    void* handle() const { return m_socket; }
    /// The same of what tend() reads.
    void* monitor() const { return m_monitor; }

private:
    struct Frames;

    explicit ZmqSocket(HandshakeSide side);
    Result<Done> prepare(const ZmqContext& context, const ZeroMqSource& source,
                         const CurveKeys& curve);
    bool limit(const ZeroMqSource& source);
    void watch(const ZmqContext& context);
    void onEvent(unsigned event, unsigned value);
    void onHandshake();
    void onFailedHandshake(unsigned event, unsigned code);
    void onRetry();
    void onDisconnected(unsigned connection);
    void cutOff();

    using Clock = std::chrono::steady_clock;

    const HandshakeSide m_side;
    void* m_socket = nullptr;
    void* m_monitor = nullptr;
    std::unique_ptr<Frames> m_frames; ///< reused from message to message
    std::vector<std::string_view> m_views;
    std::size_t m_frameCount = 0;
    std::string m_problem;
    bool m_isCertain = false; ///< our side saw what the problem is
    std::string m_lastRefusal;
    std::uint64_t m_refusals = 0;
    int m_peers = 0;
    int m_open = 0; ///< connections
    std::vector<unsigned> m_pending; ///< of them, by descriptor: the handshake is not over
    int m_failing = 0; ///< failed handshakes whose disconnection is still to come
    bool m_hasAnswered = false; ///< somebody accepted the connection since the last attempt
    int m_cutOffs = 0;
    bool m_hadPeer = false; ///< since the last disconnection
    bool m_wasCutOff = false; ///< the last disconnection came after a handshake
    bool m_isLost = false; ///< and the library has not said that it tries again
    Clock::time_point m_lostAt;
    Clock::time_point m_metAt; ///< the last handshake
    Clock::duration m_pause; ///< before we connect again; doubles each time
};

} // namespace weir
