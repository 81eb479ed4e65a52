// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/collectors/fakesink.h"

#include <QCoreApplication>

#include <zmq.h>

#include <array>
#include <string>
#include <vector>

namespace weir {

/// The other side.
class Peer final
{
public:
    explicit Peer(int type)
        : m_context(zmq_ctx_new())
        , m_socket(zmq_socket(m_context, type))
    {
        constexpr int none = 0;
        zmq_setsockopt(m_socket, ZMQ_SNDHWM, &none, sizeof none);
    }
    ~Peer() { close(-1); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    /// A free port of loopback.
    std::string bind()
    {
        zmq_bind(m_socket, "tcp://127.0.0.1:*");
        std::array<char, 64> endpoint{};
        std::size_t size = endpoint.size();
        zmq_getsockopt(m_socket, ZMQ_LAST_ENDPOINT, endpoint.data(), &size);
        return endpoint.data();
    }
    void* socket() const { return m_socket; }
    bool bindTo(const std::string& endpoint) { return zmq_bind(m_socket, endpoint.c_str()) == 0; }
    void connect(const std::string& endpoint) { zmq_connect(m_socket, endpoint.c_str()); }
    /// Of the publisher: messages it keeps for a subscriber before it drops them.
    void keepAtMost(int messages)
    {
        zmq_setsockopt(m_socket, ZMQ_SNDHWM, &messages, sizeof messages);
    }
    bool send(const std::vector<std::string>& frames)
    {
        bool isSent = true;
        for (std::size_t i = 0; i < frames.size(); ++i)
            isSent = isSent
                && zmq_send(m_socket, frames[i].data(), frames[i].size(),
                            i + 1 < frames.size() ? ZMQ_SNDMORE : 0)
                    >= 0;
        return isSent;
    }
    /// Waits for a subscription. An XPUB only.
    bool waitForSubscriber()
    {
        constexpr int patience = 20'000;
        zmq_setsockopt(m_socket, ZMQ_RCVTIMEO, &patience, sizeof patience);
        char subscription = 0;
        return zmq_recv(m_socket, &subscription, 1, 0) >= 0;
    }
    void close(int linger)
    {
        if (!m_socket)
            return;
        zmq_setsockopt(m_socket, ZMQ_LINGER, &linger, sizeof linger);
        zmq_close(m_socket);
        zmq_ctx_term(m_context);
        m_socket = nullptr;
    }

private:
    void* m_context;
    void* m_socket;
};

inline CollectorSetup setupFor(ZeroMqSource source)
{
    CollectorSetup setup;
    setup.source.name = "market";
    setup.source.input = std::move(source);
    return setup;
}

inline ZeroMqSource connecting(ZeroMqSource::Type type, const std::string& endpoint)
{
    ZeroMqSource source;
    source.type = type;
    source.connect = {endpoint};
    return source;
}

inline ZeroMqSource pulling(const std::string& endpoint)
{
    ZeroMqSource source;
    source.type = ZeroMqSource::Type::Pull;
    source.bind = {endpoint};
    return source;
}

/// An address that was free a moment ago. Below the kernel's range for outgoing connections: a client
/// that tries a port of that range again and again ends up connected to itself.
inline std::string freeEndpoint()
{
    static int next = 15'000 + static_cast<int>(QCoreApplication::applicationPid() % 10'000);
    for (;;) {
        const std::string endpoint = "tcp://127.0.0.1:" + std::to_string(next++);
        if (Peer(ZMQ_PULL).bindTo(endpoint))
            return endpoint;
    }
}

} // namespace weir
