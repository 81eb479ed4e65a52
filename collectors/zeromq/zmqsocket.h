// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
/// Thread: the one that made it.
class ZmqSocket final
{
public:
    /// An endpoint that is taken or cannot be understood is an error with a sentence.
    static Result<std::unique_ptr<ZmqSocket>> open(const ZmqContext& context,
                                                   const ZeroMqSource& source,
                                                   const std::string& endpoint, bool isBound);
    ~ZmqSocket();
    ZmqSocket(const ZmqSocket&) = delete;
    ZmqSocket& operator=(const ZmqSocket&) = delete;

    /// The frames of the next message, valid until the next call; false when there is none now.
    bool receive();
    const std::vector<std::string_view>& frames() const { return m_views; }

    /// Reads what the monitor says and connects again where the library does not.
    void tend();
    /// Peers with a finished handshake.
    int peers() const { return m_peers; }
    bool isBound() const { return m_isBound; }
    const std::string& endpoint() const { return m_endpoint; }
    /// A sentence while there is no peer and one is expected; else empty.
    const std::string& problem() const { return m_problem; }
    /// How often a peer was cut off by the library and reconnected by us.
    int cutOffs() const { return m_cutOffs; }
    /// Becomes readable, edge-triggered: read until receive() is false after it.
    void* handle() const { return m_socket; }

private:
    struct Frames;

    ZmqSocket(const std::string& endpoint, bool isBound);
    Result<Done> prepare(const ZmqContext& context, const ZeroMqSource& source);
    void watch(const ZmqContext& context);
    void onEvent(unsigned event, unsigned value);
    void onDisconnected();
    void cutOff();

    using Clock = std::chrono::steady_clock;

    const std::string m_endpoint;
    const bool m_isBound;
    void* m_socket = nullptr;
    void* m_monitor = nullptr;
    std::unique_ptr<Frames> m_frames; ///< reused from message to message
    std::vector<std::string_view> m_views;
    std::string m_problem;
    int m_peers = 0;
    int m_cutOffs = 0;
    bool m_hadPeer = false; ///< since the last disconnection
    bool m_wasCutOff = false; ///< the last disconnection came after a handshake
    bool m_isLost = false; ///< and the library has not said that it tries again
    Clock::time_point m_lostAt;
    Clock::duration m_pause; ///< before we connect again; doubles each time
};

} // namespace weir
